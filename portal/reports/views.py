"""Pages: the programme board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.lists import MAX_LIMIT
from portal.core.web import Destination, PageBlueprint
from portal.projects import labels
from portal.projects.queries import all_programmes, lead_departments
from portal.projects.views.projects import active_filters
from portal.reports import queries, rules
from portal.reports.queries import BoardFilters, BoardRow
from portal.reports.workbook import board_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: An export is for reading; whoever needs more uses the workbook of the exchange.
MAX_EXPORT = 5000

bp = PageBlueprint("reports", __name__)
NAVIGATION = [Destination(_l("Programme board"), "reports.board", "layout-dashboard", order=15)]


@bp.get("/board")
@require(rules.read)
def board() -> Any:
    filters, today = BoardFilters.from_request(), clock.today()
    programmes, departments = all_programmes(), lead_departments()
    return render_template(
        "reports/board.html",
        page=queries.board(filters, current_user, today),
        summary=queries.summary(filters, current_user, today),
        filters=filters,
        programmes=programmes,
        departments=departments,
        active=active_filters(filters, dict(programmes), dict(departments)),
        labels=labels,
        today=today,
    )


@bp.get("/board.xlsx")
@require(rules.read)
def board_export() -> Any:
    filters = BoardFilters.from_request().model_copy(
        update={"limit": MAX_LIMIT, "after": None, "before": None}
    )
    response = Response(board_workbook(_all_rows(filters)), content_type=XLSX)
    name = f"{_('programme-board')}-{clock.today().isoformat()}.xlsx"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _all_rows(filters: BoardFilters) -> Iterator[BoardRow]:
    seen = 0
    while seen < MAX_EXPORT:
        page = queries.board(filters, current_user, clock.today())
        yield from page.items
        seen += len(page.items)
        if not page.next:
            return
        filters = filters.model_copy(update={"after": page.next})
