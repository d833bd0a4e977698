"""The same story by the API: a group meets, decides, writes minutes, supersedes."""

from __future__ import annotations

from typing import Any

from portal.database import session
from portal.steering.models import Decision
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_decision, make_meeting
from tests.support.api import Api

HELD = "2026-03-03T09:00:00Z"


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def test_a_group_its_seats_and_what_it_lacks(world: World, api: Api) -> None:
    api.as_(world.office)
    made = ok(api.post("/groups", {"code": "NEW-SG", "name": "New", "quorum": 1, "project": "STORE"}), 201)
    place = f"/groups/{made['id']}"
    assert (made["project"], len(made["gaps"])) == ("STORE", 6)
    chair = {"person": "sponsor@example.org", "role": "chair", "valid_from": "2026-01-01"}
    seat = ok(api.post(f"{place}/members", chair), 201)
    assert api.post(f"{place}/members", {**chair, "person": "office@example.org"}).status_code == 409
    assert ok(api.get(place))["members"][0]["person"]["name"] == "Sun Li 孙丽"
    changes = {"name": "Newer", "quorum": 2, "version": made["version"]}
    assert ok(api.patch(place, changes))["name"] == "Newer"
    assert api.patch(place, changes).status_code == 409, "the version that was read is not the newest"
    ended = ok(api.post(f"{place}/members/{seat['id']}/end", {"valid_to": "2026-03-03"}))
    assert ended["valid_to"] == "2026-03-03"
    assert [row["code"] for row in ok(api.get("/groups?project=STORE"))["items"]] == ["NEW-SG"]


def test_from_the_draft_of_a_meeting_to_locked_minutes(steering: Steering, api: Api) -> None:
    api.as_(steering.secretary)
    meeting = ok(api.post("/meetings", {"group": "STORE-SG", "title": "Spring", "held_at": HELD}), 201)
    place = f"/meetings/{meeting['id']}"
    assert (meeting["code"], meeting["state"]) == ("STORE-SG-M1", "draft")
    first = ok(api.post(f"{place}/agenda", {"title": "One", "minutes_planned": 10}), 201)
    second = ok(api.post(f"{place}/agenda", {"title": "Two"}), 201)
    moved = ok(api.post(f"{place}/agenda/{second['id']}/move", {"direction": "up"}))
    assert [item["title"] for item in moved["items"]] == ["Two", "One"]
    assert ok(api.patch(f"{place}/agenda/{first['id']}", {"title": "One, better"}))["title"] == "One, better"
    left = ok(api.post(f"{place}/agenda/{second['id']}/removal", {"reason": "Settled"}))
    assert len(left["items"]) == 1
    for step, state in (("calling", "called"), ("opening", "open")):
        assert ok(api.post(f"{place}/{step}"))["state"] == state
    entries = [
        {"person": person.email, "presence": "present"} for person in (steering.chair, steering.deputy)
    ]
    assert len(ok(api.post(f"{place}/attendance", {"entries": entries}))["items"]) == 2
    one = {"person": steering.chair.email, "presence": None}
    assert len(ok(api.post(f"{place}/attendance", {"entries": [one]}))["items"]) == 1
    written = ok(api.put(f"{place}/minutes", {"minutes": "# It was so", "version": 0}))
    assert written["minutes_version"] == 1
    assert api.put(f"{place}/minutes", {"minutes": "Mine", "version": 0}).status_code == 409
    assert ok(api.post(f"{place}/closing"))["state"] == "closed"
    assert api.post(f"{place}/minutes/approval").status_code == 403, "she wrote them"
    api.as_(steering.deputy)
    assert ok(api.post(f"{place}/minutes/approval", {"version": 1}))["state"] == "approved"
    api.as_(steering.secretary)
    assert api.put(f"{place}/minutes", {"minutes": "Forged"}).status_code == 409


def test_from_a_proposal_to_what_holds(world: World, steering: Steering, api: Api) -> None:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    steering.group.rule = "chair"
    session().commit()
    api.as_(steering.secretary)
    words = {"group": "STORE-SG", "title": "Pilot first", "meeting": meeting.id, "owner": "head@example.org"}
    proposed = ok(api.post("/decisions", words), 201)
    place = f"/decisions/{proposed['id']}"
    assert (proposed["state"], proposed["project"], proposed["code"]) == ("proposed", "STORE", "D-2026-001")
    assert api.post(f"{place}/positions", {"position": "agree"}).status_code == 403, "no vote, no position"
    api.as_(steering.member)
    assert api.post(f"{place}/positions", {"position": "object"}).status_code == 422
    taken = ok(api.post(f"{place}/positions", {"position": "object", "reason": "Too long."}))
    assert taken["positions"][0]["is_own"]
    api.as_(steering.secretary)
    outcome = {
        "outcome": "Three shops.",
        "grounds": "Cheapest.",
        "meeting": meeting.id,
        "owner": "head@example.org",
        "positions": [{"person": steering.chair.email, "position": "agree"}],
    }
    decided = ok(api.post(f"{place}/outcome", outcome))
    assert (decided["state"], decided["holds"], decided["present_count"]) == ("decided", True, 3)
    api.as_(world.head)
    done = {"outcome": "Tills stand.", "carried_out_on": "2026-03-03"}
    assert ok(api.post(f"{place}/implementation", done))["state"] == "implemented"
    api.as_(steering.secretary)
    later = ok(api.post(f"{place}/supersession", {"title": "Pilot in five", "is_reversal": False}), 201)
    assert later["supersedes"] == decided["code"]
    assert ok(api.post(f"/decisions/{later['id']}/dropping", {"reason": "No money"}))["state"] == "dropped"
    listed = ok(api.get("/decisions?holds=1"))
    assert [(row["code"], row["holds"]) for row in listed["items"]] == [(decided["code"], True)]


def test_without_quorum_the_api_says_so_and_ratifies_later(steering: Steering, api: Api) -> None:
    thin, full = make_meeting(steering.group), make_meeting(steering.group)
    attend(full, steering.chair, steering.deputy, steering.member)
    decision = make_decision(group=steering.group)
    api.as_(steering.secretary)
    place = f"/decisions/{decision.id}"
    words = {"outcome": "Yes", "grounds": "So", "meeting": thin.id}
    assert ok(api.post(f"{place}/outcome", words))["state"] == "needs_ratification"
    assert ok(api.post(f"{place}/ratification", {"meeting": full.id}))["state"] == "decided"


def test_drafts_are_edited_proposed_and_belong_where_the_group_decides(
    world: World, steering: Steering, api: Api
) -> None:
    api.as_(steering.secretary)
    draft = ok(api.post("/decisions", {"group": "STORE-SG", "title": "Draft", "propose": False}), 201)
    place = f"/decisions/{draft['id']}"
    assert ok(api.patch(place, {"title": "Better", "version": draft["version"]}))["title"] == "Better"
    assert ok(api.post(f"{place}/proposal"))["state"] == "proposed"
    assert api.post("/decisions", {"title": "Nowhere"}).status_code == 422
    assert api.post("/decisions", {"group": "NOBODY", "title": "x"}).status_code == 422
    elsewhere = make_meeting(steering.group)
    session().commit()
    api.as_(world.office)
    wrong = api.post("/decisions", {"project": "STORE", "title": "x", "meeting": elsewhere.id})
    assert [each["field"] for each in ok(wrong, 422)["errors"]] == ["meeting"]
    api.as_(world.sponsor)
    alone = ok(api.post("/decisions", {"project": "STORE", "title": "The sponsor's own"}), 201)
    assert (alone["group"], alone["state"]) == (None, "proposed")
    api.as_(world.employee)
    assert api.post("/decisions", {"group": "STORE-SG", "title": "x"}).status_code == 403
    assert api.post("/decisions", {"project": "SECRET", "title": "x"}).status_code == 422


def test_a_retry_with_the_same_key_decides_once(steering: Steering, api: Api) -> None:
    api.as_(steering.secretary)
    words = {"group": "STORE-SG", "title": "Once"}
    answers = [api.post("/decisions", words, **{"Idempotency-Key": "k1"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json()["code"] == answers[1].get_json()["code"]
    assert session().query(Decision).count() == 1
