"""How much of a person's week is promised: sums over time, before and with one more promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.accounts.models import Person
from portal.commitments.parts import Part
from portal.commitments.terms import STANDARD_WEEK, Terms, TermValues

DAY = dt.timedelta(days=1)
FULL_WEEK = Decimal(100)
WORKDAYS = 5
CENT = Decimal("0.01")
TENTH = Decimal("0.1")
#: Two days off or more: somebody is away, not merely on a free day.
MOSTLY_THERE = Decimal(60)
#: A picture shows a year at most.
MOST_WEEKS = 53


@dataclass(frozen=True)
class Promise:
    """A confirmed share of somebody's week. `percent` is None where it was never said how much.

    A promise in parts is one of these per part. `project` is empty where the reader may not know it: the
    share counts all the same.
    """

    commitment_id: int
    code: str
    project: str
    person_id: int
    percent: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    is_part: bool = False

    def holds_on(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


#: What comes on top of a load: the same percentage all the time, or promises that begin and end.
More = Decimal | tuple[Promise, ...]


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

    def stretches(self, more: More = Decimal(0)) -> list[Stretch]:
        """The sums over time, with `more` on top; neighbours with the same sum are one stretch."""
        found: list[Stretch] = []
        promises = (*self.promises, *self._flat(more))
        for starts_on, ends_on in self._pieces(promises):
            percent = sum((p.percent or Decimal(0) for p in promises if p.holds_on(starts_on)), Decimal(0))
            if found and found[-1].percent == percent:
                found[-1] = Stretch(found[-1].starts_on, ends_on, percent)
            else:
                found.append(Stretch(starts_on, ends_on, percent))
        return found

    def compared(self, more: More) -> list[tuple[Stretch, Stretch]]:
        """The sums over time without and with `more`, on the same days."""
        found: list[tuple[Stretch, Stretch]] = []
        added = Load(self.person_id, self.starts_on, self.ends_on, self._flat(more))
        for starts_on, ends_on in self._pieces((*self.promises, *added.promises)):
            sums = self.on(starts_on), self.on(starts_on) + added.on(starts_on)
            if found and sums == (found[-1][0].percent, found[-1][1].percent):
                starts_on = found.pop()[0].starts_on
            found.append((Stretch(starts_on, ends_on, sums[0]), Stretch(starts_on, ends_on, sums[1])))
        return found

    def peak(self, more: More = Decimal(0)) -> Stretch:
        """The fullest stretch (the earliest of them)."""
        return max(self.stretches(more), key=lambda stretch: stretch.percent)

    def overload(self, more: More) -> Stretch | None:
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

    def on(self, day: dt.date) -> Decimal:
        """What is promised on one day."""
        return sum((p.percent or Decimal(0) for p in self.promises if p.holds_on(day)), Decimal(0))

    def _flat(self, more: More) -> tuple[Promise, ...]:
        if isinstance(more, tuple):
            return more
        return (Promise(0, "", "", self.person_id, more, None, None),)

    def _pieces(self, promises: Iterable[Promise]) -> Iterable[tuple[dt.date, dt.date]]:
        firsts = {self.starts_on}
        for promise in promises:
            if promise.starts_on and self.starts_on < promise.starts_on <= self.ends_on:
                firsts.add(promise.starts_on)
            if promise.ends_on and self.starts_on <= promise.ends_on < self.ends_on:
                firsts.add(promise.ends_on + DAY)
        ordered = sorted(firsts)
        return zip(ordered, [*(day - DAY for day in ordered[1:]), self.ends_on], strict=True)


@dataclass(frozen=True)
class Week:
    """One week (its Monday) of somebody: promised, with what is asked, and what of the week there is."""

    monday: dt.date
    promised: Decimal
    total: Decimal
    capacity: Decimal

    @property
    def is_short(self) -> bool:
        """Too little of the week is left because the person is away (a single free day is no absence)."""
        return self.capacity <= MOSTLY_THERE and self.total > self.capacity

    @property
    def is_overload(self) -> bool:
        return self.total > FULL_WEEK or self.is_short


def weeks_of(load: Load, asked: tuple[Promise, ...], lost: Mapping[dt.date, int]) -> list[Week]:
    """Load against capacity, week by week. `lost`: working days that fall to absences and holidays."""
    more = Load(load.person_id, load.starts_on, load.ends_on, asked)
    found = []
    for monday in mondays(load.starts_on, load.ends_on)[:MOST_WEEKS]:
        working = [monday + DAY * n for n in range(WORKDAYS)]
        days = [day for day in working if load.starts_on <= day <= load.ends_on] or [load.starts_on]
        promised = sum((load.on(day) for day in days), Decimal(0)) / len(days)
        added = sum((more.on(day) for day in days), Decimal(0)) / len(days)
        capacity = FULL_WEEK * (WORKDAYS - min(WORKDAYS, lost.get(monday, 0))) / WORKDAYS
        found.append(Week(monday, promised.quantize(TENTH), (promised + added).quantize(TENTH), capacity))
    return found


def parts_of(terms: Terms | TermValues) -> tuple[Part, ...]:
    """The stretches of these terms; terms without parts are one stretch."""
    whole = Part(terms.valid_from, terms.valid_to, terms.share_percent, terms.hours_per_week)
    return terms.parts or (whole,)


def promises_of(terms: Terms | TermValues, person: Person | None = None) -> tuple[Promise, ...]:
    """What these terms would take from the week of the person they name, or of another one."""
    person = person or terms.person
    week = person.hours_per_week if person else None
    return tuple(
        Promise(
            *(0, "", "", person.id if person else 0),
            percent_of_week(part.share_percent, part.hours_per_week, week),
            part.valid_from,
            part.valid_to,
        )
        for part in parts_of(terms)
    )


def percent_of_week(share: int | None, hours: Decimal | None, week: Decimal | None) -> Decimal | None:
    """A share of the week in percent, to one decimal; hours are converted by the person's own week."""
    if share is not None:
        return Decimal(share)
    if hours is None:
        return None
    return (hours * 100 / (week or STANDARD_WEEK)).quantize(Decimal("0.1"))


def percent_asked(terms: Terms | TermValues) -> Decimal:
    """What these terms take at most from the week of the person they name (or of anybody's usual week)."""
    return max((promise.percent or Decimal(0) for promise in promises_of(terms)), default=Decimal(0))


def promised_hours(
    terms: Terms | TermValues,
    week_on: dt.date,
    *,
    free: Collection[dt.date] = (),
    until: dt.date | None = None,
) -> Decimal:
    """Hours promised in the week of this Monday; the first and the last week count their working days.

    A commitment is asked for the terms that stood in that week: what is agreed later changes no week before.
    `free`: public holidays, on which nobody owes anything. `until`: the last day where it ended early.
    """
    stood = terms.standing_in(week_on)
    week = (stood.person.hours_per_week if stood.person else None) or STANDARD_WEEK
    days = [day for n in range(WORKDAYS) if (day := week_on + DAY * n) not in free and day <= (until or day)]
    return sum((_hours_of(part, days, week) for part in parts_of(stood)), Decimal(0)).quantize(CENT)


def _hours_of(part: Part, days: Iterable[dt.date], week: Decimal) -> Decimal:
    hours = part.hours_per_week
    if hours is None:
        hours = week * (part.share_percent or 0) / 100
    within = [day for day in days if (part.valid_from or day) <= day <= (part.valid_to or day)]
    return hours * len(within) / WORKDAYS


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def mondays(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of the weeks from one day to another."""
    start = monday_of(first)
    return [start + dt.timedelta(weeks=n) for n in range((monday_of(last) - start).days // 7 + 1)]
