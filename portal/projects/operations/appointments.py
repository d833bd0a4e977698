"""Appointing people to a project, and ending it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.accounts.models import Department, Person
from portal.agreements.operations import day_of
from portal.core.errors import Invalid
from portal.database import session
from portal.projects import events, letters
from portal.projects.models import Appointment, AppointmentRole, Project
from portal.projects.operations import accepting
from portal.projects.operations.access import admit, hold
from portal.register.operations import record

#: There is one of these at a time; the next one takes over from the one before.
SINGLE_ROLES = frozenset({AppointmentRole.SPONSOR, AppointmentRole.MANAGER})
DAY = dt.timedelta(days=1)


def appoint(
    project: Project,
    *,
    person: Person,
    role: str,
    valid_from: dt.date,
    by: Person | None,
    now: dt.datetime,
    department: Department | None = None,
    valid_to: dt.date | None = None,
    tell: bool = True,
    is_accepted: bool = False,
) -> Appointment:
    """Somebody gets a role from a day on, and is asked to accept it. A new sponsor or manager ends the one before.

    Nobody makes themselves sponsor or manager, administrators neither: authority is given by somebody else.
    An import does not `tell`: the people in it know; what it says is recorded, not accepted.
    `is_accepted`: the person has given their word already.
    """
    if by is not None and by.id == person.id and role in SINGLE_ROLES:
        raise Invalid(
            person=_("Nobody appoints themselves as sponsor or manager. Ask somebody else to do it.")
        )
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    hold(project)
    others = _overlapping(project, role, valid_from, valid_to)
    _insist_on_new(others, person)
    if role in SINGLE_ROLES:
        valid_to = _make_room(
            others, valid_from, valid_to, partial(end_on, by=by, now=now, note="", tell=tell)
        )
    appointment = Appointment(
        project=project,
        person=person,
        role=role,
        department=department,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    session().add(appointment)
    admit(project, person)
    session().flush()
    asked = _asked(appointment, by, now) if tell and not is_accepted else {}
    _record_appointment(appointment, by, now, asked)
    if is_accepted:
        accepting.take(appointment, now=now)
    if tell:
        letters.tell_of_appointment(appointment, by=by, now=now)
    return appointment


def _asked(appointment: Appointment, by: Person | None, now: dt.datetime) -> dict[str, Any]:
    """Whoever is appointed by somebody else is asked; who enters themselves or what is over, is not."""
    is_over = appointment.valid_to is not None and appointment.valid_to < day_of(now)
    if by is None or by.id == appointment.person_id or is_over:
        return {}
    return accepting.propose(appointment, by=by, now=now)


def _overlapping(
    project: Project, role: str, valid_from: dt.date, valid_to: dt.date | None
) -> list[Appointment]:
    statement = select(Appointment).where(
        Appointment.project_id == project.id,
        Appointment.role == role,
        or_(Appointment.valid_to.is_(None), Appointment.valid_to >= valid_from),
    )
    if valid_to is not None:
        statement = statement.where(Appointment.valid_from <= valid_to)
    return list(session().scalars(statement.order_by(Appointment.valid_from)))


def _insist_on_new(others: list[Appointment], person: Person) -> None:
    if any(other.person_id == person.id for other in others):
        raise Invalid(person=_("%(name)s holds this role already in that time.", name=person.name))


def _make_room(
    others: list[Appointment],
    valid_from: dt.date,
    valid_to: dt.date | None,
    end: Callable[[Appointment, dt.date], None],
) -> dt.date | None:
    """End whoever holds the role when it is taken over; stop before whoever comes later. The end, if any."""
    for other in others:
        if other.valid_from == valid_from:
            name = other.person.name
            raise Invalid(
                valid_from=_("%(name)s holds this role from that very day. Choose a later day.", name=name)
            )
        if other.valid_from > valid_from:
            return _stop_before(other, valid_to)
        end(other, valid_from - DAY)
    return valid_to


def _stop_before(later: Appointment, valid_to: dt.date | None) -> dt.date:
    """Who is appointed for later keeps their date; a wish to overlap them is a mistake."""
    if valid_to is not None:
        name, day = later.person.name, later.valid_from.isoformat()
        raise Invalid(
            valid_to=_("%(name)s holds this role from %(day)s. End before that day.", name=name, day=day)
        )
    return later.valid_from - DAY


def end_appointment(
    appointment: Appointment, *, valid_to: dt.date, note: str, by: Person, now: dt.datetime
) -> None:
    """Ended with a last day, never deleted: who answered for it then is still known."""
    if valid_to < appointment.valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    end_on(appointment, valid_to, by=by, now=now, note=note, tell=True)


def end_on(
    appointment: Appointment, day: dt.date, *, by: Person | None, now: dt.datetime, note: str, tell: bool
) -> None:
    """Set the last day and say so in the register."""
    appointment.end(day)
    if day <= day_of(now):
        accepting.take_back(appointment, by=by, now=now)
    accepting.tell_ended(appointment, day, by, now, note)
    if tell:
        letters.tell_of_end(appointment, note, by=by, now=now)


def _record_appointment(
    appointment: Appointment, by: Person | None, now: dt.datetime, asked: dict[str, Any]
) -> None:
    record(
        events.APPOINTED,
        appointment,
        by=by,
        now=now,
        project=appointment.project,
        about=[appointment.person],
        person=appointment.person.name,
        role=appointment.role,
        department=appointment.department.name if appointment.department else None,
        valid_from=appointment.valid_from,
        valid_to=appointment.valid_to,
        **{"due_on": None, "text": "", "digest": "", **asked},
    )
