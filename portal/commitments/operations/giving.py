"""What was really given, week by week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import events
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Delivery, Kind
from portal.commitments.operations.holding import day_of, hold, tell
from portal.core.errors import Invalid, Refused
from portal.database import session

MOST_HOURS = Decimal(80)


def record_delivery(
    commitment: Commitment, *, week_on: dt.date, hours: Decimal, by: Person, now: dt.datetime
) -> Delivery:
    """The hours of one week, against which the promise is measured. Entered again, they are corrected."""
    hold(commitment)
    commitment.insist_on("deliver")
    if commitment.kind != Kind.STAFFING:
        raise Refused(_("Hours are counted for people only."))
    monday, hours = monday_of(week_on), hours.quantize(Decimal("0.01"))
    _check_week(commitment, monday, day_of(now))
    if not 0 <= hours <= MOST_HOURS:
        raise Invalid(hours=_("Enter hours from 0 to 80."))
    known = next((each for each in commitment.deliveries if each.week_on == monday), None)
    if known is not None:
        return _correct(known, hours, by, now)
    delivery = Delivery(commitment=commitment, week_on=monday, hours=hours, entered_by=by, entered_at=now)
    session().add(delivery)
    tell(events.DELIVERED, commitment, by=by, now=now, week_on=monday, hours=hours)
    return delivery


def _correct(delivery: Delivery, hours: Decimal, by: Person, now: dt.datetime) -> Delivery:
    if delivery.hours == hours:
        return delivery
    before, delivery.hours, delivery.entered_by, delivery.entered_at = delivery.hours, hours, by, now
    words = {"week_on": delivery.week_on, "before": before, "after": hours}
    tell(events.DELIVERY_CORRECTED, delivery.commitment, by=by, now=now, **words)
    return delivery


def _check_week(commitment: Commitment, monday: dt.date, today: dt.date) -> None:
    sunday = monday + dt.timedelta(days=6)
    if monday > today:
        raise Invalid(week_on=_("This week has not begun yet."))
    is_before = commitment.valid_from is not None and sunday < commitment.valid_from
    is_after = commitment.valid_to is not None and monday > commitment.valid_to
    if is_before or is_after:
        raise Invalid(week_on=_("Nothing was promised for this week."))
