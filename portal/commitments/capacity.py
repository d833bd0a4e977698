"""How much of a person's week is promised: sums over time, before and with one more promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.commitments.terms import STANDARD_WEEK, Terms, TermValues

DAY = dt.timedelta(days=1)
FULL_WEEK = Decimal(100)
WORKDAYS = 5


@dataclass(frozen=True)
class Promise:
    """A confirmed share of somebody's week. `percent` is None where it was never said how much.

    `project` is empty where the reader may not know it: the share counts all the same.
    """

    commitment_id: int
    code: str
    project: str
    person_id: int
    percent: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True)
class Stretch:
    """Days in a row on which the same percentage of the week is promised."""

    starts_on: dt.date
    ends_on: dt.date
    percent: Decimal

    @property
    def is_overload(self) -> bool:
        return self.percent > FULL_WEEK


@dataclass(frozen=True)
class Load:
    """What a person is promised to between two days."""

    person_id: int
    starts_on: dt.date
    ends_on: dt.date
    promises: tuple[Promise, ...] = ()

    def stretches(self, more: Decimal = Decimal(0)) -> list[Stretch]:
        """The sums over time, with `more` percent on top; neighbours with the same sum are one stretch."""
        found: list[Stretch] = []
        for starts_on, ends_on in self._pieces():
            percent = more + sum(
                (p.percent or Decimal(0) for p in self.promises if p.holds_on(starts_on)), Decimal(0)
            )
            if found and found[-1].percent == percent:
                found[-1] = Stretch(found[-1].starts_on, ends_on, percent)
            else:
                found.append(Stretch(starts_on, ends_on, percent))
        return found

    def peak(self, more: Decimal = Decimal(0)) -> Stretch:
        """The fullest stretch (the earliest of them)."""
        return max(self.stretches(more), key=lambda stretch: stretch.percent)

    def overload(self, more: Decimal) -> Stretch | None:
        """The fullest stretch if it is more than a full week."""
        peak = self.peak(more)
        return peak if peak.is_overload else None

    def within(self, starts_on: dt.date, ends_on: dt.date, *, without: int) -> Load:
        """The part of it between two days, leaving out one commitment."""
        kept = tuple(
            each
            for each in self.promises
            if each.commitment_id != without
            and (each.starts_on is None or each.starts_on <= ends_on)
            and (each.ends_on is None or each.ends_on >= starts_on)
        )
        return Load(self.person_id, starts_on, ends_on, kept)

    def _pieces(self) -> Iterable[tuple[dt.date, dt.date]]:
        firsts = {self.starts_on}
        for promise in self.promises:
            if promise.starts_on and self.starts_on < promise.starts_on <= self.ends_on:
                firsts.add(promise.starts_on)
            if promise.ends_on and self.starts_on <= promise.ends_on < self.ends_on:
                firsts.add(promise.ends_on + DAY)
        ordered = sorted(firsts)
        return zip(ordered, [*(day - DAY for day in ordered[1:]), self.ends_on], strict=True)


def percent_of_week(share: int | None, hours: Decimal | None, week: Decimal | None) -> Decimal | None:
    """A share of the week in percent, to one decimal; hours are converted by the person's own week."""
    if share is not None:
        return Decimal(share)
    if hours is None:
        return None
    return (hours * 100 / (week or STANDARD_WEEK)).quantize(Decimal("0.1"))


def percent_asked(terms: Terms | TermValues) -> Decimal:
    """What these terms take from the week of the person they name (or of anybody with a usual week)."""
    week = terms.person.hours_per_week if terms.person else None
    return percent_of_week(terms.share_percent, terms.hours_per_week, week) or Decimal(0)


def promised_hours(terms: Terms | TermValues, week_on: dt.date) -> Decimal:
    """Hours promised in the week of this Monday; the first and the last week count their working days."""
    hours = terms.hours_per_week
    if hours is None:
        week = (terms.person.hours_per_week if terms.person else None) or STANDARD_WEEK
        hours = week * (terms.share_percent or 0) / 100
    first = max(week_on, terms.valid_from or week_on)
    last = min(week_on + 4 * DAY, terms.valid_to or week_on + 4 * DAY)
    days = max(0, (last - first).days + 1)
    return (hours * days / WORKDAYS).quantize(Decimal("0.01"))


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def mondays(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of the weeks from one day to another."""
    start = monday_of(first)
    return [start + dt.timedelta(weeks=n) for n in range((monday_of(last) - start).days // 7 + 1)]
