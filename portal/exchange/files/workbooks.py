"""Workbooks (.xlsx). The reader is quick but trusts the file: what could hurt is looked at before it is let near.

A sheet is laid out in memory from its first to its last cell, so two cells far apart would fill any memory; and
cells with an error or a formula without a result read as empty. Both are found by a scan of the packed XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from flask_babel import gettext as _

from portal.exchange.files.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_WORKBOOK_CELLS,
    Cell,
    Faulty,
    Source,
    Table,
    Unreadable,
    as_table,
)

BLOCK = 1024 * 1024
OVERLAP = 4096
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
#: A cell with an error, or with a formula and no stored result.
FAULTY = re.compile(
    rb"""<c\b[^<>]*?\br=["']([A-Z]{1,3}\d{1,7})["'][^<>]*>"""
    rb"""(?:<f\b[^<>]*?(?:/>|>[^<]{0,2000}</f>))?(?:<v\s*/>|<v></v>)?(<v>#[^<]{1,20}</v>)?</c>"""
)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Places = dict[tuple[int, int], str]


@dataclass
class Scan:
    """What one part of the archive says about its cells: the furthest row and column, and the faulty ones."""

    last_row: int = 0
    last_column: int = 0
    faulty: Places = field(default_factory=dict)

    @property
    def cells(self) -> int:
        return self.last_row * self.last_column


def workbook_sources(path: Path, archive: zipfile.ZipFile, shown: str) -> Iterator[Source]:
    """The sheets of a workbook, after a look at every part of the archive."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("%(name)s is no .xlsx workbook. Save it as .xlsx.", name=shown))
    scans = {name: scan_part(archive, name, shown) for name in names}
    book = _load(path, shown)
    parts = _parts_by_sheet(archive)
    for sheet_name in book.sheet_names:
        scan = scans.get(parts.get(sheet_name, ""), Scan())
        count = max(0, scan.last_row - 1)
        yield Source(shown, sheet_name, partial(_open, path, sheet_name, shown, scan.faulty), count)


def scan_part(archive: zipfile.ZipFile, name: str, shown: str) -> Scan:
    """Unpack one part and look at its cells; what it is called does not matter, a workbook may call it anything."""
    scan, rest = Scan(), b""
    try:
        with archive.open(name) as part:
            while block := part.read(BLOCK):
                _look(scan, rest + block)
                rest = block[-OVERLAP:]
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable(_("%(name)s is damaged: it cannot be unpacked.", name=shown)) from error
    except Exception as error:  # zlib and others have an exception class of their own for damage
        raise Unreadable(_("%(name)s is damaged: it cannot be unpacked.", name=shown)) from error
    too_large = scan.last_row > MAX_ROWS or scan.last_column > MAX_COLUMNS or scan.cells > MAX_WORKBOOK_CELLS
    if too_large:
        raise Unreadable(
            _(
                "%(name)s has a sheet with more rows or columns than can be read at once "
                "(at most %(rows)d rows, %(columns)d columns, %(cells)d cells in all). "
                "Delete what stands far away, or save the sheet as CSV.",
                name=shown,
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
                cells=MAX_WORKBOOK_CELLS,
            )
        )
    return scan


def _look(scan: Scan, text: bytes) -> None:
    columns: set[bytes] = set()
    last = scan.last_row
    for column, row in REFERENCE.findall(text):
        columns.add(column)
        number = int(row)
        if number > last:
            last = number
    scan.last_row = last
    scan.last_column = max([scan.last_column, *map(column_number, columns)])
    if b"<f" in text or b't="e"' in text or b"t='e'" in text:
        _look_for_faults(scan, text)


def _look_for_faults(scan: Scan, text: bytes) -> None:
    for match in FAULTY.finditer(text):
        is_formula, error = b"<f" in match[0], match[2]
        if is_formula or error:
            shown = error[3:-4].decode("ascii", "replace") if error else ""
            letters = match[1].rstrip(b"0123456789")
            scan.faulty[int(match[1][len(letters) :]), column_number(letters)] = shown


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _parts_by_sheet(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part of the archive that holds it; without the answer only faults go unnoticed."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  # expat stops entities that swell
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (ElementTree.ParseError, KeyError):
        return {}
    targets = {link.get("Id"): str(link.get("Target", "")) for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(RELATION), "")
            found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _load(path: Path, shown: str) -> Any:
    from python_calamine import CalamineWorkbook  # heavy, and only needed here

    try:
        return CalamineWorkbook.from_path(str(path))
    except Exception as error:  # the reader has one exception class per kind of damage
        raise Unreadable(
            _("%(name)s cannot be read as a workbook: %(why)s", name=shown, why=str(error)[:200])
        ) from None


def _open(path: Path, sheet_name: str, shown: str, faulty: Places) -> Table:
    book = _load(path, shown)
    try:
        sheet = book.get_sheet_by_name(sheet_name)
    except Exception as error:
        raise Unreadable(
            _("Sheet %(name)s cannot be read: %(why)s", name=sheet_name, why=str(error)[:200])
        ) from None
    notes = []
    if sheet.merged_cell_ranges:
        notes.append(
            _(
                "Sheet %(name)s has merged cells: only the first cell of each has the value, "
                "the others are empty.",
                name=sheet_name,
            )
        )
    first_column = (sheet.start or (0, 0))[1]
    return as_table(_rows(sheet, faulty, first_column), notes)


def _rows(sheet: Any, faulty: Places, first_column: int) -> Iterator[Sequence[Cell]]:
    """The rows from the very top of the sheet, so that their numbers are right."""
    if not faulty:
        yield from sheet.iter_rows()
        return
    rows = {row for row, _column in faulty}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield _with_faults(row, number, faulty, first_column) if number in rows else row


def _with_faults(row: Sequence[Cell], number: int, faulty: Places, first_column: int) -> Sequence[Cell]:
    found = list(row)
    for place, cell in enumerate(row):
        error = faulty.get((number, first_column + place + 1))
        if error is not None and cell in (None, ""):
            found[place] = Faulty(
                _("The formula in this cell gives the error %(error)s.", error=error)
                if error
                else _(
                    "This cell has a formula without a stored result. "
                    "Open the file in a spreadsheet program and save it."
                )
            )
    return found
