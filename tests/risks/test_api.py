"""The API: the same operations and rules, state changes as resources."""

from __future__ import annotations

from typing import Any

import pytest

from portal.database import session
from portal.risks.matrix import default_matrix
from portal.risks.models import Risk
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.support.api import Api
from tests.support.times import TODAY, days


@pytest.fixture
def risk(world: World) -> Risk:
    made = make_risk(world.project, code="STORE-R7", owner=world.member)
    session().commit()
    return made


def fields(response: Any) -> set[str]:
    return {error["field"] for error in response.json["errors"]}


def test_a_risk_is_entered_changed_reviewed_and_read_with_its_history(world: World, api: Api) -> None:
    api.as_(world.manager)
    body = {
        "project": "STORE",
        "title": "Paper",
        "probability": 4,
        "impact": 5,
        "owner": "member@example.org",
    }
    made = api.post("/risks", body)
    assert made.status_code == 201
    assert (made.json["code"], made.json["level"], made.json["owner"]) == (
        "STORE-R1",
        "critical",
        "member@example.org",
    )
    place = f"/risks/{made.json['id']}"
    changed = api.patch(place, {"title": "Paper lists", "version": made.json["version"]})
    assert (changed.json["title"], changed.json["owner"]) == ("Paper lists", "member@example.org")
    assert api.patch(place, {"title": "Late", "version": made.json["version"]}).status_code == 409
    review = {"verdict": "on_track", "comment": "Seen.", "probability": 2, "impact": 2}
    reviewed = api.post(f"{place}/reviews", {**review, "next_review_on": days(9).isoformat()})
    assert reviewed.status_code == 201
    assert [score["level"] for score in reviewed.json["scores"]] == ["critical", "low"]
    assert [score["verdict"] for score in api.get(f"{place}/reviews").json["items"]] == ["", "on_track"]
    assert api.patch(place, {"owner": "", "response": "share"}).json["owner"] is None


def test_every_move_is_a_resource(risk: Risk, world: World, api: Api) -> None:
    place, reason = f"/risks/{risk.id}", {"reason": "Because."}
    states = []

    def move(resource: str, body: dict[str, Any]) -> None:
        answer = api.post(f"{place}/{resource}", body)
        assert answer.status_code == 200, answer.json
        states.append(answer.json["state"])

    api.as_(world.manager)
    move("treatment", {"response": "reduce", "response_note": "Training"})
    move("acceptance-request", reason)
    assert api.post(f"{place}/acceptance", reason).status_code == 403
    api.as_(world.sponsor)
    move("acceptance", reason)
    move("reopening", reason)
    api.as_(world.manager)
    move("closure", reason)
    move("reopening", reason)
    move("materialisation", {"materialised_on": TODAY.isoformat(), "what_happened": "It did."})
    assert states == ["treating", "treating", "accepted", "treating", "closed", "open", "materialised"]
    assert api.post(f"{place}/closure", reason).status_code == 409


def test_actions_against_a_risk(risk: Risk, world: World, api: Api) -> None:
    api.as_(world.member)
    body = {"title": "Show the figures", "owner": "head@example.org", "due_on": days(5).isoformat()}
    made = api.post(f"/risks/{risk.id}/actions", body)
    assert (made.status_code, made.json["owner"]) == (201, "head@example.org")
    assert api.get(f"/risks/{risk.id}/actions").json["items"] == [made.json]
    assert fields(api.post(f"/risks/{risk.id}/actions", {**body, "owner": "nobody"})) == {"owner"}


def test_the_list_has_the_filters_of_the_page_and_goes_on_by_key(world: World, api: Api) -> None:
    for number in range(5):
        make_risk(world.project, code=f"R{number}", at=(4, 4))
    make_risk(world.project, code="LOW", at=(1, 1))
    api.as_(world.employee)
    first = api.get("/risks?level=high&limit=3").json
    second = api.get(f"/risks?level=high&limit=3&after={first['next']}").json
    assert [row["code"] for row in first["items"] + second["items"]] == ["R4", "R3", "R2", "R1", "R0"]
    assert second["next"] is None
    assert api.get("/risks?level=huge").status_code == 422
    counted = api.get("/risks/counts").json
    assert {(p["probability"], p["impact"]): p["count"] for p in counted["places"] if p["count"]} == {
        (4, 4): 5,
        (1, 1): 1,
    }
    assert len(counted["places"]) == 25


def test_the_matrix_is_read_by_all_and_set_by_the_office(world: World, api: Api) -> None:
    rows = [list(row) for row in default_matrix(3, 4).rows]
    api.as_(world.manager)
    assert api.get("/risks/matrix").json["probabilities"] == 5
    assert api.post("/risks/matrix", {"rows": rows}).status_code == 403
    api.as_(world.office)
    made = api.post("/risks/matrix", {"rows": rows})
    assert (made.status_code, made.json["rows"]) == (201, rows)
    assert api.get("/risks/matrix").json == made.json
    assert api.post("/risks/matrix", {"rows": rows}).status_code == 409
    falling = [["critical"] * 3, ["high"] * 3, ["low"] * 3]
    assert fields(api.post("/risks/matrix", {"rows": falling})) >= {"level_2_1", "level_3_3"}
    assert fields(api.post("/risks/matrix", {"rows": [["low"] * 3, ["low"] * 4, ["low"] * 3]})) == {"rows"}
    assert api.post("/risks/matrix", {"rows": [["low"] * 7] * 3}).status_code == 422


def test_what_is_hidden_does_not_exist(world: World, api: Api) -> None:
    hidden = make_risk(world.secret, "Leak")
    session().commit()
    api.as_(world.employee)
    assert api.get(f"/risks/{hidden.id}").status_code == 404
    assert api.get("/risks").json["items"] == []
    assert sum(place["count"] for place in api.get("/risks/counts").json["places"]) == 0
    assert fields(api.post("/risks", {"project": "SECRET", "title": "x"})) == {"project"}
    assert fields(api.post("/risks", {"project": "NOWHERE", "title": "x"})) == {"project"}
    assert api.post("/risks", {"project": "STORE", "title": "x"}).status_code == 403


def test_a_repetition_with_the_same_key_does_one_thing(world: World, api: Api) -> None:
    api.as_(world.manager)
    body, key = {"project": "STORE", "title": "Once"}, {"Idempotency-Key": "k1"}
    answers = [api.post("/risks", body, **key) for _ in range(2)]
    assert [answer.json["code"] for answer in answers] == ["STORE-R1", "STORE-R1"]
    assert len(api.get("/risks").json["items"]) == 1
