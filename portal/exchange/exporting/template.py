"""An empty workbook that explains itself: every heading says what belongs below it, with an example."""

from __future__ import annotations

import io
from typing import Any

from flask_babel import gettext as _

from portal.exchange.cells import Kind
from portal.exchange.sheets import SHEETS, Column, Sheet


def template_workbook() -> bytes:
    """The headings of all sheets, each with a comment; no rows."""
    import xlsxwriter  # heavy, and only needed here

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        for sheet in SHEETS.values():
            _write(book, head, sheet)
    return buffer.getvalue()


def _write(book: Any, head: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.name, head)
        page.set_column(place, place, max(14, len(column.name) + 2))
        page.write_comment(0, place, explained(sheet, column), {"x_scale": 2.2, "y_scale": 1.4})
    choices = [(place, column) for place, column in enumerate(sheet.columns) if column.words]
    for place, column in choices:
        codes = [str(code) for code in column.words or {}]
        if len(",".join(codes)) < 250:
            page.data_validation(
                1, place, 5000, place, {"validate": "list", "source": codes, "error_type": "warning"}
            )


def explained(sheet: Sheet, column: Column) -> str:
    """What belongs in this column, in the reader's language."""
    lines = [str(column.help)]
    if column.needed:
        lines.append(_("Needed."))
    if column.name in sheet.key:
        lines.append(_("Part of the key: says which record a row means."))
    if column.kind == Kind.DAY:
        lines.append(_("A date, or text such as 2026-03-31."))
    if column.example:
        lines.append(_("Example: %(example)s", example=column.example))
    return "\n".join(lines)
