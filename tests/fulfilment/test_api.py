"""The API of fulfilment: the same operations and rules as the pages."""

from __future__ import annotations

import datetime as dt

from portal.commitments.models import State
from portal.database import session
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, terms
from tests.support.api import Api
from tests.support.times import days

MONDAY = dt.date(2026, 2, 23).isoformat()


def place_of(world: World, state: State = State.CONFIRMED) -> str:
    wanted = terms(person=world.member, valid_from=days(-22))
    commitment = make_commitment(
        world.project, requester=world.manager, head=world.head, state=state, wanted=wanted
    )
    session().commit()
    return f"/commitments/{commitment.id}"


def test_a_week_from_its_entry_to_two_standing_figures(world: World, api: Api) -> None:
    place = place_of(world)
    given = api.as_(world.manager).post(f"{place}/deliveries", {"week_on": MONDAY, "hours": 4})
    assert given.status_code == 201
    assert given.json == {"week_on": MONDAY, "hours": 4, "entered_by": "manager@example.org"}
    objection = {"week_on": MONDAY, "hours": 20, "reason": "There all week", "seen": 4}
    assert api.post(f"{place}/objections", objection).status_code == 403
    api.as_(world.head)
    assert api.post(f"{place}/objections", {**objection, "seen": 5}).status_code == 409
    week = api.post(f"{place}/objections", objection)
    assert (week.status_code, week.json["standing"]) == (201, "disputed")
    assert (week.json["hours"], week.json["department_hours"]) == (4, 20)
    assert api.post(f"{place}/looks", {"week_on": MONDAY}).status_code == 409
    reason = {"week_on": MONDAY, "reason": "not_ready", "note": "No desk"}
    assert api.post(f"{place}/verdict", reason).status_code == 200
    api.as_(world.manager)
    settled = api.post(f"{place}/settlements", {"week_on": MONDAY, "settlement": "both_stand"})
    assert (settled.status_code, settled.json["standing"]) == (200, "both_stand")
    assert [each["side"] for each in settled.json["reasons"]] == ["project"]
    verdict = api.get(f"{place}/verdict").json
    assert (verdict["given"], verdict["promised"], verdict["verdict"]) == (4, 20, "missed")
    assert [week["week_on"] for week in api.get(f"{place}/weeks").json["items"]][1] == MONDAY
    share = api.get("/projects/STORE/kept-share").json["items"]
    assert [(each["last_weeks"], each["contested"]) for each in share] == [(4, 1), (12, 1)]
    assert api.get(f"/departments/{world.logistics.id}/kept-share").json["items"] == share


def test_the_head_agrees(world: World, api: Api) -> None:
    place = place_of(world)
    api.as_(world.member).post(f"{place}/deliveries", {"week_on": MONDAY, "hours": 20})
    week = api.as_(world.head).post(f"{place}/looks", {"week_on": MONDAY, "seen": 20})
    assert (week.json["standing"], week.json["verdict"]) == ("agreed", "kept")


def test_a_week_without_promise_or_entry_cannot_be_looked_at(world: World, api: Api) -> None:
    place = place_of(world)
    api.as_(world.head)
    assert api.post(f"{place}/looks", {"week_on": "2025-01-06"}).status_code == 422
    assert api.post(f"{place}/looks", {"week_on": MONDAY}).status_code == 409
    assert api.as_(world.employee).post(f"{place}/looks", {"week_on": "2025-01-06"}).status_code == 403


def test_objectives_are_proposed_and_answered(world: World, api: Api) -> None:
    place = place_of(world, State.REQUESTED)
    made = api.as_(world.manager).post(f"{place}/objectives", {"objectives": ["Count", "Teach"]})
    assert (made.status_code, made.json["answer"]) == (201, "open")
    assert api.post(f"{place}/objectives/answer", {"answer": "accepted"}).status_code == 403
    api.as_(world.head)
    assert api.post(f"{place}/objectives/answer", {"number": 7, "answer": "accepted"}).status_code == 409
    assert api.post(f"{place}/objectives/answer", {"answer": "open"}).status_code == 422
    answered = api.post(f"{place}/objectives/answer", {"number": 1, "answer": "accepted"})
    assert answered.json["answered_by"] == "head@example.org"
    assert len(api.get(f"{place}/objectives").json["items"]) == 1


def test_three_people_see_an_evaluation(world: World, api: Api) -> None:
    place = f"{place_of(world, State.MISSED)}/evaluation"
    made = api.as_(world.manager).open("PUT", place, {"text": "Knew every shelf."})
    assert made.status_code == 200
    version = made.json["version"]
    assert api.open("PUT", place, {"text": "Other"}).status_code == 409, "without the version that was read"
    assert api.post(f"{place}/confirmation", {"version": version}).json["manager"] == "manager@example.org"
    assert api.as_(world.member).get(place).status_code == 404
    api.as_(world.head)
    version = api.get(place).json["version"]
    assert api.post(f"{place}/confirmation", {"version": version - 1}).status_code == 409
    assert api.post(f"{place}/confirmation", {"version": version}).status_code == 200
    words = api.as_(world.member).post(f"{place}/words", {"own_words": "Thank you"})
    assert words.json["own_words"] == "Thank you"
    for person in (world.cio, world.auditor, world.administrator, world.employee):
        assert api.as_(person).get(place).status_code == 404
        assert api.open("PUT", place, {"text": "x"}).status_code == 404
