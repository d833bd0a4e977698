"""What was given in a week, said by the project or by the lent person."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flask_babel import gettext as _

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Delivery
from portal.commitments.operations import hold
from portal.commitments.operations.giving import record_delivery
from portal.commitments.operations.holding import day_of
from portal.commitments.rules import may_act_for_asker
from portal.core.errors import Invalid, Refused
from portal.core.language import date, number
from portal.fulfilment.operations.holding import held_week
from portal.fulfilment.weeks import SETTLED, Standing, Week


def enter_week(
    commitment: Commitment, *, week_on: dt.date, hours: Decimal, by: Person, now: dt.datetime
) -> Delivery:
    """The hours of a week. The head may disagree within a week of this day; then the figure stands.

    A figure may be corrected by whoever enters until it stands; a week over which the sides disagree is settled
    first, so that nobody changes a figure under the eyes of who disagrees with it.
    """
    hold(commitment)
    _insist_on_own(commitment, monday_of(week_on), by, day_of(now))
    week = held_week(commitment, monday_of(week_on), day_of(now))
    if week is not None and week.given != hours:
        insist_on_changeable(week)
    return record_delivery(commitment, week_on=week_on, hours=hours, by=by, now=now)


def _insist_on_own(commitment: Commitment, monday: dt.date, by: Person, today: dt.date) -> None:
    """After a hand-over each of the two enters the weeks that were theirs; the project enters all."""
    lent = commitment.standing_in(monday).person
    if lent is None or lent.id == by.id or by.id not in commitment.lent_people:
        return
    if not may_act_for_asker(actor_of(by, today), commitment):
        raise Invalid(
            week_on=_("The week of %(day)s was that of %(name)s.", day=date(monday), name=lent.name)
        )


def insist_on_changeable(week: Week) -> None:
    """Say why a figure cannot be changed (any more)."""
    if week.standing == Standing.DISPUTED:
        assert week.look is not None
        raise Refused(
            _(
                "%(name)s says that %(hours)s hours were given in the week of %(day)s."
                " Answer this before you change the figure.",
                name=week.look.by.name if week.look.by else _("The department"),
                hours=number(week.look.hours),
                day=date(week.week_on),
            )
        )
    if week.standing in SETTLED:
        raise Refused(_("The week of %(day)s stands: nobody can change it any more.", day=date(week.week_on)))
