"""Reading calendar files (iCalendar, RFC 5545): the whole days in them, whatever else they contain.

Appointments of a few hours, entries shown as free and cancelled ones are no absence. One occurrence of a repeated
entry that was moved (RECURRENCE-ID) takes the place of the original one. Of an entry that the file has twice the newer
version counts. What an entry is called
is read for public holidays only: a private calendar's words are nobody's business.
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
from collections.abc import Iterator, Set
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
    """What a file says. `left_out`: (what, why). `cancelled`: keys of what the file says does not take place."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[tuple[str, object]] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)


def read_calendar(
    content: bytes, first: dt.date, last: dt.date, zone: dt.tzinfo, *, free_too: bool = False
) -> Reading:
    """The whole days between two days. `free_too`: also entries shown as free, as public holidays are."""
    reading = Reading()
    events = _newest(_events(content), zone)
    moved = {
        (_text(event, "uid"), original)
        for event in events
        if (original := _original(event, zone)) is not None
    }
    for event in events:
        if free_too or not _is_free(event):
            _take(event, moved, reading, first, last, zone)
        elif (original := _original(event, zone)) is not None:
            reading.cancelled.add(_key(event, original, original))
    reading.cancelled -= {entry.key for entry in reading.entries}
    reading.entries.sort(key=lambda entry: (entry.starts_on, entry.key))
    return reading


def _newest(events: list[Any], zone: dt.tzinfo) -> list[Any]:
    """Each entry once: of two versions of the same one the newer, whatever their order in the file."""
    kept: dict[tuple[object, ...], Any] = {}
    for number, event in enumerate(events):
        uid = _text(event, "uid")
        key = (uid, _original(event, zone)) if uid else (number,)
        if key not in kept or _version(event) >= _version(kept[key]):
            kept[key] = event
    return list(kept.values())


def _version(event: Any) -> tuple[int, str]:
    """SEQUENCE, then when it was written."""
    sequence = _text(event, "sequence")
    written = getattr(event.get("last-modified") or event.get("dtstamp"), "dt", None)
    stamp = written.isoformat() if isinstance(written, dt.date) else ""
    return (int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0, stamp)


def _original(event: Any, zone: dt.tzinfo) -> dt.date | None:
    """The day of the repetition that this entry takes the place of; None for an entry of its own."""
    value = getattr(event.get("recurrence-id"), "dt", None)
    try:
        return _day(value, zone) if isinstance(value, dt.date) else None
    except (OverflowError, ValueError):
        return None


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


#: The originals of occurrences that were moved: (UID, day).
Moved = Set[tuple[str, dt.date]]


def _take(event: Any, moved: Moved, reading: Reading, first: dt.date, last: dt.date, zone: dt.tzinfo) -> None:
    name, original = _name(event), _original(event, zone)
    if _text(event, "status").upper() == "CANCELLED":
        reading.cancelled.add(_key(event, original, original))
        return
    try:
        if "recurrence-id" in event and (original is None or "range" in event["recurrence-id"].params):
            raise NotUnderstood
        span = _span(event, zone)
        found = list(_repeated(event, *span, moved, first, last, zone)) if span else []
        reading.cancelled |= {_key(event, day, day) for day in _excepted(event, zone)}
    except NotUnderstood:
        reading.left_out.append((name, NOT_REPEATED_SO))
        return
    except Exception:  # as above: dates beyond the calendar, durations of the wrong sign, broken values
        reading.left_out.append((name, UNREADABLE_DAY))
        return
    if len(reading.entries) + len(found) > MAX_DAYS:
        reading.left_out.append((name, TOO_MANY_DAYS))
        return
    reading.entries += [
        Entry(_key(event, original or (None if is_one else day), day), name, day, end)
        for day, end, is_one in found
    ]


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
    event: Any, start: dt.date, end: dt.date, moved: Moved, first: dt.date, last: dt.date, zone: dt.tzinfo
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
    excepted, uid = _excepted(event, zone), _text(event, "uid")
    for day in rule_of(dict(event["rrule"]), start).occurrences(first - length, last):
        if day not in excepted and (uid, day) not in moved:
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


def _key(event: Any, occurrence: dt.date | None, day: dt.date | None) -> str:
    """The UID, and of a repeated entry the day on which the repetition falls, wherever it was moved to."""
    uid = _text(event, "uid") or f"{_name(event)} {day}"
    if len(uid) > KEPT_UID or has_control_characters(uid):
        uid = hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()
    return uid if occurrence is None else f"{uid}/{occurrence.isoformat()}"
