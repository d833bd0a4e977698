"""The ledger as one reader sees it on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from portal.accounts.actors import Actor
from portal.core import clock
from portal.sponsorship import counting, months, rules
from portal.sponsorship.counting import Answered, Sitting, Taken
from portal.sponsorship.models import ActKind, SponsorAct, SponsorComment
from portal.sponsorship.promise import Promise, promise_of
from portal.sponsorship.terms import Sponsorship

SIXTY = Decimal(60)


@dataclass(frozen=True)
class Month:
    """`hours`: recorded; `promised`: None where nothing was. `is_alone`: nobody but the sponsor sees it yet."""

    first: dt.date
    invited: int
    present: int
    decided: int
    decided_with: int
    answered: int
    signed: int
    acts: Mapping[str, int]
    unconfirmed: int
    untimed: int
    hours: Decimal
    promised: Decimal | None
    is_alone: bool
    shown_on: dt.date
    comments: Sequence[SponsorComment]

    @property
    def by_hand(self) -> int:
        return sum(self.acts.values())


class Last(NamedTuple):
    """The newest thing that the sponsor did for the project."""

    on: dt.date
    days: int


@dataclass(frozen=True)
class Ledger:
    """`until` is the last day that it covers: today for the sponsor, the end of the last shown month for others."""

    of: Sponsorship
    until: dt.date
    is_own: bool
    months: Sequence[Month]
    sittings: Sequence[Sitting]
    decisions: Sequence[Taken]
    answers: Sequence[Answered]
    acts: Sequence[SponsorAct]
    late: frozenset[int]
    promise: Promise
    last: Last | None

    @property
    def alone(self) -> Sequence[Month]:
        return [each for each in self.months if each.is_alone]

    @property
    def to_confirm(self) -> Sequence[SponsorAct]:
        return [each for each in self.acts if each.waits]

    def total(self, name: str) -> Decimal:
        """The sum of a figure over the months shown."""
        return sum((Decimal(getattr(each, name) or 0) for each in self.months), Decimal(0))

    @property
    def is_promised(self) -> bool:
        return any(each.promised is not None for each in self.months)


def ledger_of(of: Sponsorship, reader: Actor) -> Ledger:
    """A fixed number of statements, whatever there is."""
    today, is_own = reader.today, rules.sees_all(reader, of)
    until = today if is_own else months.shown_until(today)
    shown = list(months.months_to(until, of.since))
    first = shown[0] if shown else months.first_of(until)
    sat, taken = counting.sittings(of, first, until), counting.decisions(of, first, until)
    answered, entered = counting.answers(of, first, until), counting.acts(of, until)
    said, promise = counting.comments(of, until), promise_of(of, until)
    made = [_month(month, until, today, of, sat, taken, answered, entered, said, promise) for month in shown]
    return Ledger(
        of=of,
        until=until,
        is_own=is_own,
        months=made,
        sittings=sat,
        decisions=taken,
        answers=answered,
        acts=entered,
        late=_late(entered),
        promise=promise,
        last=_last(until, sat, taken, answered, entered),
    )


def _month(
    month: dt.date,
    until: dt.date,
    today: dt.date,
    of: Sponsorship,
    sat: Sequence[Sitting],
    taken: Sequence[Taken],
    answered: Sequence[Answered],
    entered: Sequence[SponsorAct],
    said: Sequence[SponsorComment],
    promise: Promise,
) -> Month:
    end = months.last_of(month)
    there = [each for each in sat if month <= each.on <= end]
    attended = [each for each in there if each.is_present]
    decided = [each for each in taken if month <= each.on <= end]
    texts = [each for each in answered if month <= each.on <= end]
    acts = [each for each in entered if month <= each.on <= end]
    counted = [each for each in acts if each.counts]
    hours = sum((each.hours or Decimal(0) for each in attended), Decimal(0))
    hours += Decimal(sum(each.minutes or 0 for each in counted)) / SIXTY
    untimed = sum(each.hours is None for each in attended) + sum(each.minutes is None for each in counted)
    shown_on = months.shown_on(month)
    return Month(
        first=month,
        invited=len(there),
        present=len(attended),
        decided=len(decided),
        decided_with=sum(each.is_with for each in decided),
        answered=len(texts),
        signed=sum(each.is_signed for each in texts),
        acts={kind.value: sum(each.kind == kind for each in counted) for kind in ActKind},
        unconfirmed=sum(each.waits for each in acts),
        untimed=untimed,
        hours=hours.quantize(Decimal("0.1")),
        promised=promise.hours_in(month, until, of),
        is_alone=shown_on > today,
        shown_on=shown_on,
        comments=[each for each in said if each.month_on == month],
    )


def _late(entered: Sequence[SponsorAct]) -> frozenset[int]:
    """Entered when others had seen the month already: it says so."""
    zone = clock.timezone()
    return frozenset(
        each.id for each in entered if each.entered_at.astimezone(zone).date() >= months.shown_on(each.on)
    )


def _last(
    until: dt.date,
    sat: Sequence[Sitting],
    taken: Sequence[Taken],
    answered: Sequence[Answered],
    entered: Sequence[SponsorAct],
) -> Last | None:
    days = [each.on for each in sat if each.is_present]
    days += [each.on for each in taken if each.is_with]
    days += [each.on for each in answered]
    days += [each.on for each in entered if each.counts]
    return Last(max(days), (until - max(days)).days) if days else None
