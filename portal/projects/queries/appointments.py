"""Who holds what, for a page of projects at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole


class Holder(NamedTuple):
    """A person in a role, as lists need it; `id` is the person's."""

    id: int
    name: str
    since: dt.date


Holders = dict[int, list[Holder]]


def holders_of(project_ids: Iterable[int], today: dt.date, *roles: str) -> dict[str, Holders]:
    """For each of these roles: who holds it on that day, by project. One statement."""
    statement = (
        select(Appointment.role, Appointment.project_id, Person.id, Person.name, Appointment.valid_from)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.project_id.in_(list(project_ids)),
            Appointment.role.in_(roles),
            Appointment.holding_on(today),
        )
        .order_by(Appointment.valid_from, Appointment.id)
    )
    found: dict[str, Holders] = {role: defaultdict(list) for role in roles}
    for role, project_id, person_id, name, since in session().execute(statement):
        found[role][project_id].append(Holder(person_id, name, since))
    return found


def sponsors_of(project_ids: Iterable[int], today: dt.date) -> Holders:
    """Who sponsors each of these projects on that day. A project without one is missing."""
    return holders_of(project_ids, today, AppointmentRole.SPONSOR)[AppointmentRole.SPONSOR]


def managers_of(project_ids: Iterable[int], today: dt.date) -> Holders:
    """Who manages each of these projects on that day. A project without one is missing."""
    return holders_of(project_ids, today, AppointmentRole.MANAGER)[AppointmentRole.MANAGER]
