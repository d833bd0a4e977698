"""Lists: filters in the address, sorting, and pagination by key.

The page, the export and the API read one filter object. Pagination is by key (the last row's sort value and
id), so a page costs the same at row 50 and at row 500,000, and nothing is counted.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from flask import request, url_for
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlalchemy import ColumnElement, Select, literal, tuple_

from portal.database import session

PAGE_SIZE = 50
MAX_LIMIT = 200


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _safe_text(value: Any) -> Any:
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


#: Types for filter fields: an empty field in the form means "not filtered".
OptionalText = Annotated[
    Annotated[str, Field(max_length=200)] | None, BeforeValidator(_blank_is_none), BeforeValidator(_safe_text)
]
OptionalDay = Annotated[dt.date | None, BeforeValidator(_blank_is_none)]
OptionalNumber = Annotated[
    Annotated[int, Field(ge=-(2**31), lt=2**31)] | None, BeforeValidator(_blank_is_none)
]
OptionalFlag = Annotated[bool | None, BeforeValidator(_blank_is_none)]


@dataclass(frozen=True)
class Sort:
    """What a list can be ordered by. `value` reads the column's value from a row of the page."""

    column: ColumnElement[Any] | Any
    value: Callable[[Any], Any]
    nullable: bool = False


class Filters(BaseModel):
    """Base of every list's filters. Subclasses add fields and set `default_sort`."""

    model_config = ConfigDict(extra="ignore")
    default_sort: ClassVar[str] = ""
    sortable: ClassVar[tuple[str, ...]] = ()

    sort: OptionalText = None
    after: OptionalText = None
    before: OptionalText = None
    limit: int = Field(default=PAGE_SIZE, ge=1, le=MAX_LIMIT)

    @classmethod
    def from_request(cls) -> Self:
        """Filters of this address; a value that makes no sense is left out rather than failing the page."""
        given = {name: value for name, value in request.args.items() if name in cls.model_fields}
        while True:
            try:
                return cls.model_validate(given)
            except ValidationError as error:
                bad = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
                if not bad & set(given):
                    return cls()
                given = {name: value for name, value in given.items() if name not in bad}

    @property
    def order(self) -> str:
        """The name to sort by, `-name` for descending; the default where the address asks for nonsense."""
        wanted = self.sort or self.default_sort
        return wanted if not self.sortable or wanted.lstrip("-") in self.sortable else self.default_sort

    def active(self) -> dict[str, Any]:
        """The filters that are set, without sorting and paging."""
        values = self.model_dump(mode="json", exclude={"sort", "after", "before", "limit"})
        return {name: value for name, value in values.items() if value not in (None, "", [], False)}

    @property
    def is_filtered(self) -> bool:
        return bool(self.active())

    def parameters(self, **changes: Any) -> dict[str, Any]:
        """Query parameters of this list with changes; another filter or order starts at the first page."""
        values = {**self.active(), "sort": self.sort}
        if self.limit != type(self).model_fields["limit"].default:
            values["limit"] = self.limit
        values.update(changes)
        return {name: value for name, value in values.items() if value not in (None, "")}

    def url(self, **changes: Any) -> str:
        """Address of this list with these parameters changed; None removes one."""
        return url_for(request.endpoint or "", **{**(request.view_args or {}), **self.parameters(**changes)})

    def hidden(self, *except_: str) -> list[tuple[str, Any]]:
        """Pairs for hidden inputs of a form that changes only `except_`."""
        return [(name, value) for name, value in self.parameters().items() if name not in except_]


RowT = TypeVar("RowT")


@dataclass
class Page(Generic[RowT]):
    """One page of a list. `next` and `previous` are cursors or None; nothing is counted."""

    items: list[RowT]
    filters: Filters
    next: str | None = None
    previous: str | None = None

    @property
    def next_url(self) -> str | None:
        return self.filters.url(after=self.next) if self.next else None

    @property
    def previous_url(self) -> str | None:
        return self.filters.url(before=self.previous) if self.previous else None


def paginate(
    statement: Select[Any],
    filters: Filters,
    *,
    sorts: Mapping[str, Sort],
    key: Any,
    key_of: Callable[[Any], int] = lambda row: row.id,
    scalars: bool = True,
) -> Page[Any]:
    """One page of `statement`, ordered by `filters.order` and then by the unique `key` column.

    `sorts` maps the names of `filters.sortable` to columns; `key_of` reads the key from a row. With
    `scalars=False` rows are tuples of columns instead of records. One SQL statement; a second one where a page
    reaches the rows that have no value to sort by.
    """
    name = filters.order
    descending, sort = name.startswith("-"), sorts[name.lstrip("-")]
    backwards = bool(filters.before) and not filters.after
    cursor = decode_cursor(filters.after or filters.before)
    down = descending != backwards
    rows: list[Any] = []
    for stretch in _stretches(sort, key, cursor, down=down, backwards=backwards):
        wanted = filters.limit + 1 - len(rows)
        if wanted > 0:
            result = session().execute(stretch(statement).limit(wanted))
            rows += result.scalars().unique() if scalars else result
    has_more, rows = len(rows) > filters.limit, rows[: filters.limit]
    if backwards:
        rows.reverse()
    page: Page[Any] = Page(rows, filters)
    if rows and (has_more or backwards):
        page.next = encode_cursor(sort.value(rows[-1]), key_of(rows[-1]))
    if rows and ((cursor is not None and not backwards) or (backwards and has_more)):
        page.previous = encode_cursor(sort.value(rows[0]), key_of(rows[0]))
    return page


def _stretches(
    sort: Sort, key: Any, cursor: tuple[Any, int] | None, *, down: bool, backwards: bool
) -> Iterator[Callable[[Select[Any]], Select[Any]]]:
    """What is read one after the other. Empty values stand last whichever way the list is sorted (so first
    when read backwards), and are read by themselves: an index on (column, key) serves both, but not
    `ORDER BY column IS NULL, column`.
    """
    valued = partial(_valued, sort, key, cursor, down)
    if not sort.nullable:
        yield valued
        return
    empty = partial(_empty, sort, key, cursor, down)
    at_empty = cursor is not None and cursor[0] is None
    if backwards:
        if at_empty:
            yield empty
        yield partial(_valued, sort, key, None if at_empty else cursor, down)
    else:
        if not at_empty:
            yield valued
        yield empty


def _valued(
    sort: Sort, key: Any, cursor: tuple[Any, int] | None, down: bool, statement: Select[Any]
) -> Select[Any]:
    """The rows with a value, from the cursor on."""
    if sort.nullable:
        statement = statement.where(sort.column.is_not(None))
    if cursor is not None:
        here = tuple_(sort.column, key)
        there = tuple_(literal(cursor[0], sort.column.type), literal(cursor[1]))
        statement = statement.where(here < there if down else here > there)
    return statement.order_by(*((each.desc() if down else each.asc()) for each in (sort.column, key)))


def _empty(
    sort: Sort, key: Any, cursor: tuple[Any, int] | None, down: bool, statement: Select[Any]
) -> Select[Any]:
    """The rows without one; from the cursor on if it stands among them."""
    statement = statement.where(sort.column.is_(None))
    if cursor is not None and cursor[0] is None:
        statement = statement.where(key < cursor[1] if down else key > cursor[1])
    return statement.order_by(key.desc() if down else key.asc())


_KINDS: dict[str, Callable[[str], Any]] = {
    "d": dt.date.fromisoformat,
    "t": dt.datetime.fromisoformat,
    "n": Decimal,
    "i": int,
    "s": str,
}


def encode_cursor(value: Any, row_id: int) -> str:
    """An opaque cursor of a sort value and an id."""
    if value is None:
        kind, text = "0", ""
    elif isinstance(value, dt.datetime):
        kind, text = "t", value.isoformat()
    elif isinstance(value, dt.date):
        kind, text = "d", value.isoformat()
    elif isinstance(value, bool | int):
        kind, text = "i", str(int(value))
    elif isinstance(value, Decimal):
        kind, text = "n", str(value)
    else:
        kind, text = "s", str(value)
    return base64.urlsafe_b64encode(json.dumps([kind, text, row_id]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> tuple[Any, int] | None:
    """The sort value and id of a cursor; None for no cursor or one that was tampered with."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        kind, text, row_id = json.loads(raw)
        return (None if kind == "0" else _KINDS[kind](text)), int(row_id)
    except (ValueError, KeyError, TypeError, ArithmeticError, binascii.Error):
        return None
