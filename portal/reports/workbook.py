"""The board as an Excel file: the rows of the page's filters, as a live table."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from portal.projects import labels
from portal.reports.queries import BoardRow

DATE = "yyyy-mm-dd"


def board_workbook(rows: Iterable[BoardRow]) -> bytes:
    """An .xlsx file with one sheet. Text is never taken for a formula."""
    import xlsxwriter  # heavy, and only needed here

    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": DATE,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Programme board")[:31])
        columns = _columns()
        table = [[value(row) for _title, value in columns] for row in rows]
        heads = [{"header": title} for title, _value in columns]
        last = max(1, len(table))
        sheet.add_table(0, 0, last, len(columns) - 1, {"name": "board", "columns": heads, "data": table})
        sheet.freeze_panes(1, 2)
        sheet.autofit()
    return buffer.getvalue()


def _columns() -> list[tuple[str, Any]]:
    return [
        (_("Code"), lambda row: row.project.code),
        (_("Project"), lambda row: row.project.name),
        (_("Programme"), lambda row: row.project.programme_name or ""),
        (_("Rating"), lambda row: str(labels.RATINGS[row.project.said_rating])),
        (_("Reported"), lambda row: row.project.said_on),
        (_("Phase"), lambda row: str(labels.PHASES[row.project.phase])),
        (_("Noticed"), lambda row: ", ".join(mark.words for mark in row.marks)),
        (_("Sponsor"), lambda row: ", ".join(holder.name for holder in row.sponsors)),
        (_("Next milestone"), lambda row: row.milestone.name if row.milestone else ""),
        (_("Expected"), lambda row: row.milestone.expected_on if row.milestone else None),
        (_("Days late"), lambda row: row.milestone.slip_days if row.milestone else None),
        (_("Open asks"), lambda row: row.open_asks),
        (_("Asks without an answer in time"), lambda row: row.overdue_asks),
        (_("Full-time posts asked"), lambda row: float(row.capacity.asked) if row.capacity else None),
        (_("Full-time posts promised"), lambda row: float(row.capacity.promised) if row.capacity else None),
        (_("Decisions not carried out in time"), lambda row: row.overdue_decisions),
        (_("Actions overdue"), lambda row: row.overdue_actions),
        (_("Serious risks"), lambda row: row.risk.serious if row.risk else 0),
        (_("Worst risk"), lambda row: row.risk.title if row.risk else ""),
    ]
