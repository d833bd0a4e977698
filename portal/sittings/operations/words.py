"""The discussion in short: entries that add up, whoever writes them."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.core.transactions import check_version
from portal.database import session
from portal.register.operations import record
from portal.sittings import events
from portal.sittings.locking import moment, take_hold
from portal.sittings.models import Note
from portal.sittings.operations.turns import expect_on_table
from portal.steering.models import AgendaItem


def write_note(item: AgendaItem, *, text: str, seconds_ago: int = 0, by: Person, now: dt.datetime) -> Note:
    """An entry of its own beside what others write at the same time; one that was sent late keeps its moment."""
    meeting = item.meeting
    take_hold(meeting)
    expect_on_table(item)
    at = moment(meeting, now, seconds_ago)
    note = Note(meeting=meeting, item=item, text=text, by=by, written_at=at)
    session().add(note)
    session().flush()
    record(events.NOTE_WRITTEN, note, by=by, now=now, project=meeting.project, about=[meeting], text=text)
    return note


def edit_note(note: Note, *, text: str, by: Person, now: dt.datetime, version: int | None = None) -> None:
    """Put right what was noted; the register keeps how it read before."""
    meeting = note.meeting
    take_hold(meeting)
    session().refresh(note, attribute_names=["text", "version"])
    check_version(note, version, [("", note.text, text)])
    meeting.expect_minutes()
    if text == note.text:
        return
    before, note.text, note.edited_at = note.text, text, now
    record(
        events.NOTE_EDITED,
        note,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting],
        before={"text": before},
        after={"text": text},
    )
