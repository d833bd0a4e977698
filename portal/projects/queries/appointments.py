"""Who holds what, for a page of projects at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.core.lists import Filters, OptionalDay
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole, Project


class DayFilter(Filters):
    """`on`: who held what on that day."""

    on: OptionalDay = None


class Holder(NamedTuple):
    """A person in a role, as lists need it; `id` is the person's."""

    id: int
    name: str
    key: str
    since: dt.date


def appointment_of(code: str, appointment_id: int) -> Appointment | None:
    """Loader for addresses: the appointment, if it belongs to the project of that code."""
    statement = (
        select(Appointment).join(Project).where(Appointment.id == appointment_id, Project.code == code)
    )
    return session().scalars(statement).one_or_none()


def appointments_of(project: Project) -> list[Appointment]:
    """All of them, newest first, with people and departments. One statement."""
    statement = (
        select(Appointment)
        .where(Appointment.project_id == project.id)
        .options(joinedload(Appointment.person), joinedload(Appointment.department))
        .order_by(Appointment.valid_from.desc(), Appointment.id.desc())
    )
    return list(session().scalars(statement))


Holders = dict[int, list[Holder]]


def holders_of(project_ids: Collection[int], today: dt.date, *roles: str) -> dict[str, Holders]:
    """For each of these roles: who holds it on that day, by project. One statement."""
    found: dict[str, Holders] = {role: defaultdict(list) for role in roles}
    for role, project_id, person_id, name, key, since in _holding(project_ids, roles, today):
        found[role][project_id].append(Holder(person_id, name, key, since))
    return found


@prepared
def _holding(project_ids: Collection[int], roles: Collection[str], today: dt.date) -> Any:
    return (
        select(
            Appointment.role,
            Appointment.project_id,
            Person.id,
            Person.name,
            Person.key,
            Appointment.valid_from,
        )
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.project_id.in_(project_ids),
            Appointment.role.in_(roles),
            Appointment.holding_on(today),
        )
        .order_by(Appointment.valid_from, Appointment.id)
    )


def sponsors_of(project_ids: Collection[int], today: dt.date) -> Holders:
    """Who sponsors each of these projects on that day. A project without one is missing."""
    return holders_of(project_ids, today, AppointmentRole.SPONSOR)[AppointmentRole.SPONSOR]


def managers_of(project_ids: Collection[int], today: dt.date) -> Holders:
    """Who manages each of these projects on that day. A project without one is missing."""
    return holders_of(project_ids, today, AppointmentRole.MANAGER)[AppointmentRole.MANAGER]
