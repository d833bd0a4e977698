"""Tables of steering groups, meetings and decisions."""

from __future__ import annotations

from portal.steering.models.decisions import Decision, Position
from portal.steering.models.groups import Membership, SteeringGroup
from portal.steering.models.interests import Interest
from portal.steering.models.meetings import AgendaItem, Attendance, Meeting
from portal.steering.models.preparing import AgendaDrop
from portal.steering.models.states import (
    ATTENDING,
    EDITABLE,
    HOLDING,
    PREPARING,
    RECORDED,
    DecisionRule,
    DecisionState,
    MeetingState,
    MemberRole,
    Presence,
    QuorumKind,
    Side,
    Stand,
)

__all__ = [
    "ATTENDING",
    "EDITABLE",
    "HOLDING",
    "PREPARING",
    "RECORDED",
    "AgendaDrop",
    "AgendaItem",
    "Attendance",
    "Decision",
    "DecisionRule",
    "DecisionState",
    "Interest",
    "Meeting",
    "MeetingState",
    "MemberRole",
    "Membership",
    "Position",
    "Presence",
    "QuorumKind",
    "Side",
    "Stand",
    "SteeringGroup",
]
