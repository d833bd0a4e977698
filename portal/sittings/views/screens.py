"""Pages: the room's screen and the secretary's, each with the part that refreshes itself."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.sittings import forms
from portal.sittings.screens import screen_of
from portal.sittings.views.pages import bp, fragment, wanted
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id
from portal.steering.rules import prepare_meeting, read_meeting


@bp.get("/meetings/<int:meeting_id>/room")
@require(read_meeting, of=meeting_by_id)
def room(meeting: Meeting) -> Any:
    """For everybody to see: large, calm, one item at a time."""
    return render_template("sittings/room.html", **_room(meeting))


@bp.get("/meetings/<int:meeting_id>/room/now")
@require(read_meeting, of=meeting_by_id)
def room_now(meeting: Meeting) -> Any:
    return fragment(render_template("sittings/_room.html", **_room(meeting)))


def _room(meeting: Meeting) -> dict[str, Any]:
    screen = screen_of(meeting, wanted(), clock.now(), has_record=False)
    return {"meeting": meeting, "screen": screen, "keeps": prepare_meeting(current_user, meeting)}


@bp.get("/meetings/<int:meeting_id>/desk")
@require(prepare_meeting, of=meeting_by_id)
def desk(meeting: Meeting) -> Any:
    """For whoever keeps the record: the room by one tap, the item, the words, the decision."""
    return render_template("sittings/desk.html", **_desk(meeting))


@bp.get("/meetings/<int:meeting_id>/desk/now")
@require(prepare_meeting, of=meeting_by_id)
def desk_now(meeting: Meeting) -> Any:
    return fragment(render_template("sittings/_desk.html", **_desk(meeting)))


def _desk(meeting: Meeting) -> dict[str, Any]:
    screen = screen_of(meeting, wanted(), clock.now(), has_record=True)
    notes, arrivals = forms.NoteForm(None), forms.ArrivalForm(None)
    return {"meeting": meeting, "screen": screen, "form": notes, "arrivals": arrivals}
