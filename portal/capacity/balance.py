"""What it adds up to, for a department or a project: asked, promised, given; what is open; who waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from portal.absences.queries import holidays
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.capacity.queries import CapacityFilters, capacity
from portal.capacity.weeks import WEEK, FreeDays, Overload, Promised, Span, spread
from portal.commitments.capacity import monday_of
from portal.commitments.models import OPEN, Commitment, Delivery, Kind, Offer, State
from portal.commitments.parts import Part
from portal.commitments.queries.records import heads_on, visible_to
from portal.commitments.terms import STANDARD_WEEK
from portal.database import session
from portal.fulfilment.queries.figures import Figures, figures
from portal.fulfilment.queries.kept import LONG, SHORT, KeptShare, shares_of
from portal.projects.models import Project

NOT_ASKED = (State.DRAFT, State.WITHDRAWN)
#: How far back and ahead the sums go, in weeks.
BACK, AHEAD = 12, 12
AGES: tuple[tuple[int | None, object], ...] = (
    (7, _l("Less than a week")),
    (14, _l("One to two weeks")),
    (28, _l("Two to four weeks")),
    (None, _l("More than four weeks")),
)


@dataclass(frozen=True)
class Sum:
    """Hours of some weeks. `given` is None where the weeks lie ahead."""

    label: str
    asked: float
    promised: float
    given: float | None


@dataclass(frozen=True)
class Age:
    """How many asks have been open that long, and how many of them past their day."""

    label: str
    asks: int
    overdue: int


@dataclass
class Wait:
    """Somebody owes somebody answers. Without `owing` nobody heads the department."""

    owing: str
    waiting: str
    owing_id: int | None
    asks: int = 0
    overdue: int = 0
    oldest_on: dt.date | None = None


@dataclass
class Balance:
    """Nothing in it is ranked: people and departments stand by name."""

    sums: list[Sum]
    ages: list[Age]
    kept: dict[int, KeptShare]
    overloads: list[Overload]
    waits: list[Wait]
    open_asks: int = field(default=0)


def balance_of_department(department: Department, reader: Actor) -> Balance:
    people = CapacityFilters(weeks=AHEAD)
    overloads = capacity(people, reader, reader.today, department=department).overloads()
    return _balance(Commitment.department_id == department.id, reader, overloads)


def balance_of_project(project: Project, reader: Actor) -> Balance:
    people = CapacityFilters(weeks=AHEAD, project=project.code)
    overloads = capacity(people, reader, reader.today).overloads()
    return _balance(Commitment.project_id == project.id, reader, overloads)


def _balance(which: ColumnElement[bool], reader: Actor, overloads: list[Overload]) -> Balance:
    today = reader.today
    rows = _rows(which, reader)
    waiting = [row for row in rows if row.state in OPEN]
    span = Span(monday_of(today) - WEEK * BACK, BACK + AHEAD)
    weeks = list(figures(which, span.first, span.last, reader=reader))
    return Balance(
        sums=_sums(rows, weeks, span, _given(which, reader, span)),
        ages=_ages(waiting, today),
        kept=shares_of(weeks, (SHORT, LONG), today),
        overloads=overloads,
        waits=_waits(waiting, today),
        open_asks=len(waiting),
    )


def _rows(which: ColumnElement[bool], reader: Actor) -> Sequence[Any]:
    """What was asked and not taken back, with the terms first asked."""
    first = aliased(Offer)
    columns = [getattr(Commitment, name) for name in (*_TERMS, *_STATE)]
    asked = [getattr(first, name).label(f"asked_{name}") for name in _TERMS]
    statement = (
        select(*columns, *asked, first.id.label("asked_id"), Person.hours_per_week.label("week"))
        .join(Project, Project.id == Commitment.project_id)
        .outerjoin(Person, Person.id == Commitment.person_id)
        .outerjoin(first, and_(first.commitment_id == Commitment.id, first.number == 1))
        .where(which, Commitment.state.not_in(NOT_ASKED), visible_to(reader))
    )
    return session().execute(statement).all()


_TERMS = ("share_percent", "hours_per_week", "valid_from", "valid_to", "parts")
_STATE = (
    *("kind", "state", "moved_on", "requested_on", "answered_on", "answer_due_on"),
    *("requester_id", "answered_by_id", "head_id", "department_id"),
)


def _sums(rows: Sequence[Any], weeks: Iterable[Figures], span: Span, given: list[float]) -> list[Sum]:
    free = FreeDays(span, holidays(span.first, span.last))
    asked = [0.0] * span.count
    for row in rows:
        if row.kind == Kind.STAFFING:
            _spread(row, "asked_" if row.asked_id is not None else "", span, free, asked)
    promised = _promised(weeks, span)
    windows = [
        (_("Last %(count)d weeks", count=SHORT), BACK - SHORT, BACK),
        (_("Last %(count)d weeks", count=BACK), 0, BACK),
        (_("Next %(count)d weeks", count=AHEAD), BACK, BACK + AHEAD),
    ]
    return [
        Sum(label, sum(asked[a:b]), sum(promised[a:b]), sum(given[a:b]) if a < BACK else None)
        for label, a, b in windows
    ]


def _spread(row: Any, prefix: str, span: Span, free: FreeDays, weeks: list[float]) -> None:
    """Hours by week of the terms first asked (`prefix`), or of an import's only ones."""
    share, hours, first, last, parts = (getattr(row, f"{prefix}{name}") for name in _TERMS)
    week = float(row.week or STANDARD_WEEK)
    for part in parts or (Part(first, last, share, hours),):
        amount = part.hours_per_week
        weekly = float(amount) if amount is not None else week * (part.share_percent or 0) / 100
        spread(
            Promised(0, 0, weekly, part.valid_from or span.first, part.valid_to or span.last),
            span,
            free,
            weeks,
        )


def _promised(weeks: Iterable[Figures], span: Span) -> list[float]:
    """Hours by week, each by the terms that stood in it: what is amended today changes no week before."""
    hours = dict.fromkeys(span.mondays, 0.0)
    for week in weeks:
        hours[week.week_on] += float(week.promised)
    return list(hours.values())


def _given(which: ColumnElement[bool], reader: Actor, span: Span) -> list[float]:
    statement = (
        select(Delivery.week_on, func.sum(Delivery.hours))
        .join(Commitment, Commitment.id == Delivery.commitment_id)
        .join(Project, Project.id == Commitment.project_id)
        .where(which, visible_to(reader), Delivery.week_on.between(span.first, span.last))
        .group_by(Delivery.week_on)
    )
    found = {week_on: float(hours) for week_on, hours in session().execute(statement)}
    return [found.get(monday, 0.0) for monday in span.mondays]


def _since(row: Any) -> dt.date | None:
    since: dt.date | None = row.moved_on or row.requested_on
    return since


def _is_overdue(row: Any, today: dt.date) -> bool:
    return row.answer_due_on is not None and row.answer_due_on < today


def _ages(waiting: Iterable[Any], today: dt.date) -> list[Age]:
    counts = [[0, 0] for _each in AGES]
    for row in waiting:
        since = _since(row)
        days = (today - since).days if since else 0
        place = next(n for n, (most, _label) in enumerate(AGES) if most is None or days < most)
        counts[place][0] += 1
        counts[place][1] += _is_overdue(row, today)
    return [Age(str(label), asks, late) for (_most, label), (asks, late) in zip(AGES, counts, strict=True)]


def _waits(waiting: Sequence[Any], today: dt.date) -> list[Wait]:
    """Who owes answers to whom, by name. The asker waits for the head, after a counter-offer the head for them."""
    heads = heads_on((row.department_id for row in waiting), today)
    named = {number for row in waiting for number in (row.requester_id, row.answered_by_id)}
    names = _names(number for number in named if number is not None)
    found: dict[tuple[str, str], Wait] = {}
    for row in waiting:
        head = heads.get(row.department_id)
        sides = (head.id if head else None, row.requester_id)
        if row.state == State.COUNTERED:
            sides = (row.requester_id, row.answered_by_id)
        names |= {head.id: head.name} if head else {}
        owing, waits = (names.get(number or 0, "") for number in sides)
        wait = found.setdefault((owing, waits), Wait(owing, waits, sides[0]))
        wait.asks += 1
        wait.overdue += _is_overdue(row, today)
        since = _since(row)
        if since and (wait.oldest_on is None or since < wait.oldest_on):
            wait.oldest_on = since
    return sorted(found.values(), key=lambda wait: (wait.owing == "", wait.owing, wait.waiting))


def _names(numbers: Iterable[int]) -> dict[int, str]:
    wanted = set(numbers)
    if not wanted:
        return {}
    statement = select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {number: name for number, name in session().execute(statement)}  # noqa: C416  # rows are no pairs for dict()
