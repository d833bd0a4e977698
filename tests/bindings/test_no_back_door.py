"""No back door: neither a meeting nor its group can be re-opened, edited or deleted to change what was decided."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from werkzeug.routing import Rule

from portal.assembly import Portal
from portal.database import session
from portal.steering.models import Attendance, Decision, Meeting, MeetingState, Position, SteeringGroup
from portal.steering.models.decisions import SEALED
from tests.factories.accounts import World
from tests.factories.steering import (
    Steering,
    attend,
    make_decision,
    make_item,
    make_meeting,
    make_position,
    make_steering,
)
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY

ABOUT = {"meeting_id", "group_id", "decision_id", "item_id"}
WRITING = ("POST", "PUT", "PATCH", "DELETE")
#: Whatever any of these forms could ask for, in words that would change what was decided.
WORDS: dict[str, str] = {
    **dict.fromkeys(("title", "context", "options", "outcome", "grounds", "minutes", "reason"), "Rewritten"),
    **dict.fromkeys(("note", "name", "place", "purpose", "scope", "drop_reason", "text"), "Rewritten"),
    **dict.fromkeys(("due_on", "review_on", "decided_on", "carried_out_on", "held_on"), TODAY.isoformat()),
    **dict.fromkeys(("valid_from", "valid_to", "closes_on", "next_review_on"), TODAY.isoformat()),
    **dict.fromkeys(("quorum", "votes", "minutes_planned", "amount"), "1"),
    "state": "draft",
    "position": "object",
    "presence": "absent",
    "role": "member",
    "rule": "chair",
    "held_time": "10:00",
    "is_carried": "no",
    "kind": "supersede",
    "direction": "up",
    "fate": "ends",
    "act": "draft",
    "answer": "correct",
    "is_unfinished": "yes",
}


class Done:
    """A meeting that is over, with what it decided, and everything that must never change about it."""

    def __init__(self, steering: Steering) -> None:
        self.group = steering.group
        self.meeting = make_meeting(steering.group)
        attend(self.meeting, *steering.voters)
        self.item = make_item(self.meeting, "Pilot")
        self.decision = make_decision(
            group=steering.group, meeting=self.meeting, state="decided", present=[{"name": "Somebody"}]
        )
        make_position(self.decision, steering.member, "object", "Too early.")
        self.meeting.minutes, self.meeting.state = "What was said.", MeetingState.APPROVED
        self.meeting.approved_at = NOW
        session().commit()
        self.before = self.facts()

    def facts(self) -> dict[str, Any]:
        session().expire_all()
        decision, meeting = session().get(Decision, self.decision.id), session().get(Meeting, self.meeting.id)
        assert decision is not None, "the decision is there"
        assert meeting is not None, "the meeting is there"
        assert session().get(SteeringGroup, self.group.id) is not None, "the group is there"
        positions = session().query(Position).filter_by(decision_id=decision.id).order_by(Position.id)
        there = session().query(Attendance).filter_by(meeting_id=meeting.id).order_by(Attendance.id)
        return {
            **{name: getattr(decision, name) for name in SEALED},
            "holds": decision.holds,
            "positions": [(each.person_id, each.position, each.reason) for each in positions],
            "meeting": (meeting.state, meeting.minutes, meeting.title, meeting.held_at),
            "attendance": [(each.person_id, each.presence) for each in there],
        }

    def arguments(self, rule: Rule) -> dict[str, Any]:
        known = {
            "meeting_id": self.meeting.id,
            "group_id": self.group.id,
            "decision_id": self.decision.id,
            "item_id": self.item.id,
        }
        others = {"kind": "decision", "number": self.decision.id, "code": "STORE"}
        return {name: known.get(name, others.get(name, self.decision.id)) for name in rule.arguments}


def writing_rules(app: Portal, *, api: bool) -> list[Rule]:
    """Every address that writes and names a meeting, a group, a decision or an item of an agenda."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments & ABOUT
        and rule.methods
        and rule.methods & set(WRITING)
        and rule.rule.startswith("/api/") is api
    ]


@pytest.fixture
def done(world: World) -> Done:
    return Done(make_steering(world))


def test_no_page_changes_what_was_decided(world: World, app: Portal, done: Done, browser: Browser) -> None:
    changed = []
    for person in (world.administrator, world.sponsor):
        browser.as_(person)
        with app.test_request_context():
            addresses = [
                (rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, done.arguments(rule)))
                for rule in writing_rules(app, api=False)
                if "POST" in (rule.methods or ())
            ]
        assert len(addresses) > 25
        for endpoint, address in addresses:
            browser.post(address, {**WORDS, "once": uuid.uuid4().hex})
            if done.facts() != done.before:
                changed.append(endpoint)
    assert changed == []


def test_no_call_of_the_api_changes_what_was_decided(world: World, app: Portal, done: Done, api: Api) -> None:
    changed = []
    api.as_(world.administrator)
    with app.test_request_context():
        binding = app.url_map.bind("localhost")
        calls = [
            (method, binding.build(rule.endpoint, done.arguments(rule), method=method))
            for rule in writing_rules(app, api=True)
            for method in sorted((rule.methods or set()) & set(WRITING))
        ]
    assert len(calls) > 20
    for method, address in calls:
        api.open(method, address.removeprefix("/api/v1"), dict(WORDS))
        if done.facts() != done.before:
            changed.append((method, address))
    assert changed == []


def test_nothing_deletes_a_meeting_a_group_or_a_decision(app: Portal) -> None:
    deleting = [rule.rule for rule in app.url_map.iter_rules() if "DELETE" in (rule.methods or ())]
    ends = ("<int:meeting_id>", "<int:group_id>", "<int:decision_id>")
    assert [address for address in deleting if address.endswith(ends)] == []
