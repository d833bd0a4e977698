"""How much of people's weeks is promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, case, false, or_, select

from portal.absences.queries import working_days_lost
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.commitments.capacity import (
    Load,
    Promise,
    Stretch,
    Week,
    monday_of,
    percent_of_week,
    promises_of,
    weeks_of,
)
from portal.commitments.models import IN_FORCE, Commitment, Kind
from portal.commitments.parts import Part
from portal.commitments.queries.records import units_of, visible_to
from portal.commitments.terms import TermValues
from portal.database import session
from portal.projects.models import Project

MOST_CANDIDATES = 200
MOST_WEEKS = 53


def load_of(
    person_ids: Iterable[int],
    starts_on: dt.date,
    ends_on: dt.date,
    *,
    reader: Actor | None = None,
    without: int | None = None,
) -> dict[int, Load]:
    """What these people are promised to in that time (confirmed only), by person. One statement.

    Everything counts, but a project that `reader` may not see has no name. `without`: leave this one out.
    """
    people = set(person_ids)
    promises: dict[int, list[Promise]] = {number: [] for number in people}
    if people:
        for row in session().execute(_promises(people, starts_on, ends_on, reader, without)):
            promises[row.person_id] += _promises_in(row)
    return {
        number: Load(number, starts_on, ends_on, tuple(sorted(found, key=_by_beginning)))
        for number, found in promises.items()
    }


def _by_beginning(promise: Promise) -> tuple[dt.date, int]:
    """Sorted here: asked to sort, SQLite walks all commitments by date instead of these people's."""
    return promise.starts_on or dt.date.min, promise.commitment_id


def _promises(
    people: set[int], starts_on: dt.date, ends_on: dt.date, reader: Actor | None, without: int | None
) -> Any:
    is_shown: ColumnElement[bool] = visible_to(reader) if reader else false()
    statement = (
        select(
            Commitment.id,
            Commitment.code,
            Commitment.person_id,
            Commitment.share_percent,
            Commitment.hours_per_week,
            Commitment.valid_from,
            Commitment.valid_to,
            Commitment.parts,
            Person.hours_per_week.label("week"),
            case((is_shown, Project.code), else_="").label("project"),
        )
        .join(Project, Project.id == Commitment.project_id)
        .join(Person, Person.id == Commitment.person_id)
        .where(
            Commitment.person_id.in_(people),
            Commitment.state.in_(IN_FORCE),
            Commitment.kind == Kind.STAFFING,
            or_(Commitment.valid_from.is_(None), Commitment.valid_from <= ends_on),
            or_(Commitment.valid_to.is_(None), Commitment.valid_to >= starts_on),
        )
    )
    return statement if without is None else statement.where(Commitment.id != without)


def _promises_in(row: Row[Any]) -> list[Promise]:
    """One per part; terms without parts are one."""
    whole = Part(row.valid_from, row.valid_to, row.share_percent, row.hours_per_week)
    return [
        Promise(
            *(row.id, row.code, row.project, row.person_id),
            percent_of_week(part.share_percent, part.hours_per_week, row.week),
            part.valid_from,
            part.valid_to,
            is_part=bool(row.parts),
        )
        for part in row.parts or (whole,)
    ]


@dataclass(frozen=True)
class Candidate:
    """Somebody whose week is asked for, or whom the head could name: what they have on, what is asked."""

    person: Person
    load: Load
    asked: tuple[Promise, ...]
    lost: Mapping[dt.date, int] = field(default_factory=dict)

    @property
    def percent(self) -> Decimal:
        """What is asked at most."""
        return max((each.percent or Decimal(0) for each in self.asked), default=Decimal(0))

    @property
    def promised(self) -> Decimal:
        return self.load.peak().percent

    @cached_property
    def with_this(self) -> Decimal:
        return self.load.peak(self.asked).percent

    @cached_property
    def overload(self) -> Stretch | None:
        """Where this would be more than a full week: the fullest stretch of it."""
        return self.load.overload(self.asked)

    @property
    def is_overload(self) -> bool:
        return self.overload is not None

    @property
    def weeks(self) -> list[Week]:
        """Load against capacity, week by week: absences and public holidays leave less of a week."""
        return weeks_of(self.load, self.asked, self.lost)

    @property
    def short_weeks(self) -> list[Week]:
        """Weeks in which the person is away and less is left than would be promised."""
        return [week for week in self.weeks if week.is_short]

    @property
    def rows(self) -> list[tuple[Stretch, Stretch]]:
        """The sums over time without and with this promise."""
        return self.load.compared(self.asked)


def people_in_question(
    commitment: Commitment, *, reader: Actor | None = None, terms: TermValues | None = None
) -> list[Candidate]:
    """Whose week is asked for: the person named, or for a skill everybody whom the head could name.

    `terms`: other ones than those last asked or agreed.
    """
    terms = terms or commitment.terms()
    if commitment.kind != Kind.STAFFING or terms.valid_from is None or terms.valid_to is None:
        return []
    if terms.person is not None:
        return _weighed([terms.person], terms, reader, without=commitment.id)
    if commitment.department is None:
        return []
    return candidates(commitment.department, terms, reader=reader)


def weigh(commitments: Iterable[Commitment], *, reader: Actor | None = None) -> dict[int, Candidate]:
    """For many asks at once: the person named in each, with what they have on. One statement."""
    asked = [
        (row, row.person, row.valid_from, row.valid_to)
        for row in commitments
        if row.kind == Kind.STAFFING and row.person and row.valid_from and row.valid_to
    ]
    if not asked:
        return {}
    first, last = min(each[2] for each in asked), max(each[3] for each in asked)
    loads = load_of({each[1].id for each in asked}, first, last, reader=reader)
    return {
        row.id: Candidate(
            person, loads[person.id].within(starts_on, ends_on, without=row.id), promises_of(row)
        )
        for row, person, starts_on, ends_on in asked
    }


def candidates(
    department: Department, terms: TermValues, *, reader: Actor | None = None, without: int | None = None
) -> list[Candidate]:
    """The people of a department and its units, those with most room first."""
    statement = (
        select(Person)
        .where(
            Person.department_id.in_(units_of(department)),
            Person.is_active,
            Person.merged_into_id.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST_CANDIDATES)
    )
    found = _weighed(list(session().scalars(statement)), terms, reader, without)
    return sorted(found, key=lambda candidate: candidate.with_this)


def _weighed(
    people: list[Person], terms: TermValues, reader: Actor | None, without: int | None = None
) -> list[Candidate]:
    """Each person with what they are promised to in the time of these terms."""
    first = terms.valid_from or terms.valid_to or dt.date.max
    last = max(first, terms.valid_to or first)
    loads = load_of((person.id for person in people), first, last, reader=reader, without=without)
    last = min(last, first + dt.timedelta(weeks=MOST_WEEKS))
    lost = working_days_lost(loads, monday_of(first), last)
    return [
        Candidate(person, loads[person.id], promises_of(terms, person), lost.get(person.id, {}))
        for person in people
    ]
