"""Pages: the agenda of a meeting."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.projects.changes import both_texts
from portal.steering import forms, operations, queries, rules
from portal.steering.models import AgendaItem, Meeting
from portal.steering.views.pages import bp, carried_out, done_by, page, told


@bp.get("/meetings/<int:meeting_id>/agenda")
@require(rules.read_meeting, of=queries.meeting_by_id)
def agenda(meeting: Meeting) -> Any:
    """The agenda with its times; who prepares the meeting adds the next item below."""
    return _page(meeting, forms.AgendaItemForm())


@bp.post("/meetings/<int:meeting_id>/agenda")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def add_agenda_item(meeting: Meeting) -> Any:
    form = forms.AgendaItemForm()
    if form.submitted() and done_by(form, operations.add_agenda_item, meeting, **form.values()):
        return _to_agenda(meeting, _("The item is on the agenda."))
    return _page(meeting, form)


def _page(meeting: Meeting, form: forms.AgendaItemForm) -> Any:
    proposals = [each for each in queries.decisions_of_meeting(meeting) if each.meeting_id == meeting.id]
    may = rules.prepare_meeting(current_user, meeting)
    waiting = queries.suggestions_for(meeting, current_user.today) if may else []
    dropped = queries.left_off(meeting)
    return page("agenda", form, meeting=meeting, proposals=proposals, waiting=waiting, dropped=dropped)


def _to_agenda(meeting: Meeting, message: str) -> Any:
    return told(message, "steering.agenda", meeting_id=meeting.id)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>", methods=["GET", "POST"])
@require(rules.prepare_item, of=queries.agenda_item_of)
def edit_agenda_item(item: AgendaItem) -> Any:
    item.meeting.expect_agenda()
    stored = forms.item_as_entered(item)
    form = forms.AgendaItemForm(data=stored)
    both = both_texts(form, forms.AgendaItemForm(None, data=stored))
    if carried_out(form, operations.edit_agenda_item, item, both=both, **form.values()):
        return _to_agenda(item.meeting, _("The changes are stored."))
    return page("agenda_item", form, item=item)


@bp.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/move")
@require(rules.prepare_item, of=queries.agenda_item_of)
def move_agenda_item(item: AgendaItem) -> Any:
    is_up = request.form.get("direction") != "down"
    operations.move_agenda_item(item, is_up=is_up, by=current_user.person, now=clock.now())
    return _to_agenda(item.meeting, _("The agenda is in its new order."))


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/removal", methods=["GET", "POST"])
@require(rules.prepare_item, of=queries.agenda_item_of)
def remove_agenda_item(item: AgendaItem) -> Any:
    item.meeting.expect_agenda()
    form = forms.ReasonForm(data={"version": item.version})
    meeting = item.meeting
    if carried_out(form, operations.remove_agenda_item, item, **form.values()):
        return _to_agenda(meeting, _("The item is off the agenda. The reason is on record."))
    return page("agenda_item_removal", form, item=item)
