"""Sums of promised shares over time."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.commitments.capacity import (
    DAY,
    Load,
    Promise,
    Stretch,
    mondays,
    percent_of_week,
    promised_hours,
)
from tests.factories.commitments import terms

MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)
END = dt.date(2026, 6, 30)


def promise(percent: int | None, starts_on: dt.date | None, ends_on: dt.date | None) -> Promise:
    share = None if percent is None else Decimal(percent)
    return Promise(1, "STORE-C1", "STORE", 7, share, starts_on, ends_on)


def test_two_promises_add_up_only_while_both_hold() -> None:
    load = Load(7, MARCH, END, (promise(60, MARCH, MAY), promise(30, APRIL, None)))
    assert load.stretches() == [
        Stretch(MARCH, APRIL - DAY, Decimal(60)),
        Stretch(APRIL, MAY, Decimal(90)),
        Stretch(MAY + DAY, END, Decimal(30)),
    ]


def test_one_promise_more_shows_where_the_week_is_too_short() -> None:
    load = Load(7, APRIL, END, (promise(60, MARCH, MAY),))
    assert load.overload(Decimal(50)) == Stretch(APRIL, MAY, Decimal(110))
    assert load.overload(Decimal(40)) is None


def test_a_full_week_is_no_overload() -> None:
    assert not Stretch(MARCH, END, Decimal(100)).is_overload


def test_a_promise_without_an_amount_or_an_end_does_not_break_the_sum() -> None:
    load = Load(7, MARCH, END, (promise(None, None, None), promise(20, None, None)))
    assert load.stretches() == [Stretch(MARCH, END, Decimal(20))]


@pytest.mark.parametrize(
    ("share", "hours", "week", "percent"),
    [
        (50, None, Decimal(40), Decimal(50)),
        (None, Decimal(10), Decimal(40), Decimal(25)),
        (None, Decimal(10), Decimal(20), Decimal(50)),
        (None, Decimal(10), Decimal(30), Decimal("33.3")),
        (None, Decimal(8), Decimal(0), Decimal(20)),
        (None, None, Decimal(40), None),
    ],
)
def test_hours_become_a_share_of_the_persons_own_week(
    share: int | None, hours: Decimal | None, week: Decimal, percent: Decimal | None
) -> None:
    assert percent_of_week(share, hours, week) == percent


def test_the_first_and_the_last_week_count_their_working_days() -> None:
    half = terms(valid_from=dt.date(2026, 3, 5), valid_to=dt.date(2026, 3, 17))  # Thursday to Tuesday
    weeks = mondays(dt.date(2026, 3, 5), dt.date(2026, 3, 17))
    assert [promised_hours(half, monday) for monday in weeks] == [Decimal(8), Decimal(20), Decimal(8)]


days_of_a_year = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(5, 100), days_of_a_year, days_of_a_year), max_size=6),
    days_of_a_year,
    days_of_a_year,
)
def test_stretches_cover_the_time_without_gaps_and_say_each_days_sum(
    drawn: list[tuple[int, dt.date, dt.date]], one: dt.date, other: dt.date
) -> None:
    promises = tuple(promise(percent, min(a, b), max(a, b)) for percent, a, b in drawn)
    first, last = min(one, other), max(one, other)
    stretches = Load(7, first, last, promises).stretches()
    assert stretches[0].starts_on == first
    assert stretches[-1].ends_on == last
    for before, after in itertools.pairwise(stretches):
        assert after.starts_on == before.ends_on + DAY
        assert after.percent != before.percent
    for stretch in stretches:
        for day in (stretch.starts_on, stretch.ends_on):
            assert stretch.percent == sum(p.percent or 0 for p in promises if p.holds_on(day))
