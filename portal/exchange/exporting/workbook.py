"""The .xlsx file: one sheet per sheet, real dates, and no text that becomes a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from portal.core.errors import Refused
from portal.exchange.exporting.rows import rows_of
from portal.exchange.sheets import SHEETS, Sheet

DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
#: The most characters that a cell of a workbook holds.
LONGEST = 32_767
WIDE = ("narrative", "minutes", "purpose", "statement", "title", "outcome", "context")


def write_workbook(target: Path, today: dt.date, as_of: dt.date | None = None) -> dict[str, int]:
    """Everything into a file; returns how many rows each sheet has. Memory does not grow with the rows."""
    import xlsxwriter  # heavy, and only needed here

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    counts = {}
    with xlsxwriter.Workbook(str(target), options) as book:
        writer = Writer(book)
        for sheet in SHEETS.values():
            counts[sheet.name] = writer.write(sheet, rows_of(sheet, today, as_of))
    return counts


class Writer:
    """Writes sheets into an open workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.formats = {
            dt.datetime: book.add_format({"num_format": MOMENT}),
            dt.date: book.add_format({"num_format": DAY}),
        }

    def write(self, sheet: Sheet, rows: Iterable[Sequence[Any]]) -> int:
        page = self.book.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, 40 if column.name in WIDE else 18)
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.name, self.head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self.cell(page, count, place, value)
        return count

    def cell(self, page: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, dt.datetime | dt.date):
            page.write_datetime(row, column, value, self.formats[type(value)])
        elif isinstance(value, int | Decimal):
            page.write_number(row, column, value)
        else:
            if len(value) > LONGEST:
                raise Refused(_("A text is too long for a workbook. Export as CSV instead."))
            page.write_string(row, column, value)
