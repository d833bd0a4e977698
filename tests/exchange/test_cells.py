"""One cell into one value: what is understood, and what is refused with which words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal.exchange.cells import DateOrder, Kind, Shape, Unfit, read_cell
from portal.exchange.files import Cell, Faulty

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
RATINGS = {"green": "green", "amber_green": "amber_green", "amber/green": "amber_green"}


def read(cell: Cell, kind: Kind, **shape: Any) -> Any:
    return read_cell(cell, Shape(kind, **shape))


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2010-05-31", DateOrder.YEAR_FIRST, (2010, 5, 31)),
        ("2010/5/31", DateOrder.YEAR_FIRST, (2010, 5, 31)),
        ("2010年5月31日", DateOrder.YEAR_FIRST, (2010, 5, 31)),
        (dt.datetime(2010, 5, 31, 12), DateOrder.YEAR_FIRST, (2010, 5, 31)),
        (dt.date(2010, 5, 31), DAY_FIRST, (2010, 5, 31)),
        ("31/05/2010", DAY_FIRST, (2010, 5, 31)),
        ("30.06.08", DAY_FIRST, (2008, 6, 30)),
        ("31.12.40", DAY_FIRST, (2040, 12, 31)),
        ("05/31/2010", MONTH_FIRST, (2010, 5, 31)),
        ("2010-05-31", DAY_FIRST, (2010, 5, 31)),
    ],
)
def test_a_date_is_understood(words: Flask, cell: Cell, order: DateOrder, day: tuple[int, int, int]) -> None:
    assert read(cell, Kind.DAY, dates=order) == dt.date(*day)


@pytest.mark.parametrize(
    ("cell", "order", "reason"),
    [
        ("31/05/2010", DateOrder.YEAR_FIRST, "Write it as YYYY-MM-DD"),
        ("1/012/2014", DAY_FIRST, "no date with the day first"),
        ("31/02/2010", DAY_FIRST, "no day"),
        ("31/05/2010", MONTH_FIRST, "no day"),
        ("Exempt under section 26", DAY_FIRST, "no date"),
        (40329.0, DateOrder.YEAR_FIRST, "no date"),
        ("1066-10-14", DateOrder.YEAR_FIRST, "between 1900 and 2200"),
        (Faulty("The formula fails."), DateOrder.YEAR_FIRST, "The formula fails"),
    ],
)
def test_what_is_no_date_is_refused(words: Flask, cell: Cell, order: DateOrder, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        read(cell, Kind.DAY, dates=order)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-07-01 09:30", "2026-07-01T07:30:00+00:00"),
        ("2026-07-01T09:30:00+00:00", "2026-07-01T09:30:00+00:00"),
        ("2026-07-01T09:30:00Z", "2026-07-01T09:30:00+00:00"),
        (dt.datetime(2026, 7, 1, 9, 29, 59, 999_997), "2026-07-01T07:30:00+00:00"),
        (dt.date(2026, 7, 1), "2026-06-30T22:00:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
    ],
)
def test_a_time_is_that_of_the_organization_unless_it_says_another(
    words: Flask, cell: Cell, moment: str
) -> None:
    read_as = read(cell, Kind.INSTANT, zone=ZoneInfo("Europe/Berlin"))
    assert read_as == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1200000.0, "1200000"),
        ("1,200,000.50", "1200000.50"),
        (0.1 + 0.2, "0.30"),
        ("12", "12"),
    ],
)
def test_an_amount_is_exact(words: Flask, cell: Cell, value: str) -> None:
    assert read(cell, Kind.AMOUNT) == Decimal(value)


@pytest.mark.parametrize(
    "cell", ["£26.19m", "1.200,50", "nan", "Infinity", "1e400", "12.345", True, dt.date(2026, 1, 1), "9" * 40]
)
def test_what_is_no_amount_is_refused(words: Flask, cell: Cell) -> None:
    with pytest.raises(Unfit):
        read(cell, Kind.AMOUNT)


def test_numbers_have_bounds(words: Flask) -> None:
    assert read("50 %", Kind.WHOLE, minimum=1, maximum=100) == 50
    for cell in ("0", 101, "50.5", 0.5):
        with pytest.raises(Unfit):
            read(cell, Kind.WHOLE, minimum=1, maximum=100)


@pytest.mark.parametrize("cell", ["amber_green", "Amber/Green", "AMBER GREEN", "amber-green"])
def test_a_choice_is_understood_by_code_and_by_word(words: Flask, cell: str) -> None:
    assert read(cell, Kind.CHOICE, choices=RATINGS) == "amber_green"
    with pytest.raises(Unfit, match="none of: green, amber_green"):
        read("on track", Kind.CHOICE, choices=RATINGS)


def test_codes_that_a_spreadsheet_took_for_numbers_are_codes_again(words: Flask) -> None:
    assert read(12.0, Kind.CODE) == "12"
    assert read("0012", Kind.CODE) == "0012"


@pytest.mark.parametrize("text", ["a\x00b", "a\x07", "\u202eevil", "\ud800", "\u200b"])
def test_texts_without_business_in_a_record_are_refused(words: Flask, text: str) -> None:
    with pytest.raises(Unfit):
        read(text, Kind.LINE)


def test_a_text_has_room_and_says_how_much(words: Flask) -> None:
    with pytest.raises(Unfit, match="10000 characters; there is room for 300"):
        read("x" * 10_000, Kind.LINE)
    assert read("two\nlines", Kind.LINE) == "two lines"
    assert read("two\r\nlines", Kind.TEXT) == "two\nlines"
    assert read("  ", Kind.TEXT) is None
