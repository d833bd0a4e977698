"""Reading capacity: people, promises, absences and holidays of a span, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy import Float, Text, case, cast, or_, select, type_coerce

from portal.absences.models import Absence
from portal.absences.queries import holidays
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.accounts.queries import ids_below
from portal.capacity.weeks import (
    FreeDays,
    Overload,
    Promised,
    Row,
    Span,
    days_away,
    hours_of,
    hours_there,
    overloads_of,
    percent_of,
    spread,
    take_away,
)
from portal.commitments.capacity import monday_of
from portal.commitments.models import IN_FORCE, Commitment, Kind
from portal.commitments.parts import Part
from portal.commitments.terms import STANDARD_WEEK
from portal.core.forms import FIRST_DAY, LAST_DAY
from portal.core.lists import Filters, OptionalDay, OptionalText
from portal.database import session
from portal.projects.models import Project
from portal.projects.queries import visible_to

SHORTEST, LONGEST, USUAL = 4, 52, 12
Weeks = Annotated[int, Field(ge=SHORTEST, le=LONGEST)]
#: The project of somebody who may not know which.
HIDDEN = 0
#: Terms in parts are rare; to read the empty lists of all others as JSON would cost more than everything else.
NO_PARTS = "[]"


class CapacityFilters(Filters):
    """From which week, how many weeks, and whose. `department` includes those below it; `project`: its people."""

    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name",)

    week: OptionalDay = None
    weeks: Weeks = USUAL
    department: OptionalText = None
    project: OptionalText = None

    @property
    def is_filtered(self) -> bool:
        """Every view has some weeks; the usual ones are no filter."""
        return bool(self.week or self.department or self.project or self.weeks != USUAL)

    def span(self, today: dt.date) -> Span:
        wanted = (
            self.week if self.week and FIRST_DAY <= self.week <= LAST_DAY - dt.timedelta(weeks=60) else today
        )
        return Span(monday_of(wanted), self.weeks)

    def moved(self, weeks: int, today: dt.date) -> str:
        """The address of the same view some weeks earlier or later."""
        return self.url(week=(self.span(today).first + dt.timedelta(weeks=weeks)).isoformat())


@dataclass
class Group:
    """A department's people and their sum."""

    id: int | None
    code: str
    name: str
    rows: list[Row] = field(default_factory=list)

    @cached_property
    def promised(self) -> list[float]:
        """Hours by week."""
        return list(map(sum, zip(*(row.promised for row in self.rows), strict=True)))

    @cached_property
    def there(self) -> list[float]:
        return list(map(sum, zip(*(row.there for row in self.rows), strict=True)))

    @cached_property
    def percents(self) -> list[int | None]:
        """The load by week; None where something is promised and nobody is there."""
        return [percent_of(*each) for each in zip(self.promised, self.there, strict=True)]

    @cached_property
    def over(self) -> Counter[int]:
        """By week, how many people are promised to more than they have."""
        return Counter(chain.from_iterable(row.over for row in self.rows))

    def project_hours(self, span: Span, free: FreeDays) -> dict[int, float]:
        """Project → hours promised to it in all weeks together."""
        found: dict[int, float] = {}
        for row in self.rows:
            for each in row.promises:
                hours = hours_of(each, span, free)
                if hours:
                    found[each.project_id] = found.get(each.project_id, 0.0) + hours
        return found

    @cached_property
    def all_there(self) -> float:
        return sum(self.there)


@dataclass
class Picture:
    """The capacity of a span: groups in alphabetical order, and what the visible projects are called."""

    span: Span
    free: FreeDays
    groups: list[Group]
    projects: dict[int, tuple[str, str]]

    @property
    def people(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def rows(self) -> Iterator[Row]:
        for group in self.groups:
            yield from group.rows

    def project_weeks(self, row: Row) -> dict[int, list[float]]:
        """Project → hours by week that somebody is promised to it."""
        return row.projects(self.span, self.free)

    def overloads(self, people: int | None = None) -> list[Overload]:
        """By name, and for each by time; of so many people at most."""
        over = sorted((row for row in self.rows() if row.over), key=lambda row: (row.name, row.person_id))
        return [each for row in over[:people] for each in overloads_of(row, self.span)]

    @property
    def people_over(self) -> int:
        return sum(bool(row.over) for row in self.rows())


def capacity(
    filters: CapacityFilters, reader: Actor, today: dt.date, *, department: Department | None = None
) -> Picture:
    """The capacity of everybody, or of some departments or one project's people. Six statements."""
    wanted = department.code if department else filters.department
    departments = set(ids_below(wanted)) if wanted else None
    return _picture(filters.span(today), reader, departments=departments, project=filters.project)


def capacity_of(person: Person, span: Span, reader: Actor) -> Picture:
    """One person's weeks."""
    return _picture(span, reader, person_id=person.id)


def _picture(
    span: Span,
    reader: Actor,
    *,
    departments: set[int] | None = None,
    project: str | None = None,
    person_id: int | None = None,
) -> Picture:
    people = _people(departments, person_id)
    promises, projects = _promises(span, reader, departments, {each.id: each.hours for each in people})
    if project:
        people = _people_of(project, people, promises, projects)
    free = FreeDays(span, holidays(span.first, span.last))
    rows = {each.id: _row(each, span) for each in people}
    for promise in promises:
        row = rows.get(promise.person_id)
        if row is not None:
            row.promises.append(promise)
            spread(promise, span, free, row.promised)
    _settle(rows, span, free, is_everybody=person_id is None and departments is None)
    return Picture(span, free, _grouped(rows.values()), projects)


def _settle(rows: dict[int, Row], span: Span, free: FreeDays, *, is_everybody: bool) -> None:
    """What is there in each week. Most people share the same weeks."""
    gone = _away(None if is_everybody else set(rows), span)
    usual: dict[float, list[float]] = {}
    for row in rows.values():
        if row.hours not in usual:
            usual[row.hours] = hours_there(row.hours, free)
        row.there = usual[row.hours]
        periods = gone.get(row.person_id)
        if periods:
            take_away(row, days_away(periods, span, free), free)


def _away(people: set[int] | None, span: Span) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """When these people (None: everybody) are away: only the days, of thousands of rows."""
    statement = select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(
        Absence.cancelled_at.is_(None), Absence.ends_on >= span.first, Absence.starts_on <= span.last
    )
    if people is not None:
        statement = statement.where(Absence.person_id.in_(people))
    found: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for person_id, starts_on, ends_on in session().connection().execute(statement).all():
        found.setdefault(person_id, []).append((starts_on, ends_on))
    return found


def _people(departments: set[int] | None, person_id: int | None) -> list[Any]:
    hours = type_coerce(Person.hours_per_week, Float).label("hours")
    columns = (Person.id, Person.name, Person.department_id, hours)
    statement = select(*columns).where(Person.is_active, Person.merged_into_id.is_(None))
    if person_id is not None:
        statement = select(*columns).where(Person.id == person_id)
    elif departments is not None:
        statement = statement.where(Person.department_id.in_(departments))
    session().flush()  # plain rows, a third of the price of the session's own: there are many
    return list(session().connection().execute(statement.order_by(Person.folded_name, Person.id)).all())


def _people_of(
    code: str, people: list[Any], promises: list[Promised], projects: dict[int, tuple[str, str]]
) -> list[Any]:
    """Those who are promised to the project; nobody for one that the reader may not see."""
    wanted = {number for number, (each, _name) in projects.items() if each == code and number != HIDDEN}
    theirs = {promise.person_id for promise in promises if promise.project_id in wanted}
    return [person for person in people if person.id in theirs]


def _row(person: Any, span: Span) -> Row:
    weeks = span.count
    return Row(person.id, person.name, person.department_id, person.hours, [0.0] * weeks, [0] * weeks)


def _promises(
    span: Span, reader: Actor, departments: set[int] | None, hours: dict[int, float]
) -> tuple[list[Promised], dict[int, tuple[str, str]]]:
    """Confirmed shares of the weeks of some people (with their hours), and the projects the reader may know."""
    parts = case((cast(Commitment.parts, Text) != NO_PARTS, Commitment.parts))
    statement = select(
        *(Commitment.person_id, Commitment.project_id, Commitment.department_id, Commitment.share_percent),
        *(type_coerce(Commitment.hours_per_week, Float), Commitment.valid_from, Commitment.valid_to, parts),
    ).where(
        Commitment.state.in_(IN_FORCE),
        Commitment.kind == Kind.STAFFING,
        or_(Commitment.valid_from.is_(None), Commitment.valid_from <= span.last),
        or_(Commitment.valid_to.is_(None), Commitment.valid_to >= span.first),
    )
    if departments is not None or len(hours) == 1:
        statement = statement.where(Commitment.person_id.in_(hours))
    rows: Any = session().connection().execute(statement).all()
    projects, open_to = _projects({row[1] for row in rows}, reader)
    own, headed = reader.id, reader.headed
    named: dict[int, tuple[str, str]] = {HIDDEN: ("", "")}
    promises: list[Promised] = []
    for person_id, project_id, department_id, *terms in rows:
        if person_id in hours:
            is_shown = project_id in open_to or person_id == own or department_id in headed
            number = project_id if is_shown else HIDDEN
            named[number] = projects[number] if is_shown else ("", "")
            promises += _stretches(person_id, number, hours[person_id], span, *terms)
    return promises, named


def _projects(numbers: set[int], reader: Actor) -> tuple[dict[int, tuple[str, str]], set[int]]:
    """Code and name of these projects, and which of them the reader sees anyway."""
    is_shown = case((visible_to(reader), 1), else_=0)
    statement = select(Project.id, Project.code, Project.name, is_shown).where(Project.id.in_(numbers))
    rows = session().execute(statement).all()
    return {row[0]: (row[1], row[2]) for row in rows}, {row[0] for row in rows if row[3]}


def _stretches(
    person_id: int,
    project_id: int,
    week: float,
    span: Span,
    share: int | None,
    hours: float | None,
    first: dt.date | None,
    last: dt.date | None,
    parts: tuple[Part, ...],
) -> list[Promised]:
    """One per part; terms without parts are one."""
    if not parts:
        amount = _hours(week, share, hours)
        return [Promised(person_id, project_id, amount, first or span.first, last or span.last)]
    return [
        Promised(
            person_id,
            project_id,
            _hours(week, part.share_percent, part.hours_per_week),
            part.valid_from or span.first,
            part.valid_to or span.last,
        )
        for part in parts
    ]


def _hours(week: float, share: int | None, hours: Decimal | float | None) -> float:
    """Hours a week; a share is one of the person's own week."""
    return float(hours) if hours is not None else (week or float(STANDARD_WEEK)) * (share or 0) / 100


def _grouped(rows: Iterable[Row]) -> list[Group]:
    """By department, alphabetically; people without one, if they are promised to anything, come last."""
    columns = (Department.id, Department.code, Department.name)
    found = session().execute(select(*columns).order_by(Department.name, Department.id))
    groups: dict[int | None, Group] = {each.id: Group(each.id, each.code, each.name) for each in found}
    groups[None] = Group(None, "", "")
    for row in rows:
        if row.department_id is not None or any(row.promised):
            groups[row.department_id].rows.append(row)
    return [group for group in groups.values() if group.rows]
