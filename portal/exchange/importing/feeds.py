"""Which tables feed which sheets, and their rows as a sheet takes them: by our own headings, or through a mapping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.exchange.cells import DateOrder
from portal.exchange.files import Cell, Source
from portal.exchange.files.tables import heading
from portal.exchange.importing.run import Row
from portal.exchange.sheets import SHEETS, Sheet


class HeadRefused(Exception):
    """The table as a whole cannot feed this sheet."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


@dataclass(frozen=True)
class Feed:
    """Rows of one table for one sheet. `rows` may be read more than once; it raises `HeadRefused`, `Unreadable`.

    `dates`: column → how its dates are written. `repeats`: several rows may mean one record, the first counts.
    """

    sheet: str
    source: Source
    rows: Callable[[], Iterator[Row]]
    dates: dict[str, DateOrder] = field(default_factory=dict)
    repeats: bool = False


def direct_feed(sheet: Sheet, source: Source, note: Callable[[str], None]) -> Feed:
    """A table whose name and headings are ours."""
    return Feed(sheet.name, source, lambda: _rows(sheet, source, note))


def sheet_named(name: str) -> Sheet | None:
    return SHEETS.get(heading(name).casefold().replace(" ", "_"))


def _rows(sheet: Sheet, source: Source, note: Callable[[str], None]) -> Iterator[Row]:
    table = source.open()
    names = check_head(sheet, table.head)
    unknown = [name for name in table.head if name and name.casefold() not in sheet.by_name]
    if unknown:
        note(
            _(
                "Sheet %(sheet)s: the columns %(columns)s are not known and were not read.",
                sheet=sheet.name,
                columns=", ".join(f"“{name[:60]}”" for name in unknown[:20]),
            )
        )
    for sentence in table.notes:
        note(sentence)
    places = [(place, name) for place, name in enumerate(names) if name is not None]
    for number, cells in table.rows:
        yield Row(sheet.name, source.file, number, _picked(cells, places))


def _picked(cells: Sequence[Cell], places: Sequence[tuple[int, str]]) -> dict[str, Cell]:
    width = len(cells)
    return {name: cells[place] if place < width else None for place, name in places}


def check_head(sheet: Sheet, head: Sequence[str]) -> list[str | None]:
    """The column of each heading, None for what is not ours. Raises `HeadRefused`."""
    names = [name if (name := heading(cell).casefold()) in sheet.by_name else None for cell in head]
    twice = [name for name, count in Counter(names).items() if name is not None and count > 1]
    if twice:
        raise HeadRefused(twice[0], _("This heading stands twice."))
    if not any(names):
        raise HeadRefused(
            "",
            _(
                "The first row has none of the headings %(columns)s. Is it missing, or does the file need a mapping?",
                columns=", ".join(sheet.by_name),
            ),
        )
    for name in sheet.key:
        if name not in names and sheet.by_name[name].needed:
            raise HeadRefused(name, _("This column is needed: it says which record a row means."))
    return names
