"""One's own promises and absences as a calendar file."""

from __future__ import annotations

import datetime as dt

import icalendar
from flask_babel import gettext as _

from portal.absences.labels import kind_word
from portal.absences.queries import absences_of
from portal.accounts.actors import Actor
from portal.commitments.queries.load import load_of
from portal.core.language import percent

BEFORE, AHEAD = dt.timedelta(days=31), dt.timedelta(days=2 * 366)
DAY = dt.timedelta(days=1)


def own_calendar(reader: Actor, now: dt.datetime) -> bytes:
    """What the reader is promised to and when they are away, a month back and two years ahead."""
    first, last = reader.today - BEFORE, reader.today + AHEAD
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Accord//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Promised and away"))
    for promise in load_of([reader.id], first, last, reader=reader)[reader.id].promises:
        share = percent(round(promise.percent)) if promise.percent is not None else ""
        name = _("Promised: %(project)s %(share)s", project=promise.project or _("confidential"), share=share)
        start = promise.starts_on or first
        uid = f"promise-{promise.commitment_id}-{start.isoformat()}@accord"
        calendar.add_component(_event(uid, name.strip(), start, promise.ends_on or last, now, free=True))
    for absence in absences_of(reader.person, first):
        name = _("Away: %(kind)s", kind=kind_word(absence.kind))
        uid = f"absence-{absence.uid}@accord"
        calendar.add_component(_event(uid, name, absence.starts_on, absence.ends_on, now, free=False))
    content: bytes = calendar.to_ical()
    return content


def _event(
    uid: str, name: str, first: dt.date, last: dt.date, now: dt.datetime, *, free: bool
) -> icalendar.Event:
    """A promise does not block the day; an absence does."""
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("summary", name)
    event.add("dtstart", first)
    event.add("dtend", last + DAY)
    event.add("transp", "TRANSPARENT" if free else "OPAQUE")
    return event
