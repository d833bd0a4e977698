"""One item is on the table at a time; the clock of each is kept."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.register.operations import record
from portal.sittings import events
from portal.sittings.locking import counted, expect_running, moment, take_hold
from portal.sittings.models import Turn
from portal.sittings.queries import decision_ids, turns_of
from portal.sittings.quorums import quorum_of
from portal.steering.days import spoken
from portal.steering.models import AgendaItem, Decision, DecisionState, Meeting
from portal.steering.operations import leave_unfinished


def start_item(item: AgendaItem, *, seconds_ago: int = 0, by: Person, now: dt.datetime) -> None:
    """It is on the table from now on; whatever was there before leaves it. Taken up again, it goes on counting."""
    meeting = item.meeting
    take_hold(meeting)
    expect_running(meeting)
    turns = turns_of(meeting)
    own = turns.get(item.id)
    if own is not None and own.is_on:
        return
    at = moment(meeting, now, seconds_ago)
    for each in list(turns.values()):
        if each.is_on:
            _end(meeting, each, at, by, now)
    if own is None:
        own = Turn(meeting_id=meeting.id, item_id=item.id, started_at=at)
        session().add(own)
    else:
        own.seconds_before = own.seconds(now)
        own.started_at, own.ended_at = at, None
    session().flush()
    if item.is_unfinished:
        leave_unfinished(item, is_unfinished=False, by=by, now=now)
    _bring(item, by, now)
    record(
        events.ITEM_STARTED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        title=item.title,
        at=spoken(at),
        minutes_planned=item.minutes_planned,
        **counted(quorum_of(meeting, item)),
    )


def _bring(item: AgendaItem, by: Person, now: dt.datetime) -> None:
    """What is proposed under the item is decided in this meeting from now on, wherever it was planned before."""
    numbers = decision_ids([item])[item.id]
    waits = Decision.state == DecisionState.PROPOSED
    for decision in session().scalars(select(Decision).where(Decision.id.in_(numbers), waits)):
        if decision.meeting_id == item.meeting_id:
            continue
        decision.meeting = item.meeting
        record(
            events.TABLED,
            decision,
            by=by,
            now=now,
            project=decision.project,
            about=[item.meeting],
            meeting=item.meeting.register_label(),
            title=item.title,
        )
    session().flush()


def end_item(
    item: AgendaItem, *, is_unfinished: bool = False, seconds_ago: int = 0, by: Person, now: dt.datetime
) -> None:
    """It leaves the table; broken off, it returns on the next agenda by itself."""
    meeting = item.meeting
    take_hold(meeting)
    expect_running(meeting)
    turn = turns_of(meeting).get(item.id)
    if turn is None:
        raise Refused(_("This item has not been on the table yet."))
    if turn.is_on:
        _end(meeting, turn, moment(meeting, now, seconds_ago), by, now)
    leave_unfinished(item, is_unfinished=is_unfinished, by=by, now=now)


def _end(meeting: Meeting, turn: Turn, at: dt.datetime, by: Person, now: dt.datetime) -> None:
    turn.ended_at = max(at, turn.started_at)
    title = session().scalar(select(AgendaItem.title).where(AgendaItem.id == turn.item_id)) or ""
    session().flush()
    record(
        events.ITEM_ENDED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        title=title,
        at=spoken(turn.ended_at),
        minutes_spent=round(turn.seconds(now) / 60),
    )


def expect_on_table(item: AgendaItem) -> None:
    """What is said, voted and proposed belongs to an item that has been called."""
    meeting = item.meeting
    if not meeting.takes_minutes:
        raise Refused(
            _("Notes and votes are taken once the meeting has begun, until its minutes are approved.")
        )
    if item.id not in turns_of(meeting):
        raise Refused(_("This item has not been on the table yet."))
