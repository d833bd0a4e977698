"""Pages: writing minutes, seeing them before they are stored, approving them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Stale
from portal.steering import forms, operations, queries, rules
from portal.steering.drafting import draft_of
from portal.steering.models import Meeting
from portal.steering.views.pages import bp, page, to_meeting


def _form(meeting: Meeting, text: str | None = None) -> forms.MinutesForm:
    """Its version is that of the text: attendance taken meanwhile does not disturb who writes."""
    written = meeting.minutes if text is None else text
    return forms.MinutesForm(data={"minutes": written, "version": meeting.minutes_version})


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def minutes(meeting: Meeting) -> Any:
    meeting.expect_minutes()
    meeting.expect_uncirculated()
    from_record = not meeting.minutes or request.args.get("from") == "record"
    form = _form(meeting, draft_of(meeting) if from_record and request.method == "GET" else None)
    if form.submitted():
        _check_text(meeting, form)
        operations.write_minutes(meeting, minutes=form.minutes.data, by=current_user.person, now=clock.now())
        return to_meeting(meeting, _("The minutes are stored."))
    drafted = from_record and bool(form.minutes.data)
    return page("minutes", form, meeting=meeting, preview=None, drafted=drafted)


def _check_text(meeting: Meeting, form: forms.MinutesForm) -> None:
    if str(form.version.data or "") not in {"", str(meeting.minutes_version)}:
        raise Stale(meeting, [(_("Minutes"), meeting.minutes, form.minutes.data or "")])


@bp.post("/meetings/<int:meeting_id>/minutes/preview")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def minutes_preview(meeting: Meeting) -> Any:
    """Stores nothing. The form comes back with a new key, else storing it would count as a repetition."""
    form = _form(meeting)
    form.validate()
    form.once.data = uuid.uuid4().hex
    return page("minutes", form, meeting=meeting, preview=form.minutes.data or "", drafted=False)


@bp.route("/meetings/<int:meeting_id>/minutes/approval", methods=["GET", "POST"])
@require(rules.approve_minutes, of=queries.meeting_by_id)
def minutes_approval(meeting: Meeting) -> Any:
    """The text in full above the button: nobody approves what they have not seen."""
    meeting.expect_approvable()
    meeting.expect_uncirculated()
    form = forms.ActForm(data={"version": meeting.minutes_version})
    if form.submitted():
        if str(form.version.data or "") not in {"", str(meeting.minutes_version)}:
            raise Stale(meeting)
        operations.approve_minutes(meeting, by=current_user.person, now=clock.now())
        return to_meeting(meeting, _("You approved the minutes. They are locked from here on."))
    return page("minutes_approval", form, meeting=meeting)
