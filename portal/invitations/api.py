"""Invitations in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.database import session
from portal.invitations import operations, queries, rules
from portal.invitations import schemas as shapes
from portal.invitations.models import Invitation
from portal.projects.references import named_person
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id

bp = ApiBlueprint("invitations", __name__)


@bp.get("/meetings/<int:meeting_id>/invitations")
@require(rules.read, of=meeting_by_id)
@bp.output(shapes.InvitationsView)
def of_meeting(meeting: Meeting) -> Any:
    """Who is invited, what they replied, and whether a quorum is to be expected."""
    return shapes.invitations_view(meeting, queries.of_meeting(meeting))


@bp.post("/invitations/<int:invitation_id>/answer")
@require(rules.answer, of=queries.invitation_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.InvitationView)
def answer(invitation: Invitation, data: shapes.AnswerIn) -> Any:
    """Coming, not coming with the reason, or not sure; with who comes instead."""
    substitute = named_person(data.substitute, "substitute") if data.substitute else None
    operations.answer(
        invitation,
        reply=data.reply,
        reason=data.reason,
        substitute=substitute,
        by=current_user.person,
        now=clock.now(),
    )
    session().flush()
    return shapes.invitation_view(invitation)
