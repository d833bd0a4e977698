"""Minutes are written by one and approved by another; then they are locked."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.outbox.operations import post
from portal.register.operations import record
from portal.steering import events
from portal.steering.models import Meeting
from portal.steering.operations.meetings import ask_for_approval


def write_minutes(
    meeting: Meeting, *, minutes: str, by: Person, now: dt.datetime, is_correction: bool = False
) -> None:
    """What was said and agreed, in Markdown; the register keeps every text and who wrote it.

    Minutes that go round change only by corrections (`is_correction`).
    """
    if not is_correction and not meeting.is_locked:
        meeting.expect_uncirculated()
    if meeting.takes_minutes and minutes == meeting.minutes:
        return
    meeting.write_minutes(minutes, by)
    record(
        events.MINUTES_WRITTEN,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        minutes=minutes,
        minutes_version=meeting.minutes_version,
    )
    ask_for_approval(meeting, now=now)


def approve_minutes(meeting: Meeting, *, by: Person, now: dt.datetime, after_answers: bool = False) -> None:
    """Somebody who did not write them says: so it was. From then on nothing in this meeting changes.

    Minutes that go round are approved by closing the round (`after_answers`).
    """
    if not after_answers and not meeting.is_locked:
        meeting.expect_uncirculated()
    meeting.approve_minutes(by, now)
    record(
        events.MINUTES_APPROVED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        minutes=meeting.minutes,
        minutes_version=meeting.minutes_version,
    )
    facts = {"meeting": meeting.title, "group": meeting.group.name, "held_at": meeting.held_at, "by": by.name}
    for row in meeting.attendance:
        if meeting.was_attended_by(row.person_id) and row.person_id != by.id:
            post(
                "steering/minutes_approved",
                to=row.person,
                facts=facts,
                link=f"/meetings/{meeting.id}",
                now=now,
            )
