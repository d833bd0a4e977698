"""Somebody's sponsorship of a project: the subject of the ledger's rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole, Phase, Project
from portal.projects.queries import project_by_code

MOST = 30


@dataclass(frozen=True)
class Sponsorship:
    """`terms`: from when to when this person sponsors or sponsored the project."""

    project: Project
    person: Person
    terms: tuple[tuple[dt.date, dt.date | None], ...]

    @property
    def since(self) -> dt.date:
        return min(begin for begin, _end in self.terms)

    def holds_on(self, day: dt.date) -> bool:
        return any(begin <= day and (end is None or day <= end) for begin, end in self.terms)

    def has_begun(self, today: dt.date) -> bool:
        return self.since <= today


def sponsorship_of(code: str, person_id: int) -> Sponsorship | None:
    """Loader for addresses; nobody has a ledger of a project that they never sponsored."""
    project, person = project_by_code(code), by_number(Person, person_id)
    if project is None or person is None:
        return None
    return next((each for each in sponsorships_of(project) if each.person.id == person_id), None)


def sponsorships_of(project: Project) -> list[Sponsorship]:
    """Everybody who sponsors or sponsored the project, the present ones last. One statement."""
    return _grouped(Appointment.project_id == project.id)


def sponsored_by(person: Person, today: dt.date) -> list[Sponsorship]:
    """What somebody sponsors today, closed projects left out. One statement."""
    mine = Appointment.person_id == person.id
    found = _grouped(mine)
    current = [each for each in found if each.holds_on(today) and each.project.phase != Phase.CLOSED]
    return sorted(current, key=lambda each: each.project.code)[:MOST]


def _grouped(condition: ColumnElement[bool]) -> list[Sponsorship]:
    statement = (
        select(Appointment)
        .where(condition, Appointment.role == AppointmentRole.SPONSOR)
        .options(joinedload(Appointment.person), joinedload(Appointment.project))
        .order_by(Appointment.valid_from, Appointment.id)
    )
    held: dict[tuple[int, int], list[Appointment]] = {}
    for each in _held(session().scalars(statement).unique().all()):
        held.setdefault((each.project_id, each.person_id), []).append(each)
    return [
        Sponsorship(rows[0].project, rows[0].person, tuple((each.valid_from, each.valid_to) for each in rows))
        for rows in held.values()
    ]


def _held(rows: Sequence[Appointment]) -> list[Appointment]:
    """Without those that ended before they began: declined, or lapsed, so never held."""
    return [each for each in rows if each.valid_to is None or each.valid_to >= each.valid_from]
