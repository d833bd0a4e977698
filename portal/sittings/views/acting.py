"""Pages: what is noted by one tap while the meeting runs, and the notes of what is said."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.sittings import forms, operations, queries, rules
from portal.sittings.models import Note
from portal.sittings.queries import Participant
from portal.sittings.views.pages import bp, page, seconds_ago, to_desk
from portal.steering.models import AgendaItem, Meeting, Presence
from portal.steering.queries import meeting_by_id
from portal.steering.rules import prepare_meeting

PERSON = "/meetings/<int:meeting_id>/people/<int:person_id>"
ITEM = "/meetings/<int:meeting_id>/agenda/<int:item_id>"


def by() -> dict[str, Any]:
    return {"by": current_user.person, "now": clock.now()}


@bp.post(f"{PERSON}/arrival")
@require(rules.note_presence, of=queries.participant)
def arrival(who: Participant) -> Any:
    presence = Presence.REMOTE if request.form.get("presence") == "remote" else Presence.PRESENT
    operations.arrive(who.meeting, person=who.person, presence=presence, seconds_ago=seconds_ago(), **by())
    return to_desk(who.meeting)


@bp.post(f"{PERSON}/departure")
@require(rules.note_presence, of=queries.participant)
def departure(who: Participant) -> Any:
    operations.depart(who.meeting, person=who.person, seconds_ago=seconds_ago(), **by())
    return to_desk(who.meeting)


@bp.post("/meetings/<int:meeting_id>/arrivals")
@require(prepare_meeting, of=meeting_by_id)
def other_arrival(meeting: Meeting) -> Any:
    """Somebody who has no seat, by name."""
    form = forms.ArrivalForm()
    if not form.submitted() or form.person.data is None:
        for sentence in form.person.errors:
            flash(str(sentence), "error")
        return to_desk(meeting)
    operations.arrive(meeting, person=form.person.data, seconds_ago=seconds_ago(), **by())
    return to_desk(meeting, message=_("%(name)s is noted.", name=form.person.data.name))


@bp.post(f"{ITEM}/start")
@require(rules.keep_item, of=queries.item_on_table)
def start(item: AgendaItem) -> Any:
    operations.start_item(item, seconds_ago=seconds_ago(), **by())
    return to_desk(item.meeting, item)


@bp.post(f"{ITEM}/end")
@require(rules.keep_item, of=queries.item_on_table)
def end(item: AgendaItem) -> Any:
    is_unfinished = request.form.get("is_unfinished") == "yes"
    operations.end_item(item, is_unfinished=is_unfinished, seconds_ago=seconds_ago(), **by())
    return to_desk(item.meeting, item)


@bp.post(f"{ITEM}/recusals")
@require(rules.keep_item, of=queries.item_on_table)
def recusal(item: AgendaItem) -> Any:
    """Steps aside from this item, or takes part again."""
    given = request.form.get("person", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    who = queries.participant(item.meeting_id, number)
    if who is None:
        raise Invalid(person=_("Nobody of this name is known. Use their e-mail address."))
    if request.form.get("is_aside") == "no":
        operations.take_part_again(item, person=who.person, **by())
    else:
        operations.step_aside(item, person=who.person, reason=request.form.get("reason", "")[:2000], **by())
    return to_desk(item.meeting, item)


@bp.route(f"{ITEM}/notes", methods=["GET", "POST"])
@require(rules.keep_item, of=queries.item_on_table)
def new_note(item: AgendaItem) -> Any:
    """An entry of its own; the desk sends it without leaving the page."""
    form = forms.NoteForm()
    if form.submitted():
        operations.write_note(item, text=form.text.data, seconds_ago=seconds_ago(), **by())
        return to_desk(item.meeting, item)
    return page("note", form, meeting=item.meeting, item=item, note=None)


@bp.route("/discussion-notes/<int:note_id>", methods=["GET", "POST"])
@require(rules.keep_note, of=queries.note_by_id)
def edit_note(note: Note) -> Any:
    """If somebody else changed it meanwhile, both texts are shown and nothing is lost."""
    note.meeting.expect_minutes()
    form = forms.NoteForm(data={"text": note.text, "version": note.version})
    if form.submitted():
        operations.edit_note(note, text=form.text.data, version=form.version.data, **by())
        return to_desk(note.meeting, note.item, _("The note is changed."))
    return page("note", form, meeting=note.meeting, item=note.item, note=note)
