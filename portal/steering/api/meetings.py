"""Meetings: agenda, attendance, minutes, and the steps from draft to approved."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import Items, items
from portal.core.errors import Invalid, Stale
from portal.database import session
from portal.projects.references import named_person
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp, carry_out
from portal.steering.models import AgendaItem, Meeting, SteeringGroup
from portal.steering.queries import MeetingFilters

PLACE = "/meetings/<int:meeting_id>"
ITEM = f"{PLACE}/agenda/<int:item_id>"


def coded_group(code: str) -> SteeringGroup:
    """The group of this code; one that the caller may not see does not exist for them."""
    found = session().scalars(select(SteeringGroup).where(SteeringGroup.code == code)).one_or_none()
    if found is None or not rules.read_group(current_user, found):
        raise Invalid(group=_("There is no group %(code)s.", code=code))
    return found


def shown(meeting: Meeting) -> dict[str, Any]:
    return shapes.meeting_view(meeting, queries.decisions_of_meeting(meeting))


def listed(rows: list[Any]) -> dict[str, Any]:
    return {"items": rows, "next": None}


@bp.get("/meetings")
@require(SIGNED_IN)
@bp.input(MeetingFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.MeetingRowView])
def meetings(filters: MeetingFilters) -> Any:
    """Meetings that the caller may see, by the filters of the page."""
    return items(queries.list_meetings(filters, current_user), shapes.meeting_row)


@bp.post("/meetings")
@require(SIGNED_IN)
@bp.input(shapes.MeetingIn, arg_name="data")
@bp.output(shapes.MeetingView, status_code=201)
def prepare_meeting(data: shapes.MeetingIn) -> Any:
    """Prepare a meeting; nobody is invited before `/calling`."""
    group = coded_group(data.group)
    check(rules.prepare, group)
    values = data.model_dump(exclude={"group", "version"})
    return shown(carry_out(operations.prepare_meeting, group, **values))


@bp.get(PLACE)
@require(rules.read_meeting, of=queries.meeting_by_id)
@bp.output(shapes.MeetingView)
def meeting(meeting: Meeting) -> Any:
    """A meeting with agenda, attendance, minutes and the codes of its decisions."""
    return shown(meeting)


@bp.patch(PLACE)
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.MeetingChangesIn, arg_name="data")
@bp.output(shapes.MeetingView)
def edit_meeting(meeting: Meeting, data: shapes.MeetingChangesIn) -> Any:
    """Another title, time or place, until it is opened."""
    carry_out(operations.edit_meeting, meeting, **data.model_dump())
    return shown(meeting)


@bp.post(f"{PLACE}/calling")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.MeetingView)
def call_meeting(meeting: Meeting, data: shapes.Versioned) -> Any:
    """Invite the members."""
    carry_out(operations.call_meeting, meeting, version=data.version)
    return shown(meeting)


@bp.post(f"{PLACE}/cancellation")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.MeetingView)
def cancel_meeting(meeting: Meeting, data: shapes.ReasonIn) -> Any:
    """It does not take place, with the reason; it stays, and who was invited is told."""
    carry_out(operations.cancel_meeting, meeting, **data.model_dump())
    return shown(meeting)


@bp.post(f"{PLACE}/opening")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.MeetingView)
def open_meeting(meeting: Meeting, data: shapes.Versioned) -> Any:
    """The meeting begins."""
    carry_out(operations.open_meeting, meeting, version=data.version)
    return shown(meeting)


@bp.post(f"{PLACE}/closing")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.MeetingView)
def close_meeting(meeting: Meeting, data: shapes.Versioned) -> Any:
    """The meeting is over."""
    carry_out(operations.close_meeting, meeting, version=data.version)
    return shown(meeting)


@bp.get(f"{PLACE}/agenda")
@require(rules.read_meeting, of=queries.meeting_by_id)
@bp.output(Items[shapes.AgendaItemView])
def agenda(meeting: Meeting) -> Any:
    """The agenda in its order."""
    return listed([shapes.agenda_item_view(item) for item in meeting.agenda])


@bp.post(f"{PLACE}/agenda")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.AgendaItemIn, arg_name="data")
@bp.output(shapes.AgendaItemView, status_code=201)
def add_agenda_item(meeting: Meeting, data: shapes.AgendaItemIn) -> Any:
    """Another item, at the end."""
    values = data.model_dump(exclude={"version"})
    return shapes.agenda_item_view(carry_out(operations.add_agenda_item, meeting, **values))


@bp.patch(ITEM)
@require(rules.prepare_item, of=queries.agenda_item_of)
@bp.input(shapes.AgendaItemIn, arg_name="data")
@bp.output(shapes.AgendaItemView)
def edit_agenda_item(item: AgendaItem, data: shapes.AgendaItemIn) -> Any:
    """Reword an item or plan another time."""
    carry_out(operations.edit_agenda_item, item, **data.model_dump())
    return shapes.agenda_item_view(item)


@bp.post(f"{ITEM}/move")
@require(rules.prepare_item, of=queries.agenda_item_of)
@bp.input(shapes.MoveIn, arg_name="data")
@bp.output(Items[shapes.AgendaItemView])
def move_agenda_item(item: AgendaItem, data: shapes.MoveIn) -> Any:
    """One place up or down; the agenda in its new order."""
    carry_out(operations.move_agenda_item, item, is_up=data.direction == "up")
    return listed([shapes.agenda_item_view(each) for each in item.meeting.agenda])


@bp.post(f"{ITEM}/removal")
@require(rules.prepare_item, of=queries.agenda_item_of)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(Items[shapes.AgendaItemView])
def remove_agenda_item(item: AgendaItem, data: shapes.ReasonIn) -> Any:
    """Take an item off, with the reason; what is left of the agenda."""
    meeting = item.meeting
    carry_out(operations.remove_agenda_item, item, **data.model_dump())
    return listed([shapes.agenda_item_view(each) for each in meeting.agenda])


@bp.get(f"{PLACE}/attendance")
@require(rules.read_meeting, of=queries.meeting_by_id)
@bp.output(Items[shapes.AttendanceView])
def attendance(meeting: Meeting) -> Any:
    """Who was there."""
    return listed([{"person": row.person, "presence": row.presence} for row in meeting.attendance])


@bp.post(f"{PLACE}/attendance")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.AttendanceIn, arg_name="data")
@bp.output(Items[shapes.AttendanceView])
def take_attendance(meeting: Meeting, data: shapes.AttendanceIn) -> Any:
    """Note who is there; only those named are touched."""
    entries: dict[Person, str | None] = {
        named_person(each.person, "entries"): each.presence for each in data.entries
    }
    carry_out(operations.take_attendance, meeting, entries=entries)
    session().expire(meeting, ["attendance"])
    return listed([{"person": row.person, "presence": row.presence} for row in meeting.attendance])


@bp.put(f"{PLACE}/minutes")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.input(shapes.MinutesIn, arg_name="data")
@bp.output(shapes.MeetingView)
def write_minutes(meeting: Meeting, data: shapes.MinutesIn) -> Any:
    """Write the minutes (Markdown). `version` is the `minutes_version` that was read."""
    _check_text(meeting, data.version)
    carry_out(operations.write_minutes, meeting, minutes=data.minutes)
    return shown(meeting)


@bp.post(f"{PLACE}/minutes/approval")
@require(rules.approve_minutes, of=queries.meeting_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.MeetingView)
def approve_minutes(meeting: Meeting, data: shapes.Versioned) -> Any:
    """Approve what somebody else wrote; it is locked from then on. `version`: the `minutes_version` read."""
    _check_text(meeting, data.version)
    carry_out(operations.approve_minutes, meeting)
    return shown(meeting)


def _check_text(meeting: Meeting, version: int | None) -> None:
    if version is not None and version != meeting.minutes_version:
        raise Stale(meeting)
