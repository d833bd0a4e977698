"""The weeks of one promise or of many, with everything that was said about them, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.absences.queries import holidays
from portal.accounts.actors import Actor
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Delivery, Kind, Offer
from portal.commitments.queries import visible_to
from portal.database import session
from portal.fulfilment.models import StatedReason, WeekReview
from portal.fulfilment.weeks import PROMISED, Week, mondays_of, promised_in
from portal.projects.models import Project

MOST_WEEKS = 60
#: Not joined: a row that is held for writing later (`FOR UPDATE`) cannot be read together with what may be absent.
MEASURED = (Commitment.person, Commitment.amendments)
ALONGSIDE = (*MEASURED, Commitment.project, Commitment.department)

Key = tuple[int, dt.date]


def weeks_of(commitment: Commitment, today: dt.date) -> list[Week]:
    """Every week of a promise of people until this one, newest first."""
    if commitment.kind != Kind.STAFFING or commitment.state not in PROMISED:
        return []
    first = commitment.valid_from or today
    return weeks_between([commitment], first, today, today)[:MOST_WEEKS]


def weeks_of_project(project: Project, monday: dt.date, actor: Actor) -> list[Week]:
    """What was promised to a project for one week, person by person."""
    found = promises(Commitment.project_id == project.id, monday, monday + dt.timedelta(days=6), reader=actor)
    return by_person(weeks_between(found, monday, monday + dt.timedelta(days=4), actor.today))


def by_person(weeks: Iterable[Week]) -> list[Week]:
    return sorted(weeks, key=lambda week: (week.person.name if week.person else "", week.commitment.id))


def promises(
    which: ColumnElement[bool],
    first: dt.date,
    last: dt.date,
    *,
    reader: Actor | None = None,
    lean: bool = False,
) -> Sequence[Commitment]:
    """Promises of people that were in force at some time between two days, with all that says how much.

    A fixed number of statements, one more where some were amended: a week is measured against the terms
    that stood in it. `lean`: without project and department, for sums.
    """
    statement = (
        select(Commitment)
        .join(Project, Project.id == Commitment.project_id)
        .where(*promised_between(which, first, last))
        .options(*(selectinload(each) for each in (MEASURED if lean else ALONGSIDE)))
        .order_by(Commitment.id)
    )
    if reader is not None:
        statement = statement.where(visible_to(reader))
    found = session().scalars(statement).unique().all()
    _load_versions([each.id for each in found if each.amendments])
    return found


def promised_between(
    which: ColumnElement[bool], first: dt.date, last: dt.date
) -> tuple[ColumnElement[bool], ...]:
    return (
        which,
        Commitment.kind == Kind.STAFFING,
        Commitment.state.in_(PROMISED),
        or_(Commitment.valid_from.is_(None), Commitment.valid_from <= last),
        or_(Commitment.valid_to.is_(None), Commitment.valid_to >= first),
    )


def _load_versions(numbers: list[int]) -> None:
    """The terms before an amendment, for the weeks before it."""
    if numbers:
        versions = selectinload(Commitment.offers).joinedload(Offer.person)
        session().scalars(select(Commitment).where(Commitment.id.in_(numbers)).options(versions)).all()


def weeks_between(
    commitments: Sequence[Commitment], first: dt.date, last: dt.date, today: dt.date
) -> list[Week]:
    """The weeks of these promises, newest first: three statements however many there are.

    A week that was entered although nothing was promised for it is shown all the same.
    """
    if not commitments:
        return []
    by_id = {each.id: each for each in commitments}
    given = _given(by_id, first, last)
    reasons = _reasons(by_id, first, last)
    free = holidays(monday_of(first), last)
    keys: set[Key] = {(each.id, monday) for each in commitments for monday in mondays_of(each, first, last)}
    keys |= set(given)
    return [
        _week(by_id[key[0]], key[1], today, free, given.get(key), reasons.get(key, ()))
        for key in sorted(keys, key=lambda key: (-key[1].toordinal(), key[0]))
    ]


def _week(
    commitment: Commitment,
    monday: dt.date,
    today: dt.date,
    free: Collection[dt.date],
    given: tuple[Delivery, WeekReview | None] | None,
    reasons: tuple[StatedReason, ...],
) -> Week:
    delivery, review = given or (None, None)
    return Week(commitment, monday, promised_in(commitment, monday, free), today, delivery, review, reasons)


def _given(
    by_id: dict[int, Commitment], first: dt.date, last: dt.date
) -> dict[Key, tuple[Delivery, WeekReview | None]]:
    statement = (
        select(Delivery, WeekReview)
        .outerjoin(WeekReview, WeekReview.delivery_id == Delivery.id)
        .where(
            Delivery.commitment_id.in_(by_id),
            Delivery.week_on >= monday_of(first),
            Delivery.week_on <= last,
        )
        .options(
            joinedload(Delivery.entered_by), joinedload(WeekReview.by), joinedload(WeekReview.settled_by)
        )
    )
    found = session().execute(statement).unique()
    return {(delivery.commitment_id, delivery.week_on): (delivery, review) for delivery, review in found}


def _reasons(
    by_id: dict[int, Commitment], first: dt.date, last: dt.date
) -> dict[Key, tuple[StatedReason, ...]]:
    statement = (
        select(StatedReason)
        .where(
            StatedReason.commitment_id.in_(by_id),
            StatedReason.week_on >= monday_of(first),
            StatedReason.week_on <= last,
        )
        .options(joinedload(StatedReason.by))
        .order_by(StatedReason.stated_by, StatedReason.id)
    )
    found: dict[Key, tuple[StatedReason, ...]] = {}
    for each in session().scalars(statement):
        assert each.week_on is not None
        key = (each.commitment_id, each.week_on)
        found[key] = (*found.get(key, ()), each)
    return found
