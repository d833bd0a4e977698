"""Reading calendar files (iCalendar, RFC 5545): the whole days in them, whatever else they contain.

Appointments of a few hours, entries shown as free and cancelled ones are no absence. What an entry is called
is read for public holidays only: a private calendar's words are nobody's business.
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import icalendar
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.absences.recurrence import NotUnderstood, rule_of
from portal.core.forms import LINE, clean, has_control_characters

MAX_BYTES = 1024 * 1024
MAX_ENTRIES = 3000
MAX_DAYS = 500
LONG_ENOUGH = dt.timedelta(hours=8)
DAY = dt.timedelta(days=1)
FREE = frozenset({"FREE", "TENTATIVE", "WORKINGELSEWHERE"})
KEPT_UID = 200

UNREADABLE_DAY = _l("Its days cannot be read.")
NOT_REPEATED_SO = _l("It is repeated in a way that is not understood.")
TOO_MANY_DAYS = _l("There are more days than can be taken from one file.")


class Unreadable(Exception):
    """The file is no calendar that can be used; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Entry:
    """Whole days of a calendar, under a key that stays the same when the file is read again."""

    key: str
    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass
class Reading:
    """What a file says. `left_out`: (what, why)."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[tuple[str, object]] = field(default_factory=list)


def read_calendar(
    content: bytes, first: dt.date, last: dt.date, zone: dt.tzinfo, *, free_too: bool = False
) -> Reading:
    """The whole days between two days. `free_too`: also entries shown as free, as public holidays are."""
    reading = Reading()
    for event in _events(content):
        if free_too or not _is_free(event):
            _take(event, reading, first, last, zone)
    reading.entries.sort(key=lambda entry: (entry.starts_on, entry.key))
    return reading


def _events(content: bytes) -> list[Any]:
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Export fewer months."))
    text = decoded(content)
    if "BEGIN:VCALENDAR" not in text.upper():
        raise Unreadable(_("This is not a calendar file (.ics)."))
    if text.upper().count("BEGIN:VEVENT") > MAX_ENTRIES:
        raise Unreadable(_("The file has more than 3,000 entries. Export fewer months."))
    try:
        calendars: Any = icalendar.Calendar.from_ical(text, multiple=True)
        found = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # a parser of foreign text: whatever it trips over, the file is at fault
        raise Unreadable(_("This calendar file is damaged and cannot be read.")) from error
    if not calendars:
        raise Unreadable(_("This calendar file is damaged and cannot be read."))
    return found


def decoded(content: bytes) -> str:
    """The standard says UTF-8; older programs write what their system speaks."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030", "big5")
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The file's letters cannot be read. Save it as UTF-8."))


def _is_free(event: Any) -> bool:
    """Does the calendar itself say that the person can be reached?"""
    return (
        _text(event, "transp").upper() == "TRANSPARENT"
        or _text(event, "x-microsoft-cdo-busystatus").upper() in FREE
    )


def _take(event: Any, reading: Reading, first: dt.date, last: dt.date, zone: dt.tzinfo) -> None:
    if _text(event, "status").upper() == "CANCELLED":
        return
    name = _name(event)
    try:
        span = _span(event, zone)
        found = list(_repeated(event, *span, first, last, zone)) if span else []
    except NotUnderstood:
        reading.left_out.append((name, NOT_REPEATED_SO))
        return
    except Exception:  # as above: dates beyond the calendar, durations of the wrong sign, broken values
        reading.left_out.append((name, UNREADABLE_DAY))
        return
    if len(reading.entries) + len(found) > MAX_DAYS:
        reading.left_out.append((name, TOO_MANY_DAYS))
        return
    reading.entries += [Entry(_key(event, day, is_one), name, day, end) for day, end, is_one in found]


def _span(event: Any, zone: dt.tzinfo) -> tuple[dt.date, dt.date] | None:
    """First and last day; None for an appointment of some hours."""
    start = event.decoded("dtstart")
    end = event.decoded("dtend", None)
    if end is None:
        length = event.decoded("duration", None) or (DAY if not isinstance(start, dt.datetime) else None)
        end = start + length if length else start
    if not isinstance(start, dt.datetime):
        return start, max(start, _day(end, zone) - DAY)
    if end - start < LONG_ENOUGH:
        return None
    return _day(start, zone), _day(end - dt.timedelta(seconds=1), zone)


def _day(value: dt.date | dt.datetime, zone: dt.tzinfo) -> dt.date:
    """An instant's day where the organization is; a time without a zone is meant as it stands."""
    if not isinstance(value, dt.datetime):
        return value
    return (value.astimezone(zone) if value.tzinfo else value).date()


def _repeated(
    event: Any, start: dt.date, end: dt.date, first: dt.date, last: dt.date, zone: dt.tzinfo
) -> Iterator[tuple[dt.date, dt.date, bool]]:
    """(first day, last day, whether it happens once) of what touches the days asked for."""
    length = end - start
    if "rdate" in event:
        raise NotUnderstood
    if "rrule" not in event:
        if start <= last and end >= first:
            yield start, end, True
        return
    if isinstance(event["rrule"], list):
        raise NotUnderstood
    excepted = _excepted(event, zone)
    for day in rule_of(dict(event["rrule"]), start).occurrences(first - length, last):
        if day not in excepted:
            yield day, day + length, False


def _excepted(event: Any, zone: dt.tzinfo) -> set[dt.date]:
    lists = event.get("exdate", [])
    lists = lists if isinstance(lists, list) else [lists]
    return {_day(each.dt, zone) for one in lists for each in one.dts}


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def _name(event: Any) -> str:
    """One clean line; entries without a name are known by a dash."""
    text = (clean(_text(event, "summary").replace("\n", " ")) or "–")[:LINE]
    return "–" if has_control_characters(text) else text


def _key(event: Any, day: dt.date, is_one: bool) -> str:
    uid = _text(event, "uid") or f"{_name(event)} {day}"
    if len(uid) > KEPT_UID or has_control_characters(uid):
        uid = hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()
    moved = "recurrence-id" in event
    return uid if is_one and not moved else f"{uid}/{day.isoformat()}"
