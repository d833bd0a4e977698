"""A week of a promise: what was promised and given, who said so, who disagrees, and how it stands."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.accounts.models import Person
from portal.commitments.capacity import mondays, promised_hours
from portal.commitments.models import Commitment, Delivery, State
from portal.core import clock
from portal.fulfilment.models import StatedReason, WeekReview
from portal.fulfilment.verdicts import Verdict, verdict_on

#: How long the head has to disagree with what was entered; after that it stands.
DAYS_TO_DISAGREE = 7
#: A week is entered in the week after it; later than that, the page says so.
DAYS_TO_ENTER = 7
#: Promises that were in force at some time: their weeks can be looked at and explained.
PROMISED = (State.CONFIRMED, State.FULFILLED, State.MISSED, State.RELEASED)


class Standing(enum.StrEnum):
    """How a week stands. From `AGREED` on nobody changes it any more."""

    AHEAD = "ahead"
    WAITING = "waiting"
    OPEN = "open"
    DISPUTED = "disputed"
    AGREED = "agreed"
    CORRECTED = "corrected"
    BOTH_STAND = "both_stand"
    UNCONTESTED = "uncontested"
    TAKEN_OVER = "taken_over"


#: Where the figure is no longer anybody's to change. (What was taken over may still be entered here.)
SETTLED = (Standing.AGREED, Standing.CORRECTED, Standing.BOTH_STAND, Standing.UNCONTESTED)


@dataclass(frozen=True)
class Week:
    """One week (its Monday) of one commitment, as it stands `today`."""

    commitment: Commitment
    week_on: dt.date
    promised: Decimal
    today: dt.date
    delivery: Delivery | None = None
    review: WeekReview | None = None
    reasons: tuple[StatedReason, ...] = ()

    @property
    def person(self) -> Person | None:
        """Who was promised for this week: a hand-over changes no week before it."""
        return self.commitment.standing_in(self.week_on).person

    @property
    def given(self) -> Decimal | None:
        return self.delivery.hours if self.delivery else None

    @property
    def last_day(self) -> dt.date:
        return self.week_on + dt.timedelta(days=6)

    @property
    def is_over(self) -> bool:
        return self.last_day < self.today

    @property
    def entered_on(self) -> dt.date | None:
        entered = self.delivery.entered_at if self.delivery else None
        return entered.astimezone(clock.timezone()).date() if entered else None

    @property
    def is_late(self) -> bool:
        """Entered, or still not entered, more than a week after its end."""
        until = self.last_day + dt.timedelta(days=DAYS_TO_ENTER)
        if self.delivery is None:
            return self.promised > 0 and self.today > until
        return self.entered_on is not None and self.entered_on > until

    @property
    def open_until(self) -> dt.date | None:
        """The last day on which the head may disagree with this figure."""
        return self.entered_on + dt.timedelta(days=DAYS_TO_DISAGREE) if self.entered_on else None

    @property
    def look(self) -> WeekReview | None:
        """The head's look, if it was at the figure that stands here now (or ended in another one)."""
        if self.review is None or self.delivery is None:
            return None
        is_of_this = self.review.entered_hours == self.delivery.hours
        return self.review if is_of_this or self.review.settlement else None

    @property
    def standing(self) -> Standing:
        if self.delivery is None:
            return Standing.WAITING if self.is_over else Standing.AHEAD
        if self.look is not None:
            return self._looked_at(self.look)
        if self.open_until is None:
            return Standing.TAKEN_OVER
        return Standing.OPEN if self.today <= self.open_until else Standing.UNCONTESTED

    def _looked_at(self, look: WeekReview) -> Standing:
        if look.settlement:
            return Standing(look.settlement)
        return Standing.DISPUTED if look.disagrees else Standing.AGREED

    @property
    def is_settled(self) -> bool:
        return self.standing in SETTLED

    @property
    def other_figure(self) -> Decimal | None:
        """The department's own figure where it differs from the one entered, settled or not."""
        is_two = self.standing in (Standing.DISPUTED, Standing.BOTH_STAND)
        return self.look.hours if is_two and self.look else None

    @property
    def verdict(self) -> Verdict | None:
        return verdict_on(self.given, self.promised)

    @property
    def other_verdict(self) -> Verdict | None:
        """By the department's figure; None where there is only one figure."""
        return verdict_on(self.other_figure, self.promised)

    @property
    def is_short(self) -> bool:
        """By either figure something is missing: then a reason may be said."""
        return any(each not in (None, Verdict.KEPT) for each in (self.verdict, self.other_verdict))

    def reason_of(self, side: str) -> StatedReason | None:
        return next((each for each in self.reasons if each.stated_by == side), None)

    @property
    def lacks_reason(self) -> bool:
        return self.is_short and not self.reasons


@dataclass(frozen=True)
class Whole:
    """A promise in sum: all hours promised until now against all that were entered."""

    promised: Decimal
    given: Decimal
    weeks: int
    waiting: int

    @property
    def percent(self) -> int | None:
        return int(self.given * 100 / self.promised) if self.promised > 0 else None

    @property
    def verdict(self) -> Verdict | None:
        return verdict_on(self.given, self.promised)


def whole_of(weeks: Iterable[Week]) -> Whole:
    """Weeks that nobody entered count on neither side of the sum: they are said apart."""
    entered = [week for week in weeks if week.delivery is not None]
    waiting = [week for week in weeks if week.standing == Standing.WAITING and week.promised > 0]
    return Whole(
        sum((week.promised for week in entered), Decimal(0)),
        sum((week.given or Decimal(0) for week in entered), Decimal(0)),
        len(entered),
        len(waiting),
    )


def mondays_of(commitment: Commitment, first: dt.date, last: dt.date) -> list[dt.date]:
    """The weeks between two days in which this promise was, or is, in force."""
    if commitment.state not in PROMISED:
        return []
    start = max(first, commitment.valid_from or first)
    end = min(last, commitment.valid_to or last, _ended_on(commitment) or last)
    return mondays(start, end) if start <= end else []


def _ended_on(commitment: Commitment) -> dt.date | None:
    """A promise that was released counts until that day."""
    return commitment.moved_on if commitment.state == State.RELEASED else None


def promised_in(commitment: Commitment, monday: dt.date, free: Collection[dt.date] = ()) -> Decimal:
    """What was promised for this week, without public holidays; of a release early, the days before it."""
    ended_on = _ended_on(commitment)
    until = ended_on - dt.timedelta(days=1) if ended_on else None
    return promised_hours(commitment, monday, free=free, until=until)
