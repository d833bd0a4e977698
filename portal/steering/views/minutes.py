"""Pages: writing minutes, seeing them before they are stored, approving them."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Stale
from portal.steering import forms, operations, queries, rules
from portal.steering.models import Meeting
from portal.steering.views.pages import bp, page, to_meeting


def _form(meeting: Meeting) -> forms.MinutesForm:
    """Its version is that of the text: attendance taken meanwhile does not disturb who writes."""
    return forms.MinutesForm(data={"minutes": meeting.minutes, "version": meeting.minutes_version})


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@require(rules.prepare_meeting, of=queries.meeting_by_id)
def minutes(meeting: Meeting) -> Any:
    meeting.expect_minutes()
    meeting.expect_uncirculated()
    form = _form(meeting)
    if form.submitted():
        _check_text(meeting, form)
        operations.write_minutes(meeting, minutes=form.minutes.data, by=current_user.person, now=clock.now())
        return to_meeting(meeting, _("The minutes are stored."))
    return page("minutes", form, meeting=meeting, preview=None)


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
    return page("minutes", form, meeting=meeting, preview=form.minutes.data or "")


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
