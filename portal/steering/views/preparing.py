"""Pages: what waits for a meeting, taken onto its agenda or left off it; items that were not finished."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.steering import forms, operations, queries, rules
from portal.steering.models import AgendaItem
from portal.steering.queries.suggestions import Suggested
from portal.steering.views.pages import bp, done_by, page, told

PLACE = "/meetings/<int:meeting_id>/suggestions/<kind>/<int:number>"


@bp.post(f"{PLACE}/taking")
@require(rules.prepare_suggestion, of=queries.suggested)
def take_suggestion(found: Suggested) -> Any:
    operations.take_suggestion(found, by=current_user.person, now=clock.now())
    return told(_("The item is on the agenda."), "steering.agenda", meeting_id=found.meeting.id)


@bp.route(f"{PLACE}/dropping", methods=["GET", "POST"])
@require(rules.prepare_suggestion, of=queries.suggested)
def drop_suggestion(found: Suggested) -> Any:
    form = forms.ReasonForm()
    if form.submitted() and done_by(form, operations.drop_suggestion, found, **form.values()):
        message = _("It stays off this agenda. For the next meeting it is suggested again.")
        return told(message, "steering.agenda", meeting_id=found.meeting.id)
    return page("suggestion_drop", form, found=found.suggestion, meeting=found.meeting)


@bp.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/unfinished")
@require(rules.prepare_item, of=queries.agenda_item_of)
def leave_unfinished(item: AgendaItem) -> Any:
    """One tap: time ran out, or it was finished after all."""
    is_unfinished = request.form.get("is_unfinished") == "yes"
    operations.leave_unfinished(item, is_unfinished=is_unfinished, by=current_user.person, now=clock.now())
    message = _("It returns on the next agenda by itself.") if is_unfinished else _("It is finished.")
    return told(message, "steering.agenda", meeting_id=item.meeting_id)
