"""What the API takes and gives for actions. People are named by e-mail or handle."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.actions.models import ActionItem
from portal.core.api import View
from portal.core.values import Day, Line, NeededParagraph, OptionalLine, Paragraph
from portal.followup.subjects import Followed
from portal.steering.schemas import Number, PersonView, ReasonIn, Title, Versioned

__all__ = ["ReasonIn"]


class ActionIn(Versioned):
    """One origin: `meeting`, `decision` or `risk` (ids), or a `project` (code) alone."""

    title: Title
    owner: Line
    due_on: Day
    note: Paragraph = ""
    project: OptionalLine = ""
    meeting: Number | None = None
    decision: Number | None = None
    risk: Number | None = None


class WordingIn(Versioned):
    """All of an action's words; what is left out becomes empty."""

    title: Title
    note: Paragraph = ""


class CompletionIn(Versioned):
    """`evidence`: the code of a record, or a web address."""

    outcome: NeededParagraph
    evidence: OptionalLine = ""


class OwnAnswerIn(Versioned):
    """`seen`: the digest of the text that was answered, where it is known."""

    answer: Literal["accept", "decline"]
    reason: Paragraph = ""
    seen: OptionalLine = ""


class CarryIn(Versioned):
    """Numbers of open actions of earlier meetings."""

    actions: Annotated[list[Number], Field(min_length=1, max_length=50)]


class HandOverIn(Versioned):
    owner: Line
    note: Paragraph = ""


class DueDateIn(Versioned):
    due_on: Day
    reason: NeededParagraph


class ActionRowView(View):
    id: int
    code: str
    title: str
    state: str
    owner: str | None
    due_on: dt.date | None
    closed_on: dt.date | None
    acceptance: str
    project: str | None
    meeting: str | None
    decision: str | None
    risk: str | None


class ActionView(View):
    id: int
    version: int
    code: str
    title: str
    note: str
    state: str
    acceptance: str
    accepted_on: dt.date | None
    decline_reason: str
    outcome: str
    evidence: str
    evidence_address: str
    owner: PersonView | None
    owner_as_given: str
    created_by: PersonView | None
    due_on: dt.date | None
    closed_on: dt.date | None
    project: str | None
    meeting: int | None
    decision: int | None
    risk: int | None


class ShortActionView(View):
    id: int
    code: str
    title: str
    state: str
    acceptance: str
    owner: str | None
    due_on: dt.date | None
    given_at: dt.datetime


class OfMeetingView(View):
    given: list[ShortActionView]
    carried_over: list[ShortActionView]
    left_open: list[ShortActionView]


def short_view(action: ActionItem) -> dict[str, Any]:
    same = ("id", "code", "title", "state", "acceptance", "due_on")
    owner = action.owner.name if action.owner else action.owner_as_given or None
    return {**{name: getattr(action, name) for name in same}, "owner": owner, "given_at": action.created_at}


def action_row(row: Any) -> dict[str, Any]:
    same = ("id", "code", "title", "state", "due_on", "closed_on", "acceptance")
    return {
        **{name: getattr(row, name) for name in same},
        "owner": row.owner_name or row.owner_as_given or None,
        "project": row.project_code,
        "meeting": row.meeting_code,
        "decision": row.decision_code,
        "risk": row.risk_code,
    }


ACTION_FIELDS = (
    *("id", "version", "code", "title", "note", "state", "outcome", "owner", "owner_as_given"),
    *("created_by", "due_on", "closed_on", "acceptance", "accepted_on", "decline_reason"),
    *("evidence", "evidence_address"),
)


def action_view(followed: Followed) -> dict[str, Any]:
    action = followed.action
    return {
        **{name: getattr(action, name) for name in ACTION_FIELDS},
        "project": followed.project.code if followed.project else None,
        "meeting": action.meeting_id,
        "decision": action.decision_id,
        "risk": action.risk_id,
    }
