"""Lists: every row once, in order, forwards and backwards, whatever is filtered; nonsense in the address
does no harm.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.assembly import Portal
from portal.core.lists import Filters, OptionalDay, OptionalText, Sort, decode_cursor, encode_cursor, paginate
from portal.database import db
from portal.projects.models import Project
from tests.factories.accounts import make_project


class ProjectFilters(Filters):
    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name", "go_live_on")

    text: OptionalText = None
    since: OptionalDay = None


SORTS = {
    "name": Sort(Project.name, lambda row: row.name),
    "go_live_on": Sort(Project.go_live_on, lambda row: row.go_live_on, nullable=True),
}


def test_a_field_that_was_left_empty_in_the_filter_bar_filters_nothing() -> None:
    filters = ProjectFilters.model_validate({"text": " ", "since": "", "after": ""})
    assert (filters.text, filters.since, filters.after, filters.is_filtered) == (None, None, None, False)


def walk(filters: ProjectFilters, *, backwards: bool = False) -> list[int]:
    """The ids of all rows, page by page."""
    seen: list[int] = []
    for _page in range(100):
        page = paginate(select(Project), filters, sorts=SORTS, key=Project.id)
        ids = [row.id for row in page.items]
        seen = ids + seen if backwards else seen + ids
        cursor = page.previous if backwards else page.next
        if cursor is None:
            return seen
        change = {"before": cursor, "after": None} if backwards else {"after": cursor, "before": None}
        filters = filters.model_copy(update=change)
    raise AssertionError("the list does not end")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 5)), max_size=12),
    sort=st.sampled_from(["name", "-name", "go_live_on", "-go_live_on"]),
    limit=st.integers(1, 5),
)
def test_every_row_comes_once_in_both_directions(
    app: Portal, rows: list[tuple[str, int | None]], sort: str, limit: int
) -> None:
    db.session.execute(delete(Project))
    for number, (name, day) in enumerate(rows):
        make_project(name, code=f"X{number}", go_live_on=None if day is None else dt.date(2026, 1, 1 + day))
    db.session.flush()
    filters = ProjectFilters(sort=sort, limit=limit)
    forwards = walk(filters)
    assert sorted(forwards) == sorted(db.session.scalars(select(Project.id)))
    found = {row.id: row for row in db.session.scalars(select(Project))}
    values = [SORTS[sort.lstrip("-")].value(found[number]) for number in forwards]
    filled = [value for value in values if value is not None]
    assert filled == sorted(filled, reverse=sort.startswith("-"))
    assert values[len(filled) :] == [None] * (len(values) - len(filled)), "empty values stand last"
    if forwards:
        last = found[forwards[-1]]
        cursor = encode_cursor(SORTS[sort.lstrip("-")].value(last), last.id)
        back = walk(filters.model_copy(update={"before": cursor}), backwards=True)
        assert back == forwards[:-1]
    db.session.rollback()


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "WyJ4IiwiIiwxXQ", "A" * 300, "WyJkIiwieCIsMV0"])
def test_a_cursor_that_was_tampered_with_is_no_cursor(cursor: str) -> None:
    assert decode_cursor(cursor) is None


def test_a_cursor_comes_back_as_it_was() -> None:
    for value in (None, 3, "名", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC)):
        assert decode_cursor(encode_cursor(value, 7)) == (value, 7)


def test_nonsense_in_the_address_is_left_out(app: Portal) -> None:
    with app.test_request_context("/?limit=9999&since=tomorrow&text=%00hello&sort=drop+table&after=x"):
        filters = ProjectFilters.from_request()
    assert (filters.limit, filters.since, filters.text, filters.order) == (50, None, "hello", "name")


def test_changing_a_filter_starts_at_the_first_page(app: Portal) -> None:
    filters = ProjectFilters(text="a", sort="-name", after="abc", limit=10)
    assert filters.parameters(text="b") == {"text": "b", "sort": "-name", "limit": 10}
    assert filters.is_filtered
    assert not ProjectFilters(sort="name").is_filtered
