"""The arithmetic of weeks: hours promised and hours there, for many people over a year, in milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress
from operator import gt
from typing import NamedTuple

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
WORKDAYS = 5
#: Less than this is rounding, not an overload: a quarter of an hour in a full week.
TOLERANCE = 1.006


@dataclass(frozen=True)
class Span:
    """Weeks in a row, from a Monday on."""

    first: dt.date
    count: int

    @cached_property
    def mondays(self) -> list[dt.date]:
        return [self.first + WEEK * n for n in range(self.count)]

    @cached_property
    def last(self) -> dt.date:
        """The Sunday of the last week."""
        return self.first + WEEK * self.count - DAY

    @cached_property
    def days(self) -> int:
        return 7 * self.count

    @cached_property
    def origin(self) -> int:
        """The ordinal of the first day: days are counted from it, as whole numbers they are compared fastest."""
        return self.first.toordinal()

    def within(self, starts_on: dt.date, ends_on: dt.date) -> tuple[int, int] | None:
        """The numbers of the first and last day of a period cut to the span; None for one outside."""
        first, last = starts_on.toordinal() - self.origin, ends_on.toordinal() - self.origin
        if first > last or first >= self.days or last < 0:
            return None
        return (first if first > 0 else 0), (last if last < self.days else self.days - 1)


class FreeDays:
    """The public holidays of a span that fall on working days, and what of each week they leave."""

    def __init__(self, span: Span, holidays: Iterable[dt.date]) -> None:
        work = [1, 1, 1, 1, 1, 0, 0] * span.count
        self.by_week = [0] * span.count
        for day in set(holidays):
            number = day.toordinal() - span.origin
            if 0 <= number < span.days and work[number]:
                work[number] = 0
                self.by_week[number // 7] += 1
        #: How many working days lie before each day of the span, and before the day after it.
        self.before = [0, *accumulate(work)]
        self.work_left = [WORKDAYS - count for count in self.by_week]
        self.share_left = [left / WORKDAYS for left in self.work_left]


@dataclass
class Row:
    """One person's weeks, in hours; `away` in working days. `over`: the numbers of the overloaded weeks."""

    person_id: int
    name: str
    department_id: int | None
    hours: float
    promised: list[float]
    away: list[int]
    there: list[float] = field(default_factory=list)
    promises: list[Promised] = field(default_factory=list)

    def percent(self, week: int) -> int | None:
        """The load; None where something is promised and nobody is there."""
        return percent_of(self.promised[week], self.there[week])

    @cached_property
    def over(self) -> frozenset[int]:
        promised, there = self.promised, self.there
        more = compress(range(len(there)), map(gt, promised, there))
        return frozenset([week for week in more if promised[week] > there[week] * TOLERANCE + 0.005])

    def is_over(self, week: int) -> bool:
        return week in self.over

    def projects(self, span: Span, free: FreeDays) -> dict[int, list[float]]:
        """Project → hours by week; only some pages ask for them."""
        found: dict[int, list[float]] = {}
        for promise in self.promises:
            if span.within(promise.starts_on, promise.ends_on):
                weeks = found.setdefault(promise.project_id, [0.0] * span.count)
                spread(promise, span, free, weeks)
        return found


def percent_of(promised: float, there: float) -> int | None:
    if there <= 0:
        return None if promised > 0 else 0
    return round(100 * promised / there)


class Promised(NamedTuple):
    """A stretch of a promise: hours a week from one day to another."""

    person_id: int
    project_id: int
    hours: float
    starts_on: dt.date
    ends_on: dt.date


def spread(promise: Promised, span: Span, free: FreeDays, weeks: list[float]) -> None:
    """Add a promise's hours to the weeks; the first and the last count their working days."""
    touched = span.within(promise.starts_on, promise.ends_on)
    if touched is None:
        return
    first, last = touched
    begin, end = first // 7, last // 7
    before, hours = free.before, promise.hours
    daily = hours / WORKDAYS
    if begin == end:
        weeks[begin] += daily * (before[last + 1] - before[first])
        return
    weeks[begin] += daily * (before[7 * begin + 7] - before[first])
    weeks[end] += daily * (before[last + 1] - before[7 * end])
    share_left = free.share_left
    for number in range(begin + 1, end):
        weeks[number] += hours * share_left[number]


def hours_of(promise: Promised, span: Span, free: FreeDays) -> float:
    """What a promise comes to in all weeks together."""
    touched = span.within(promise.starts_on, promise.ends_on)
    if touched is None:
        return 0.0
    return promise.hours / WORKDAYS * (free.before[touched[1] + 1] - free.before[touched[0]])


def days_away(periods: Iterable[tuple[dt.date, dt.date]], span: Span, free: FreeDays) -> dict[int, int]:
    """Week → working days on which somebody is away and everybody else works."""
    away: dict[int, int] = {}
    work, before = free.work_left, free.before
    for starts_on, ends_on in periods:
        touched = span.within(starts_on, ends_on)
        if touched is None:
            continue
        first, last = touched
        begin, end = first // 7, last // 7
        edges: tuple[tuple[int, int, int], ...] = ((begin, first, last + 1),)
        if begin < end:
            edges = ((begin, first, 7 * begin + 7), (end, 7 * end, last + 1))
        for number, start, stop in edges:
            days = away.get(number, 0) + before[stop] - before[start]
            away[number] = days if days < work[number] else work[number]
        for number in range(begin + 1, end):
            away[number] = work[number]
    return away


def hours_there(hours: float, free: FreeDays) -> list[float]:
    """What a week has after public holidays."""
    return [hours * left for left in free.share_left]


def take_away(row: Row, away: dict[int, int], free: FreeDays) -> None:
    """Shorten the weeks of somebody who is away."""
    row.there = row.there.copy()
    for number, days in away.items():
        row.away[number] = days
        row.there[number] = row.hours / WORKDAYS * (free.work_left[number] - days)


class Overload(NamedTuple):
    """Somebody is promised to more than a full week, from one week to another, at most this much."""

    person_id: int
    name: str
    first: dt.date
    last: dt.date
    percent: int | None


def overloads_of(row: Row, span: Span) -> list[Overload]:
    """The stretches of weeks in which more is promised than is there."""
    found: list[Overload] = []
    start: int | None = None
    if not row.over:
        return found
    over = row.over
    for week in range(min(over), max(over) + 2):
        is_over = week in over
        if is_over and start is None:
            start = week
        elif not is_over and start is not None:
            percents = [row.percent(each) for each in range(start, week)]
            known = [each for each in percents if each is not None]
            worst = max(known) if known else None
            found.append(
                Overload(row.person_id, row.name, span.mondays[start], span.mondays[week - 1], worst)
            )
            start = None
    return found
