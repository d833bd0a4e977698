"""The outcome: who was there, the quorum of the day, the positions, and what follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.models import Decision, Meeting, Presence
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_decision, make_meeting, make_position, seat
from tests.steering.doing import settle
from tests.support.times import NOW, TODAY, days


def letters() -> list[tuple[str, str]]:
    """(template, receiver) of every letter, in order of template."""
    return sorted((letter.template, letter.name) for letter in session().scalars(select(Letter)))


def full_room(steering: Steering, **values: Any) -> Meeting:
    meeting = make_meeting(steering.group, **values)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    return meeting


def test_with_quorum_it_is_decided_keeps_who_was_there_and_tells_the_owner(
    world: World, steering: Steering
) -> None:
    meeting = full_room(steering)
    steering.group.rule = "chair"
    decision = make_decision(group=steering.group)
    make_position(decision, steering.member, "object", "Six weeks cost the summer.")
    heard = {steering.chair.id: ("agree", ""), steering.deputy.id: ("abstain", "")}
    settle(decision, meeting, steering.secretary, owner=world.head, due_on=days(30), heard=heard)
    session().commit()
    assert (decision.state, decision.quorum_met, decision.present_count) == ("decided", True, 3)
    assert (decision.decided_on, decision.meeting, decision.recorded_by) == (
        TODAY,
        meeting,
        steering.secretary,
    )
    assert [each["name"] for each in decision.present if each["counts"]] == [
        *(steering.chair.name, steering.deputy.name, steering.member.name)
    ]
    told = history_of(decision)[0]
    assert told.event == "decisions.decided"
    assert f"{steering.member.name}: Objects – Six weeks cost the summer." in dict(told.details)["Positions"]
    assert letters() == [("steering/decision_recorded", world.head.name)]


def test_what_attendance_says_later_does_not_reach_the_decision(steering: Steering) -> None:
    meeting = full_room(steering)
    decision = settle(make_decision(group=steering.group), meeting, steering.secretary)
    entries = {steering.chair: Presence.ABSENT, steering.other: Presence.PRESENT}
    operations.take_attendance(meeting, entries=entries, by=steering.secretary, now=NOW)
    steering.group.quorum = 1
    session().commit()
    there = {each["name"] for each in decision.present if each["counts"]}
    assert steering.chair.name in there
    assert steering.other.name not in there
    assert decision.quorum_required == 3


def test_without_quorum_it_binds_nobody_until_a_later_meeting_ratifies_it(steering: Steering) -> None:
    thin = make_meeting(steering.group, held_at=NOW - dt.timedelta(days=9))
    attend(thin, steering.chair, steering.deputy)
    attend(thin, steering.member, presence=Presence.EXCUSED)
    decision = settle(make_decision(group=steering.group), thin, steering.secretary)
    assert (decision.state, decision.holds, decision.present_count) == ("needs_ratification", False, 2)
    as_it_was = decision.present
    ratify: dict[str, Any] = {"by": steering.secretary, "now": NOW, "today": TODAY}
    with pytest.raises(Invalid, match="later meeting"):
        operations.ratify(decision, meeting=thin, **ratify)
    also_thin = make_meeting(steering.group)
    with pytest.raises(Refused, match="no quorum either: 0 of 3"):
        operations.ratify(decision, meeting=also_thin, **ratify)
    operations.ratify(decision, meeting=full_room(steering), **ratify)
    session().commit()
    assert (decision.state, decision.holds, decision.ratified_on) == ("decided", True, TODAY)
    assert (decision.quorum_met, decision.present) == (False, as_it_was), "how it was taken stays known"
    with pytest.raises(Refused):
        operations.ratify(decision, meeting=full_room(steering), **ratify)


def test_between_meetings_the_chair_records_and_only_those_who_spoke_count(steering: Steering) -> None:
    decision = make_decision(group=steering.group)
    for member in (steering.deputy, steering.member):
        operations.take_position(decision, position="agree", by=member, now=NOW)
    with pytest.raises(Invalid, match="only the chair"):
        settle(decision, None, steering.secretary)
    with pytest.raises(Invalid, match="themselves"):
        settle(decision, None, steering.chair, heard={steering.other.id: ("agree", "")})
    settle(decision, None, steering.chair, heard={steering.chair.id: ("agree", "")}, decided_on=days(-1))
    session().commit()
    assert (decision.state, decision.present_count, decision.decided_on) == ("decided", 3, days(-1))
    assert ("steering/decision_recorded", steering.other.name) in letters(), "who was not in a room is told"


def test_a_recused_member_does_not_count_towards_the_quorum(steering: Steering) -> None:
    decision = make_decision(group=steering.group)
    make_position(decision, steering.member, "recused")
    settle(decision, full_room(steering), steering.secretary, heard={steering.chair.id: ("recused", "")})
    assert (decision.state, decision.present_count) == ("needs_ratification", 1)


def test_the_seats_of_the_meetings_day_count_not_those_of_today(world: World, steering: Steering) -> None:
    meeting = make_meeting(steering.group, held_at=NOW - dt.timedelta(days=30))
    seat(steering.group, world.head, since=days(-5))
    gone = seat(steering.group, world.other_head, until=days(-10))
    attend(meeting, steering.chair, world.head, gone.person)
    decision = settle(make_decision(group=steering.group), meeting, steering.secretary)
    assert decision.present_count == 2
    assert decision.decided_on == days(-30)


WRONG = [
    ("an outcome before the meeting was opened", {"state": "called"}, {}, "meeting"),
    ("a due date before the decision", {}, {"due_on": days(-1)}, "due_on"),
    ("a review before the decision", {}, {"review_on": days(-1)}, "review_on"),
]


@pytest.mark.parametrize(
    ("meeting", "values", "field"), [case[1:] for case in WRONG], ids=[c[0] for c in WRONG]
)
def test_what_cannot_be_is_said_at_the_field(
    steering: Steering, meeting: dict[str, Any], values: dict[str, Any], field: str
) -> None:
    decision = make_decision(group=steering.group)
    with pytest.raises(Invalid) as refused:
        settle(decision, full_room(steering, **meeting), steering.secretary, **values)
    assert list(refused.value.errors) == [field]


def test_the_secretary_writes_down_only_what_was_said_in_the_room(world: World, steering: Steering) -> None:
    meeting, decision = full_room(steering), make_decision(group=steering.group)
    make_position(decision, steering.member, "object", "No.")
    wrong: list[tuple[dict[int, tuple[str, str]], str]] = [
        ({steering.member.id: ("agree", "")}, "in person"),
        ({steering.other.id: ("agree", "")}, "was not there"),
        ({world.head.id: ("agree", "")}, "Only members with a vote"),
        ({steering.secretary.id: ("agree", "")}, "Only members with a vote"),
        ({steering.chair.id: ("object", "")}, "Say why"),
    ]
    for heard, sentence in wrong:
        with pytest.raises(Invalid, match=sentence):
            settle(decision, meeting, steering.secretary, heard=heard)
    assert decision.state == "proposed"


def test_a_locked_meeting_takes_no_more_decisions(steering: Steering) -> None:
    meeting = full_room(steering, state="approved")
    with pytest.raises(Invalid, match="locked"):
        settle(make_decision(group=steering.group), meeting, steering.secretary)


def test_decided_is_not_carried_out(world: World, steering: Steering) -> None:
    decision: Decision = settle(make_decision(group=steering.group), full_room(steering), steering.secretary)
    done: dict[str, Any] = {
        "outcome": "Tills stand in all three shops.",
        "by": world.head,
        "now": NOW,
        "today": TODAY,
    }
    with pytest.raises(Invalid, match="not come yet"):
        operations.carry_out(decision, carried_out_on=days(1), **done)
    with pytest.raises(Invalid, match="before the decision"):
        operations.carry_out(decision, carried_out_on=days(-1), **done)
    operations.carry_out(decision, carried_out_on=TODAY, **done)
    assert (decision.state, decision.holds, decision.implemented_on) == ("implemented", True, TODAY)
    with pytest.raises(Refused, match="already"):
        operations.carry_out(decision, carried_out_on=TODAY, **done)


def test_new_words_ask_for_new_positions(steering: Steering) -> None:
    decision = make_decision(group=steering.group)
    operations.take_position(decision, position="agree", by=steering.member, now=NOW)
    same: dict[str, Any] = {
        "context": "",
        "options": "",
        "owner": None,
        "meeting": None,
        "by": steering.secretary,
        "now": NOW,
    }
    operations.edit_proposal(decision, title=decision.title, due_on=days(9), **same)
    session().flush()
    assert len(decision.positions) == 1, "another date is not another text"
    operations.edit_proposal(decision, title="Pilot in five shops", due_on=days(9), **same)
    session().commit()
    assert decision.positions == []
    assert letters() == [("steering/position_asked", steering.member.name)]


def test_a_decision_without_a_group_is_the_sponsors_or_managers(world: World) -> None:
    decision = make_decision(project=world.project)
    settle(decision, None, world.sponsor)
    assert (decision.state, decision.quorum_met) == ("decided", None)


def test_codes_run_by_year_and_skip_what_others_brought_along(steering: Steering) -> None:
    make_decision(group=steering.group, code="D-2026-041")
    make_decision(group=steering.group, code="D-2026-99-old")
    make_decision(group=steering.group, code="D-2025-700")
    draft: dict[str, Any] = {"title": "x", "group": steering.group, "by": steering.chair, "now": NOW}
    codes = [operations.draft_decision(**draft).code for _time in range(2)]
    assert codes == ["D-2026-042", "D-2026-043"]
