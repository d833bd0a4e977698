"""Who is bound says that they read and understood it, or that it cannot be done; what is silent comes back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.bindings import operations, queries
from portal.bindings.models import Binding
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.escalation.waiting import all_that_waits
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering.models import Decision
from portal.steering.operations import carry_out
from portal.steering.queries.suggestions import suggestions_for
from tests.factories.accounts import World
from tests.factories.steering import Steering, make_decision, make_meeting
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

LATER = NOW + dt.timedelta(days=10)


def bind(decision: Decision, steering: Steering, world: World) -> Binding:
    made = operations.name_bound(
        decision, department=world.logistics, due_on=days(7), by=steering.secretary, now=NOW
    )
    session().commit()
    return made


def reasons(steering: Steering, on: dt.date) -> dict[str, str]:
    """What the agenda of a meeting to come is offered on that day, by title."""
    coming = make_meeting(steering.group, "Next", state="draft", held_at=LATER + dt.timedelta(days=90))
    return {each.title: each.why for each in suggestions_for(coming, on)}


def test_the_head_of_a_bound_department_acknowledges_on_the_desk(
    world: World, steering: Steering, decided: Decision, browser: Browser
) -> None:
    browser.as_(steering.secretary)
    form = browser.get(f"/decisions/{decided.id}/bindings")
    assert "department" in browser.submit(form, {}).errors, "somebody has to be named"
    values = {"department": str(world.logistics.id)}
    assert browser.submit(form, values).has("Named, and asked.")
    assert "department" in browser.submit(browser.get(f"/decisions/{decided.id}/bindings"), values).errors
    binding = session().scalars(select(Binding)).one()
    for other in (steering.secretary, steering.chair, world.other_head):
        assert browser.as_(other).get(f"/bindings/{binding.id}/answer").status == 403
    page = browser.as_(world.head).get("/")
    assert page.has("You are bound by")
    assert browser.submit(page, action="/desk/answers").has("1 answer recorded.")
    page = browser.get(f"/decisions/{decided.id}")
    assert page.has("Read and understood")
    assert page.has(world.head.name)
    assert browser.get(f"/bindings/{binding.id}/answer").status == 409
    assert "bindings.acknowledged" in [each.event for each in history_of(decided)]


def test_that_it_cannot_be_done_has_its_reason_and_comes_back(
    world: World, steering: Steering, decided: Decision, browser: Browser
) -> None:
    binding = bind(decided, steering, world)
    form = browser.as_(world.head).get(f"/bindings/{binding.id}/answer")
    assert "reason" in browser.submit(form, {"answer": "decline"}).errors
    page = browser.submit(form, {"answer": "decline", "reason": "No lorries before May."})
    assert page.has("Says that it cannot be done")
    assert page.has("No lorries before May.")
    session().expire_all()
    assert decided.holds, "the group decides whether it changes"
    assert "No lorries before May." in reasons(steering, TODAY)[str(decided)]
    assert "bindings/cannot" in set(session().scalars(select(Letter.template)))


def test_silence_is_offered_to_the_next_agenda_after_its_day(
    world: World, steering: Steering, decided: Decision
) -> None:
    bind(decided, steering, world)
    assert str(decided) not in reasons(steering, days(7))
    assert reasons(steering, days(8))[str(decided)] == "Not acknowledged in time by Logistics 物流部."


def test_the_letter_of_the_day_tells_what_is_late(
    world: World, steering: Steering, decided: Decision
) -> None:
    bind(decided, steering, world)
    make_decision(
        "Train all shops", group=steering.group, state="decided", owner=world.member, due_on=days(2)
    )
    session().commit()
    waiting = dict(all_that_waits(days(8), []))
    assert [row["name"] for row in waiting[world.manager.id]["bound"]] == [world.logistics.name]
    assert "Train all shops" in waiting[world.member.id]["decisions"][0]["title"]
    assert waiting[world.head.id]["asks"][0]["is_late"]


def test_only_what_holds_binds_and_nobody_twice(world: World, steering: Steering, decided: Decision) -> None:
    proposal = make_decision(group=steering.group)
    with pytest.raises(Refused, match="holds"):
        bind(proposal, steering, world)
    bind(decided, steering, world)
    with pytest.raises(Invalid):
        bind(decided, steering, world)
    with pytest.raises(Invalid):
        operations.name_bound(decided, due_on=days(1), by=steering.secretary, now=NOW)


def test_who_is_released_owes_nothing(world: World, steering: Steering, decided: Decision) -> None:
    binding = bind(decided, steering, world)
    operations.release(binding, reason="Logistics was split.", by=steering.secretary, now=NOW)
    session().commit()
    party = queries.party_of(binding.id)
    assert party is not None
    assert not party.is_open
    assert str(decided) not in reasons(steering, days(30))
    with pytest.raises(Refused):
        operations.release(binding, reason="Again", by=steering.secretary, now=NOW)


def test_reported_is_not_seen_and_the_owner_does_not_see_it_for_the_group(
    world: World, steering: Steering, decided: Decision, browser: Browser
) -> None:
    form = browser.as_(world.manager).get(f"/decisions/{decided.id}/implementation")
    words = {"outcome": "Three shops run.", "evidence": "https://wiki.example.org/shops"}
    assert browser.submit(form, words).has("https://wiki.example.org/shops")
    assert browser.get(f"/decisions/{decided.id}/sighting").status == 403
    assert "has the group seen it?" in reasons(steering, TODAY)[str(decided)]
    form = browser.as_(steering.secretary).get(f"/decisions/{decided.id}/sighting")
    assert browser.submit(form, {"note": "Two of us were there."}).has(
        "The group saw that it was carried out"
    )
    session().expire_all()
    assert str(decided) not in reasons(steering, TODAY)
    with pytest.raises(Refused):
        operations.see_implementation(decided, meeting=None, note="x", by=steering.secretary, now=NOW)


def test_a_review_date_returns_until_the_group_has_looked_and_again_on_the_next(steering: Steering) -> None:
    made = make_decision("Pilot", group=steering.group, state="decided", review_on=days(5))
    assert str(made) not in reasons(steering, days(4))
    assert "looked at again" in reasons(steering, days(5))[str(made)]
    said = {"meeting": None, "note": "Still right.", "by": steering.secretary, "now": NOW}
    operations.review(made, next_review_on=days(40), **said)
    session().commit()
    assert str(made) not in reasons(steering, days(39))
    assert "looked at again" in reasons(steering, days(40))[str(made)]
    operations.review(made, next_review_on=None, **said)
    assert str(made) not in reasons(steering, days(400))


def test_one_decision_with_two_reasons_is_offered_once(
    world: World, steering: Steering, decided: Decision
) -> None:
    bind(decided, steering, world)
    carry_out(decided, outcome="Done.", carried_out_on=TODAY, by=world.manager, now=NOW, today=TODAY)
    why = reasons(steering, days(8))[str(decided)]
    assert "Not acknowledged" in why
    assert "has the group seen it?" in why


def test_the_same_by_the_api(world: World, steering: Steering, decided: Decision, api: Api) -> None:
    api.as_(steering.secretary)
    place = f"/decisions/{decided.id}"
    made = api.post(f"{place}/bindings", {"person": "head@example.org", "due_on": days(3).isoformat()})
    assert made.status_code == 201, made.json
    number = made.json["id"]
    assert api.post(f"/bindings/{number}/answer", {"answer": "accept"}).status_code == 403
    api.as_(world.head)
    assert api.post(f"/bindings/{number}/answer", {"answer": "decline"}).status_code == 422
    said = api.post(f"/bindings/{number}/answer", {"answer": "accept"})
    assert said.json["state"] == "acknowledged"
    assert [each["answered_by"] for each in api.get(f"{place}/bindings").json["items"]] == [world.head.name]
    api.as_(steering.secretary)
    assert api.post(f"{place}/sighting", {"note": "x"}).status_code == 409
    assert api.post(f"{place}/review", {"note": "Fine."}).status_code == 200
    assert api.post(f"/bindings/{number}/release", {"reason": "Left."}).json["state"] == "released"
