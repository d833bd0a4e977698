"""Invitations for tests."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.invitations.models import Invitation
from portal.steering.models import Meeting
from tests.support.times import NOW


def make_invitation(meeting: Meeting, person: Person, **values: Any) -> Invitation:
    """Nobody has replied yet, unless said otherwise; stored."""
    invitation = Invitation(
        meeting=meeting, person=person, **{"invited_at": NOW, "reply": "", "reason": "", **values}
    )
    session().add(invitation)
    session().flush()
    return invitation
