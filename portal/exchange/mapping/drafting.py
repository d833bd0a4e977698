"""A mapping as a form: one foreign table feeds one of our sheets, column by column, with proposals.

What the form cannot say (several sheets from one table, patterns) is written as a file; see docs/import.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from portal.core import clock
from portal.exchange.cells import DateOrder, Kind, Unfit, as_text, read_cell
from portal.exchange.files import Cell, Source, Table, Unreadable
from portal.exchange.importing.feeds import HeadRefused, check_head, sheet_named
from portal.exchange.mapping.matching import propose_columns, propose_sheet
from portal.exchange.mapping.rules import Mapping, Orientation, SheetRule
from portal.exchange.mapping.transform import laid_out, names
from portal.exchange.sheets import SHEETS, Column, Sheet

SAMPLE = 3000
MOST_VALUES = 40
CODED = {"department", "programme", "project", "commitment", "group", "meeting", "decision", "risk"}


@dataclass
class DraftColumn:
    """One of our columns: from which heading, or what always. `values`: foreign words → ours, for choices."""

    column: Column
    is_key: bool
    heading: str = ""
    always: str = ""
    dates: str = DateOrder.YEAR_FIRST
    makes_code: bool = False
    values: dict[str, str] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)

    @property
    def may_make_code(self) -> bool:
        return self.column.kind == Kind.CODE or self.column.to in CODED

    @property
    def is_date(self) -> bool:
        return self.column.kind in (Kind.DAY, Kind.INSTANT)


@dataclass
class DraftTable:
    """A foreign table with what is known about it. `number` names its fields in the form."""

    number: int
    source: Source
    head: list[str] = field(default_factory=list)
    sheet: str = ""
    orientation: str = Orientation.ROWS
    columns: list[DraftColumn] = field(default_factory=list)

    def name_of(self, column: DraftColumn, part: str = "") -> str:
        return f"t{self.number}-{column.column.name}{part}"


def foreign(sources: Sequence[Source]) -> list[Source]:
    """Tables that are not ours as they stand: by their name, or by their headings."""
    return [source for source in sources if not _is_ours(source)]


def _is_ours(source: Source) -> bool:
    sheet = sheet_named(source.name)
    if sheet is None:
        return False
    try:
        check_head(sheet, source.open().head)
    except HeadRefused:
        return False
    except Unreadable:  # no mapping helps there; its check says what is the matter
        return True
    return True


def draft(
    sources: Sequence[Source], mapping: Mapping | None, form: Dict[str, str] | None
) -> list[DraftTable]:
    """The tables with what somebody chose (`form`), what is saved (`mapping`), or what is proposed."""
    return [
        _draft_table(number, source, mapping, form)
        for number, source in enumerate(sources)
        if source.count or form
    ]


def _draft_table(
    number: int, source: Source, mapping: Mapping | None, form: Dict[str, str] | None
) -> DraftTable:
    made = DraftTable(number, source)
    saved = _saved_rule(source, mapping)
    if form is not None and f"t{number}-layout" in form:
        made.orientation = (
            form[f"t{number}-layout"] if form[f"t{number}-layout"] in set(Orientation) else Orientation.ROWS
        )
    elif saved is not None:
        made.orientation = saved[0]
    table, rows = _sample(source, made.orientation)
    made.head = [heading for heading in table.head if heading]
    own = sheet_named(source.name)
    proposed = own.name if own else propose_sheet(source.name, made.head)
    if form is not None:
        made.sheet = form.get(f"t{number}-sheet", "")
    else:
        made.sheet = saved[1].sheet if saved else ("" if mapping else proposed or "")
    if made.sheet in SHEETS:
        sheet = SHEETS[made.sheet]
        asked = form if form is not None and form.get(f"t{number}-was") == made.sheet else None
        rule = saved[1] if saved and saved[1].sheet == made.sheet and asked is None else None
        made.columns = [_draft_column(made, sheet, column, asked, rule) for column in sheet.columns]
        if asked is None and rule is None:
            _propose(made, sheet)
        _exemplify(made, table, rows)
    return made


def _saved_rule(source: Source, mapping: Mapping | None) -> tuple[Orientation, SheetRule] | None:
    if mapping is None:
        return None
    return next(((rule.orientation, rule.sheets[0]) for rule in mapping.tables if names(rule, source)), None)


def _sample(source: Source, orientation: str) -> tuple[Table, list[Sequence[Cell]]]:
    table = laid_out(source.open(), Orientation(orientation), source.name)
    return table, [cells for _number, cells in islice(table.rows, SAMPLE)]


def _draft_column(
    made: DraftTable, sheet: Sheet, column: Column, form: Dict[str, str] | None, rule: SheetRule | None
) -> DraftColumn:
    one = DraftColumn(column, column.name in sheet.key and column.needed)
    if form is not None:
        one.heading = form.get(made.name_of(one), "")
        one.always = form.get(made.name_of(one, "-always"), "")
        one.dates = form.get(made.name_of(one, "-dates"), one.dates)
        one.makes_code = made.name_of(one, "-code") in form
        one.values = _chosen_values(made, one, form)
    elif rule is not None and column.name in rule.columns:
        saved = rule.columns[column.name]
        one.heading = saved.from_[0] if saved.from_ else ""
        one.always, one.dates, one.makes_code = saved.constant or "", saved.dates, saved.code is not None
        if not isinstance(saved.values, str):
            one.values = {value.is_: value.becomes for value in saved.values if value.is_ is not None}
    return one


def _chosen_values(made: DraftTable, one: DraftColumn, form: Dict[str, str]) -> dict[str, str]:
    found = {}
    for place in range(MOST_VALUES):
        word = form.get(made.name_of(one, f"-word-{place}"))
        if word is not None:
            found[word] = form.get(made.name_of(one, f"-value-{place}"), "")
    return found


def _propose(made: DraftTable, sheet: Sheet) -> None:
    proposed = propose_columns(sheet, made.head)
    for one in made.columns:
        one.heading = proposed.get(one.column.name, "")
        if one.column.kind == Kind.CODE and not one.heading and "name" in proposed:
            one.heading, one.makes_code = proposed["name"], True


def _exemplify(made: DraftTable, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    """What stands in the chosen columns; of choices the words that are none of ours."""
    for one in made.columns:
        if one.heading not in table.head:
            continue
        place = table.head.index(one.heading)
        texts = dict.fromkeys(text for row in rows if place < len(row) and (text := as_text(row[place])))
        one.examples = [text[:60] for text in islice(texts, 3)]
        if one.column.kind == Kind.CHOICE:
            unknown = [text for text in texts if len(text) <= 300 and not _is_known(one.column, text)]
            one.values = {word: one.values.get(word, "") for word in unknown[:MOST_VALUES]}


def _is_known(column: Column, text: str) -> bool:
    if column.understands is not None and column.understands(text) is not None:
        return True
    try:
        read_cell(text, column.shape(clock.timezone()))
    except Unfit:
        return False
    return True


def as_mapping(tables: Sequence[DraftTable], name: str) -> dict[str, Any]:
    """The JSON of what was chosen; empty where no table feeds a sheet."""
    rules = [
        _table_rule(made) for made in tables if made.sheet in SHEETS and any(map(_is_filled, made.columns))
    ]
    return {"version": 1, "name": name, "tables": rules} if rules else {}


def _is_filled(one: DraftColumn) -> bool:
    return bool(one.heading or one.always)


def _table_rule(made: DraftTable) -> dict[str, Any]:
    columns = {one.column.name: _column_rule(one) for one in made.columns if _is_filled(one)}
    rule: dict[str, Any] = {
        "table": re.sub(r"[\[\]*?]", "?", made.source.name),
        "sheets": [{"sheet": made.sheet, "columns": columns}],
    }
    return rule | ({"orientation": made.orientation} if made.orientation != Orientation.ROWS else {})


def _column_rule(one: DraftColumn) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    if one.heading:
        rule["from"] = [one.heading]
    if one.always:
        rule["constant"] = one.always
    if one.is_date and one.dates in set(DateOrder):
        rule["dates"] = str(one.dates)
    if one.makes_code and one.may_make_code:
        rule["code"] = {}
    values = [{"is": word, "becomes": code} for word, code in one.values.items() if code]
    return rule | ({"values": values} if values else {})
