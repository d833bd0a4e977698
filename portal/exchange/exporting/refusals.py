"""The refused rows as a file, so that whoever mends the source has them beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from portal.exchange.files.delimited import guarded
from portal.exchange.importing.report import Refusal

#: More rows than this do not fit on a sheet of a workbook.
MOST = 1_000_000


def headings() -> list[str]:
    return [_("File"), _("Sheet"), _("Row"), _("Column"), _("Value"), _("Reason")]


def as_csv(refusals: Iterable[Refusal]) -> Iterator[str]:
    """Line by line, with a mark that spreadsheets understand."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(headings())
    for refusal in refusals:
        writer.writerow([guarded(str(value)) if value else "" for value in refusal])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_xlsx(refusals: Iterable[Refusal]) -> bytes:
    import xlsxwriter  # heavy, and only needed here

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(_("Refused")[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, 4, 20)
        page.set_column(5, 5, 90)
        for place, word in enumerate(headings()):
            page.write_string(0, place, word, book.add_format({"bold": True}))
        for number, refusal in enumerate(refusals, start=1):
            if number > MOST:
                break
            for place, value in enumerate(refusal):
                if isinstance(value, int):
                    page.write_number(number, place, value)
                elif value:
                    page.write_string(number, place, value)
    return buffer.getvalue()
