"""Cells copied from a spreadsheet: what they say, and what of it cannot be read, cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Department
from portal.accounts.queries import find_people
from portal.core.errors import Invalid
from portal.core.forms import clean, has_control_characters
from portal.database import session
from portal.projects.models import Project
from portal.raci import queries
from portal.raci.cells import Change, fault_of_item, key_of, letters_of
from portal.raci.models import ItemKind
from portal.stakeholders.models import RaciRole
from portal.stakeholders.queries import Party, faults_in

MOST_CHARACTERS, MOST_ROWS, MOST_COLUMNS = 300_000, 500, 60
#: What a cell of Excel can hold at most.
LONGEST_CELL = 32_767
MOST_NAMES = 200
SHOWN = 60
NAMES = re.compile(r"[;,、，；\n]+")
KIND_HEADS = frozenset({"kind", "type", "种类", "類型", "类型", "種類"})
ROLE_HEADS: Mapping[str, str] = {
    **{letter.lower(): letter for letter in "RACI"},
    "responsible": "R",
    "accountable": "A",
    "consulted": "C",
    "informed": "I",
    "负责": "R",
    "負責": "R",
    "问责": "A",
    "問責": "A",
    "咨询": "C",
    "諮詢": "C",
    "知会": "I",
    "知會": "I",
}
KIND_WORDS: Mapping[str, str] = {
    "deliverable": ItemKind.DELIVERABLE,
    "交付物": ItemKind.DELIVERABLE,
    "process step": ItemKind.STEP,
    "step": ItemKind.STEP,
    "流程步骤": ItemKind.STEP,
    "流程步驟": ItemKind.STEP,
    "decision area": ItemKind.AREA,
    "area": ItemKind.AREA,
    "决策领域": ItemKind.AREA,
    "決策領域": ItemKind.AREA,
    **{str(kind): str(kind) for kind in ItemKind},
}


@dataclass(frozen=True)
class Complaint:
    """A cell that cannot be read, as the spreadsheet calls it: `C4`."""

    cell: str
    text: str
    sentence: str


@dataclass
class PastedRow:
    """A row as it was read. `is_whole`: every cell could be read, so what is not there ends."""

    item: str
    kind: str = ""
    cells: dict[Party, str] = field(default_factory=dict)
    is_whole: bool = True


@dataclass
class Pasted:
    """`parties` are the columns that could be read; in a table by role they are whoever is named."""

    rows: dict[str, PastedRow] = field(default_factory=dict)
    parties: list[Party] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, row: int, column: int, text: str, sentence: str) -> None:
        shown = "".join(each for each in text if not has_control_characters(each))[:SHOWN]
        self.complaints.append(Complaint(f"{_column(column)}{row + 1}", shown, sentence))

    @property
    def kinds(self) -> dict[str, str]:
        return {row.item: row.kind for row in self.rows.values() if row.kind}


def read(text: str) -> Pasted:
    """A table with the parties as columns, or with the letters R, A, C, I as columns and names in the cells."""
    table = _table(text)
    found, names = Pasted(), _Names()
    head = [cell.strip() for cell in table[0]]
    roles = {
        number: ROLE_HEADS[cell.lower()]
        for number, cell in enumerate(head)
        if number and cell.lower() in ROLE_HEADS
    }
    kind = next((number for number, cell in enumerate(head) if number and cell.lower() in KIND_HEADS), None)
    if len(roles) >= 2:
        _by_role(table, roles, kind, found, names)
    else:
        _by_party(table, head, kind, found, names)
    if not found.rows and not found.complaints:
        raise Invalid(text=_("There is no row below the head. Copy the head and the rows together."))
    return found


def _table(text: str) -> list[list[str]]:
    if len(text) > MOST_CHARACTERS:
        raise Invalid(text=_("This is too much at once. Paste at most %(number)d rows.", number=MOST_ROWS))
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff\r\n")), delimiter="\t"))
    except csv.Error as error:
        raise Invalid(text=_("This cannot be read as cells of a spreadsheet.")) from error
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):  # a quotation mark that never ends
        raise Invalid(text=_("This cannot be read as cells of a spreadsheet."))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows or max(len(row) for row in rows) < 2:
        raise Invalid(
            text=_("Copy the cells in Excel, with the head and at least two columns, and paste them here.")
        )
    if len(rows) > MOST_ROWS + 1:
        raise Invalid(
            text=_(
                "These are %(count)d rows. Paste at most %(number)d at once.",
                count=len(rows) - 1,
                number=MOST_ROWS,
            )
        )
    if max(len(row) for row in rows) > MOST_COLUMNS:
        raise Invalid(text=_("At most %(number)d columns can be read at once.", number=MOST_COLUMNS))
    return rows


def _column(number: int) -> str:
    """0 → A, 26 → AA, as spreadsheets do."""
    return chr(65 + number) if number < 26 else chr(64 + number // 26) + chr(65 + number % 26)


class _Names:
    """Departments by code or name, people by e-mail address, handle or name; each name is looked up once."""

    def __init__(self) -> None:
        self.departments: dict[str, set[Party]] = {}
        for number, code, name in session().execute(select(Department.id, Department.code, Department.name)):
            party = Party("department", number, name)
            for word in {code.casefold(), name.casefold()}:
                self.departments.setdefault(word, set()).add(party)
        self.found: dict[str, Party | str] = {}

    def find(self, text: str) -> Party | str:
        """The party, or the sentence why nobody is meant."""
        if text not in self.found:
            if len(self.found) >= MOST_NAMES:
                return _("Too many different names at once. Paste fewer rows.")
            self.found[text] = self._look_up(text)
        return self.found[text]

    def _look_up(self, text: str) -> Party | str:
        if len(text) > 700 or has_control_characters(text):
            return _("This name cannot be read.")
        departments = self.departments.get(text.casefold(), set())
        if len(departments) == 1:
            return next(iter(departments))
        people = find_people(text) if not departments else []
        if len(people) == 1:
            return Party("person", people[0].id, people[0].name)
        if departments or people:
            return _(
                "This name means several. Use the code of the department or the e-mail address of the person."
            )
        return _("Neither a department nor a person of this name is known.")


def _row(found: Pasted, number: int, cells: list[str], kind: int | None) -> PastedRow | None:
    item = clean(_unguarded(cells[0])) or ""
    item = " ".join(item.split()) if not has_control_characters(item, multiline=True) else item
    if not item and not any(cell.strip() for cell in cells):
        return None
    if (fault := fault_of_item(item)) is not None:
        found.complain(number, 0, item, fault)
        return None
    row = found.rows.setdefault(item, PastedRow(item))
    if kind is not None and kind < len(cells) and (word := cells[kind].strip().lower()):
        row.kind = KIND_WORDS.get(word, row.kind)
        if word not in KIND_WORDS:
            sentence = _("This kind is not known: deliverable, process step or decision area.")
            found.complain(number, kind, cells[kind], sentence)
    return row


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def guarded(text: str) -> str:
    """No spreadsheet takes this for a formula; pasting it again gives the same text."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") else flat


def _by_party(
    table: list[list[str]], head: list[str], kind: int | None, found: Pasted, names: _Names
) -> None:
    columns: dict[int, Party] = {}
    is_whole = True
    for number, cell in enumerate(head):
        if number in (0, kind) or not cell:
            continue
        party = names.find(_unguarded(cell))
        if isinstance(party, str):
            found.complain(0, number, cell, party)
            is_whole = False
        elif party in columns.values():
            found.complain(0, number, cell, _("This column is there twice."))
        else:
            columns[number] = party
    found.parties = list(columns.values())
    for place, cells in enumerate(table[1:], 1):
        row = _row(found, place, cells, kind)
        for number, party in columns.items() if row is not None else ():
            _read_cell(found, row, place, number, cells[number] if number < len(cells) else "", party)
        if row is not None and not is_whole:
            row.is_whole = False


def _read_cell(
    found: Pasted, row: PastedRow | None, place: int, number: int, text: str, party: Party
) -> None:
    assert row is not None, "only rows that could be read have cells"
    said = letters_of(text)
    if said is None:
        found.complain(
            place, number, text, _("Only the letters R, A, C and I stand in a cell, such as A or R/A.")
        )
        row.is_whole = False
    else:
        row.cells[party] = _joined(row.cells.get(party, ""), said)


def _joined(one: str, other: str) -> str:
    return letters_of(one + other) or ""


def _by_role(
    table: list[list[str]], roles: Mapping[int, str], kind: int | None, found: Pasted, names: _Names
) -> None:
    for place, cells in enumerate(table[1:], 1):
        row = _row(found, place, cells, kind)
        if row is None:
            continue
        for number, role in roles.items():
            text = cells[number] if number < len(cells) else ""
            for name in filter(None, (each.strip() for each in NAMES.split(text))):
                party = names.find(name)
                if isinstance(party, str):
                    found.complain(place, number, name, party)
                    row.is_whole = False
                else:
                    row.cells[party] = _joined(row.cells.get(party, ""), role)
    found.parties = list(dict.fromkeys(party for row in found.rows.values() for party in row.cells))


def changes_of(
    pasted: Pasted, rows: Mapping[str, Mapping[str, str]], parties: Iterable[Party]
) -> list[Change]:
    """What the paste changes in the matrix (`rows` by item and key). In a row with a cell that could not be
    read nothing ends; parties that the table does not name keep their letters.
    """
    known = {key_of(party): party for party in parties}
    found = []
    for row in pasted.rows.values():
        stands = rows.get(row.item, {})
        said = dict(row.cells)
        if row.is_whole:
            said.update({party: "" for party in pasted.parties if party not in said})
        for party, after in said.items():
            before = stands.get(key_of(party), "")
            wanted = after if row.is_whole else _joined(before, after)
            if wanted != before:
                found.append(Change(row.item, known.get(key_of(party), party), wanted, before))
    return found


def faults_after(item: str, cells: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """What is wrong with a row that says this, in words."""
    accountable = [names.get(key, key) for key, said in cells.items() if RaciRole.ACCOUNTABLE in said]
    responsible = sum(RaciRole.RESPONSIBLE in said for said in cells.values())
    return [fault.words for fault in faults_in(item, accountable, responsible)]


@dataclass
class Preview:
    """What storing would do, and how each row would stand afterwards."""

    pasted: Pasted
    changes: list[Change]
    parties: list[Party]
    rows: list[tuple[PastedRow, dict[str, str], list[str]]]

    @classmethod
    def of(cls, project: Project, text: str, on: dt.date) -> Preview:
        """`rows`: the row, what its cells will say by party's key, and its faults in words."""
        pasted = read(text)
        standing, rows = queries.sheet(project, on)
        changes = changes_of(pasted, rows, standing)
        parties = list(dict.fromkeys([*pasted.parties, *(change.party for change in changes)]))
        names = {key_of(party): party.name for party in [*standing, *parties]}
        after = {item: dict(rows.get(item, {})) for item in pasted.rows}
        for change in changes:
            after[change.item][key_of(change.party)] = change.after
        told = [
            (row, after[item], faults_after(item, after[item], names)) for item, row in pasted.rows.items()
        ]
        return cls(pasted, changes, parties, told)

    @property
    def ending(self) -> int:
        return sum(bool(set(change.before or "") - set(change.after)) for change in self.changes)

    @property
    def beginning(self) -> int:
        return sum(bool(set(change.after) - set(change.before or "")) for change in self.changes)
