"""Commitments in the API."""

from __future__ import annotations

from typing import Any

from portal.commitments.models import State
from portal.database import session
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, terms
from tests.support.api import Api
from tests.support.times import TODAY, days

ASK: dict[str, Any] = {
    "project": "STORE",
    "department": "LOG",
    "person": "member@example.org",
    "share_percent": 50,
    "valid_from": TODAY.isoformat(),
    "valid_to": days(60).isoformat(),
    "statement": "Map the warehouse processes",
}
TERMS = {name: value for name, value in ASK.items() if name not in {"project", "department"}}


def test_an_agreement_from_draft_to_fulfilment(world: World, api: Api) -> None:
    draft = api.as_(world.manager).post("/commitments", ASK)
    assert (draft.status_code, draft.json["state"], draft.json["code"]) == (201, "draft", "STORE-C1")
    place = f"/commitments/{draft.json['id']}"
    assert api.patch(place, {**TERMS, "department": "LOG", "share_percent": 60}).json["share_percent"] == 60
    asked = api.post(f"{place}/request", {}).json
    assert (asked["state"], asked["waits_for"]) == ("requested", "head@example.org")
    api.as_(world.head)
    offered = api.post(
        f"{place}/counter-offer", {**TERMS, "share_percent": 30, "version": asked["version"]}
    ).json
    assert [(offer["share_percent"], offer["is_counter"]) for offer in offered["offers"]] == [
        (60, False),
        (30, True),
    ]
    api.as_(world.manager)
    assert api.post(f"{place}/request-again", {**TERMS, "share_percent": 40}).json["state"] == "requested"
    api.as_(world.head)
    assert api.post(f"{place}/confirmation", {"note": "Agreed"}).json["state"] == "confirmed"
    api.as_(world.member)
    given = api.post(f"{place}/deliveries", {"week_on": TODAY.isoformat(), "hours": 15.5})
    assert (given.status_code, given.json["week_on"], given.json["hours"]) == (201, "2026-03-02", 15.5)
    api.as_(world.manager)
    assert api.get(f"{place}/deliveries").json["items"] == [given.json]
    assert api.post(f"{place}/fulfilment", {}).json["state"] == "fulfilled"
    late = api.post(f"{place}/release", {"reason": "Too late"})
    assert (late.status_code, "marked this as fulfilled" in late.json["detail"]) == (409, True)


def test_the_other_answers_and_ends(world: World, api: Api) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    asked = [make_commitment(world.project, **both) for _turn in range(2)]
    promised = [make_commitment(world.project, **both, state=State.CONFIRMED) for _turn in range(2)]
    counter = make_commitment(world.project, **both)
    session().commit()
    api.as_(world.head)
    assert api.post(f"/commitments/{asked[0].id}/refusal", {"reason": "No"}).json["state"] == "refused"
    api.post(f"/commitments/{counter.id}/counter-offer", {**TERMS, "share_percent": 5})
    api.as_(world.manager)
    assert api.post(f"/commitments/{counter.id}/acceptance", {}).json["state"] == "confirmed"
    assert api.post(f"/commitments/{asked[1].id}/withdrawal", {}).json["state"] == "withdrawn"
    assert api.post(f"/commitments/{promised[0].id}/release", {"reason": "Done"}).json["state"] == "released"
    assert api.post(f"/commitments/{promised[1].id}/miss", {"reason": "Ill"}).json["state"] == "missed"


def test_complaints_name_the_field(world: World, api: Api) -> None:
    api.as_(world.manager)
    for changed, field in (
        ({"person": "employee@example.org"}, "person"),
        ({"person": "nobody@example.org"}, "person"),
        ({"department": "NONE"}, "department"),
        ({"project": "NONE"}, "project"),
        ({"project": "SECRET"}, "project"),
        ({"share_percent": 4}, "share_percent"),
        ({"hours_per_week": 8}, "hours_per_week"),
        ({"statement": ""}, "statement"),
        ({"valid_to": days(-1).isoformat()}, "valid_to"),
        ({"colour": "green"}, "colour"),
    ):
        answer = api.post("/commitments", {**ASK, **changed})
        assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


def test_an_older_version_is_not_answered(world: World, api: Api) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    session().commit()
    answer = api.as_(world.head).post(f"/commitments/{asked.id}/refusal", {"reason": "No", "version": 99})
    assert answer.status_code == 409


def test_the_list_takes_the_filters_of_the_page(world: World, api: Api) -> None:
    both: dict[str, Any] = {"requester": world.manager, "head": world.head}
    for state in (State.REQUESTED, State.CONFIRMED, State.CONFIRMED):
        make_commitment(world.project, **both, state=state, wanted=terms(person=world.member))
    make_commitment(world.secret, **both)
    session().commit()
    api.as_(world.employee)
    first = api.get("/commitments?state=confirmed&limit=1").json
    second = api.get(f"/commitments?state=confirmed&limit=1&after={first['next']}").json
    assert [len(first["items"]), len(second["items"]), second["next"]] == [1, 1, None]
    assert api.get("/commitments?department=LOG").json["items"][0]["person"] == "member@example.org"
    assert len(api.get("/commitments").json["items"]) == 3
