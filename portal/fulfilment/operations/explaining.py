"""Why less was given than promised: either side says it, and both stand."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.commitments.models import Commitment, State
from portal.commitments.operations import hold
from portal.commitments.operations.holding import day_of, tell
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.database import session
from portal.fulfilment import events
from portal.fulfilment.models import StatedReason
from portal.fulfilment.operations.holding import held_week
from portal.fulfilment.reasons import Reason, Side


def state_reason(
    commitment: Commitment,
    *,
    week_on: dt.date | None,
    side: Side,
    reason: str,
    note: str,
    by: Person,
    now: dt.datetime,
) -> StatedReason:
    """One side's reason for a week (its Monday), or for the whole. Said again, it replaces that side's own only."""
    hold(commitment)
    if reason == Reason.OTHER and not note:
        raise Invalid(note=_("Say in words what the reason was."))
    if week_on is None:
        _insist_on_missed(commitment)
    else:
        _insist_on_short(commitment, week_on, day_of(now))
    known = _known(commitment, week_on, side)
    before = known.reason if known else None
    if known is not None and (known.reason, known.note) == (reason, note):
        return known
    stated = known or StatedReason(commitment=commitment, week_on=week_on, stated_by=side)
    stated.reason, stated.note, stated.by, stated.stated_at = reason, note, by, now
    session().add(stated)
    told = {"stated_by": side, "reason_code": reason, "note": note, "before": before}
    if week_on is None:
        tell(events.WHOLE_REASON, commitment, by=by, now=now, **told)
    else:
        tell(events.WEEK_REASON, commitment, by=by, now=now, week_on=week_on, **told)
    return stated


def _known(commitment: Commitment, week_on: dt.date | None, side: Side) -> StatedReason | None:
    of_week = StatedReason.week_on.is_(None) if week_on is None else StatedReason.week_on == week_on
    statement = select(StatedReason).where(
        StatedReason.commitment_id == commitment.id, of_week, StatedReason.stated_by == side
    )
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _insist_on_missed(commitment: Commitment) -> None:
    if commitment.state not in (State.MISSED, State.RELEASED):
        raise Refused(_("A reason belongs to a promise that was missed, or released before its end."))


def _insist_on_short(commitment: Commitment, monday: dt.date, today: dt.date) -> None:
    week = held_week(commitment, monday, today)
    if week is None or week.delivery is None:
        raise Refused(_("Nobody has entered this week yet."))
    if not week.is_short:
        raise Refused(_("The week of %(day)s was kept: there is nothing to explain.", day=date(monday)))
