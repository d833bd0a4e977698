"""The programme board in JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items, View, items
from portal.projects.schemas import MarkView
from portal.reports import queries, rules
from portal.reports.queries import BoardFilters, BoardRow

bp = ApiBlueprint("reports", __name__)


class BoardItem(View):
    """One project on the board. `capacity_*` in full-time equivalents."""

    code: str
    name: str
    programme: str | None
    phase: str
    rating: str
    reported_on: dt.date | None
    is_report_old: bool
    sponsors: list[str]
    next_milestone: str | None
    next_milestone_on: dt.date | None
    slip_days: int | None
    open_asks: int
    overdue_asks: int
    capacity_asked: float | None
    capacity_promised: float | None
    overdue_decisions: int
    overdue_actions: int
    serious_risks: int
    marks: list[MarkView]


def board_item(row: BoardRow) -> dict[str, Any]:
    project, milestone, capacity = row.project, row.milestone, row.capacity
    return {
        "code": project.code,
        "marks": row.marks,
        "name": project.name,
        "programme": project.programme_code,
        "phase": project.phase,
        "rating": project.said_rating,
        "reported_on": project.said_on,
        "is_report_old": row.is_report_old,
        "sponsors": [holder.name for holder in row.sponsors],
        "next_milestone": milestone.name if milestone else None,
        "next_milestone_on": milestone.expected_on if milestone else None,
        "slip_days": milestone.slip_days if milestone else None,
        "open_asks": row.open_asks,
        "overdue_asks": row.overdue_asks,
        "capacity_asked": float(capacity.asked) if capacity else None,
        "capacity_promised": float(capacity.promised) if capacity else None,
        "overdue_decisions": row.overdue_decisions,
        "overdue_actions": row.overdue_actions,
        "serious_risks": row.risk.serious if row.risk else 0,
    }


@bp.get("/board")
@require(rules.read)
@bp.input(BoardFilters, location="query", arg_name="filters")
@bp.output(Items[BoardItem])
def board(filters: BoardFilters) -> Any:
    """One row per project: what was said, and what its records say."""
    return items(queries.board(filters, current_user, clock.today()), board_item)
