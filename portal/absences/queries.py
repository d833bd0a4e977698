"""Reads of absences: who is away, who stands in for them, and how many working days a week loses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from portal.absences.models import Absence, PublicHoliday
from portal.accounts.models import Department, Person
from portal.accounts.queries import ids_below
from portal.accounts.queries.numbers import by_number
from portal.database import session

DAY = dt.timedelta(days=1)
SATURDAY = 5
MOST = 200
#: How far a department looks ahead.
AHEAD = dt.timedelta(days=91)


class Away(NamedTuple):
    """Days on which somebody is away. `kind` is not for everybody's eyes, see `rules.read_kind`."""

    starts_on: dt.date
    ends_on: dt.date
    kind: str
    substitute_id: int | None


def _standing(first: dt.date, last: dt.date) -> tuple[ColumnElement[bool], ...]:
    """Absences that are not cancelled and touch these days."""
    return (Absence.cancelled_at.is_(None), Absence.ends_on >= first, Absence.starts_on <= last)


def away(person_ids: Iterable[int], first: dt.date, last: dt.date) -> dict[int, list[Away]]:
    """When these people are away between two days, the earliest first. People who are not are left out."""
    people = set(person_ids)
    if not people:
        return {}
    columns = (Absence.person_id, Absence.starts_on, Absence.ends_on, Absence.kind, Absence.substitute_id)
    found: defaultdict[int, list[Away]] = defaultdict(list)
    statement = select(*columns).where(Absence.person_id.in_(people), *_standing(first, last))
    session().flush()  # plain rows, a third of the price of the session's own: there are many
    for person_id, *values in session().connection().execute(statement).all():
        found[person_id].append(Away._make(values))
    return {number: sorted(rows, key=lambda row: row.starts_on) for number, rows in found.items()}


def substitute_of(person_id: int, day: dt.date) -> Person | None:
    """Who may answer for this person on that day: the substitute recorded for it, while they are away."""
    statement = (
        select(Person)
        .join(Absence, Absence.substitute_id == Person.id)
        .where(Absence.person_id == person_id, *_standing(day, day))
        .where(Person.is_active, Person.merged_into_id.is_(None))
        .order_by(Absence.id)
        .limit(1)
    )
    return session().scalars(statement).one_or_none()


def stands_in_for(person_id: int, day: dt.date) -> set[int]:
    """The persons whom this person represents on that day."""
    statement = select(Absence.person_id).where(Absence.substitute_id == person_id, *_standing(day, day))
    return set(session().scalars(statement))


def holidays(first: dt.date, last: dt.date) -> set[dt.date]:
    """The public holidays between two days."""
    return set(session().scalars(select(PublicHoliday.on).where(PublicHoliday.on.between(first, last))))


def working_days_lost(
    person_ids: Iterable[int], first: dt.date, last: dt.date
) -> dict[int, dict[dt.date, int]]:
    """Per person and week (its Monday): how many of Monday to Friday fall to absences and public holidays.

    Two statements. Weeks without a loss are left out.
    """
    people = set(person_ids)
    free = {day for day in holidays(first, last) if day.weekday() < SATURDAY}
    by_week = _by_week(free)
    lost = {number: dict(by_week) for number in people}
    for number, rows in away(people, first, last).items():
        lost[number] = _by_week(free.union(*(working_days(row, first, last) for row in rows)))
    return lost


def working_days(row: Away, first: dt.date, last: dt.date) -> set[dt.date]:
    """The days from Monday to Friday of an absence between two days."""
    start, end = max(row.starts_on, first), min(row.ends_on, last)
    days = (start + DAY * n for n in range((end - start).days + 1))
    return {day for day in days if day.weekday() < SATURDAY}


def _by_week(days: Iterable[dt.date]) -> dict[dt.date, int]:
    found: defaultdict[dt.date, int] = defaultdict(int)
    for day in days:
        found[day - DAY * day.weekday()] += 1
    return dict(found)


def absence_by_id(absence_id: int) -> Absence | None:
    """Loader for addresses."""
    return by_number(Absence, absence_id)


def holiday_by_id(holiday_id: int) -> PublicHoliday | None:
    """Loader for addresses."""
    return by_number(PublicHoliday, holiday_id)


def absences_of(person: Person, since: dt.date) -> list[Absence]:
    """What ends on that day or later, the earliest first; cancelled ones are left out."""
    statement = _listed().where(Absence.person_id == person.id, Absence.ends_on >= since)
    return _in_time(statement)


def earlier_absences_of(person: Person, before: dt.date) -> list[Absence]:
    """What is over, and what was cancelled; the latest first."""
    is_past = or_(Absence.ends_on < before, Absence.cancelled_at.is_not(None))
    statement = select(Absence).options(joinedload(Absence.person), joinedload(Absence.substitute))
    statement = statement.where(Absence.person_id == person.id, is_past)
    latest = (Absence.starts_on.desc(), Absence.id.desc())
    return list(session().scalars(statement.order_by(*latest).limit(MOST)))


def represented_by(person: Person, since: dt.date) -> list[Absence]:
    """Absences in which this person stands in, now or later."""
    return _in_time(_listed().where(Absence.substitute_id == person.id, Absence.ends_on >= since))


def absences_in(department: Department, first: dt.date, last: dt.date, limit: int = MOST) -> list[Absence]:
    """Who of a department and its units is away between two days, the earliest first."""
    statement = _listed().join(Person, Person.id == Absence.person_id)
    touches = (Absence.ends_on >= first, Absence.starts_on <= last)
    below = ids_below(department.code)
    return _in_time(statement.where(Person.department_id.in_(below), Person.is_active, *touches), limit)


def absences_of_people_in(department_ids: Iterable[int], first: dt.date, last: dt.date) -> list[Absence]:
    """Who of the people of just these departments is away between two days, the earliest first."""
    wanted = set(department_ids)
    if not wanted:
        return []
    statement = _listed().join(Person, Person.id == Absence.person_id)
    touches = (Absence.ends_on >= first, Absence.starts_on <= last)
    return _in_time(statement.where(Person.department_id.in_(wanted), Person.is_active, *touches), 25)


def public_holidays(since: dt.date) -> list[PublicHoliday]:
    """The public holidays from that day on."""
    statement = select(PublicHoliday).where(PublicHoliday.on >= since).order_by(PublicHoliday.on)
    return list(session().scalars(statement.limit(MOST)))


def _listed() -> Select[Absence]:
    people = (joinedload(Absence.person), joinedload(Absence.substitute))
    return select(Absence).options(*people).where(Absence.cancelled_at.is_(None))


def _in_time(statement: Select[Absence], limit: int = MOST) -> list[Absence]:
    return list(session().scalars(statement.order_by(Absence.starts_on, Absence.id).limit(limit)))
