"""The arithmetic of weeks: edges, holidays, absences, year ends."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.capacity.weeks import (
    FreeDays,
    Promised,
    Row,
    Span,
    days_away,
    hours_there,
    overloads_of,
    spread,
    take_away,
)
from portal.capacity.words import level_of

MONDAY = dt.date(2026, 3, 2)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def weeks_of(
    first: str, last: str, hours: float = 20.0, holidays: tuple[str, ...] = (), count: int = 4
) -> list[float]:
    span = Span(MONDAY, count)
    weeks = [0.0] * count
    free = FreeDays(span, [day(each) for each in holidays])
    spread(Promised(1, 1, hours, day(first), day(last)), span, free, weeks)
    return [round(each, 2) for each in weeks]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-02", "2026-03-29", [20, 20, 20, 20]),
        ("2025-01-01", "2027-01-01", [20, 20, 20, 20]),
        ("2026-03-04", "2026-03-17", [12, 20, 8, 0]),
        ("2026-03-11", "2026-03-12", [0, 8, 0, 0]),
        ("2026-03-07", "2026-03-08", [0, 0, 0, 0]),
        ("2026-03-14", "2026-03-16", [0, 0, 4, 0]),
        ("2026-03-30", "2026-04-30", [0, 0, 0, 0]),
        ("2026-02-01", "2026-03-01", [0, 0, 0, 0]),
    ],
)
def test_a_promise_counts_its_working_days(first: str, last: str, expected: list[float]) -> None:
    assert weeks_of(first, last) == expected


def test_public_holidays_shorten_a_promise_and_weekends_do_not_count_twice() -> None:
    assert weeks_of("2026-03-02", "2026-03-29", holidays=("2026-03-11", "2026-03-14")) == [20, 16, 20, 20]
    assert weeks_of("2026-03-11", "2026-03-12", holidays=("2026-03-11",)) == [0, 4, 0, 0]


def test_a_year_end_and_a_change_of_clocks_are_ordinary_weeks() -> None:
    span = Span(day("2026-12-21"), 3)
    weeks = [0.0] * 3
    spread(Promised(1, 1, 10.0, day("2026-12-01"), day("2027-12-31")), span, FreeDays(span, ()), weeks)
    assert weeks == [10, 10, 10]
    assert span.mondays[2] == day("2027-01-04")
    assert weeks_of("2026-03-23", "2026-04-12", count=6) == [0, 0, 0, 20, 20, 20]


def row(
    promised: list[float], away: list[int] | None = None, holidays: tuple[str, ...] = ()
) -> tuple[Row, Span]:
    span = Span(MONDAY, len(promised))
    free = FreeDays(span, [day(each) for each in holidays])
    made = Row(1, "Wu Min", None, 40.0, promised, [0] * span.count, hours_there(40.0, free))
    take_away(made, dict(enumerate(away or [])), free)
    return made, span


def test_an_absence_shortens_the_week_and_not_the_promise() -> None:
    made, _span = row([20, 20, 20], [0, 2, 5])
    assert [made.percent(week) for week in range(3)] == [50, 83, None]
    assert [made.is_over(week) for week in range(3)] == [False, False, True]


def test_nobody_is_overloaded_by_a_public_holiday() -> None:
    made, _span = row([32], holidays=("2026-03-04",))
    assert (made.percent(0), made.is_over(0)) == (100, False)


def test_somebody_away_without_promises_is_not_overloaded() -> None:
    made, _span = row([0], [5])
    assert (made.percent(0), made.is_over(0)) == (0, False)


def test_overloads_are_told_from_the_first_to_the_last_week() -> None:
    made, span = row([50, 60, 20, 0, 41], [0, 0, 0, 0, 0])
    found = [(each.first, each.last, each.percent) for each in overloads_of(made, span)]
    assert found == [(MONDAY, day("2026-03-09"), 150), (day("2026-03-30"), day("2026-03-30"), 102)]


def test_working_days_away_leave_out_holidays_and_weekends() -> None:
    span = Span(MONDAY, 2)
    free = FreeDays(span, [day("2026-03-05")])
    assert days_away([(day("2026-03-04"), day("2026-03-09"))], span, free) == {0: 2, 1: 1}


@pytest.mark.parametrize(
    ("load", "level"),
    [
        (0, "none"),
        (1, "low"),
        (50, "low"),
        (51, "middle"),
        (80, "middle"),
        (100, "full"),
        (101, "over"),
        (None, "over"),
    ],
)
def test_every_load_has_a_shade(load: int | None, level: str) -> None:
    assert level_of(load) == level
