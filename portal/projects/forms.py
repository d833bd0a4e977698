"""Forms of programmes and projects. What only the database knows is checked by the operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired, Regexp

from portal.accounts.fields import department_field, person_field
from portal.core.forms import Form, amount, cards, choice, day, flag, line, paragraph
from portal.projects.fields import ProgrammeField
from portal.projects.labels import (
    DIMENSION_LABELS,
    FIELDS,
    LEAD_MODELS,
    PHASES,
    RATINGS,
    ROLES,
)
from portal.projects.models import DIMENSIONS, Programme, Project, Rating, StatusReport

CURRENCY = Regexp(
    r"^([A-Za-z]{3})?$", message=_l("Use the three letters of the currency, such as EUR or CNY.")
)
#: What a house with three colours offers.
THREE_POINTS = (Rating.GREEN, Rating.AMBER, Rating.RED, Rating.EXEMPT, Rating.NOT_RATED)


def code_field(help: Any) -> Any:
    return line(_l("Code"), maximum=64, help=help)


class ProgrammeEditForm(Form):
    name = line(_l("Name"))
    purpose = paragraph(_l("Purpose"), help=_l("What all its projects serve."))
    rating_points = cards(
        _l("Colours in its status reports"),
        [("5", _l("Five: with Amber/Green and Amber/Red")), ("3", _l("Three: Green, Amber, Red"))],
        default="5",
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "rating_points": int(self.rating_points.data)}


class ProgrammeForm(ProgrammeEditForm):
    code = code_field(_l("Short, for lists and addresses, such as RETAIL. It cannot be changed later."))


def programme_as_entered(programme: Programme) -> dict[str, Any]:
    """What the form shows of a stored programme."""
    return {
        "name": programme.name,
        "purpose": programme.purpose,
        "rating_points": str(programme.rating_points),
        "version": programme.version,
    }


class ProjectEditForm(Form):
    name = line(_l("Name"))
    programme = ProgrammeField(_l("Programme"), required=False)
    purpose = paragraph(_l("Purpose"), help=_l("What becomes better, and for whom."))
    measure_of_success = paragraph(
        _l("Measure of success"),
        help=_l("How everybody will see that it worked: a number, its start, its goal."),
    )
    lead_department = department_field(_l("Lead department"), required=False)
    lead_model = choice(_l("Who leads"), LEAD_MODELS.items(), required=False)
    start_on = day(_l("Start"), required=False)
    go_live_on = day(_l("Go-live"), required=False)
    end_on = day(_l("End"), required=False)
    budget = amount(_l("Budget"))
    currency = line(_l("Currency"), required=False, maximum=3, checks=[CURRENCY])

    def values(self) -> dict[str, Any]:
        return {
            **super().values(),
            "programme": self.programme.programme,
            "lead_department": self.lead_department.department,
            "currency": (self.currency.data or "").upper() or None,
        }


class ProjectForm(ProjectEditForm):
    code = code_field(_l("Short, for lists and addresses, such as STORE-2. It cannot be changed later."))
    phase = choice(_l("Phase"), PHASES.items())
    is_confidential = flag(
        _l("Confidential"),
        help=_l("Only those whom it concerns, the programme office, the CIO and audit see it."),
    )


def project_as_entered(project: Project) -> dict[str, Any]:
    """What the form shows of a stored project."""
    same = (
        "name",
        "purpose",
        "measure_of_success",
        "lead_model",
        "start_on",
        "go_live_on",
        "end_on",
        "budget",
    )
    return {
        **{name: getattr(project, name) for name in same},
        "currency": project.currency,
        "programme": project.programme.code if project.programme else "",
        "lead_department": project.lead_department_id,
        "version": project.version,
    }


class PhaseForm(Form):
    phase = cards(_l("New phase"), PHASES.items())
    note = paragraph(
        _l("Why now"),
        required=True,
        maximum=2000,
        help=_l("What was achieved or decided. It stays in the history."),
    )


class ReasonForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)


class InsiderForm(ReasonForm):
    person = person_field(_l("Who"))


class AppointmentForm(Form):
    role = cards(_l("Role"), ROLES.items())
    person = person_field(_l("Person"))
    department = department_field(
        _l("For which department"), required=False, help=_l("If they speak or work for one in this role.")
    )
    valid_from = day(_l("From"))
    valid_to = day(_l("To"), required=False, help=_l("Leave empty if the end is open."))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "department": self.department.department}


class AppointmentEndForm(Form):
    valid_to = day(_l("Last day"))
    note = paragraph(_l("Note"), maximum=2000, help=_l("Why it ends, who takes over."))


class MilestoneForm(Form):
    code = line(_l("Code"), maximum=64)
    name = line(_l("Name"), help=_l("What will be true on that day, such as “All stores use the new tills”."))
    baseline_on = day(
        _l("Planned for"), help=_l("The first baseline is kept for good: delays are measured against it.")
    )
    forecast_on = day(_l("Expected on"), required=False, help=_l("If it is expected on another day already."))


class MilestoneNameForm(Form):
    name = line(_l("Name"))


class ForecastForm(Form):
    forecast_on = day(_l("Expected on"))
    reason = paragraph(
        _l("Reason"), maximum=2000, help=_l("Needed if it becomes later: others rely on the date.")
    )


class BaselineForm(Form):
    baseline_on = day(_l("New baseline"))
    reason = paragraph(_l("Reason"), required=True, maximum=2000, help=_l("Who agreed to it, and why."))


class ArrivalForm(Form):
    actual_on = day(_l("Reached on"))
    note = paragraph(
        _l("Note"), maximum=2000, help=_l("Needed if you correct a date that is recorded already.")
    )


def _rating_field(name: str, label: Any) -> Any:
    return choice(label, RATINGS.items(), default=Rating.NOT_RATED)


class ReportForm(Form):
    """How many colours are offered is up to the programme; one that is stored already stays on offer."""

    reported_on = day(_l("Reported on"))
    overall = _rating_field("overall", _l("Overall"))
    narrative = paragraph(
        _l("How it stands"),
        help=_l("What happened, what comes next, what you need. Everybody reads the first lines."),
    )
    scope = _rating_field("scope", FIELDS["scope"])
    scope_note = paragraph(FIELDS["scope_note"], maximum=5000)
    schedule = _rating_field("schedule", FIELDS["schedule"])
    schedule_note = paragraph(FIELDS["schedule_note"], maximum=5000)
    cost = _rating_field("cost", FIELDS["cost"])
    cost_note = paragraph(FIELDS["cost_note"], maximum=5000)
    people = _rating_field("people", FIELDS["people"])
    people_note = paragraph(FIELDS["people_note"], maximum=5000)
    benefits = _rating_field("benefits", FIELDS["benefits"])
    benefits_note = paragraph(FIELDS["benefits_note"], maximum=5000)

    def offer(self, points: int) -> None:
        """Leave only the colours of the programme's scale; a colour that is there already may stay."""
        for name in ("overall", *DIMENSIONS):
            field = self[name]
            if points == 3:
                kept = {*THREE_POINTS, field.object_data}
                field.choices = [(code, word) for code, word in field.choices if code in kept]

    def parts(self) -> list[tuple[Any, Any]]:
        """Rating and note of each dimension, for the page."""
        return [(self[name], self[f"{name}_note"]) for name in DIMENSION_LABELS]

    @property
    def wants_publication(self) -> bool:
        """Which of the two buttons was pressed? (Not a field: it is no part of the report.)"""
        return request.form.get("act") == "publish"


class DraftForm(Form):
    """For an act on a draft as it was seen: without its version nothing happens."""

    version = HiddenField(validators=[DataRequired()])


REPORT_FIELDS = ("overall", "narrative", *DIMENSIONS, *(f"{name}_note" for name in DIMENSIONS))


def report_to_start_from(last: StatusReport | None, today: dt.date) -> dict[str, Any]:
    """Ratings and notes of the last report: only what changed must be written. The narrative starts anew."""
    kept = report_as_entered(last) if last else {}
    return {**kept, "narrative": "", "reported_on": today, "version": ""}


def report_as_entered(report: StatusReport) -> dict[str, Any]:
    """What the form shows of a stored draft."""
    values = {name: getattr(report, name) for name in REPORT_FIELDS}
    return {**values, "reported_on": report.reported_on, "version": report.version}
