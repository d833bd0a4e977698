"""`/projects/{code}/appointments`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import Items
from portal.database import session
from portal.projects import operations, queries, rules
from portal.projects import schemas as shapes
from portal.projects.api.blueprint import bp
from portal.projects.models import Appointment, Project
from portal.projects.queries.appointments import DayFilter

PLACE = "/projects/<code>/appointments"


@bp.get(PLACE)
@require(rules.read, of=queries.project_by_code)
@bp.input(DayFilter, location="query", arg_name="filters")
@bp.output(Items[shapes.AppointmentView])
def appointments(project: Project, filters: DayFilter) -> Any:
    """All appointments, or with `on` those that held on that day."""
    held = queries.appointments_of(project)
    shown = [each for each in held if filters.on is None or each.holds_on(filters.on)]
    return {"items": [shapes.appointment_view(each) for each in shown], "next": None}


@bp.post(PLACE)
@require(rules.appoint, of=queries.project_by_code)
@bp.input(shapes.AppointmentIn, arg_name="data")
@bp.output(shapes.AppointmentView, status_code=201)
def appoint(project: Project, data: shapes.AppointmentIn) -> Any:
    """Appoint somebody from a day on; a new sponsor or manager ends the one before."""
    held = operations.appoint(project, **data.values(), by=current_user.person, now=clock.now())
    session().flush()
    return shapes.appointment_view(held)


@bp.post(f"{PLACE}/<int:appointment_id>/end")
@require(rules.appoint, of=queries.appointment_of)
@bp.input(shapes.EndIn, arg_name="data")
@bp.output(shapes.AppointmentView)
def end_appointment(appointment: Appointment, data: shapes.EndIn) -> Any:
    """End it with a last day."""
    operations.end_appointment(appointment, **data.model_dump(), by=current_user.person, now=clock.now())
    return shapes.appointment_view(appointment)


@bp.post(f"{PLACE}/<int:appointment_id>/asking")
@require(rules.appoint, of=queries.appointment_of)
@bp.input(shapes.AskingIn, arg_name="data")
@bp.output(shapes.AppointmentView)
def ask_to_accept(appointment: Appointment, data: shapes.AskingIn) -> Any:
    """Put a recorded appointment to the person; the answer is given at `/agreements`."""
    operations.ask_to_accept(appointment, due_on=data.due_on, by=current_user.person, now=clock.now())
    return shapes.appointment_view(appointment)
