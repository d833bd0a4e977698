"""What waits for whom: figures to enter, weeks to look at, disagreements to answer, evaluations to confirm.

For the desk: each of these has a fixed number of statements.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.agreements.substitutes import departments_of
from portal.commitments.capacity import monday_of, mondays
from portal.commitments.models import Amendment, AmendmentState, Commitment, Delivery, Offer
from portal.commitments.queries import answered_for_by, managed_by
from portal.database import session
from portal.fulfilment.models import Evaluation, WeekReview
from portal.fulfilment.queries.weeks import promised_between, promises, weeks_between
from portal.fulfilment.weeks import DAYS_TO_DISAGREE, Standing, Week
from portal.projects.models import Project

#: How far back a desk asks for figures; older gaps stand on the project's own page.
WEEKS_BACK = 4
SHOWN = 25


@dataclass(frozen=True)
class EntryDue:
    """A project's week for which figures are missing."""

    project: Project
    week_on: dt.date
    people: int
    is_late: bool


def weeks_to_enter(actor: Actor) -> list[EntryDue]:
    """Of the projects that the actor manages: complete weeks without a figure, the oldest first."""
    if actor.only_reads or not (managed := managed_by(actor)):
        return []
    first = monday_of(actor.today) - dt.timedelta(weeks=WEEKS_BACK)
    last = monday_of(actor.today) - dt.timedelta(days=1)
    asked = _with_gaps(Commitment.project_id.in_(managed), first, last)
    open_to_entry = [each for each in asked if each.can_be("deliver")]
    missing = [week for week in weeks_between(open_to_entry, first, last, actor.today) if _is_missing(week)]
    projects = {week.commitment.project_id: week.commitment.project for week in missing}
    late = {(week.commitment.project_id, week.week_on) for week in missing if week.is_late}
    counts = Counter((week.commitment.project_id, week.week_on) for week in missing)
    return [
        EntryDue(projects[project_id], week_on, people, (project_id, week_on) in late)
        for (project_id, week_on), people in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _with_gaps(which: ColumnElement[bool], first: dt.date, last: dt.date) -> Sequence[Commitment]:
    """Promises with at least one week without a figure. Most have none, and one statement is enough to see it."""
    entered = and_(
        Delivery.commitment_id == Commitment.id,
        Delivery.week_on >= monday_of(first),
        Delivery.week_on <= last,
    )
    statement = (
        select(Commitment.id, Commitment.valid_from, Commitment.valid_to, Delivery.week_on)
        .outerjoin(Delivery, entered)
        .where(*promised_between(which, first, last))
    )
    found: dict[tuple[int, dt.date, dt.date], set[dt.date]] = {}
    for number, starts_on, ends_on, week_on in session().execute(statement):
        begins, ends = max(first, starts_on or first), min(last, ends_on or last)
        found.setdefault((number, begins, ends), set()).add(week_on)
    gaps = {number for (number, *days), weeks in found.items() if not weeks.issuperset(mondays(*days))}
    return promises(Commitment.id.in_(gaps), first, last) if gaps else []


def _is_missing(week: Week) -> bool:
    return week.standing == Standing.WAITING and week.promised > 0


def weeks_of_person(person: Person | int, today: dt.date, weeks: int = WEEKS_BACK) -> list[Week]:
    """What somebody was promised to and gave in the last weeks and this one, newest first.

    After a hand-over the weeks before it are still those of whoever was lent then.
    """
    number = person if isinstance(person, int) else person.id
    first = monday_of(today) - dt.timedelta(weeks=weeks)
    last = monday_of(today) + dt.timedelta(days=4)
    found = weeks_between(promises(_was_lent(number), first, last), first, last, today)
    return _of_person(found, number)


def weeks_to_enter_of(person: Person, today: dt.date) -> list[Week]:
    """Complete weeks of somebody's own promises for which nobody has said what was given."""
    first = monday_of(today) - dt.timedelta(weeks=WEEKS_BACK)
    last = monday_of(today + dt.timedelta(days=2)) - dt.timedelta(days=3)  # on Saturday this week is over
    asked = _with_gaps(_was_lent(person.id), first, last)
    weeks = _of_person(weeks_between(asked, first, last, today), person.id)
    return [week for week in weeks if week.is_over and _is_missing(week)]


def _of_person(weeks: Iterable[Week], number: int) -> list[Week]:
    return [week for week in weeks if week.person is not None and week.person.id == number]


def _was_lent(number: int) -> ColumnElement[bool]:
    """Promises of somebody's time, and those that were theirs before they were handed over."""
    before = (
        select(Offer.commitment_id)
        .join(Amendment, Amendment.commitment_id == Offer.commitment_id)
        .where(Offer.person_id == number, Amendment.state == AmendmentState.ACCEPTED)
    )
    return or_(Commitment.person_id == number, Commitment.id.in_(before))


def weeks_to_look_at(actor: Actor, limit: int = SHOWN) -> list[Week]:
    """Figures that the actor may still disagree with, as head of the department or in their place.

    What stands soonest comes first.
    """
    if actor.only_reads or not departments_of(actor):
        return []
    opened = _midnight(actor.today - dt.timedelta(days=DAYS_TO_DISAGREE + 1))
    is_looked_at = and_(
        WeekReview.id.is_not(None),
        or_(WeekReview.entered_hours == Delivery.hours, WeekReview.settlement != ""),
    )
    keys = (
        select(Delivery.commitment_id, Delivery.week_on)
        .join(Commitment, Commitment.id == Delivery.commitment_id)
        .outerjoin(WeekReview, WeekReview.delivery_id == Delivery.id)
        .where(
            answered_for_by(actor),
            Delivery.entered_at >= opened,
            or_(Delivery.entered_by_id.is_(None), Delivery.entered_by_id != actor.id),
            or_(WeekReview.id.is_(None), ~is_looked_at),
        )
        .order_by(Delivery.entered_at, Delivery.id)
        .limit(limit + 1)
    )
    found = _weeks(session().execute(keys).all(), actor.today)
    return [week for week in found if week.standing == Standing.OPEN]


def weeks_to_settle(actor: Actor, limit: int = SHOWN) -> list[Week]:
    """Disagreements that the actor's projects have not answered, the oldest first."""
    if actor.only_reads or not (managed := managed_by(actor)):
        return []
    keys = (
        select(Delivery.commitment_id, Delivery.week_on)
        .join(WeekReview, WeekReview.delivery_id == Delivery.id)
        .join(Commitment, Commitment.id == Delivery.commitment_id)
        .where(
            Commitment.project_id.in_(managed),
            WeekReview.hours.is_not(None),
            WeekReview.settlement == "",
        )
        .order_by(WeekReview.looked_at, WeekReview.id)
        .limit(limit + 1)
    )
    found = _weeks(session().execute(keys).all(), actor.today)
    return [week for week in found if week.standing == Standing.DISPUTED]


def _weeks(keys: Iterable[tuple[int, dt.date]], today: dt.date) -> list[Week]:
    """These weeks, in this order."""
    wanted = list(keys)
    if not wanted:
        return []
    days = [week_on for _number, week_on in wanted]
    asked = promises(Commitment.id.in_({number for number, _week_on in wanted}), dt.date.min, dt.date.max)
    found = weeks_between(asked, min(days), max(days), today)
    by_key = {(week.commitment.id, week.week_on): week for week in found}
    return [by_key[key] for key in wanted if key in by_key]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, dt.UTC)


def evaluations_waiting(actor: Actor, limit: int = SHOWN) -> list[Evaluation]:
    """Evaluations that wait for the actor: to confirm as head or manager, or to read as the person."""
    if actor.only_reads:
        return []
    is_head = Commitment.department_id.in_(actor.headed) if actor.headed else false()
    is_confirmed = and_(
        Evaluation.head_confirmed_at.is_not(None), Evaluation.manager_confirmed_at.is_not(None)
    )
    statement = (
        select(Evaluation)
        .join(Commitment, Commitment.id == Evaluation.commitment_id)
        .where(
            Evaluation.read_at.is_(None),  # whatever waits is unread: along the index, not all promises
            or_(
                and_(is_head, Evaluation.head_confirmed_at.is_(None), Evaluation.person_id != actor.id),
                and_(
                    Commitment.project_id.in_(managed_by(actor)),
                    Evaluation.manager_confirmed_at.is_(None),
                    Evaluation.person_id != actor.id,
                ),
                and_(Evaluation.person_id == actor.id, is_confirmed),
            ),
        )
        .options(joinedload(Evaluation.commitment), joinedload(Evaluation.person))
        .order_by(Evaluation.written_at, Evaluation.id)
        .limit(limit + 1)
    )
    return list(session().scalars(statement))
