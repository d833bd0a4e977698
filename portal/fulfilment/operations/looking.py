"""The head's look at a week, and what the project answers to a disagreement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments.operations.giving import MOST_HOURS
from portal.commitments.operations.holding import day_of, tell
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.database import session
from portal.fulfilment import events
from portal.fulfilment.models import Settlement, WeekReview
from portal.fulfilment.operations.holding import managers_of, take, write
from portal.fulfilment.weeks import Standing, Week


def agree_with_week(week: Week, *, by: Person, now: dt.datetime, seen: Decimal | None = None) -> WeekReview:
    """The head has looked, and the figure is right: it stands from now on."""
    week = _looked_at(week, by, now, seen)
    review = _review(week, by, now)
    tell(
        events.WEEK_AGREED, week.commitment, by=by, now=now, week_on=week.week_on, hours=review.entered_hours
    )
    return review


def disagree_with_week(
    week: Week, *, hours: Decimal, reason: str, by: Person, now: dt.datetime, seen: Decimal | None = None
) -> WeekReview:
    """The head's own figure, and why. Both figures are visible until the project answers, and after."""
    week = _looked_at(week, by, now, seen)
    hours = hours.quantize(Decimal("0.01"))
    if not 0 <= hours <= MOST_HOURS:
        raise Invalid(hours=_("Enter hours from 0 to 80."))
    if hours == week.given:
        raise Invalid(hours=_("This is the figure that was entered. If it is right, agree with it."))
    review = _review(week, by, now)
    review.hours, review.reason = hours, reason
    told = {"week_on": week.week_on, "entered": review.entered_hours, "stated": hours, "reason": reason}
    tell(events.WEEK_DISPUTED, week.commitment, by=by, now=now, **told)
    for person in _parties(week, day_of(now)):
        write("disagreed", week.commitment, to=person, by=by, now=now, page=f"/weeks/{week.week_on}", **told)
    return review


def settle_week(week: Week, *, settlement: str, note: str, by: Person, now: dt.datetime) -> WeekReview:
    """The project's answer: it takes the department's figure, or both stand, visibly and for good."""
    week = take(week, day_of(now))
    if week.standing != Standing.DISPUTED or week.look is None or week.delivery is None:
        raise Refused(_nothing_to_settle(week))
    if week.look.by_id == by.id:
        raise Refused(
            _("You disagreed with this week yourself. Somebody else on the project’s side answers.")
        )
    review, delivery = week.look, week.delivery
    assert review.hours is not None
    told = {"week_on": week.week_on, "entered": delivery.hours, "stated": review.hours, "note": note}
    review.settlement, review.settlement_note = settlement, note
    review.settled_by, review.settled_at = by, now
    if settlement == Settlement.CORRECTED:
        delivery.hours = review.hours
        tell(events.WEEK_CORRECTED, week.commitment, by=by, now=now, **told)
    else:
        tell(events.BOTH_STAND, week.commitment, by=by, now=now, **told)
    facts = {**told, "settlement": settlement}
    write("settled", week.commitment, to=review.by, by=by, now=now, page=f"/weeks/{week.week_on}", **facts)
    return review


def _nothing_to_settle(week: Week) -> str:
    if week.look is not None and week.look.settlement and week.look.settled_by:
        return _("%(name)s has answered this already.", name=week.look.settled_by.name)
    return _("Nobody disagrees with this week.")


def _looked_at(week: Week, by: Person, now: dt.datetime, seen: Decimal | None) -> Week:
    """The week as it stands now, if it can still be looked at; what was seen is what is answered."""
    week = take(week, day_of(now))
    if week.delivery is None:
        raise Refused(_("Nobody has entered this week yet."))
    if seen is not None and seen != week.given:
        raise Refused(
            _("The figure was changed while you looked at it. Look at the week again before you answer.")
        )
    if week.delivery.entered_by_id == by.id:
        raise Refused(_("You entered this figure yourself: nobody judges their own word."))
    if week.look is not None and (week.look.settlement or week.standing == Standing.AGREED):
        raise Refused(_("%(name)s has looked at this week already.", name=_name(week.look.by)))
    if week.standing == Standing.DISPUTED and week.look is not None:
        raise Refused(_("%(name)s disagrees with this week already.", name=_name(week.look.by)))
    _insist_on_open(week)
    return week


def _insist_on_open(week: Week) -> None:
    if week.standing == Standing.TAKEN_OVER:
        raise Refused(_("This figure was taken over from records: it stands."))
    if week.standing == Standing.UNCONTESTED:
        assert week.open_until is not None
        day = date(week.open_until)
        raise Refused(_("One could disagree until %(day)s; nobody did, so the week stands.", day=day))


def _name(person: Person | None) -> str:
    return person.name if person else _("Somebody")


def _review(week: Week, by: Person, now: dt.datetime) -> WeekReview:
    """A look at the present figure; an earlier look at another figure is in the register."""
    assert week.delivery is not None
    review = week.review or WeekReview(delivery=week.delivery)
    review.entered_hours, review.hours, review.reason = week.delivery.hours, None, ""
    review.by, review.looked_at = by, now
    session().add(review)
    return review


def _parties(week: Week, today: dt.date) -> list[Person]:
    """Who is told of a disagreement: the managers, and whoever entered the figure."""
    assert week.delivery is not None
    found = [*managers_of(week.commitment, today), week.delivery.entered_by]
    return list({person.id: person for person in found if person is not None}.values())
