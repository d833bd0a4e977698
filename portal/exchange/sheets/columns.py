"""A column of a sheet: what it is called, what it holds, where it is kept, and how it is explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portal.core.forms import LINE, PARAGRAPH
from portal.exchange.cells import DateOrder, Kind, Shape, folded_choice


@dataclass(frozen=True)
class Column:
    """`attribute`: the column of the table, None where the sheet itself sees to it. `to`: the kind of record a
    reference means. `empty`: what is stored for an empty cell. `needed`: never empty. `words`: choices, code →
    what it is called. `understands`: words of other scales that have a code all the same.
    """

    name: str
    kind: Kind
    attribute: str | None
    help: object = ""
    example: str = ""
    needed: bool = False
    empty: Any = None
    limit: int = LINE
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    words: Mapping[str, object] | None = None
    to: str | None = None
    understands: Callable[[str], str | None] | None = None

    def shape(self, zone: ZoneInfo, dates: DateOrder = DateOrder.YEAR_FIRST) -> Shape:
        """For reading cells, in the language of the reader."""
        choices = None
        if self.words is not None:
            choices = {folded_choice(str(word)): code for code, word in self.words.items()}
            choices |= {folded_choice(code): str(code) for code in self.words}
        return Shape(self.kind, self.limit, self.minimum, self.maximum, choices, dates, zone)


def line(name: str, help: object, example: str = "", **options: Any) -> Column:
    options.setdefault("empty", "")
    return Column(name, Kind.LINE, options.pop("attribute", name), help, example, **options)


def text(name: str, help: object, example: str = "", **options: Any) -> Column:
    options.setdefault("empty", "")
    options.setdefault("limit", PARAGRAPH)
    return Column(name, Kind.TEXT, options.pop("attribute", name), help, example, **options)


def code(help: object, example: str = "", **options: Any) -> Column:
    return Column("code", Kind.CODE, "code", help, example, needed=True, limit=64, **options)


def day(name: str, help: object, example: str = "2026-03-31", **options: Any) -> Column:
    return Column(name, Kind.DAY, options.pop("attribute", name), help, example, **options)


def whole(name: str, help: object, example: str = "", **options: Any) -> Column:
    return Column(name, Kind.WHOLE, options.pop("attribute", name), help, example, **options)


def amount(name: str, help: object, example: str = "", **options: Any) -> Column:
    options.setdefault("minimum", 0)
    return Column(name, Kind.AMOUNT, options.pop("attribute", name), help, example, **options)


def choice(name: str, words: Mapping[str, object], help: object, example: str = "", **options: Any) -> Column:
    return Column(name, Kind.CHOICE, options.pop("attribute", name), help, example, words=words, **options)


def to(kind: str, name: str, help: object, example: str = "", **options: Any) -> Column:
    """A reference to another record, by its code; to a person by address, handle or name."""
    attribute = options.pop("attribute", f"{name}_id")
    return Column(name, Kind.REFERENCE, attribute, help, example, to=kind, **options)
