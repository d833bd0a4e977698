"""What the API takes and gives for the portfolio. People are named by e-mail or handle, others by code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer

from portal.accounts.models import Person
from portal.core.api import Schema, View
from portal.core.values import Amount, Day, Line, NeededParagraph, OptionalLine, Paragraph
from portal.projects.marks import marks_of
from portal.projects.models import (
    Acceptance,
    Appointment,
    AppointmentRole,
    LeadModel,
    Milestone,
    Phase,
    Programme,
    Project,
    Rating,
    StatusReport,
)
from portal.projects.queries import Holder, NextMilestone, ProjectRow
from portal.projects.references import coded_department, coded_programme, named_person
from portal.register.queries import HistoryEntry

#: Amounts are JSON numbers, as in the workbook.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Currency = Annotated[str, Field(pattern=r"^[A-Za-z]{3}$"), AfterValidator(str.upper)]


class Versioned(Schema):
    """`version` as read: a later change in between is refused with 409."""

    version: int | None = None


class ReasonIn(Schema):
    reason: NeededParagraph


class ProgrammeChangesIn(Versioned):
    """What is left out stays as it is."""

    name: Line | None = None
    purpose: Paragraph | None = None
    rating_points: Literal[3, 5] | None = None

    def values(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True, exclude={"version"})


class ProgrammeIn(Schema):
    code: Line
    name: Line
    purpose: Paragraph = ""
    rating_points: Literal[3, 5] = 5


class ProjectChangesIn(Versioned):
    """What is left out stays as it is; null empties a date, the budget, the lead."""

    name: Line | None = None
    programme: OptionalLine | None = None
    purpose: Paragraph | None = None
    measure_of_success: Paragraph | None = None
    lead_department: OptionalLine | None = None
    lead_model: LeadModel | None = None
    start_on: Day | None = None
    go_live_on: Day | None = None
    end_on: Day | None = None
    budget: Amount | None = None
    currency: Currency | None = None

    def values(self) -> dict[str, Any]:
        """The operation's keywords, of what was sent. Raises `Invalid` for unknown codes."""
        given = self.model_dump(exclude_unset=True, exclude={"version"})
        for name in ("name", "purpose", "measure_of_success"):
            if given.get(name, "") is None:
                del given[name]
        if "programme" in given:
            given["programme"] = coded_programme(given["programme"])
        if "lead_department" in given:
            given["lead_department"] = coded_department(given["lead_department"], "lead_department")
        return given


class ProjectIn(ProjectChangesIn):
    """A new project; only its code and name are needed."""

    code: Line
    name: Line
    phase: Phase = Phase.IDEA
    is_confidential: bool = False


class PhaseIn(Versioned):
    phase: Phase
    note: NeededParagraph


class ConfidentialityIn(ReasonIn):
    is_confidential: bool


class InsiderIn(ReasonIn):
    person: Line


class AppointmentIn(Schema):
    role: AppointmentRole
    person: Line
    department: OptionalLine | None = None
    valid_from: Day
    valid_to: Day | None = None

    def values(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "person": named_person(self.person),
            "department": coded_department(self.department),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


class EndIn(Schema):
    """The last day."""

    valid_to: Day
    note: Paragraph = ""


class MilestoneIn(Schema):
    code: Line
    name: Line
    baseline_on: Day
    forecast_on: Day | None = None


class NameIn(Versioned):
    name: Line


class ForecastIn(Versioned):
    """`reason` is needed if it becomes later."""

    forecast_on: Day
    reason: Paragraph = ""


class BaselineIn(Versioned):
    baseline_on: Day
    reason: NeededParagraph


class ArrivalIn(Versioned):
    """`note` is needed to correct a date that is recorded already."""

    actual_on: Day
    note: Paragraph = ""


class ReportChangesIn(Versioned):
    """What is left out of a draft stays as it is."""

    reported_on: Day | None = None
    overall: Rating | None = None
    narrative: Paragraph | None = None
    scope: Rating | None = None
    scope_note: Paragraph | None = None
    schedule: Rating | None = None
    schedule_note: Paragraph | None = None
    cost: Rating | None = None
    cost_note: Paragraph | None = None
    people: Rating | None = None
    people_note: Paragraph | None = None
    benefits: Rating | None = None
    benefits_note: Paragraph | None = None

    def values(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True, exclude={"version"})


class ReportIn(ReportChangesIn):
    """A draft; what is left out starts from the last published report, the narrative empty."""

    reported_on: Day
    overall: Rating


class ProgrammeView(View):
    code: str
    name: str
    purpose: str
    rating_points: int
    version: int


class NextMilestoneView(View):
    code: str
    name: str
    expected_on: dt.date
    slip_days: int | None
    is_overdue: bool


class MarkView(View):
    """Something said about a project wherever it appears; `no_mandate`: it works without one."""

    kind: str
    words: str


class ProjectItem(View):
    """A project in a list; `sponsor` and `manager` are today's."""

    code: str
    name: str
    programme: str | None
    phase: Phase
    lead_department: str | None
    lead_model: LeadModel | None
    sponsor: str | None
    manager: str | None
    start_on: dt.date | None
    go_live_on: dt.date | None
    end_on: dt.date | None
    said_rating: Rating
    said_on: dt.date | None
    next_milestone: NextMilestoneView | None
    is_confidential: bool
    marks: list[MarkView]


class ProjectView(ProjectItem):
    """`draft_report`: the id of the report that is being written, for those who may publish it."""

    purpose: str
    measure_of_success: str
    budget: Number | None
    currency: str | None
    draft_report: int | None
    version: int


class AppointmentView(View):
    id: int
    role: AppointmentRole
    person: str
    department: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    acceptance: Acceptance
    answer_due_on: dt.date | None
    answered_on: dt.date | None
    answer_reason: str


class AskingIn(Schema):
    """`due_on`: until when the person should answer; two weeks from now if left out."""

    due_on: Day | None = None


class InsiderView(View):
    id: int
    person: str


class MilestoneView(View):
    """`slip_days` counts from what was planned first, whatever baseline was agreed later."""

    id: int
    code: str
    name: str
    baseline_on: dt.date | None
    first_baseline_on: dt.date | None
    forecast_on: dt.date | None
    actual_on: dt.date | None
    expected_on: dt.date | None
    slip_days: int | None
    version: int


class ReportView(View):
    id: int
    project: str
    reported_on: dt.date
    overall: Rating
    overall_as_given: str
    narrative: str
    scope: Rating
    scope_note: str
    schedule: Rating
    schedule_note: str
    cost: Rating
    cost_note: str
    people: Rating
    people_note: str
    benefits: Rating
    benefits_note: str
    author: str | None
    published_at: dt.datetime | None
    version: int


class HistoryView(View):
    """One entry of the register, told as a sentence."""

    seq: int
    at: dt.datetime
    actor: str
    event: str
    sentence: str


def project_item(row: ProjectRow) -> dict[str, Any]:
    project = row.project
    same = (
        "code",
        "name",
        "phase",
        "lead_model",
        "start_on",
        "go_live_on",
        "end_on",
        "said_rating",
        "said_on",
    )
    return {
        **{name: getattr(project, name) for name in same},
        "programme": project.programme_code,
        "lead_department": project.department_code,
        "sponsor": first_key(row.sponsors),
        "manager": first_key(row.managers),
        "next_milestone": next_milestone_view(row.next_milestone),
        "is_confidential": project.is_confidential,
        "marks": row.marks,
    }


def project_view(
    project: Project, today: dt.date, upcoming: NextMilestone | None, draft: StatusReport | None
) -> dict[str, Any]:
    same = (
        "code",
        "name",
        "phase",
        "lead_model",
        "start_on",
        "go_live_on",
        "end_on",
        "said_rating",
        "said_on",
    )
    more = ("purpose", "measure_of_success", "budget", "currency", "is_confidential", "version")
    return {
        **{name: getattr(project, name) for name in (*same, *more)},
        "programme": project.programme.code if project.programme else None,
        "lead_department": project.lead_department.code if project.lead_department else None,
        "sponsor": key_of(next(iter(project.holders(AppointmentRole.SPONSOR, today)), None)),
        "manager": key_of(next(iter(project.holders(AppointmentRole.MANAGER, today)), None)),
        "next_milestone": next_milestone_view(upcoming),
        "draft_report": draft.id if draft else None,
        "marks": marks_of([project.id], today)[project.id],
    }


def next_milestone_view(milestone: NextMilestone | None) -> dict[str, Any] | None:
    return milestone._asdict() if milestone else None


def programme_view(programme: Programme) -> dict[str, Any]:
    return {name: getattr(programme, name) for name in ProgrammeView.model_fields}


def appointment_view(held: Appointment) -> dict[str, Any]:
    return {
        "id": held.id,
        "role": held.role,
        "person": held.person.key,
        "department": held.department.code if held.department else None,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
        "acceptance": held.acceptance,
        "answer_due_on": held.answer_due_on,
        "answered_on": held.answered_on,
        "answer_reason": held.answer_reason,
    }


def milestone_view(milestone: Milestone) -> dict[str, Any]:
    return {name: getattr(milestone, name) for name in MilestoneView.model_fields}


def report_view(report: StatusReport) -> dict[str, Any]:
    names = set(ReportView.model_fields) - {"project", "author"}
    same = {name: getattr(report, name) for name in names}
    return {**same, "project": report.project.code, "author": key_of(report.author)}


def history_view(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor_name,
        "event": entry.event,
        "sentence": entry.sentence,
    }


def first_key(holders: list[Holder]) -> str | None:
    return holders[0].key if holders else None


def key_of(person: Person | None) -> str | None:
    return person.key if person else None
