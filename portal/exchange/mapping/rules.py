"""A mapping as it is saved: for each table of the source which sheets it feeds, and where each column comes from.

It is JSON, versioned, and refuses what it does not know. `docs/import.md` explains it with examples.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from portal.exchange.cells import DateOrder
from portal.exchange.sheets import SHEETS

VERSION = 1
Text = Annotated[str, Field(max_length=1000)]
#: A pattern is matched against one cell; repeating what repeats, or a choice, could take for ever on a hostile one.
GROUP = re.compile(r"\\(\d)")
DANGEROUS = re.compile(r"[+*}]\s*\)\s*[+*{]|\|[^()]*\)\s*[+*{]")


class MappingRefused(Exception):
    """This is no mapping; the sentences say where and why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


class Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Orientation(StrEnum):
    """Records below each other, or beside each other with the fields going down."""

    ROWS = "rows"
    COLUMNS = "columns"


class ValueRule(Rule):
    r"""A cell that `is` this (whatever its case), or `matches` this pattern as a whole, becomes something else.

    `\1` in `becomes` stands for the first group of the pattern.
    """

    is_: Text | None = Field(default=None, alias="is")
    matches: Text | None = None
    becomes: Text

    @model_validator(mode="after")
    def _one_of_two(self) -> ValueRule:
        if (self.is_ is None) == (self.matches is None):
            raise ValueError("either is or matches")
        if self.matches is not None:
            if len(self.matches) > 300 or DANGEROUS.search(self.matches):
                raise ValueError("this pattern is too complicated")
            try:
                re.compile(self.matches)
            except (re.error, OverflowError, RecursionError) as error:
                raise ValueError(f"no pattern: {error}") from None
            if any(int(group) > re.compile(self.matches).groups for group in GROUP.findall(self.becomes)):
                raise ValueError("the pattern has no such group")
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.matches, re.IGNORECASE | re.DOTALL) if self.matches is not None else None

    def applied(self, text: str) -> str | None:
        """What this cell becomes; None where the rule does not fit."""
        if self.pattern is None:
            return self.becomes if text.casefold() == (self.is_ or "").casefold() else None
        match = self.pattern.fullmatch(text)
        return GROUP.sub(lambda group: match[int(group[1])] or "", self.becomes) if match else None


class Otherwise(StrEnum):
    """What happens to a cell that no value rule fits."""

    KEEP = "keep"
    EMPTY = "empty"
    REFUSE = "refuse"


class CodeRule(Rule):
    """A code made from a name: the same name always gives the same code.

    `numbers`: rows of one table that have the same name all the same are told apart by -2, -3, … in their order.
    """

    prefix: Annotated[str, Field(max_length=30)] = ""
    numbers: bool = False


class MoneyRule(Rule):
    """“£26.19m”: signs are dropped, k, m and bn multiply; `unit` is what a bare figure counts in."""

    unit: Literal["one", "thousand", "million"] = "one"


class ColumnRule(Rule):
    """Where a column comes from: the first of the source columns that is there and not empty, or a constant.

    `joined`: all of them, with this between. `values`: rules, or the name of a list in `value_lists`.
    """

    from_: list[Text] = Field(default_factory=list, alias="from", max_length=20)
    constant: Text | None = None
    joined: Annotated[str, Field(max_length=20)] | None = None
    values: list[ValueRule] | Text = Field(default_factory=list)
    otherwise: Otherwise = Otherwise.KEEP
    dates: DateOrder = DateOrder.YEAR_FIRST
    money: MoneyRule | None = None
    code: CodeRule | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> ColumnRule:
        if not self.from_ and self.constant is None:
            raise ValueError("either from or constant is needed")
        return self


class SheetRule(Rule):
    """One sheet that a table feeds. `only`: rows whose source column fits one of these value rules.

    `repeats`: `first` where several rows mean the same record and the first says enough.
    """

    sheet: str
    columns: dict[str, ColumnRule]
    only: dict[Text, list[ValueRule]] = Field(default_factory=dict)
    repeats: Literal["refuse", "first"] = "refuse"

    @model_validator(mode="after")
    def _known(self) -> SheetRule:
        if self.sheet not in SHEETS:
            raise ValueError(f"there is no sheet {self.sheet}")
        known = SHEETS[self.sheet].by_name
        if unknown := sorted(set(self.columns) - set(known)):
            raise ValueError(f"the sheet {self.sheet} has no column {', '.join(unknown)}")
        return self


class TableRule(Rule):
    """Tables whose name (or file name) fits `table`, where `*` stands for anything."""

    table: Text
    orientation: Orientation = Orientation.ROWS
    sheets: list[SheetRule] = Field(min_length=1, max_length=20)


class Mapping(Rule):
    """All of it. The order of `tables` is the order of import; of several rows for one record the first counts."""

    version: Literal[1] = 1
    name: Annotated[str, Field(max_length=300)] = ""
    note: Annotated[str, Field(max_length=5000)] = ""
    value_lists: dict[Text, list[ValueRule]] = Field(default_factory=dict)
    tables: list[TableRule] = Field(min_length=1, max_length=100)

    @field_validator("value_lists")
    @classmethod
    def _not_too_long(cls, lists: dict[str, list[ValueRule]]) -> dict[str, list[ValueRule]]:
        if sum(map(len, lists.values())) > 20_000:
            raise ValueError("too many values")
        return lists

    @model_validator(mode="after")
    def _lists_are_there(self) -> Mapping:
        for table in self.tables:
            for sheet in table.sheets:
                for column in sheet.columns.values():
                    if isinstance(column.values, str) and column.values not in self.value_lists:
                        raise ValueError(f"there is no value list {column.values}")
        return self

    def values_of(self, column: ColumnRule) -> list[ValueRule]:
        return self.value_lists[column.values] if isinstance(column.values, str) else column.values

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"version": VERSION}


def parse_mapping(content: Any) -> Mapping:
    """A mapping from JSON. Raises `MappingRefused` with what is wrong, place by place."""
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        sentences = []
        for problem in error.errors()[:20]:
            place = " → ".join(str(part) for part in problem["loc"]) or "–"
            message = str(problem["msg"]).removeprefix("Value error, ")
            sentences.append(_("%(place)s: %(message)s", place=place, message=message))
        raise MappingRefused(sentences) from None
    except RecursionError:
        raise MappingRefused([_("This is nested too deeply.")]) from None
