"""What the API takes and gives for readiness and gates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.core.api import Schema, View
from portal.core.values import Day, Line, NeededParagraph, OptionalLine
from portal.projects.references import named_person
from portal.readiness.assessment import Assessment
from portal.readiness.models import GateOverride, Proceeding, ReadinessAnswer, Term
from portal.readiness.operations import Said
from portal.readiness.preconditions import Given
from portal.readiness.queries import Gate, GateItem

Text = Annotated[NeededParagraph, Field(max_length=4000)]
Code = Literal["ownership", "rework", "trust", "cut_over", "staff", "access"]


class AnswerIn(Schema):
    """What one voice says to one precondition, and what that rests on."""

    precondition: Code
    answer: Given
    evidence: Text

    def said(self) -> Said:
        return Said(self.precondition, str(self.answer), self.evidence)


class AnswersIn(Schema):
    """`department`: the code of the one that is spoken for, where the caller heads several."""

    department: OptionalLine = ""
    answers: Annotated[list[AnswerIn], Field(min_length=1, max_length=12)]


class TermIn(Schema):
    """`owner`: e-mail or handle."""

    text: Text
    owner: Line
    due_on: Day

    def values(self) -> dict[str, Any]:
        return {"text": self.text, "due_on": self.due_on, "owner": named_person(self.owner, "owner")}


class ProceedingIn(TermIn):
    """`decision`: the code of a decision about this project that holds; with the first condition."""

    decision: Line
    reason: Text


class ReportIn(Schema):
    """`version` as read: a later change in between is refused with 409."""

    evidence: Text
    version: int | None = None


class ItemIn(Schema):
    """Ticked with what shows it, or opened again with the reason."""

    is_done: bool
    evidence: Text


class OverrideIn(Schema):
    """`decision`: the code of a decision about this project that holds."""

    decision: Line
    reason: Text


class AnswerView(View):
    """`voice`: lead, sponsor, department."""

    precondition: str
    voice: str
    department: str | None
    answer: str
    evidence: str
    answered_by: str
    answered_at: dt.datetime


class FindingView(View):
    """`state`: given, gap, waits. `answers`: the newest of each voice."""

    precondition: str
    title: str
    state: str
    is_disputed: bool
    sentences: list[str]
    answers: list[AnswerView]


class TermView(View):
    id: int
    text: str
    owner: str
    due_on: dt.date
    met_on: dt.date | None
    evidence: str
    version: int


class ProceedingView(View):
    """`holds`: does the decision hold today?"""

    id: int
    decision: str
    holds: bool
    gaps: list[str]
    reason: str
    recorded_by: str
    recorded_at: dt.datetime
    conditions: list[TermView]


class ReadinessView(View):
    """`earlier`: everything that was said, the newest first."""

    project: str
    is_ready: bool
    summary: str
    preconditions: list[FindingView]
    earlier: list[AnswerView]
    proceedings: list[ProceedingView]


class ItemView(View):
    code: str
    title: str
    is_done: bool
    evidence: str
    entered_by: str | None
    entered_at: dt.datetime | None


class OverrideView(View):
    decision: str
    holds: bool
    reason: str
    open_items: list[str]
    recorded_by: str
    recorded_at: dt.datetime


class GateView(View):
    """`is_open`: may the project pass, by its items or by a decision that holds?"""

    phase: str
    is_open: bool
    is_behind: bool
    items: list[ItemView]
    overrides: list[OverrideView]


class GatesView(View):
    project: str
    phase: str
    gates: list[GateView]


def answer_view(each: ReadinessAnswer) -> dict[str, Any]:
    same = ("precondition", "voice", "answer", "evidence", "answered_at")
    return {
        **{name: getattr(each, name) for name in same},
        "department": each.department.code if each.department else None,
        "answered_by": each.answered_by.key,
    }


def findings_view(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "precondition": each.code,
            "title": each.title,
            "state": each.state,
            "is_disputed": each.is_disputed,
            "sentences": each.sentences(),
            "answers": [answer_view(answer) for answer in each.answers],
        }
        for each in assessment.findings
    ]


def term_view(term: Term) -> dict[str, Any]:
    same = ("id", "text", "due_on", "met_on", "evidence", "version")
    return {**{name: getattr(term, name) for name in same}, "owner": term.owner.key}


def proceeding_view(each: Proceeding) -> dict[str, Any]:
    same = ("id", "gaps", "reason", "recorded_at")
    return {
        **{name: getattr(each, name) for name in same},
        "decision": each.decision.code,
        "holds": each.decision.holds,
        "recorded_by": each.recorded_by.key,
        "conditions": [term_view(term) for term in each.terms],
    }


def gate_view(gate: Gate) -> dict[str, Any]:
    return {
        "phase": str(gate.phase),
        "is_open": gate.is_open,
        "is_behind": gate.is_behind,
        "items": [_item(each) for each in gate.items],
        "overrides": [_override(each) for each in gate.overrides],
    }


def _item(each: GateItem) -> dict[str, Any]:
    entry = each.entry
    return {
        "code": each.code,
        "title": each.title,
        "is_done": each.is_done,
        "evidence": entry.evidence if entry else "",
        "entered_by": entry.entered_by.key if entry else None,
        "entered_at": entry.entered_at if entry else None,
    }


def _override(each: GateOverride) -> dict[str, Any]:
    same = ("reason", "open_items", "recorded_at")
    return {
        **{name: getattr(each, name) for name in same},
        "decision": each.decision.code,
        "holds": each.decision.holds,
        "recorded_by": each.recorded_by.key,
    }
