"""Who replies, and who sees what the others replied: those who prepare the meeting."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements.substitutes import stands_for
from portal.core.access import rule
from portal.invitations.models import Invitation
from portal.steering import rules as steering
from portal.steering.models import Meeting


@rule("invitations:read", visible=steering.read_meeting)
def read(actor: Actor, meeting: Meeting) -> bool:
    """Everybody's replies with their reasons: for chair, deputies and secretary."""
    return steering.prepare_meeting(actor, meeting)


@rule(
    "invitations:answer", visible=lambda actor, invitation: steering.read_meeting(actor, invitation.meeting)
)
def answer(actor: Actor, invitation: Invitation) -> bool:
    """Whose it is, who stands in for them today, or who prepares the meeting and was told."""
    if actor.only_reads or not steering.read_meeting(actor, invitation.meeting):
        return False
    is_theirs = stands_for(actor, invitation.person_id)
    return is_theirs or steering.prepare_meeting(actor, invitation.meeting)
