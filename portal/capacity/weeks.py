"""The arithmetic of weeks: hours promised and hours there, for many people over a year, in milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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

    @property
    def last(self) -> dt.date:
        """The Sunday of the last week."""
        return self.first + WEEK * self.count - DAY

    def working_days(self, starts_on: dt.date, ends_on: dt.date) -> Iterable[tuple[int, dt.date, dt.date]]:
        """(number of the week, first day, last day) of the Mondays to Fridays that a period touches."""
        first, last = max(starts_on, self.first), min(ends_on, self.last)
        if first > last:
            return
        for number in range((first - self.first).days // 7, (last - self.first).days // 7 + 1):
            monday = self.first + WEEK * number
            start, end = max(first, monday), min(last, monday + 4 * DAY)
            if start <= end:
                yield number, start, end


class FreeDays:
    """The public holidays of a span that fall on working days, and what of each week they leave."""

    def __init__(self, span: Span, holidays: Iterable[dt.date]) -> None:
        self.days = sorted(day for day in holidays if day.weekday() < WORKDAYS)
        self.by_week = [0] * span.count
        for day in self.days:
            if span.first <= day <= span.last:
                self.by_week[(day - span.first).days // 7] += 1
        self.share_left = [(WORKDAYS - count) / WORKDAYS for count in self.by_week]

    def work_between(self, starts_on: dt.date, ends_on: dt.date) -> int:
        """Working days of a stretch within one week."""
        free = sum(starts_on <= day <= ends_on for day in self.days) if self.days else 0
        return max(0, (ends_on - starts_on).days + 1 - free)


@dataclass
class Row:
    """One person's weeks, in hours; `away` in working days."""

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

    def is_over(self, week: int) -> bool:
        return self.promised[week] > self.there[week] * TOLERANCE + 0.005


def percent_of(promised: float, there: float) -> int | None:
    if there <= 0:
        return None if promised > 0 else 0
    return round(100 * promised / there)


@dataclass(frozen=True)
class Promised:
    """A stretch of a promise: hours a week from one day to another."""

    person_id: int
    project_id: int
    hours: float
    starts_on: dt.date
    ends_on: dt.date


def spread(promise: Promised, span: Span, free: FreeDays, weeks: list[float]) -> None:
    """Add a promise's hours to the weeks; the first and the last count their working days."""
    first, last = max(promise.starts_on, span.first), min(promise.ends_on, span.last)
    if first > last:
        return
    begin, end = (first - span.first).days // 7, (last - span.first).days // 7
    for number in {begin, end}:
        days = free.work_between(max(first, span.mondays[number]), min(last, span.mondays[number] + 4 * DAY))
        weeks[number] += promise.hours * days / WORKDAYS
    for number in range(begin + 1, end):
        weeks[number] += promise.hours * free.share_left[number]


def count_away(periods: Iterable[tuple[dt.date, dt.date]], span: Span, free: FreeDays) -> list[int]:
    """Working days per week on which somebody is away and everybody else works."""
    away = [0] * span.count
    for starts_on, ends_on in periods:
        for number, start, end in span.working_days(starts_on, ends_on):
            away[number] += free.work_between(start, end)
    return away


def hours_there(hours: float, away: Sequence[int], free: FreeDays) -> list[float]:
    """What a week has after public holidays and absences."""
    daily = hours / WORKDAYS
    return [daily * max(0, WORKDAYS - closed - gone) for closed, gone in zip(free.by_week, away, strict=True)]


@dataclass(frozen=True)
class Overload:
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
    over = [row.is_over(week) for week in range(span.count)]
    for week, is_over in enumerate([*over, False]):
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
