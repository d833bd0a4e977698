"""What an import did or would do: counts, refused rows, warnings, people who were not known before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TextIO

SHOWN = 200
LISTED = 1000
LONGEST_VALUE = 300


class RowRefused(Exception):
    """This row cannot be stored; `column` is empty where the row as a whole is meant."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


class Refusal(NamedTuple):
    """A refused row with its place. `row` is 0 where a sheet or file as a whole is meant."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass
class Count:
    """How many rows of a sheet came to what. `repeated`: a mapping says that an earlier row for the record counts."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    repeated: int = 0


@dataclass
class Listed:
    """The first ones of a list, and how many there are."""

    items: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, item: str) -> None:
        self.count += 1
        if len(self.items) < LISTED:
            self.items.append(item)


class Report:
    """Collects while the import runs. Refusals go to a file at once: there may be hundreds of thousands."""

    def __init__(self, refusals: Path) -> None:
        self.counts: dict[str, Count] = {}
        self.warnings = Listed()
        self.notes = Listed()
        self.new_people = Listed()
        self.first_refusals: list[Refusal] = []
        self.refused = 0
        self.path = refusals
        self._file: TextIO | None = None

    def count(self, sheet: str) -> Count:
        return self.counts.setdefault(sheet, Count())

    def refuse(self, refusal: Refusal) -> None:
        refusal = refusal._replace(value=refusal.value[:LONGEST_VALUE])
        self.refused += 1
        if refusal.row:
            self.count(refusal.sheet).refused += 1
        if len(self.first_refusals) < SHOWN:
            self.first_refusals.append(refusal)
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", errors="replace")
        self._file.write(json.dumps(refusal, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def created(self) -> int:
        return sum(count.created for count in self.counts.values())

    @property
    def changed(self) -> int:
        return sum(count.changed for count in self.counts.values())

    def as_stored(self) -> dict[str, Any]:
        """For the run's row: everything but the refused rows themselves."""
        return {
            "counts": {sheet: asdict(count) for sheet, count in self.counts.items()},
            "warnings": asdict(self.warnings),
            "notes": asdict(self.notes),
            "new_people": asdict(self.new_people),
            "refused": self.refused,
        }


def read_refusals(path: Path) -> Iterator[Refusal]:
    """The refused rows of a run, as they were noted."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Refusal(*json.loads(line))
