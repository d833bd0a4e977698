"""What the tests of a running meeting share: the store's group in session, with two items and everybody but one there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portal.database import session
from portal.steering.models import AgendaItem, Decision, DecisionState, Meeting
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_decision, make_item, make_meeting, make_steering
from tests.support.times import NOW


@dataclass
class Running:
    """Chair, deputy and the member are there (the quorum is three), Olga is not; one item is to be decided."""

    steering: Steering
    meeting: Meeting
    item: AgendaItem
    second: AgendaItem
    decision: Decision


@pytest.fixture
def running(world: World) -> Running:
    made = make_steering(world)
    meeting = make_meeting(made.group, opened_at=NOW)
    attend(meeting, made.chair, made.deputy, made.member)
    decision = make_decision(
        "Three shops", group=made.group, state=DecisionState.PROPOSED, context="A pilot."
    )
    item = make_item(meeting, "The pilot", minutes_planned=15)
    item.subject_kind, item.subject_id = "decision", decision.id
    second = make_item(meeting, "Any other business")
    session().commit()
    return Running(made, meeting, item, second, decision)
