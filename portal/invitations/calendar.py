"""The calendar entry of a meeting (iCalendar, RFC 5545 and 5546): the same uid for ever, a rising sequence.

The hour is written in the organization's zone together with that zone's rules, so that a calendar anywhere shows
the right one on either side of a change of clocks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from flask import current_app
from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core import clock
from portal.invitations.models import Invitation, Reply
from portal.outbox.calendars import Entry, with_letters
from portal.outbox.words import one_line
from portal.steering.models import Meeting

REQUEST, CANCEL = "REQUEST", "CANCEL"
#: Where nobody planned times for the items.
USUAL_MINUTES = 60
MOST_MINUTES = 12 * 60
PARTSTAT = {
    Reply.NONE: "NEEDS-ACTION",
    Reply.COMING: "ACCEPTED",
    Reply.NOT_COMING: "DECLINED",
    Reply.UNSURE: "TENTATIVE",
}


def length_of(meeting: Meeting) -> dt.timedelta:
    """As long as its items are planned for; an hour where they are not."""
    planned = sum(item.minutes_planned or 0 for item in meeting.agenda)
    return dt.timedelta(minutes=min(planned, MOST_MINUTES) or USUAL_MINUTES)


def calendar_facts(invitation: Invitation, method: str, now: dt.datetime) -> dict[str, Any]:
    """What a letter has to keep for the entry of this invitation."""
    meeting, organiser = invitation.meeting, invitation.meeting.called_by
    return {
        "method": method,
        "uid": str(meeting.uid),
        "sequence": meeting.calendar_sequence,
        "stamped_at": now,
        "starts_at": meeting.held_at,
        "ends_at": meeting.held_at + length_of(meeting),
        "zone": str(clock.timezone()),
        "title": meeting.title,
        "place": meeting.place,
        "organiser": _party(organiser) if organiser is not None and organiser.email else None,
        "attendee": _party(invitation.person),
        "partstat": PARTSTAT[Reply(invitation.reply)],
        "agenda": [item.title for item in meeting.agenda],
        "reason": meeting.cancel_reason,
    }


def _party(person: Person) -> dict[str, str]:
    return {"name": person.name, "email": person.email or ""}


@with_letters("invitations/called", "invitations/changed", "invitations/cancelled", "invitations/withdrawn")
def entry_of(facts: Mapping[str, Any], link: str) -> Entry:
    """Written when the letter leaves; `facts["calendar"]` is what `calendar_facts` kept."""
    said = facts["calendar"]
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Accord//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", said["method"])
    if (zone := _zone(said)) is not None:
        calendar.add_component(zone)
    calendar.add_component(_event(said, link))
    return Entry(said["method"], calendar.to_ical().decode())


def _zone(said: Mapping[str, Any]) -> icalendar.Timezone | None:
    """The rules of the zone around the day; UTC needs none."""
    if said["zone"] in {"UTC", "Etc/UTC"}:
        return None
    day, year = said["starts_at"].date(), dt.timedelta(days=400)
    return icalendar.Timezone.from_tzid(said["zone"], first_date=day - year, last_date=day + year)


def _event(said: Mapping[str, Any], link: str) -> icalendar.Event:
    is_cancelled = said["method"] == CANCEL
    zone = ZoneInfo(said["zone"])
    event = icalendar.Event()
    event.add("uid", f"{said['uid']}@{urlsplit(current_app.config['BASE_URL']).hostname or 'localhost'}")
    event.add("sequence", said["sequence"])
    event.add("dtstamp", said["stamped_at"])
    event.add("dtstart", said["starts_at"].astimezone(zone))
    event.add("dtend", said["ends_at"].astimezone(zone))
    event.add("summary", one_line(said["title"]))
    if said["place"]:
        event.add("location", one_line(said["place"]))
    event.add("description", _description(said, link))
    event.add("url", link)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if said["organiser"]:
        event.add("organizer", _address(said["organiser"]))
    attendee = _address(said["attendee"])
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": said["partstat"]})
    # Replies are given on the portal, where the secretary sees them: mail programs are not asked to send any.
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    return event


def _address(party: Mapping[str, str]) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{party['email']}")
    address.params["CN"] = one_line(party["name"]).replace('"', "'")
    return address


def _description(said: Mapping[str, Any], link: str) -> str:
    if said["method"] == CANCEL:
        return "\n".join(part for part in (said["reason"], link) if part)
    items = [f"{number}. {one_line(title)}" for number, title in enumerate(said["agenda"], 1)]
    agenda = "\n".join([_("Agenda:"), *items, ""]) if items else ""
    return "\n".join(part for part in (agenda, _("Say here whether you come: %(link)s", link=link)) if part)
