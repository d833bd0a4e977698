"""Pages: who holds what in a project, today and on any day."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.projects import forms, labels, operations, queries, rules, subject
from portal.projects.models import Appointment, Project
from portal.projects.queries.appointments import DayFilter, appointments_of
from portal.projects.views.blueprint import bp

__all__ = ["subject"]


@bp.get("/projects/<code>/people")
@require(rules.read, of=queries.project_by_code)
def people(project: Project) -> Any:
    today = clock.today()
    filters = DayFilter.from_request()
    return render_template(
        "projects/people.html",
        project=project,
        appointments=appointments_of(project),
        filters=filters,
        on=filters.on or today,
        today=today,
        labels=labels,
    )


@bp.route("/projects/<code>/appointments/new", methods=["GET", "POST"])
@require(rules.appoint, of=queries.project_by_code)
def appoint(project: Project) -> Any:
    form = forms.AppointmentForm(data={"valid_from": clock.today()})
    if form.submitted():
        try:
            held = operations.appoint(project, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            _flash_appointed(held)
            return redirect(url_for("projects.people", code=project.code), 303)
    context = {"form": form, "project": project, "labels": labels}
    return render_template("projects/appointment.html", **context), 422 if form.errors else 200


@bp.route("/projects/<code>/appointments/<int:appointment_id>/end", methods=["GET", "POST"])
@require(rules.appoint, of=queries.appointment_of)
def end_appointment(appointment: Appointment) -> Any:
    form = forms.AppointmentEndForm(data={"valid_to": clock.today()})
    if form.submitted():
        try:
            operations.end_appointment(appointment, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The appointment is ended."), "success")
            return redirect(url_for("projects.people", code=appointment.project.code), 303)
    context = {"form": form, "appointment": appointment, "project": appointment.project}
    return render_template("projects/appointment_end.html", **context), 422 if form.errors else 200


def _flash_appointed(held: Appointment) -> None:
    if held.waits:
        flash(_("%(name)s is appointed, and asked to accept.", name=held.person.name), "success")
    else:
        flash(_("%(name)s is appointed.", name=held.person.name), "success")


@bp.post("/projects/<code>/appointments/<int:appointment_id>/asking")
@require(rules.appoint, of=queries.appointment_of)
def ask_to_accept(appointment: Appointment) -> Any:
    """What is only recorded is put to the person."""
    operations.ask_to_accept(appointment, by=current_user.person, now=clock.now())
    flash(_("%(name)s is asked to accept.", name=appointment.person.name), "success")
    return redirect(url_for("projects.people", code=appointment.project.code), 303)
