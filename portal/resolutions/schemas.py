"""What the API takes and gives about written resolutions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.core.api import View
from portal.core.values import Day, NeededParagraph
from portal.resolutions.models import WrittenResolution
from portal.steering.hiding import shown_positions
from portal.steering.schemas import PersonView, PositionView, Versioned


class AskIn(Versioned):
    """`closes_on`: the last day for positions. `version`: of the decision, as it was read."""

    outcome: NeededParagraph
    grounds: NeededParagraph
    closes_on: Day
    review_on: Day | None = None


class ResolutionRowView(View):
    id: int
    state: str
    closes_on: dt.date
    decision: int
    decision_code: str
    title: str
    group: str
    project: str | None


class ResolutionView(ResolutionRowView):
    """`cause`: why a meeting decides: `objection`, `silence`, `not_carried`, `overtaken`; else empty."""

    version: int
    outcome: str
    grounds: str
    review_on: dt.date | None
    cause: str
    reason: str
    asked_by: PersonView
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    meeting: int | None
    positions: list[PositionView]


def resolution_row(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "state", "closes_on", "title")},
        "decision": row.decision_id,
        "decision_code": row.code,
        "group": row.group_code,
        "project": row.project_code,
    }


SAME = (
    *("id", "state", "closes_on", "version", "outcome", "grounds", "review_on", "cause", "reason"),
    *("asked_by", "asked_at", "ended_at"),
)


def resolution_view(resolution: WrittenResolution) -> dict[str, Any]:
    decision = resolution.decision
    return {
        **{name: getattr(resolution, name) for name in SAME},
        "decision": decision.id,
        "decision_code": decision.code,
        "title": decision.title,
        "group": decision.group.code if decision.group else "",
        "project": decision.project.code if decision.project else None,
        "meeting": resolution.meeting_id,
        "positions": [
            {"person": each.person, "position": each.position, "reason": each.reason, "is_own": each.is_own}
            for each in shown_positions(decision)
        ],
    }
