"""The outcome: who was there, the quorum of the day, and what takes effect."""

from __future__ import annotations

from typing import Any

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.steering import operations
from portal.steering.models import Decision, DecisionState, Meeting
from tests.factories.accounts import World
from tests.factories.steering import (
    Steering,
    attend,
    make_decision,
    make_meeting,
    make_position,
    make_steering,
)
from tests.support.times import NOW, TODAY, days


def settle(decision: Decision, meeting: Meeting | None, by: Any, **values: Any) -> None:
    """Record an outcome with the usual words."""
    given: dict[str, Any] = {
        "outcome": "Three shops, from 1 April.",
        "grounds": "The cheapest way to learn.",
        "decided_on": None,
        "owner": None,
        "due_on": None,
        "review_on": None,
        "heard": {},
        **values,
    }
    operations.record_outcome(decision, meeting=meeting, by=by, now=NOW, today=TODAY, **given)
    session().flush()


@pytest.fixture
def steering(world: World) -> Steering:
    return make_steering(world)


def test_with_quorum_it_is_decided_and_keeps_who_was_there(steering: Steering) -> None:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    decision = make_decision(group=steering.group)
    settle(decision, meeting, steering.secretary, owner=steering.member, due_on=days(30))
    assert (decision.state, decision.quorum_met, decision.present_count) == ("decided", True, 3)
    assert decision.quorum_required == 3
    assert [seat["name"] for seat in decision.present if seat["counts"]] == [
        steering.chair.name,
        steering.deputy.name,
        steering.member.name,
    ]
    session().commit()
