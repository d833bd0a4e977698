"""The grid as a page shows it and as its form comes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from portal.core.errors import Invalid
from portal.projects.models import Project
from portal.raci import queries
from portal.raci.cells import Change, item_of, key_of, parties_by_key
from portal.raci.models import ItemKind, Proposal
from portal.stakeholders.queries import Party, Row, list_rows, parties_of

ROWS = 40
SPARE = 5
MOST_COLUMNS = 40
MOST_ROWS = ROWS + SPARE
#: What a new row without any letter would store: nothing that can be kept.
NO_LETTER = "?"


@dataclass
class Cell:
    """`said` is what the input shows, `stands` what is stored; `accepted` is whether all of it is accepted."""

    party: Party
    key: str
    said: str
    stands: str
    accepted: bool = False
    declined: str = ""
    error: str = ""


@dataclass
class GridRow:
    """`number` is the row's place in the form; a spare row has no item yet."""

    number: int
    item: str
    kind: str = ""
    is_spare: bool = False
    faults: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    proposal: Proposal | None = None
    error: str = ""


@dataclass
class Grid:
    parties: list[Party]
    rows: list[GridRow]
    next_page: str | None = None

    @property
    def seen(self) -> str:
        """What the form brings back: which row is which item, and what the cells said."""
        rows = [
            [row.item, row.kind, {cell.key: cell.stands for cell in row.cells if cell.stands}]
            for row in self.rows
            if not row.is_spare
        ]
        return json.dumps(
            {"keys": [key_of(party) for party in self.parties], "rows": rows}, ensure_ascii=False
        )


def grid_of(project: Project, filters: Any, with_keys: list[str], today: dt.date) -> Grid:
    """A page of the matrix with all its columns. A fixed number of statements."""
    filters.limit = ROWS
    page = list_rows(project, filters, today)
    parties = _columns(project, page.items, with_keys)
    items = [row.item for row in page.items]
    kinds, waiting = queries.kinds_of(project, items), queries.open_changes(project, items)
    rows = [_row(number, row, parties, kinds, waiting) for number, row in enumerate(page.items)]
    spare = [
        GridRow(number, "", is_spare=True, cells=[Cell(each, key_of(each), "", "") for each in parties])
        for number in range(len(rows), len(rows) + SPARE)
    ]
    return Grid(parties, rows + spare, page.next_url)


def _columns(project: Project, rows: list[Row], with_keys: list[str]) -> list[Party]:
    found = parties_of(rows)
    if not found and not with_keys and project.lead_department is not None:
        found = [Party("department", project.lead_department.id, project.lead_department.name)]
    added = parties_by_key(with_keys[:MOST_COLUMNS]).values()
    return list(dict.fromkeys([*found, *added]))[:MOST_COLUMNS]


def _row(
    number: int, row: Row, parties: list[Party], kinds: Mapping[str, str], waiting: Mapping[str, Proposal]
) -> GridRow:
    cells = []
    for party in parties:
        entries = row.of_party(party)
        stands = queries.letters(entries)
        reasons = [entry.decline_reason for entry in entries if entry.declined_at is not None]
        is_accepted = bool(entries) and all(entry.is_accepted for entry in entries)
        cells.append(
            Cell(party, key_of(party), stands, stands, is_accepted, "; ".join(filter(None, reasons)))
        )
    kind = kinds.get(row.item, "")
    return GridRow(number, row.item, kind, False, row.faults, cells, waiting.get(row.item))


@dataclass
class Submitted:
    """What the form asks for. `spare`: what was typed in new rows, whether or not it can be stored."""

    changes: list[Change] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    spare: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def submitted(sent: Mapping[str, str], seen: str) -> Submitted:
    """Cells that are not sent are not changed. Raises `Invalid` where the form cannot be read."""
    keys, rows = _seen(seen)
    parties = parties_by_key(keys)
    found = Submitted()
    for number in range(min(len(rows) + SPARE, MOST_ROWS)):
        is_spare = number >= len(rows)
        item, kind, cells = ("", "", {}) if is_spare else rows[number]
        if is_spare:
            item = item_of(sent.get(f"item-{number}", ""))[:20_000]
        wanted = sent.get(f"kind-{number}", kind)
        if item and wanted != kind and wanted in set(ItemKind):
            found.kinds[item] = wanted
        texts = {key: sent.get(f"cell-{number}-{key}", cells.get(key, ""))[:1000] for key in parties}
        if is_spare:
            found.spare.append((item, wanted, texts))
        for key, text in texts.items():
            before = cells.get(key, "")
            if text.strip() != before:
                found.changes.append(Change(item, parties[key], text, before))
        if is_spare and item and not any(text.strip() for text in texts.values()) and parties:
            found.changes.append(Change(item, next(iter(parties.values())), NO_LETTER, ""))
    return found


def _seen(text: str) -> tuple[list[str], list[tuple[str, str, dict[str, str]]]]:
    try:
        said = json.loads(text)
        keys = [str(key) for key in said["keys"]][:MOST_COLUMNS]
        rows = [
            (item_of(str(item)), str(kind), {str(key): str(stood) for key, stood in cells.items()})
            for item, kind, cells in said["rows"][:ROWS]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid(
            seen=_("This page is out of date. Open it again and enter your changes there.")
        ) from error
    return keys, rows


def shown_again(grid: Grid, typed: Submitted, errors: Mapping[tuple[str, str], str]) -> None:
    """What was typed stands in the cells of its row, with what is wrong beside it."""
    wanted = {change.place: change.after for change in typed.changes}
    spare = iter(typed.spare)
    for row in grid.rows:
        texts: Mapping[str, str] = {}
        if row.is_spare:
            row.item, row.kind, texts = next(spare, ("", "", {}))
        row.kind = typed.kinds.get(row.item, row.kind)
        for cell in row.cells:
            place = (row.item, cell.key)
            cell.said = texts.get(cell.key, "") if row.is_spare else wanted.get(place, cell.said)
            has_text = bool(cell.said.strip()) or wanted.get(place) == NO_LETTER
            if cell.said != cell.stands or has_text:
                cell.error = errors.get(place, "")
