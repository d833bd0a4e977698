"""The closed vocabularies of steering, each value with the words that people read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l


class DecisionRule(enum.StrEnum):
    """How a group decides."""

    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    CHAIR = "chair"


class MemberRole(enum.StrEnum):
    """What somebody is to a steering group."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SECRETARY = "secretary"
    GUEST = "guest"


#: Who prepares meetings and records what they decided.
PREPARING = frozenset({MemberRole.CHAIR, MemberRole.DEPUTY, MemberRole.SECRETARY})


class QuorumKind(enum.StrEnum):
    """What a group asks for: so many members, or such a share of those with a vote."""

    NUMBER = "number"
    SHARE = "share"


class Side(enum.StrEnum):
    """For whom a member speaks: a group binds both, so that they succeed or fail together."""

    IT = "it"
    BUSINESS = "business"


#: Who can be asked for by name, beyond the number.
NEEDS = (MemberRole.CHAIR, MemberRole.DEPUTY, Side.IT, Side.BUSINESS)


class MeetingState(enum.StrEnum):
    """From the first draft to minutes that are approved; or cancelled, with the reason."""

    DRAFT = "draft"
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class Presence(enum.StrEnum):
    """Who was in the room."""

    PRESENT = "present"
    REMOTE = "remote"
    EXCUSED = "excused"
    ABSENT = "absent"
    GUEST = "guest"


#: In the room, in person or from afar: these count towards the quorum.
ATTENDING = frozenset({Presence.PRESENT, Presence.REMOTE})


class DecisionState(enum.StrEnum):
    """A proposal becomes a decision; a decision is carried out, superseded or reversed, never edited."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECIDED = "decided"
    NEEDS_RATIFICATION = "needs_ratification"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"
    DROPPED = "dropped"


#: Decisions that hold now.
HOLDING = (DecisionState.DECIDED, DecisionState.IMPLEMENTED)
#: Not decided yet: the text may still change.
EDITABLE = (DecisionState.DRAFT, DecisionState.PROPOSED)
#: The outcome stands in the record: the text is closed for ever.
RECORDED = (*HOLDING, DecisionState.NEEDS_RATIFICATION, DecisionState.SUPERSEDED, DecisionState.REVERSED)


class Stand(enum.StrEnum):
    """A member's position on a proposal; an objection needs its reason."""

    AGREE = "agree"
    ABSTAIN = "abstain"
    OBJECT = "object"
    RECUSED = "recused"


RULE_WORDS: Mapping[str, object] = {
    DecisionRule.CONSENT: _l("Consent: nobody objects"),
    DecisionRule.MAJORITY: _l("Majority of the votes"),
    DecisionRule.TWO_THIRDS: _l("Two thirds of the votes"),
    DecisionRule.CHAIR: _l("The chair decides after hearing the members"),
}
QUORUM_WORDS: Mapping[str, object] = {
    QuorumKind.NUMBER: _l("A number of members with a vote"),
    QuorumKind.SHARE: _l("A share of the members with a vote, in percent"),
}
SIDE_WORDS: Mapping[str, object] = {Side.IT: _l("IT"), Side.BUSINESS: _l("Business")}
NEED_WORDS: Mapping[str, object] = {
    MemberRole.CHAIR: _l("The chair"),
    MemberRole.DEPUTY: _l("A deputy"),
    Side.IT: _l("Somebody from IT"),
    Side.BUSINESS: _l("Somebody from the business"),
}
ROLE_WORDS: Mapping[str, object] = {
    MemberRole.CHAIR: _l("Chair"),
    MemberRole.DEPUTY: _l("Deputy"),
    MemberRole.MEMBER: _l("Member"),
    MemberRole.SECRETARY: _l("Secretary"),
    MemberRole.GUEST: _l("Guest"),
}
MEETING_WORDS: Mapping[str, object] = {
    MeetingState.DRAFT: _l("In preparation"),
    MeetingState.CALLED: _l("Called"),
    MeetingState.OPEN: _l("In session"),
    MeetingState.CLOSED: _l("Closed, minutes not yet approved"),
    MeetingState.APPROVED: _l("Minutes approved"),
    MeetingState.CANCELLED: _l("Cancelled"),
}
PRESENCE_WORDS: Mapping[str, object] = {
    Presence.PRESENT: _l("Present"),
    Presence.REMOTE: _l("Remote"),
    Presence.EXCUSED: _l("Excused"),
    Presence.ABSENT: _l("Absent"),
    Presence.GUEST: _l("Guest"),
}
DECISION_WORDS: Mapping[str, object] = {
    DecisionState.DRAFT: _l("Draft"),
    DecisionState.PROPOSED: _l("Proposed"),
    DecisionState.DECIDED: _l("Decided"),
    DecisionState.NEEDS_RATIFICATION: _l("Needs ratification"),
    DecisionState.IMPLEMENTED: _l("Carried out"),
    DecisionState.SUPERSEDED: _l("Superseded"),
    DecisionState.REVERSED: _l("Reversed"),
    DecisionState.DROPPED: _l("Dropped"),
}
#: Does it hold now? For everybody who has to act by it.
STANDING_WORDS: Mapping[str, object] = {
    DecisionState.DRAFT: _l("Not proposed yet"),
    DecisionState.PROPOSED: _l("Not decided yet"),
    DecisionState.DECIDED: _l("Holds"),
    DecisionState.NEEDS_RATIFICATION: _l("Does not bind yet"),
    DecisionState.IMPLEMENTED: _l("Holds"),
    DecisionState.SUPERSEDED: _l("No longer holds"),
    DecisionState.REVERSED: _l("No longer holds"),
    DecisionState.DROPPED: _l("Not pursued"),
}
STAND_WORDS: Mapping[str, object] = {
    Stand.AGREE: _l("Agrees"),
    Stand.ABSTAIN: _l("Abstains"),
    Stand.OBJECT: _l("Objects"),
    Stand.RECUSED: _l("Recused"),
}
