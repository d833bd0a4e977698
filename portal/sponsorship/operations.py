"""Entering, confirming, correcting an act; commenting on a month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.register.operations import record
from portal.sponsorship import events
from portal.sponsorship.models import SponsorAct, SponsorComment
from portal.sponsorship.months import first_of
from portal.sponsorship.terms import Sponsorship, sponsorship_of


def enter_act(
    sponsorship: Sponsorship,
    *,
    kind: str,
    on: dt.date,
    with_whom: str,
    minutes: int | None,
    note: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    corrects: SponsorAct | None = None,
) -> SponsorAct:
    """What the sponsor enters is their word at once; what the manager enters waits for it."""
    _check_day(sponsorship, on, today)
    act = SponsorAct(
        project=sponsorship.project,
        sponsor=sponsorship.person,
        kind=kind,
        on=on,
        with_whom=with_whom,
        minutes=minutes,
        note=note,
        entered_by=by,
        entered_at=now,
        corrects=corrects,
        confirmed_at=now if by.id == sponsorship.person.id else None,
        is_struck=False,
    )
    session().add(act)
    session().flush()
    said: dict[str, Any] = {"kind": kind, "on": on, "with_whom": with_whom, "minutes": minutes, "note": note}
    record(
        events.ENTERED,
        act,
        by=by,
        now=now,
        project=act.project,
        sponsor=sponsorship.person.name,
        **said,
    )
    return act


def _check_day(sponsorship: Sponsorship, on: dt.date, today: dt.date) -> None:
    if on > today:
        raise Invalid(on=_("This day is still to come. Enter what has taken place."))
    if not sponsorship.holds_on(on):
        name = sponsorship.person.name
        raise Invalid(on=_("%(name)s did not sponsor the project on that day.", name=name))


def confirm_act(act: SponsorAct, *, by: Person, now: dt.datetime) -> None:
    """The sponsor's word: from here on it counts."""
    act.confirm(now)
    record(events.CONFIRMED, act, by=by, now=now, project=act.project)


def correct_act(
    act: SponsorAct,
    *,
    kind: str,
    on: dt.date,
    with_whom: str,
    minutes: int | None,
    note: str,
    reason: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> SponsorAct:
    """Another entry takes its place; the earlier one stays readable and no longer counts."""
    act.expect_standing()
    sponsorship = sponsorship_of(act.project.code, act.sponsor_id)
    if sponsorship is None:
        raise Refused(_("This cannot happen now. The entry is: %(state)s.", state=act.standing_label))
    said: dict[str, Any] = {"kind": kind, "on": on, "with_whom": with_whom, "minutes": minutes, "note": note}
    _check_day(sponsorship, on, today)
    act.end(reason, by, now, is_struck=False)
    record(events.CORRECTED, act, by=by, now=now, project=act.project, reason=reason)
    return enter_act(sponsorship, **said, by=by, now=now, today=today, corrects=act)


def strike_act(act: SponsorAct, *, reason: str, by: Person, now: dt.datetime) -> None:
    """It did not take place. The entry stays, with the reason, and does not count."""
    act.end(reason, by, now, is_struck=True)
    record(events.STRUCK, act, by=by, now=now, project=act.project, reason=reason)


def comment_on_month(
    sponsorship: Sponsorship, *, month_on: dt.date, words: str, by: Person, now: dt.datetime, today: dt.date
) -> SponsorComment:
    """The sponsor's word beside the figures of a month, with the day on which it was said."""
    month = first_of(month_on)
    if month > today:
        raise Invalid(month_on=_("This month is still to come."))
    if month < first_of(sponsorship.since):
        raise Invalid(month_on=_("The sponsorship had not begun in that month."))
    if not words:
        raise Invalid(words=_("This field is needed."))
    comment = SponsorComment(
        project=sponsorship.project, sponsor=sponsorship.person, month_on=month, words=words, made_at=now
    )
    session().add(comment)
    session().flush()
    record(
        events.COMMENTED, comment, by=by, now=now, project=sponsorship.project, month_on=month, words=words
    )
    return comment
