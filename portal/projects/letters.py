"""Letters of the portfolio: who must hear of an act, and what it says."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.core.markdown import plain
from portal.outbox.operations import post
from portal.projects import labels
from portal.projects.models import Appointment, AppointmentRole, StatusReport


def tell_of_appointment(appointment: Appointment, *, by: Person | None, now: dt.datetime) -> None:
    """Whoever gets a role hears of it; nobody gets a letter for their own act or about the past."""
    if by is None or by.id == appointment.person_id or _is_past(appointment, now):
        return
    project = appointment.project
    facts = {
        **_facts(appointment, by),
        "valid_from": appointment.valid_from,
        "valid_to": appointment.valid_to,
        "purpose": plain(project.purpose, 400),
    }
    link = f"/projects/{project.code}/people"
    post("projects/appointed", to=appointment.person, facts=facts, link=link, now=now)


def tell_of_end(appointment: Appointment, note: str, *, by: Person | None, now: dt.datetime) -> None:
    """Whoever loses a role hears of it from the portal, not from a colleague."""
    if by is None or by.id == appointment.person_id:
        return
    facts = {**_facts(appointment, by), "valid_to": appointment.valid_to, "note": note}
    link = f"/projects/{appointment.project.code}/people"
    post("projects/appointment_ended", to=appointment.person, facts=facts, link=link, now=now)


def tell_of_report(report: StatusReport, before: str | None, *, by: Person, now: dt.datetime) -> None:
    """The sponsor reads what is said in their name, in the same hour as everybody."""
    facts = {
        "actor": by.name,
        "project": report.project.name,
        "reported_on": report.reported_on,
        "rating": labels.RATINGS[report.overall],
        "before": labels.RATINGS[before] if before and before != report.overall else None,
        "narrative": plain(report.narrative, 600),
    }
    for sponsor in report.project.holders(AppointmentRole.SPONSOR, now.date()):
        if sponsor.id != by.id:
            link = f"/status-reports/{report.id}"
            post("projects/report_published", to=sponsor, facts=facts, link=link, now=now)


def _facts(appointment: Appointment, by: Person) -> dict[str, object]:
    return {
        "actor": by.name,
        "project": appointment.project.name,
        "role": labels.ROLES.get(appointment.role, appointment.role),
    }


def _is_past(appointment: Appointment, now: dt.datetime) -> bool:
    return appointment.valid_to is not None and appointment.valid_to < now.date()
