"""What the API takes and gives about who is bound and what relies on a decision."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from portal.bindings.models import Binding, Dependant, Reliance
from portal.bindings.queries import Row
from portal.core.api import View
from portal.core.values import Day, Line, NeededParagraph, OptionalLine, Paragraph
from portal.steering.schemas import Number, ReasonIn, Versioned

__all__ = ["ReasonIn"]


class NameIn(Versioned):
    """A `department` (code) or a `person` (e-mail or handle), one at a time."""

    department: OptionalLine = ""
    person: OptionalLine = ""
    due_on: Day


class AnswerIn(Versioned):
    """`accept`: read and understood; `decline`: it cannot be done. `seen`: digest of the text, where known."""

    answer: Literal["accept", "decline"]
    reason: Paragraph = ""
    seen: OptionalLine = ""


class SightingIn(Versioned):
    meeting: Number | None = None
    note: NeededParagraph


class ReviewIn(SightingIn):
    next_review_on: Day | None = None


class FateIn(Versioned):
    fate: Literal["stays", "changes", "ends"]
    note: Paragraph = ""


class RelianceIn(Versioned):
    """`decision`: its code."""

    decision: Line
    note: Paragraph = ""


class BindingView(View):
    """`state`: asked, acknowledged, cannot, released."""

    id: int
    version: int
    decision: str
    name: str
    department: str | None
    person: str | None
    due_on: dt.date
    state: str
    reason: str
    answered_by: str | None
    answered_on: dt.date | None


class BindingsView(View):
    items: list[BindingView]


class DependantView(View):
    """`title` is empty where the caller may not read the record. `fate` is empty until somebody answered."""

    id: int
    version: int
    kind: str
    number: int | None
    title: str
    fate: str
    note: str
    settled_by: str | None
    settled_on: dt.date | None


class DependantsView(View):
    items: list[DependantView]


class RelianceView(View):
    id: int
    decision: str
    holds: bool
    note: str


class ReliancesView(View):
    items: list[RelianceView]


def binding_view(binding: Binding) -> dict[str, Any]:
    same = ("id", "version", "name", "due_on", "state", "reason", "answered_on")
    return {
        **{name: getattr(binding, name) for name in same},
        "decision": binding.decision.code,
        "department": binding.department.code if binding.department else None,
        "person": binding.person.key if binding.person else None,
        "answered_by": binding.answered_by.name if binding.answered_by else None,
    }


def dependant_view(row: Row) -> dict[str, Any]:
    dependant: Dependant | None = row.dependant
    assert dependant is not None, "only recorded ones are shown"
    same = ("id", "version", "fate", "note", "settled_on")
    return {
        **{name: getattr(dependant, name) for name in same},
        "kind": dependant.subject_kind,
        "number": dependant.subject_id if row.address else None,
        "title": row.label,
        "settled_by": dependant.settled_by.name if dependant.settled_by else None,
    }


def reliance_view(reliance: Reliance) -> dict[str, Any]:
    return {
        "id": reliance.id,
        "decision": reliance.decision.code,
        "holds": reliance.decision.holds,
        "note": reliance.note,
    }
