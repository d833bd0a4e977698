"""The arithmetic of weeks: hours promised and hours there, for many people over a year, in milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
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
    def fridays(self) -> list[dt.date]:
        return [monday + 4 * DAY for monday in self.mondays]

    @cached_property
    def last(self) -> dt.date:
        """The Sunday of the last week."""
        return self.first + WEEK * self.count - DAY

    def within(self, starts_on: dt.date, ends_on: dt.date) -> tuple[dt.date, dt.date, int, int] | None:
        """A period cut to the span, with the numbers of its first and last week; None for one outside."""
        first = starts_on if starts_on > self.first else self.first
        last = ends_on if ends_on < self.last else self.last
        if first > last:
            return None
        return first, last, (first - self.first).days // 7, (last - self.first).days // 7


class FreeDays:
    """The public holidays of a span that fall on working days, and what of each week they leave."""

    def __init__(self, span: Span, holidays: Iterable[dt.date]) -> None:
        self.span = span
        self.days: list[list[dt.date]] = [[] for _week in range(span.count)]
        for day in holidays:
            if day.weekday() < WORKDAYS and span.first <= day <= span.last:
                self.days[(day - span.first).days // 7].append(day)
        self.by_week = [len(days) for days in self.days]
        self.work_left = [WORKDAYS - count for count in self.by_week]
        self.share_left = [left / WORKDAYS for left in self.work_left]

    def work_in(self, week: int, starts_on: dt.date, ends_on: dt.date) -> int:
        """The working days of a week from one day to another."""
        first, last = self.span.mondays[week], self.span.fridays[week]
        first, last = (starts_on if starts_on > first else first), (ends_on if ends_on < last else last)
        work = (last - first).days + 1
        if self.days[week]:
            work -= sum(first <= day <= last for day in self.days[week])
        return work if work > 0 else 0


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
    projects: dict[int, list[float]] = field(default_factory=dict)

    def percent(self, week: int) -> int | None:
        """The load; None where something is promised and nobody is there."""
        return percent_of(self.promised[week], self.there[week])

    @cached_property
    def over(self) -> frozenset[int]:
        if not self.projects and not any(self.promised):
            return frozenset()
        weeks = zip(range(len(self.there)), self.promised, self.there, strict=True)
        return frozenset([week for week, wanted, there in weeks if wanted > there * TOLERANCE + 0.005])

    def is_over(self, week: int) -> bool:
        return week in self.over

    def add_up(self) -> None:
        """Sum the projects."""
        lists = list(self.projects.values())
        for number, hours in enumerate(lists):
            self.promised = [a + b for a, b in zip(self.promised, hours, strict=True)] if number else hours


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
    first, last, begin, end = touched
    daily = promise.hours / WORKDAYS
    weeks[begin] += daily * free.work_in(begin, first, last)
    if end > begin:
        weeks[end] += daily * free.work_in(end, first, last)
        for number in range(begin + 1, end):
            weeks[number] += promise.hours * free.share_left[number]


def days_away(periods: Iterable[tuple[dt.date, dt.date]], span: Span, free: FreeDays) -> dict[int, int]:
    """Week → working days on which somebody is away and everybody else works."""
    away: dict[int, int] = {}
    work = free.work_left
    for starts_on, ends_on in periods:
        touched = span.within(starts_on, ends_on)
        if touched is not None:
            first, last, begin, end = touched
            for number in {begin, end}:
                away[number] = min(work[number], away.get(number, 0) + free.work_in(number, first, last))
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
