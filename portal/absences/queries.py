"""Reads of absences: who is away, who stands in for them, and how many working days a week loses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from portal.absences.models import Absence, PublicHoliday
from portal.accounts.models import Person
from portal.database import session

DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Away:
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
    for person_id, starts_on, ends_on, kind, substitute_id in session().execute(statement):
        found[person_id].append(Away(starts_on, ends_on, kind, substitute_id))
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
