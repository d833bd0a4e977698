"""What a file is read into, and the limits of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000
MAX_ROWS = 500_000
MAX_COLUMNS = 1000
#: A workbook is held in memory while it is read; a CSV file is not.
MAX_WORKBOOK_CELLS = 4_000_000


@dataclass(frozen=True)
class Faulty:
    """A cell that a spreadsheet shows something else in than a value: an error, a formula without a result."""

    sentence: str


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Faulty | None
Row = tuple[int, Sequence[Cell]]


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Table:
    """Rows as they are read, one at a time, numbered as a spreadsheet numbers them; empty ones are left out."""

    head: list[str]
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A sheet of a workbook or a CSV file that can be opened as often as needed.

    `file` and `name` are what its owner calls them. `count`: rows without the head, an estimate for CSV.
    `encoding`: of a CSV file, as chosen or guessed; `candidates` has more than one where that is in doubt.
    """

    file: str
    name: str
    open: Callable[[], Table]
    count: int = 0
    encoding: str | None = None
    candidates: tuple[str, ...] = ()
    previews: dict[str, str] = field(default_factory=dict)

    @property
    def is_in_doubt(self) -> bool:
        return len(self.candidates) > 1


def as_table(rows: Iterator[Sequence[Cell]], notes: list[str] | None = None) -> Table:
    """The first row with anything in it is the head; the others are numbered from the top of the sheet."""
    numbered = _filled(enumerate(rows, start=1))
    for _number, row in numbered:
        head = [heading(cell) for cell in row[:MAX_COLUMNS]]
        return Table(head, numbered, notes or [])
    return Table([], iter(()), notes or [])


def heading(cell: Cell) -> str:
    """A heading without line breaks and superfluous spaces."""
    if cell is None or isinstance(cell, Faulty):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("\ufeff", "").split())


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in rows:
        if any(cell not in (None, "") for cell in row):
            yield number, row
