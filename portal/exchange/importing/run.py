"""What the sheets share while an import runs."""

from __future__ import annotations

import datetime as dt
import uuid
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from portal.accounts.models import Person
from portal.exchange.cells import as_text
from portal.exchange.files import Cell
from portal.exchange.importing.journal import Journal, Place, thing
from portal.exchange.importing.people import Known, People
from portal.exchange.importing.references import References
from portal.exchange.importing.report import Refusal, Report, RowRefused
from portal.register.bulk import Thing
from portal.register.encoding import plain


@dataclass(slots=True)
class Row:
    """A row on its way in. `values`: the parsed cells of the columns that are there; `words`: as they were written,
    where a mapping put something else in their place. `status`: `created`, `changed`, `unchanged`, `refused`.
    """

    sheet: str
    file: str
    number: int
    cells: dict[str, Cell]
    words: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    status: str = ""

    @property
    def place(self) -> Place:
        return Place(self.file, self.sheet, self.number)

    def written(self, column: str) -> str:
        """What stood in the cell."""
        return self.words.get(column) or as_text(self.cells.get(column))

    def shown(self) -> dict[str, str]:
        """For the register: the row as it stood there."""
        texts = {name: self.written(name) for name in self.values}
        return {name: text for name, text in texts.items() if text}


class Run:
    """One import: who, when, and everything that is collected on the way."""

    def __init__(
        self,
        connection: Connection,
        *,
        by: Person | None,
        now: dt.datetime,
        today: dt.date,
        zone: ZoneInfo,
        report: Report,
        is_dry: bool = False,
        creates_people: bool = True,
        progress: Callable[[str, int], None] = lambda sheet, rows: None,
    ) -> None:
        self.connection = connection
        self.by, self.now, self.today, self.zone = by, now, today, zone
        self.by_id = by.id if by is not None else None
        self.report = report
        self.is_dry = is_dry
        self.references = References(connection)
        self.people = People(connection, now, creates=creates_people, on_new=self._name)
        self.journal = Journal(is_dry=is_dry)
        self.progress = progress
        #: model → ids of records whose search entry may be another now
        self.touched: dict[type[Any], array[int]] = {}
        #: ids of records that this very import made: they may still be completed
        self.made: dict[str, set[int]] = {"meeting": set(), "decision": set()}
        self.state: dict[str, Any] = {}
        self.place = Place("", "", 0)
        #: Several rows of the sheet at hand may mean one record; the first counts.
        self.repeats = False
        #: What the rows of a sheet turned out to mean: two ways to write one key are one record.
        self.meant: dict[str, set[int]] = {}

    @contextmanager
    def refusing(self, row: Row) -> Iterator[None]:
        """Whatever is wrong with this row is noted, and the import goes on."""
        self.place = row.place
        try:
            yield
        except RowRefused as refusal:
            self.refuse(row, refusal.column, refusal.sentence)

    def refuse(self, row: Row, column: str, sentence: str) -> None:
        if row.status in ("created", "changed", "unchanged"):  # it was counted before what is seen to last
            count = self.report.count(row.sheet)
            setattr(count, row.status, getattr(count, row.status) - 1)
        row.status = "refused"
        value = row.written(column) if column else ""
        self.report.refuse(Refusal(row.file, row.sheet, row.number, column, value, sentence))

    def is_meant_first(self, row: Row, key: tuple[Any, ...]) -> bool:
        """Is this the first row that means this record? Otherwise it is counted as a repetition."""
        met = self.meant.setdefault(row.sheet, set())
        mark = hash(key)
        if mark not in met:
            met.add(mark)
            return True
        if self.repeats:
            self.report.count(row.sheet).repeated += 1
        return False

    def settle(self, row: Row, status: str) -> None:
        """Count a row once, under the most that happened to it."""
        if row.status == status or (row.status == "created" and status != "refused"):
            return
        if row.status == "changed" and status == "unchanged":
            return
        count = self.report.count(row.sheet)
        if row.status:
            setattr(count, row.status, getattr(count, row.status) - 1)
        setattr(count, status, getattr(count, status) + 1)
        row.status = status

    def touch(self, model: type[Any], record_id: int) -> None:
        if not self.is_dry and hasattr(model, "search_document"):
            self.touched.setdefault(model, array("q")).append(record_id)

    def tell_created(
        self, row: Row, subject: Thing, project_id: int | None, values: dict[str, Any] | None = None
    ) -> None:
        if not self.is_dry:
            project = self.references.project_thing(project_id)
            self.journal.tell("+", subject, 1, project, row.place, values=values or row.shown())

    def tell_changed(
        self,
        row: Row,
        subject: Thing,
        version: int,
        project_id: int | None,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        if not self.is_dry:
            project = self.references.project_thing(project_id)
            self.journal.tell(
                "~", subject, version, project, row.place, before=plain(before), after=plain(after)
            )

    def _name(self, known: Known) -> None:
        """Somebody is named whom nobody knew: the register says where."""
        self.report.new_people.add(
            known.name if known.name.lower() == known.key else f"{known.name} ({known.key})"
        )
        self.touch(Person, known.id)
        self.journal.tell("*", thing("person", known.name, known.uid), 1, None, self.place)


def fresh_uid() -> uuid.UUID:
    return uuid.uuid4()
