"""A written resolution from the question to what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.resolutions import operations
from portal.resolutions.models import WrittenResolution
from portal.steering import operations as steering_operations
from portal.steering.models import Decision, MeetingState
from tests.factories.accounts import World, make_person
from tests.factories.steering import Steering, make_decision, make_meeting, make_position, seat
from tests.resolutions.conftest import Later
from tests.steering.doing import settle, supersede
from tests.support.times import NOW, TODAY, days


def put(decision: Decision, by: Person, **values: Any) -> WrittenResolution:
    given: dict[str, Any] = {
        "outcome": "Three shops, from 1 April.",
        "grounds": "The cheapest way to learn.",
        "closes_on": days(7),
        **values,
    }
    made = operations.ask(decision, by=by, now=NOW, **given)
    session().commit()
    return made


def say(decision: Decision, person: Person, position: str = "agree", reason: str = "") -> None:
    steering_operations.take_position(decision, position=position, reason=reason, by=person, now=NOW)
    session().commit()


def letters(template: str) -> set[str]:
    statement = select(Letter).where(Letter.template == f"resolutions/{template}")
    return {letter.name for letter in session().scalars(statement)}


def test_every_member_with_a_vote_is_asked_and_sees_the_words(steering: Steering, proposal: Decision) -> None:
    put(proposal, steering.secretary)
    assert letters("asked") == {person.name for person in steering.voters}
    assert history_of(proposal)[0].event == "resolutions.asked"


def test_with_quorum_and_no_objection_the_outcome_is_recorded_by_itself(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    resolution = put(proposal, steering.secretary, review_on=days(90))
    for person in (steering.chair, steering.deputy, steering.member):
        say(proposal, person)
    assert later(7)[1] == 0, "the last day counts whole"
    assert proposal.state == "proposed"
    assert later(8)[1] == 1
    assert (resolution.state, proposal.state) == ("recorded", "decided")
    assert (proposal.decided_on, proposal.review_on) == (days(7), days(90))
    assert (proposal.outcome, proposal.quorum_met, proposal.present_count) == (resolution.outcome, True, 3)
    assert proposal.tally["silent"] == 1, "silence is no position"
    assert later(9) == (0, 0, 0)


def test_with_too_few_positions_it_needs_ratification(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    put(proposal, steering.secretary)
    say(proposal, steering.chair)
    later(8)
    assert (proposal.state, proposal.present_count) == ("needs_ratification", 1)


def test_silence_decides_nothing_and_brings_it_to_the_next_meeting(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    resolution = put(proposal, steering.secretary)
    say(proposal, steering.member, "abstain")
    assert later(8) == (0, 1, 0)
    assert (resolution.state, resolution.cause, resolution.meeting) == ("to_meeting", "silence", None)
    meeting = make_meeting(steering.group, state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=20))
    session().commit()
    assert later(9) == (0, 0, 1)
    assert (resolution.meeting, proposal.meeting, proposal.state) == (meeting, meeting, "proposed")
    assert [item.title for item in meeting.agenda] == [f"Not settled in writing: {proposal.title}"]
    assert later(10) == (0, 0, 0)


def test_the_silent_chair_of_a_group_where_the_chair_decides_settles_nothing(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    steering.group.rule = "chair"
    resolution = put(proposal, steering.secretary)
    say(proposal, steering.member)
    later(8)
    assert (resolution.state, proposal.state) == ("to_meeting", "proposed")


def test_an_objection_stops_it_at_once_and_stands_on_the_agenda(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.CALLED, held_at=NOW + dt.timedelta(days=2))
    resolution = put(proposal, steering.secretary)
    say(proposal, steering.chair)
    say(proposal, steering.other, "object", "Six weeks cost the summer.")
    assert (resolution.state, resolution.cause) == ("to_meeting", "objection")
    assert (resolution.objected_by, resolution.meeting) == (steering.other, meeting)
    assert f"{steering.other.name} objected." in meeting.agenda[0].note
    everybody = {*steering.voters, steering.secretary} - {steering.other}
    assert letters("to_meeting") == {person.name for person in everybody}
    assert later(8)[1] == 0
    assert proposal.state == "proposed"
    with pytest.raises(Refused, match="member objects"):
        put(proposal, steering.secretary)


def test_while_it_runs_nobody_changes_records_or_drops_the_proposal(
    steering: Steering, proposal: Decision
) -> None:
    resolution = put(proposal, steering.secretary)
    with pytest.raises(Refused, match="already"):
        put(proposal, steering.secretary)
    with pytest.raises(Refused, match="Withdraw that first"):
        settle(proposal, None, steering.chair)
    with pytest.raises(Refused, match="Withdraw that first"):
        steering_operations.drop_decision(proposal, reason="No", by=steering.chair, now=NOW)
    with pytest.raises(Refused, match="Withdraw that first"):
        steering_operations.edit_proposal(
            proposal,
            title="Other",
            context="",
            options="",
            owner=None,
            due_on=None,
            meeting=None,
            by=steering.chair,
            now=NOW,
        )
    operations.withdraw(resolution, reason="A better text comes.", by=steering.secretary, now=NOW)
    session().commit()
    assert letters("withdrawn") == {person.name for person in steering.voters}
    steering_operations.drop_decision(proposal, reason="No", by=steering.chair, now=NOW)
    with pytest.raises(Refused, match="has ended"):
        operations.withdraw(resolution, reason="Again", by=steering.secretary, now=NOW)


def test_after_the_last_day_no_position_is_taken(steering: Steering, proposal: Decision) -> None:
    put(proposal, steering.secretary)
    with pytest.raises(Refused, match="time for positions ended"):
        steering_operations.take_position(
            proposal, position="agree", by=steering.chair, now=NOW + dt.timedelta(days=8)
        )


def test_who_has_said_nothing_is_reminded_once_before_it_closes(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    put(proposal, steering.secretary)
    say(proposal, steering.chair)
    assert later(5)[0] == 0
    assert later(6)[0] == 1
    assert later(7)[0] == 0
    assert letters("reminded") == {steering.deputy.name, steering.member.name, steering.other.name}


def test_when_all_have_answered_it_ends_at_once_and_the_record_says_so(
    steering: Steering, proposal: Decision, later: Later
) -> None:
    resolution = put(proposal, steering.secretary)
    for person in steering.voters[:-1]:
        say(proposal, person)
    assert resolution.is_open
    say(proposal, steering.voters[-1], "abstain")
    assert (resolution.state, proposal.state, proposal.decided_on) == ("recorded", "decided", TODAY)
    assert proposal.tally["silent"] == 0
    assert "resolutions.all_answered" in [entry.event for entry in history_of(proposal)]
    assert later(8)[1] == 0
    with pytest.raises(Refused):
        say(proposal, steering.member, "object", "Too late.")


def test_who_joins_before_the_last_day_is_waited_for(steering: Steering, proposal: Decision) -> None:
    seat(steering.group, make_person("New Ina"), since=days(3))
    session().commit()
    resolution = put(proposal, steering.secretary)
    for person in steering.voters:
        say(proposal, person)
    assert resolution.is_open


def test_when_all_have_answered_and_it_does_not_carry_a_meeting_decides(
    steering: Steering, proposal: Decision
) -> None:
    resolution = put(proposal, steering.secretary)
    for person in steering.voters:
        say(proposal, person, "abstain")
    assert (resolution.state, resolution.cause, proposal.state) == ("to_meeting", "not_carried", "proposed")
    assert "does not carry" in operations.in_words(resolution)


def test_from_the_first_answer_on_nobody_withdraws_it(steering: Steering, proposal: Decision) -> None:
    make_position(proposal, steering.member).taken_at = NOW - dt.timedelta(days=3)
    resolution = put(proposal, steering.secretary)
    assert resolution.answered_since == [], "said before it was asked in writing"
    say(proposal, steering.chair)
    with pytest.raises(Refused, match="has answered"):
        operations.withdraw(resolution, reason="It goes wrong.", by=steering.secretary, now=NOW)
    with pytest.raises(Refused, match="members have answered"):
        settle(proposal, None, steering.chair)
    session().rollback()
    assert resolution.is_open


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"closes_on": TODAY}, "closes_on"),
        ({"closes_on": days(61)}, "closes_on"),
        ({"review_on": days(6)}, "review_on"),
    ],
)
def test_the_days_must_make_sense(
    steering: Steering, proposal: Decision, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        put(proposal, steering.secretary, **values)
    assert field in caught.value.errors


def test_a_group_without_votes_or_a_draft_is_not_asked(steering: Steering) -> None:
    draft = make_decision(group=steering.group, state="draft")
    with pytest.raises(Refused):
        put(draft, steering.secretary)
    proposal = make_decision(group=steering.group)
    for member in steering.group.members:
        member.votes = 0
    with pytest.raises(Refused, match="Nobody has a vote"):
        put(proposal, steering.secretary)


def test_what_it_was_to_supersede_gives_way_or_was_overtaken(steering: Steering, later: Later) -> None:
    old = make_decision(group=steering.group, state="decided")
    first, second = (supersede(old, steering.secretary, title) for title in ("First", "Second"))
    resolutions = [put(first, steering.secretary), put(second, steering.secretary)]
    for decision in (first, second):
        for person in steering.voters:
            say(decision, person)
    assert later(8)[1] == 0, "everybody had answered: both ended at once"
    assert (old.state, first.state, second.state) == ("superseded", "decided", "proposed")
    assert [(each.state, each.cause) for each in resolutions] == [
        ("recorded", ""),
        ("to_meeting", "overtaken"),
    ]


def test_an_agenda_that_others_read_does_not_name_a_confidential_project(
    world: World, steering: Steering, later: Later
) -> None:
    steering.group.project = None
    session().flush()
    proposal = make_decision("Buy the rival", group=steering.group, project=world.secret)
    make_position(proposal, steering.member, "abstain")
    meeting = make_meeting(steering.group, state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=20))
    meeting.project = None
    session().commit()
    put(proposal, steering.secretary)
    later(8)
    assert [item.title for item in meeting.agenda] == [
        "Not settled in writing: a proposal in a confidential project"
    ]
    assert "Buy" not in meeting.agenda[0].note
