"""Preparing, calling, opening and closing a meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from portal.accounts.models import Person
from portal.actions.codes import store_with_code
from portal.core.errors import Refused
from portal.database import session
from portal.outbox.operations import post
from portal.projects import changes
from portal.register.operations import record
from portal.steering import convening, events
from portal.steering.convening import Step
from portal.steering.days import day_in_zone, spoken
from portal.steering.locking import hold
from portal.steering.models import Decision, Meeting, MeetingState, MemberRole, SteeringGroup
from portal.steering.operations.preparing import give_back, return_unfinished
from portal.steering.queries.meetings import next_meeting


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
    """Another title, time or place; who was invited already is told, and their calendars follow."""
    meeting.expect_movable()
    before_at = meeting.held_at
    changed = changes.apply(meeting, {"title": title, "held_at": held_at, "place": place})
    if not changed:
        return
    before, after = ({**words, **_moment(words)} for words in changed)
    record(
        events.MEETING_EDITED, meeting, by=by, now=now, project=meeting.project, before=before, after=after
    )
    if meeting.state == MeetingState.CALLED:
        convening.tell(meeting, Step.CHANGED if before_at == held_at else Step.MOVED, by, now)


def _moment(words: dict[str, Any]) -> dict[str, str]:
    return {"held_at": spoken(words["held_at"])} if "held_at" in words else {}


def call_meeting(meeting: Meeting, *, by: Person, now: dt.datetime) -> None:
    """From here on the members know: they are invited with the agenda."""
    meeting.call(by, now)
    told = convening.tell(meeting, Step.CALLED, by, now)
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


def cancel_meeting(meeting: Meeting, *, reason: str, by: Person, now: dt.datetime) -> None:
    """It does not take place. It stays, with the reason; what was to be talked about waits for the next one."""
    hold(meeting, again=("agenda",))
    meeting.expect_cancellable()
    _expect_nothing_decided(meeting)
    returning = give_back(meeting, day_in_zone(now))
    was_called = meeting.called_at is not None
    meeting.cancel(reason, by, now)
    session().flush()
    if (coming := next_meeting(meeting.group, now)) is not None:
        return_unfinished(coming, now=now)
    told = convening.tell(meeting, Step.CANCELLED, by, now) if was_called else []
    record(
        events.MEETING_CANCELLED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting.group],
        reason=reason,
        held_at=spoken(meeting.held_at),
        recipients=[person.name for person in told],
        returning=returning,
    )


def _expect_nothing_decided(meeting: Meeting) -> None:
    """A decision stands in a meeting that took place; that cannot be taken back."""
    is_of_it = or_(Decision.meeting_id == meeting.id, Decision.ratified_in_id == meeting.id)
    is_recorded = Decision.decided_on.is_not(None)
    if session().scalar(select(exists().where(is_of_it, is_recorded))):
        raise Refused(_("Something was decided in this meeting, so it took place. Close it instead."))


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
