"""What is on the table: items with a planned time, in an order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.projects import changes
from portal.register.events import Event
from portal.register.operations import record
from portal.steering import events
from portal.steering.models import AgendaDrop, AgendaItem, Meeting


def add_agenda_item(
    meeting: Meeting,
    *,
    title: str,
    note: str = "",
    minutes_planned: int | None = None,
    by: Person,
    now: dt.datetime,
) -> AgendaItem:
    """Another item, at the end."""
    item = _at_the_end(meeting, title, note, minutes_planned)
    record(
        events.AGENDA_ITEM_ADDED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        title=title,
        note=note,
        minutes_planned=minutes_planned,
    )
    return item


def _at_the_end(meeting: Meeting, title: str, note: str, minutes_planned: int | None = None) -> AgendaItem:
    meeting.expect_agenda()
    position = max((item.position for item in meeting.agenda), default=0) + 1
    item = AgendaItem(
        meeting=meeting, position=position, title=title, note=note, minutes_planned=minutes_planned
    )
    session().add(item)
    session().flush()
    return item


def put_by_itself(
    meeting: Meeting, *, title: str, note: str, now: dt.datetime, event: Event = events.AGENDA_ITEM_CAME
) -> AgendaItem:
    """What nobody answered is talked about, without anybody having to ask for it. `event` says why it came."""
    item = _at_the_end(meeting, title, note)
    said: dict[str, Any] = {"title": title, "note": note}
    record(event, meeting, by=None, now=now, project=meeting.project, **said)
    return item


def take_off_by_itself(item: AgendaItem, *, now: dt.datetime) -> None:
    """The answer arrived before the meeting: nothing is left to talk about."""
    meeting = item.meeting
    meeting.expect_movable()
    meeting.agenda.remove(item)
    said: dict[str, Any] = {"title": item.title, "note": item.note}
    record(events.AGENDA_ITEM_WENT, meeting, by=None, now=now, project=meeting.project, **said)


def edit_agenda_item(
    item: AgendaItem,
    *,
    title: str,
    note: str,
    minutes_planned: int | None,
    by: Person,
    now: dt.datetime,
) -> None:
    item.meeting.expect_agenda()
    old = item.title
    values = {"title": title, "note": note, "minutes_planned": minutes_planned}
    changed = changes.apply(item, values)
    if changed:
        before, after = changed
        meeting = item.meeting
        record(
            events.AGENDA_ITEM_EDITED,
            meeting,
            by=by,
            now=now,
            project=meeting.project,
            title=old,
            before=before,
            after=after,
        )


def move_agenda_item(item: AgendaItem, *, is_up: bool, by: Person, now: dt.datetime) -> None:
    """One place up or down; at the end of the list nothing moves."""
    meeting = item.meeting
    meeting.expect_agenda()
    items = list(meeting.agenda)
    here = items.index(item)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    for position, each in enumerate(items, start=1):
        each.position = position
    session().flush()
    session().expire(meeting, ["agenda"])
    titles = [each.title for each in items]
    record(events.AGENDA_ORDERED, meeting, by=by, now=now, project=meeting.project, agenda=titles)


def remove_agenda_item(item: AgendaItem, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Off the agenda, with the reason: what was to be talked about, and was not, stays known."""
    meeting = item.meeting
    meeting.expect_agenda()
    if item.subject_kind and item.subject_id is not None:
        leave_off(meeting, item.subject_kind, item.subject_id, item.title, reason=reason, by=by, now=now)
    meeting.agenda.remove(item)
    record(
        events.AGENDA_ITEM_REMOVED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        title=item.title,
        note=item.note,
        reason=reason,
    )


def leave_off(
    meeting: Meeting, kind: str, number: int, title: str, *, reason: str, by: Person, now: dt.datetime
) -> None:
    """What waits and is not wanted here is not suggested once more for the same meeting."""
    same = (AgendaDrop.meeting_id == meeting.id) & (AgendaDrop.subject_kind == kind)
    if session().scalar(select(exists().where(same, AgendaDrop.subject_id == number))):
        raise Refused(_("This was left off already."))
    drop = AgendaDrop(
        meeting=meeting,
        subject_kind=kind,
        subject_id=number,
        title=title,
        reason=reason,
        by=by,
        dropped_at=now,
    )
    session().add(drop)
    session().flush()
