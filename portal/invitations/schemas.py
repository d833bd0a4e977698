"""What the API takes and gives about invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from portal.core.api import Schema, View
from portal.core.values import OptionalLine, cleaned
from portal.invitations.expected import expectation
from portal.invitations.forms import WORDS
from portal.invitations.models import Invitation, Reply
from portal.steering.models import Meeting
from portal.steering.schemas import PersonView, storable

Words = Annotated[str, BeforeValidator(cleaned), Field(max_length=WORDS), AfterValidator(storable)]


class AnswerIn(Schema):
    """`substitute`: an e-mail, a key or a name."""

    reply: Annotated[Reply, Field(description="`coming`, `not_coming` or `unsure`")]
    reason: Words = ""
    substitute: OptionalLine = ""


class InvitationView(View):
    id: int
    person: PersonView
    stands_in_for: PersonView | None
    invited_at: dt.datetime
    withdrawn_at: dt.datetime | None
    reply: str
    reason: str
    substitute: PersonView | None
    replied_at: dt.datetime | None


class InvitationsView(View):
    """`quorum`: `expected`, `open` or `missed`, and the same in words."""

    quorum: str
    quorum_in_words: str
    items: list[InvitationView]


def invitation_view(invitation: Invitation) -> dict[str, Any]:
    return {name: getattr(invitation, name) for name in InvitationView.model_fields}


def invitations_view(meeting: Meeting, invitations: Sequence[Invitation]) -> dict[str, Any]:
    expected = expectation(meeting, invitations)
    return {
        "quorum": expected.standing,
        "quorum_in_words": expected.in_words(),
        "items": [invitation_view(each) for each in invitations],
    }
