"""Action items: one owner, one date; handed over, put off, done or cancelled, with the reason on record."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.actions import operations, queries
from portal.actions.codes import last_number
from portal.actions.models import ActionItem, ActionState
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.steering import make_decision, make_group, make_meeting
from tests.support.times import NOW, TODAY, days


def letters() -> list[tuple[str, str]]:
    return sorted((letter.template, letter.name) for letter in session().scalars(select(Letter)))


def give(world: World, **values: Any) -> ActionItem:
    given: dict[str, Any] = {
        "title": "Order the scanners",
        "owner": world.head,
        "due_on": days(7),
        "project": world.project,
        "by": world.manager,
        "now": NOW,
        **values,
    }
    return operations.create_action(**given)


def test_codes_follow_the_highest_of_their_kind(world: World) -> None:
    make_action(code="A-000041")
    make_action(code="A-2024-old")
    make_action(code="AB-999999")
    assert [give(world).code, give(world).code] == ["A-000042", "A-000043"]
    make_action(code="A-1000000")
    assert last_number(ActionItem.code, "A-") == 1_000_000
    assert give(world).code == "A-1000001"


def test_an_action_belongs_to_its_project_and_its_owner_is_told(world: World) -> None:
    decision = make_decision(group=make_group(world.project))
    action = give(world, decision_id=decision.id, born_in=decision, note="As tested")
    session().commit()
    assert (action.project_id, action.state, action.created_by) == (world.project.id, "open", world.manager)
    assert letters() == [("actions/given", world.head.name)]
    for subject in (action, decision, world.head):
        assert history_of(subject)[0].event == "actions.created"
    own = give(world, owner=world.manager)
    session().commit()
    assert len(letters()) == 1, "nobody writes to themselves"
    assert own.is_open


def test_handing_over_keeps_both_names(world: World) -> None:
    action = give(world)
    with pytest.raises(Invalid, match="owns this action already"):
        operations.hand_over_action(action, owner=world.head, by=world.manager, now=NOW)
    operations.hand_over_action(action, owner=world.member, note="Knows the shops", by=world.head, now=NOW)
    session().commit()
    assert action.owner == world.member
    told = dict(history_of(action)[0].details)
    assert told == {"Note": "Knows the shops"}
    assert f"from {world.head.name} to {world.member.name}" in history_of(action)[0].sentence
    assert ("actions/given", world.member.name) in letters()


def test_a_name_from_a_spreadsheet_gives_way_to_a_person(world: World) -> None:
    action = make_action(owner=None, owner_as_given="the helpdesk")
    operations.hand_over_action(action, owner=world.head, by=world.manager, now=NOW)
    session().commit()
    assert (action.owner, action.owner_as_given) == (world.head, "")
    assert "from the helpdesk to" in history_of(action)[0].sentence


def test_another_date_has_its_reason_and_both_sides_know(world: World) -> None:
    action = give(world)
    with pytest.raises(Invalid):
        operations.put_off_action(action, due_on=days(7), reason="x", by=world.head, now=NOW)
    operations.put_off_action(action, due_on=days(20), reason="Out of stock", by=world.head, now=NOW)
    session().commit()
    assert dict(history_of(action)[0].details) == {
        "Due before": days(7).isoformat(),
        "Due now": days(20).isoformat(),
        "Reason": "Out of stock",
    }
    assert ("actions/put_off", world.manager.name) in letters()


ENDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("complete_action", {"outcome": "Ordered."}, ActionState.DONE, "done already"),
    ("cancel_action", {"reason": "Not needed."}, ActionState.CANCELLED, "cancelled"),
]


@pytest.mark.parametrize(("verb", "words", "state", "sentence"), ENDS)
def test_what_is_closed_stays_closed(
    world: World, verb: str, words: dict[str, Any], state: str, sentence: str
) -> None:
    action = give(world)
    end = getattr(operations, verb)
    end(action, **words, by=world.manager, now=NOW, today=TODAY)
    session().commit()
    assert (action.state, action.closed_on, action.outcome) == (state, TODAY, next(iter(words.values())))
    again: list[Any] = [
        lambda: end(action, **words, by=world.manager, now=NOW, today=TODAY),
        lambda: operations.hand_over_action(action, owner=world.member, by=world.manager, now=NOW),
        lambda: operations.put_off_action(action, due_on=days(1), reason="x", by=world.manager, now=NOW),
        lambda: operations.reword_action(action, title="x", note="", by=world.manager, now=NOW),
    ]
    for act in again:
        with pytest.raises(Refused, match=sentence):
            act()


def test_rewording_keeps_both_wordings_and_does_nothing_for_nothing(world: World) -> None:
    action = give(world)
    session().commit()
    before = len(history_of(action))
    operations.reword_action(action, title=action.title, note="", by=world.manager, now=NOW)
    session().commit()
    assert len(history_of(action)) == before
    operations.reword_action(action, title="Order 40 scanners", note="", by=world.manager, now=NOW)
    session().commit()
    assert ("Before", "Title: Order the scanners") in history_of(action)[0].details


def test_what_somebody_has_to_do_comes_by_urgency(world: World) -> None:
    make_action("Later", owner=world.head, due_on=days(9))
    make_action("Some day", owner=world.head, due_on=None)
    make_action("Overdue", owner=world.head, due_on=days(-9))
    make_action("Done", owner=world.head, state="done")
    make_action("Somebody else's", owner=world.member)
    assert [action.title for action in queries.open_actions_of(world.head)] == [
        "Overdue",
        "Later",
        "Some day",
    ]


def test_actions_are_found_by_their_origin_and_counted_when_overdue(world: World) -> None:
    group = make_group(world.project)
    meeting, decision = make_meeting(group), make_decision(group=group)
    one = make_action(project=world.project, meeting_id=meeting.id, due_on=days(-1))
    two = make_action(project=world.project, decision_id=decision.id, due_on=days(-2))
    make_action(project=world.project, due_on=days(-3), state="done")
    make_action(project=world.project, due_on=TODAY)
    assert list(queries.of_origin(meeting_id=meeting.id)) == [one]
    assert list(queries.of_origin(decision_id=decision.id)) == [two]
    with pytest.raises(TypeError):
        queries.of_origin(meeting_id=1, decision_id=2)
    assert queries.overdue_counts([world.project.id, world.secret.id], TODAY) == {world.project.id: 2}
    assert queries.overdue_counts([], TODAY) == {}
    assert one.is_overdue(TODAY)
    assert not make_action(due_on=TODAY).is_overdue(TODAY), "due today is not overdue"
