"""Applying a mapping: the cells of a source row become the cells of our columns."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase

from flask_babel import gettext as _

from portal.exchange.cells import as_text
from portal.exchange.files import Cell, Source, Table
from portal.exchange.files.tables import MAX_WORKBOOK_CELLS, Faulty, Unreadable, heading
from portal.exchange.importing.feeds import Feed, HeadRefused
from portal.exchange.importing.run import Row
from portal.exchange.mapping.rules import (
    CodeRule,
    ColumnRule,
    Mapping,
    Orientation,
    Otherwise,
    SheetRule,
    TableRule,
    ValueRule,
)
from portal.exchange.sheets import SHEETS

MONEY = re.compile(
    r"(-)?\s*[£€$¥￥]?\s*(-)?([\d,]*\.?\d+)\s*(bn|billion|mn|m|million|k|thousand)?", re.IGNORECASE
)
TIMES = {
    "k": 1000,
    "thousand": 1000,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
UNITS = {"one": 1, "thousand": 1000, "million": 10**6}
#: Made codes stand in addresses and in narrow columns; what is longer ends in a mark that keeps it apart.
CODE_LENGTH = 32


def mapped_feeds(
    mapping: Mapping, sources: Sequence[Source], note: Callable[[str], None]
) -> tuple[list[Feed], list[Source]]:
    """What the mapping makes of these tables, in its order; and the tables that it does not mention."""
    feeds, used = [], set()
    for rule in mapping.tables:
        for source in sources:
            if id(source) not in used and names(rule, source):
                used.add(id(source))
                feeds += [_feed(mapping, rule, sheet, source, note) for sheet in rule.sheets]
    return feeds, [source for source in sources if id(source) not in used]


def names(rule: TableRule, source: Source) -> bool:
    """Is this table meant?"""
    pattern = rule.table.casefold()
    return any(fnmatchcase(name.casefold(), pattern) for name in (source.name, source.file))


def _feed(
    mapping: Mapping, table: TableRule, rule: SheetRule, source: Source, note: Callable[[str], None]
) -> Feed:
    return Feed(
        rule.sheet,
        source,
        lambda: _rows(mapping, table, rule, source, note),
        {name: column.dates for name, column in rule.columns.items()},
        rule.repeats == "first",
    )


@dataclass(frozen=True)
class _Filled:
    """A column of ours with the places in the source row that it is made of."""

    name: str
    rule: ColumnRule
    places: list[int]
    met: Counter[str] = field(default_factory=Counter)


def _rows(
    mapping: Mapping, table: TableRule, rule: SheetRule, source: Source, note: Callable[[str], None]
) -> Iterator[Row]:
    opened = laid_out(source.open(), table.orientation, source.name)
    for sentence in opened.notes:
        note(sentence)
    columns = [_filled(name, column, opened.head) for name, column in rule.columns.items()]
    _insist_on_key(rule, columns)
    needed = [(_places([name], opened.head), values) for name, values in rule.only.items()]
    for number, cells in opened.rows:
        if not all(_is_wanted(_first(cells, places), values) for places, values in needed):
            continue
        row = Row(rule.sheet, source.file, number, {})
        for column in columns:
            _fill(mapping, row, column, cells)
        if any(row.cells.get(name) not in (None, "") for name in SHEETS[rule.sheet].key):
            yield row


def _insist_on_key(rule: SheetRule, columns: Sequence[_Filled]) -> None:
    there = {column.name for column in columns if column.places or column.rule.constant is not None}
    sheet = SHEETS[rule.sheet]
    for name in sheet.key:
        if sheet.by_name[name].needed and name not in there:
            wanted = rule.columns[name].from_ if name in rule.columns else []
            raise HeadRefused(
                name,
                _(
                    "The mapping takes this from %(columns)s, which is not in the table.",
                    columns=" / ".join(wanted),
                )
                if wanted
                else _("The mapping does not say where this comes from."),
            )


def laid_out(table: Table, orientation: Orientation, name: str) -> Table:
    """Fields that go down are turned: each further column is then a row, numbered as the column (A is 1)."""
    if orientation == Orientation.ROWS:
        return table
    grid: list[Sequence[Cell]] = [table.head]
    for _number, cells in table.rows:
        grid.append(cells)
        if len(grid) * len(table.head) > MAX_WORKBOOK_CELLS:
            raise Unreadable(_("%(name)s is too large to be read column by column.", name=name))
    head = [heading(row[0]) if row else "" for row in grid]
    return Table(head, _turned(grid), table.notes)


def _turned(grid: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    width = max(map(len, grid))
    for place in range(1, width):
        cells = [row[place] if place < len(row) else None for row in grid]
        if any(cell not in (None, "") for cell in cells):
            yield place + 1, cells


def _filled(name: str, rule: ColumnRule, head: Sequence[str]) -> _Filled:
    return _Filled(name, rule, _places(rule.from_, head))


def _places(wanted: Sequence[str], head: Sequence[str]) -> list[int]:
    """Where these headings are, in the order of the wish. `*` stands for anything, case and spaces do not count."""
    patterns = [heading(each).casefold() for each in wanted]
    folded = [heading(each).casefold() for each in head]
    return [
        place
        for pattern in patterns
        for place, each in enumerate(folded)
        if each and (each == pattern or ("*" in pattern and fnmatchcase(each, pattern)))
    ]


def _first(cells: Sequence[Cell], places: Sequence[int]) -> str:
    return next((text for place in places if place < len(cells) and (text := as_text(cells[place]))), "")


def _is_wanted(text: str, values: Sequence[ValueRule]) -> bool:
    """Rules for rows say `yes` by becoming anything but nothing."""
    return next((bool(found) for value in values if (found := value.applied(text)) is not None), False)


def _fill(mapping: Mapping, row: Row, column: _Filled, cells: Sequence[Cell]) -> None:
    """One column of ours. A value that a rule replaces keeps its words beside it."""
    rule = column.rule
    if not column.places and rule.constant is None:
        return  # the table has none of them: what is stored stays as it is
    found = _taken(rule, column.places, cells)
    text = as_text(found)
    cell = _valued(mapping, rule, text, found)
    if cell is not found and text:
        row.words[column.name] = text
    if rule.money is not None and isinstance(cell, str):
        cell = _money(cell, rule.money.unit)
    if rule.code is not None and cell not in (None, ""):
        cell = _coded(column, rule.code, as_text(cell))
    row.cells[column.name] = cell


def _taken(rule: ColumnRule, places: Sequence[int], cells: Sequence[Cell]) -> Cell:
    there = [cells[place] for place in places if place < len(cells) and cells[place] not in (None, "")]
    if rule.joined is not None:
        return rule.joined.join(text for cell in there if (text := as_text(cell)))
    if there:
        return there[0]
    return rule.constant


def _valued(mapping: Mapping, rule: ColumnRule, text: str, cell: Cell) -> Cell:
    values = mapping.values_of(rule)
    for value in values:
        if (becomes := value.applied(text)) is not None:
            return becomes
    if not values or rule.otherwise == Otherwise.KEEP or not text:
        return cell
    if rule.otherwise == Otherwise.EMPTY:
        return ""
    return Faulty(_("The mapping does not say what “%(text)s” means.", text=text[:60]))


def _money(text: str, unit: str) -> Cell:
    """Figures, or the text as it is: the column then refuses it with its own words."""
    match = MONEY.fullmatch(text.strip())
    if match is None:
        return text

    number = Decimal(match[3].replace(",", ""))
    times = TIMES[match[4].lower()] if match[4] else UNITS[unit]
    sign = "-" if match[1] or match[2] else ""
    return f"{sign}{number * times:f}"


def _coded(column: _Filled, rule: CodeRule, name: str) -> str:
    code = code_for(name, rule.prefix)
    column.met[code] += 1
    times = column.met[code]
    return f"{code}-{times}" if rule.numbers and times > 1 else code


def code_for(name: str, prefix: str) -> str:
    """A code that a name always gives, whatever its case and spaces; readable where the name is Latin."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    room = max(CODE_LENGTH - len(prefix), 16)
    if not folded.isascii() or len(slug) > room or not slug:
        mark = hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:6]
        slug = f"{slug[: room - 7].strip('-')}-{mark}".strip("-")
    return f"{prefix}{slug}"
