"""From what waits to what is on the table: taken, left off with a reason, or carried over."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.register.operations import record
from portal.steering import events
from portal.steering.locking import hold
from portal.steering.models import EDITABLE, AgendaItem, Decision, Meeting, SteeringGroup
from portal.steering.operations.agenda import add_agenda_item, leave_off, put_by_itself
from portal.steering.operations.returning import return_unratified
from portal.steering.queries.meetings import next_meeting
from portal.steering.queries.suggestions import Suggested, all_waiting, unfinished_items

LONGEST_TITLE = 200


def take_suggestion(
    suggested: Suggested, *, minutes_planned: int | None = None, by: Person, now: dt.datetime
) -> AgendaItem:
    """On the table: what waits becomes an item that leads to it."""
    meeting, found = suggested.meeting, suggested.suggestion
    hold(meeting, again=("agenda",))
    if any((item.subject_kind, item.subject_id) == found.key for item in meeting.agenda):
        raise Refused(_("This is on the agenda already."))
    note = f"{found.why} [{_('See what it is about')}]({found.address})"
    title = found.title[:LONGEST_TITLE]
    item = add_agenda_item(meeting, title=title, note=note, minutes_planned=minutes_planned, by=by, now=now)
    item.subject_kind, item.subject_id = found.key
    session().flush()
    return item


def drop_suggestion(suggested: Suggested, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Not this time, and why: for the next meeting it is suggested again."""
    meeting, found = suggested.meeting, suggested.suggestion
    meeting.expect_agenda()
    hold(meeting)
    leave_off(meeting, *found.key, found.title, reason=reason, by=by, now=now)
    record(
        events.SUGGESTION_DROPPED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        title=found.title,
        reason=reason,
    )


def leave_unfinished(item: AgendaItem, *, is_unfinished: bool, by: Person, now: dt.datetime) -> None:
    """Time ran out: the item returns on the next agenda by itself, as soon as there is one."""
    meeting = item.meeting
    if not meeting.takes_minutes:
        raise Refused(
            _("Whether an item was finished is said once the meeting has begun, until it is approved.")
        )
    if item.is_unfinished == is_unfinished:
        return
    item.is_unfinished = is_unfinished
    event = events.ITEM_UNFINISHED if is_unfinished else events.ITEM_FINISHED
    record(event, meeting, by=by, now=now, project=meeting.project, title=item.title)
    session().flush()
    coming = next_meeting(meeting.group, now) if is_unfinished else None
    if coming is not None:
        return_unfinished(coming, now=now)


def return_unfinished(meeting: Meeting, *, now: dt.datetime) -> None:
    """What earlier meetings did not finish stands on this agenda, without anybody having to ask."""
    group: SteeringGroup = meeting.group
    for item in unfinished_items(group):
        if item.meeting_id == meeting.id:
            continue
        came = put_by_itself(meeting, title=item.title, note=item.note, now=now, event=events.ITEM_RETURNED)
        came.subject_kind, came.subject_id = "agenda_item", item.id
        came.minutes_planned = item.minutes_planned
    session().flush()
    return_unratified(meeting, now=now)


def give_back(meeting: Meeting, today: dt.date) -> list[str]:
    """What a cancelled meeting was to talk about waits again. Returns what it was.

    Records that wait by themselves are suggested anew; every other item returns like one that was not finished.
    """
    proposals = select(Decision).where(Decision.meeting_id == meeting.id, Decision.state.in_(EDITABLE))
    for proposal in session().scalars(proposals):
        proposal.meeting = None
    session().flush()
    by_themselves = {each.key for each in all_waiting(meeting.group, today)}
    for item in meeting.agenda:
        item.is_unfinished = (item.subject_kind, item.subject_id) not in by_themselves
    session().flush()
    return [item.title for item in meeting.agenda]
