"""Pages: replying to an invitation, and who comes to a meeting."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.utils import redirect

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.web import PageBlueprint
from portal.invitations import operations, queries, rules
from portal.invitations.expected import expectation
from portal.invitations.forms import ANSWERS, AnswerForm
from portal.invitations.models import REPLY_WORDS, Invitation
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id

bp = PageBlueprint("invitations", __name__)


@bp.app_template_global()
def own_invitation(meeting: Meeting) -> Invitation | None:
    """For the page of a meeting: the reader's own."""
    return queries.own(meeting, current_user.id) if meeting.called_at is not None else None


@bp.app_template_global()
def invitations_of(meeting: Meeting) -> dict[str, Any] | None:
    """For the page of a meeting: who comes, for those who prepare it."""
    if meeting.called_at is None or not rules.read(current_user, meeting):
        return None
    found = [each for each in queries.of_meeting(meeting) if each.stands]
    return {"all": found, "expected": expectation(meeting, found)}


@bp.app_template_global()
def reply_word(code: str) -> str:
    return str(REPLY_WORDS.get(code, code))


@bp.get("/meetings/<int:meeting_id>/invitations")
@require(rules.read, of=meeting_by_id)
def of_meeting(meeting: Meeting) -> Any:
    found = queries.of_meeting(meeting)
    return render_template(
        "invitations/of_meeting.html",
        meeting=meeting,
        standing=[each for each in found if each.stands],
        withdrawn=[each for each in found if not each.stands],
        expected=expectation(meeting, found),
    )


@bp.route("/invitations/<int:invitation_id>/answer", methods=["GET", "POST"])
@require(rules.answer, of=queries.invitation_by_id)
def answer(invitation: Invitation) -> Any:
    """From the letter, the desk or the meeting; one tap where somebody comes."""
    invitation.expect_reply()
    form = AnswerForm(data=_as_entered(invitation))
    if form.submitted() and _answered(invitation, form):
        flash(_("Your reply is noted. You can change it until the meeting begins."), "success")
        return redirect(_back(invitation), 303)
    page = render_template(
        "invitations/answer.html", form=form, invitation=invitation, meeting=invitation.meeting
    )
    return page, 422 if form.errors else 200


def _as_entered(invitation: Invitation) -> dict[str, Any]:
    wanted = request.args.get("reply", "")
    reply = wanted if wanted in ANSWERS else invitation.reply
    return {"reply": reply or None, "reason": invitation.reason, "substitute": invitation.substitute}


def _answered(invitation: Invitation, form: AnswerForm) -> bool:
    values = {
        "reply": form.reply.data,
        "reason": form.reason.data or "",
        "substitute": form.values()["substitute"],
    }
    try:
        operations.answer(invitation, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def _back(invitation: Invitation) -> str:
    if request.form.get("from") == "desk":
        return url_for("desk.index")
    return url_for("steering.meeting", meeting_id=invitation.meeting_id)
