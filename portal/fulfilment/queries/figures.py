"""The bare figures of many weeks, for sums: hundreds of people over a quarter are thousands of rows.

The same rules as `weeks.Week`, without loading who said what and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, case, or_, select

from portal.absences.queries import holidays
from portal.accounts.actors import Actor
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Delivery, State
from portal.database import session
from portal.fulfilment.models import Settlement, StatedReason, WeekReview
from portal.fulfilment.queries.weeks import promises
from portal.fulfilment.reasons import Side, side_of
from portal.fulfilment.verdicts import Verdict, verdict_on
from portal.fulfilment.weeks import mondays_of, promised_in

Key = tuple[int, dt.date]
FOUR_DAYS = dt.timedelta(days=4)
NOTHING: tuple[None, None] = (None, None)
NO_SIDES: frozenset[Side] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """One week of one promise. `other`: the department's figure where two stand; `sides`: of the reasons."""

    commitment: Commitment
    week_on: dt.date
    promised: Decimal
    given: Decimal | None
    other: Decimal | None
    sides: frozenset[Side]
    verdict: Verdict | None

    @property
    def is_contested(self) -> bool:
        """Do the sides tell two stories about this week?"""
        if self.other is not None and verdict_on(self.other, self.promised) != self.verdict:
            return True
        return self.verdict != Verdict.KEPT and len(self.sides) > 1


def figures(
    which: ColumnElement[bool], first: dt.date, last: dt.date, *, reader: Actor | None = None
) -> Iterator[Figures]:
    """The weeks between two days that these promises were in force, in a fixed number of statements."""
    found = promises(which, first, last, reader=reader, lean=True)
    numbers = [each.id for each in found]
    given, sides = _given(numbers, first, last), _sides(numbers, first, last)
    free = holidays(monday_of(first), last)
    for commitment in found:
        hours_in = _promised(commitment, free)
        for monday in mondays_of(commitment, first, last):
            key, promised = (commitment.id, monday), hours_in(monday)
            hours, other = given.get(key, NOTHING)
            verdict = verdict_on(hours, promised)
            yield Figures(commitment, monday, promised, hours, other, sides.get(key, NO_SIDES), verdict)


def _promised(commitment: Commitment, free: set[dt.date]) -> Callable[[dt.date], Decimal]:
    """The hours promised for a Monday's week; whole weeks of a promise without changes are worth the same."""
    first, last = commitment.valid_from or dt.date.min, commitment.valid_to or dt.date.max
    is_plain = not commitment.parts and not commitment.amendments and commitment.state != State.RELEASED
    whole: list[Decimal] = []
    shortened = {monday_of(day) for day in free}

    def hours_in(monday: dt.date) -> Decimal:
        if not is_plain or monday < first or monday + FOUR_DAYS > last or monday in shortened:
            return promised_in(commitment, monday, free)
        if not whole:
            whole.append(promised_in(commitment, monday))
        return whole[0]

    return hours_in


def _given(numbers: list[int], first: dt.date, last: dt.date) -> dict[Key, tuple[Decimal, Decimal | None]]:
    """Commitment and Monday → the figure entered, and the department's where two stand."""
    is_of_this = or_(WeekReview.entered_hours == Delivery.hours, WeekReview.settlement != "")
    stands = is_of_this & (WeekReview.settlement != Settlement.CORRECTED)
    statement = (
        select(
            Delivery.commitment_id,
            Delivery.week_on,
            Delivery.hours,
            case((stands, WeekReview.hours)).label("other"),
        )
        .outerjoin(WeekReview, WeekReview.delivery_id == Delivery.id)
        .where(
            Delivery.commitment_id.in_(numbers),
            Delivery.week_on >= monday_of(first),
            Delivery.week_on <= last,
        )
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session().execute(statement)}


def _sides(numbers: list[int], first: dt.date, last: dt.date) -> dict[Key, frozenset[Side]]:
    statement = select(StatedReason.commitment_id, StatedReason.week_on, StatedReason.reason).where(
        StatedReason.commitment_id.in_(numbers),
        StatedReason.week_on >= monday_of(first),
        StatedReason.week_on <= last,
    )
    found: dict[Key, frozenset[Side]] = {}
    for number, week_on, reason in session().execute(statement):
        if week_on is not None:
            found[number, week_on] = found.get((number, week_on), NO_SIDES) | {side_of(reason)}
    return found
