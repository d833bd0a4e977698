"""The owner's own yes: accepted or declined by them alone; handed over with consent; carried over, not copied."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from portal.accounts.actors import actor_of
from portal.actions.models import ActionItem
from portal.actions.operations import put_off_action, reword_action
from portal.core.errors import Refused
from portal.database import session
from portal.desk.queries import desk_of
from portal.followup import accepting, operations, queries
from portal.followup.subjects import Origin
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.risks.operations import add_action
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.factories.steering import Steering, make_meeting, make_steering
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


@pytest.fixture
def steering(world: World) -> Steering:
    made = make_steering(world)
    session().commit()
    return made


def give(world: World, steering: Steering) -> ActionItem:
    meeting = make_meeting(steering.group)
    made = operations.give_action(
        Origin(world.project, meeting=meeting),
        title="Order the scanners",
        owner=world.head,
        due_on=days(20),
        by=steering.secretary,
        now=NOW,
    )
    session().commit()
    return made


def templates() -> set[str]:
    return set(session().scalars(select(Letter.template)))


def test_the_owner_accepts_on_the_desk_and_nobody_else_can(
    world: World, steering: Steering, browser: Browser
) -> None:
    action = give(world, steering)
    place = f"/actions/{action.id}"
    for other in (steering.secretary, steering.chair, world.office):
        assert browser.as_(other).get(f"{place}/acceptance").status == 403
    page = browser.as_(world.head).get("/")
    assert page.has("To be done by 23 Mar 2026: Order the scanners")
    page = browser.submit(page, action="/desk/answers")
    assert page.has("1 answer recorded.")
    session().expire_all()
    assert (action.acceptance, action.accepted_on) == ("accepted", TODAY)
    assert browser.get(f"{place}/acceptance").status == 409
    assert history_of(action)[0].event == "actions.accepted"


def test_a_no_has_its_reason_and_who_gave_it_hears_of_it(
    world: World, steering: Steering, browser: Browser
) -> None:
    action = give(world, steering)
    form = browser.as_(world.head).get(f"/actions/{action.id}/acceptance")
    assert "reason" in browser.submit(form, {"answer": "decline"}).errors
    page = browser.submit(form, {"answer": "decline", "reason": "The stock-taking binds all my people."})
    assert page.has("Nobody has taken this on")
    assert page.has("The stock-taking binds all my people.")
    assert "actions/declined" in templates()
    assert browser.as_(steering.secretary).get("/actions").has("Declined")


def test_other_words_from_somebody_else_ask_again_the_owners_own_do_not(
    world: World, steering: Steering
) -> None:
    action = give(world, steering)
    action.accept(TODAY)
    put_off_action(action, due_on=days(30), reason="Holidays", by=world.head, now=NOW)
    assert action.acceptance == "accepted"
    reword_action(action, title="Order 400 scanners", note="", by=steering.secretary, now=NOW)
    assert action.acceptance == "asked"
    party = accepting.open_party(action.id, "acceptance")
    assert party is not None
    assert "400" in party.version.text


def test_what_ends_waits_for_nobodys_yes(world: World, steering: Steering) -> None:
    action = give(world, steering)
    followed = queries.followed_by_id(action.id)
    assert followed is not None
    actor = actor_of(steering.secretary, TODAY)
    operations.complete(followed, outcome="Done.", evidence="", actor=actor, by=steering.secretary, now=NOW)
    session().commit()
    assert accepting.open_party(action.id, "acceptance") is None
    assert desk_of(actor_of(world.head, TODAY), NOW).owed.texts == []


def test_an_action_against_a_risk_is_accepted_like_any_other(world: World) -> None:
    risk = make_risk(world.project, owner=world.manager)
    made = add_action(
        risk,
        title="Train two trainers",
        owner=world.head,
        due_on=days(9),
        by=world.manager,
        now=NOW,
        today=TODAY,
    )
    session().commit()
    assert made.acceptance == "asked"
    own = add_action(
        risk, title="Ask HR", owner=world.manager, due_on=days(9), by=world.manager, now=NOW, today=TODAY
    )
    assert own.acceptance == "accepted", "who gives a task to themselves has said yes"


def test_a_hand_over_that_is_declined_changes_nothing(world: World, steering: Steering) -> None:
    action = give(world, steering)
    followed = queries.followed_by_id(action.id)
    assert followed is not None
    operations.hand_over(followed, owner=world.member, note="", by=world.head, now=NOW)
    party = accepting.open_party(action.id, "hand_over")
    assert party is not None
    said = {"by": world.member, "seen": None, "now": NOW}
    accepting.answer(followed, party, answer="decline", reason="No time.", **said)
    session().commit()
    assert action.owner == world.head
    assert "actions/hand_over_declined" in templates()
    assert "It stays with" in history_of(action)[0].sentence
    with pytest.raises(Refused):
        accepting.answer(followed, party, answer="accept", reason="", **said)


def test_a_carried_over_action_is_one_action_on_both_meetings_pages(
    world: World, steering: Steering, browser: Browser, api: Api
) -> None:
    action = give(world, steering)
    first = action.meeting_id
    later = make_meeting(steering.group, "April meeting", held_at=NOW + dt.timedelta(days=30))
    session().commit()
    browser.as_(steering.secretary)
    page = browser.get(f"/meetings/{later.id}/actions")
    assert page.has("open for 0 days")
    assert browser.submit(page, action=f"/meetings/{later.id}/actions").has("1 action is carried over.")
    assert browser.get(f"/meetings/{first}").has("Carried over to April meeting")
    page = browser.get(f"/meetings/{later.id}")
    assert page.has("Order the scanners")
    assert page.has("carried over from an earlier meeting")
    assert session().scalar(select(func.count()).select_from(ActionItem)) == 1
    shown = api.as_(steering.secretary).get(f"/meetings/{later.id}/actions").json
    assert [each["id"] for each in shown["carried_over"]] == [action.id]
    assert shown["left_open"] == []
    again = api.post(f"/meetings/{later.id}/actions", {"actions": [action.id]})
    assert again.status_code == 422
    assert browser.as_(world.member).get(f"/meetings/{later.id}/actions").has("Order the scanners")
