"""Preparing, calling, opening and closing a meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Person
from portal.actions.codes import store_with_code
from portal.outbox.operations import post
from portal.projects import changes
from portal.register.operations import record
from portal.steering import events
from portal.steering.days import day_in_zone, spoken
from portal.steering.models import Meeting, MeetingState, MemberRole, SteeringGroup
from portal.steering.operations.preparing import return_unfinished


def prepare_meeting(
    group: SteeringGroup, *, title: str, held_at: dt.datetime, place: str = "", by: Person, now: dt.datetime
) -> Meeting:
    """A date for the group, as a draft: nobody is invited yet."""
    meeting = Meeting(group=group, title=title, held_at=held_at, place=place, created_by_id=by.id)
    store_with_code(meeting, column=Meeting.code, prefix=f"{group.code[:50]}-M", width=1)
    record(
        events.MEETING_PREPARED,
        meeting,
        by=by,
        now=now,
        project=group.project,
        about=[group],
        held_at=spoken(held_at),
        place=place,
    )
    return_unfinished(meeting, now=now)
    return meeting


def edit_meeting(
    meeting: Meeting, *, title: str, held_at: dt.datetime, place: str, by: Person, now: dt.datetime
) -> None:
    """Another time or place; who was invited already is told."""
    meeting.expect_movable()
    before_at, before_place = meeting.held_at, meeting.place
    changed = changes.apply(meeting, {"title": title, "held_at": held_at, "place": place})
    if not changed:
        return
    before, after = ({**words, **_moment(words)} for words in changed)
    record(
        events.MEETING_EDITED, meeting, by=by, now=now, project=meeting.project, before=before, after=after
    )
    has_moved = (before_at, before_place) != (held_at, place)
    if meeting.state == MeetingState.CALLED and has_moved:
        _invite(meeting, "steering/meeting_moved", by, now)


def _moment(words: dict[str, Any]) -> dict[str, str]:
    return {"held_at": spoken(words["held_at"])} if "held_at" in words else {}


def call_meeting(meeting: Meeting, *, by: Person, now: dt.datetime) -> None:
    """From here on the members know: they are invited with the agenda."""
    meeting.call(now)
    told = _invite(meeting, "steering/meeting_called", by, now)
    record(
        events.MEETING_CALLED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        held_at=spoken(meeting.held_at),
        place=meeting.place,
        agenda=[item.title for item in meeting.agenda],
        recipients=[person.name for person in told],
    )


def open_meeting(meeting: Meeting, *, by: Person, now: dt.datetime) -> None:
    """The meeting begins: attendance, decisions and minutes belong to it from here on."""
    meeting.open(now)
    record(events.MEETING_OPENED, meeting, by=by, now=now, project=meeting.project, about=[meeting.group])


def close_meeting(meeting: Meeting, *, by: Person, now: dt.datetime) -> None:
    """The meeting is over; its minutes wait for somebody else's approval."""
    meeting.close(now)
    record(events.MEETING_CLOSED, meeting, by=by, now=now, project=meeting.project, about=[meeting.group])
    ask_for_approval(meeting, now=now)


def ask_for_approval(meeting: Meeting, *, now: dt.datetime) -> None:
    """Chair and deputies are asked once, when there is something to approve and they did not write it."""
    if meeting.state != MeetingState.CLOSED or not meeting.minutes:
        return
    leads = {MemberRole.CHAIR, MemberRole.DEPUTY}
    for seat in meeting.group.members_on(day_in_zone(now)):
        if seat.role in leads and seat.person_id not in meeting.writer_ids:
            post(
                "steering/minutes_to_approve",
                to=seat.person,
                facts={"meeting": meeting.title, "group": meeting.group.name, "held_at": meeting.held_at},
                link=f"/meetings/{meeting.id}",
                now=now,
                key=f"minutes:{meeting.uid}:{seat.person_id}",
            )


def _invite(meeting: Meeting, template: str, by: Person, now: dt.datetime) -> list[Person]:
    """One letter to each member of that day; also to who calls it, who wants it in the calendar too."""
    told = [seat.person for seat in meeting.group.members_on(day_in_zone(meeting.held_at))]
    facts = {
        "group": meeting.group.name,
        "meeting": meeting.title,
        "held_at": meeting.held_at,
        "place": meeting.place,
        "agenda": [item.title for item in meeting.agenda],
        "by": by.name,
    }
    for person in told:
        post(template, to=person, facts=facts, link=f"/meetings/{meeting.id}", now=now)
    return told
