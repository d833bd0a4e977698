"""Following up: pages, API, who may, and what a confidential origin hides."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.actors import actor_of
from portal.actions.models import ActionItem
from portal.database import session
from portal.followup import queries
from portal.followup.queries import ActionFilters
from portal.projects.models import Insider
from portal.steering.models import MemberRole
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.steering import Steering, make_decision, make_group, make_meeting, make_steering, seat
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import TODAY, days


@pytest.fixture
def steering(world: World) -> Steering:
    made = make_steering(world)
    session().commit()
    return made


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def test_from_the_decision_to_done(world: World, steering: Steering, browser: Browser) -> None:
    decision = make_decision(group=steering.group, state="decided")
    session().commit()
    browser.as_(steering.secretary)
    form = browser.get(f"/decisions/{decision.id}/actions/new")
    assert set(browser.submit(form).errors) == {"title", "owner", "due_on"}
    page = browser.submit(
        form, {"title": "Name a trainer", "owner": "head@example.org", "due_on": "2026-03-20"}
    )
    assert page.heading == "Name a trainer"
    assert page.link("Pilot in three shops") == f"/decisions/{decision.id}"
    action = session().query(ActionItem).one()
    assert (action.code, action.project_id) == ("A-000001", world.project.id)
    assert browser.get(f"/decisions/{decision.id}").has("Name a trainer")
    place = f"/actions/{action.id}"
    browser.as_(world.head)
    page = browser.submit(browser.get(f"{place}/due-date"), {"due_on": "2026-04-01", "reason": "Holidays"})
    assert page.has("1 Apr 2026")
    page = browser.submit(browser.get(f"{place}/hand-over"), {"owner": "member@example.org"})
    assert page.has("Max Member is asked. Until they say yes, it stays with its owner.")
    assert browser.get(f"{place}/hand-over/answer").status == 403, "who asks does not say yes for the other"
    browser.as_(world.member)
    assert browser.get(f"{place}/completion").status == 403, "it is not his yet"
    page = browser.submit(browser.get(f"{place}/hand-over/answer"), {"answer": "accept"})
    assert page.has("It is yours now")
    assert browser.as_(world.head).get(f"{place}/completion").status == 403, "it is no longer hers"
    form = browser.as_(world.member).get(f"{place}/completion")
    words = {"outcome": "Named.", "evidence": "nowhere"}
    assert "evidence" in browser.submit(form, words).errors
    page = browser.submit(form, {**words, "evidence": decision.code})
    assert page.has("Done")
    assert page.link(decision.code) == f"/decisions/{decision.id}"
    assert browser.get(f"{place}/completion").status == 409
    assert browser.as_(steering.secretary).get("/actions?state=done").has("Name a trainer")


def test_rewording_and_cancelling_are_for_those_who_keep_it(world: World, browser: Browser) -> None:
    action = make_action(owner=world.head, project=world.project, created_by=world.manager)
    session().commit()
    place = f"/actions/{action.id}"
    browser.as_(world.head)
    assert browser.get(f"{place}/cancellation").status == 403
    browser.as_(world.manager)
    one, two = (browser.get(f"{place}/edit") for _time in range(2))
    assert browser.submit(one, {"title": "Order 40 scanners"}).has("Order 40 scanners")
    page = browser.submit(two, {"title": "Order 50"})
    assert page.status == 409
    assert page.has("What you wrote")
    assert browser.submit(browser.get(f"{place}/cancellation"), {"reason": "Bought"}).has("Cancelled")


FILTERS: list[tuple[dict[str, object], list[str]]] = [
    ({}, ["Overdue", "Of the meeting", "Against nothing", "Done", "Of a name"]),
    ({"state": "open"}, ["Overdue", "Of the meeting", "Against nothing", "Of a name"]),
    ({"overdue": "1"}, ["Overdue"]),
    ({"mine": "1"}, ["Overdue"]),
    ({"origin": "meeting"}, ["Of the meeting"]),
    ({"origin": "project"}, ["Overdue", "Against nothing", "Done", "Of a name"]),
    ({"origin": "decision"}, []),
    ({"project": "STORE"}, ["Overdue", "Of the meeting", "Done"]),
    ({"owner": "helpdesk"}, ["Of a name"]),
    ({"owner": "max"}, ["Of the meeting"]),
    ({"q": "meeting"}, ["Of the meeting"]),
    ({"q": "扫描枪"}, ["Overdue"]),
]


def test_the_list_is_filtered_and_what_has_no_date_comes_last(world: World) -> None:
    meeting = make_meeting(make_group(world.project))
    make_action("Overdue", owner=world.head, project=world.project, due_on=days(-1), note="订购扫描枪")
    make_action(
        "Of the meeting", owner=world.member, project=world.project, meeting_id=meeting.id, due_on=days(1)
    )
    make_action("Against nothing", due_on=days(2))
    make_action("Done", project=world.project, state="done", due_on=days(3))
    make_action("Of a name", owner_as_given="The helpdesk", due_on=None)
    make_action("Secret", project=world.secret, due_on=days(-9))
    session().commit()
    actor = actor_of(world.head, TODAY)
    wrong = []
    for asked, expected in FILTERS:
        page = queries.list_actions(ActionFilters.model_validate(asked), actor)
        found = [row.title for row in page.items]
        if found != expected:
            wrong.append((asked, found))
    assert wrong == []


def test_a_confidential_origin_hides_the_action_but_not_from_its_owner(
    world: World, browser: Browser, api: Api
) -> None:
    group = make_group(world.secret)
    seat(group, world.secret_manager, MemberRole.CHAIR)
    meeting = make_meeting(group, "Due diligence")
    imported = make_action(
        "Read the contracts", owner=world.employee, project=world.secret, meeting_id=meeting.id
    )
    session().commit()
    browser.as_(world.head)
    assert browser.get(f"/actions/{imported.id}").status == 404
    assert not browser.get("/actions").has("Read the contracts")
    page = browser.as_(world.employee).get(f"/actions/{imported.id}")
    assert page.status == 200
    assert not page.has("Due diligence")
    assert not page.has("Merger")
    api.as_(world.secret_manager)
    words = {
        "title": "Ask the lawyers",
        "owner": "head@example.org",
        "due_on": "2026-04-01",
        "meeting": meeting.id,
    }
    ok(api.post("/actions", words), 201)
    assert session().get(Insider, (world.secret.id, world.head.id)), (
        "who is to do it can read what it is about"
    )
    api.as_(world.employee)
    denied = ok(api.post("/actions", words), 422)
    assert denied["errors"] == [{"field": "meeting", "message": "This does not exist."}]


def test_the_same_by_the_api(world: World, steering: Steering, api: Api) -> None:
    api.as_(world.manager)
    words = {"title": "Order", "owner": "head@example.org", "due_on": "2026-03-20", "project": "STORE"}
    made = ok(api.post("/actions", words), 201)
    place = f"/actions/{made['id']}"
    assert (made["code"], made["project"], made["owner"]["name"]) == ("A-000001", "STORE", "He Lao 何老")
    assert ok(api.post("/actions", {**words, "meeting": 1}), 422)["errors"][0]["field"] == "project"
    assert ok(api.patch(place, {"title": "Order 40", "version": made["version"]}))["title"] == "Order 40"
    assert api.patch(place, {"title": "Late", "version": made["version"]}).status_code == 409
    assert (
        ok(api.post(f"{place}/due-date", {"due_on": "2026-04-01", "reason": "x"}))["due_on"] == "2026-04-01"
    )
    asked = ok(api.post(f"{place}/hand-over", {"owner": "member@example.org"}))
    assert asked["owner"]["name"] == "He Lao 何老", "until the receiver says yes"
    assert api.post(f"{place}/hand-over/answer", {"answer": "accept"}).status_code == 403
    api.as_(world.employee)
    assert api.post(f"{place}/completion", {"outcome": "x"}).status_code == 403
    api.as_(world.member)
    taken = ok(api.post(f"{place}/hand-over/answer", {"answer": "accept"}))
    assert (taken["owner"]["name"], taken["acceptance"]) == ("Max Member", "accepted")
    assert ok(api.post(f"{place}/completion", {"outcome": "Ordered"}))["state"] == "done"
    api.as_(world.manager)
    assert api.post(f"{place}/cancellation", {"reason": "x"}).status_code == 409
    assert [row["state"] for row in ok(api.get("/actions?project=STORE"))["items"]] == ["done"]
    assert ok(api.get(place))["outcome"] == "Ordered"


def test_the_list_costs_the_same_for_three_and_for_thirty(world: World, browser: Browser) -> None:
    browser.as_(world.head)
    counted = []
    for more in (3, 27):
        for number in range(more):
            make_action(f"Action about shops {number}", owner=world.head, project=world.project)
        session().commit()
        counts = []
        for address in ("/actions", "/actions?q=shops&mine=1&owner=he&sort=-due", "/projects/STORE/actions"):
            with statements() as seen:
                assert browser.get(address).status == 200
            counts.append(len(seen))
        counted.append(counts)
    assert counted[0] == counted[1]
    assert counted[0][0] <= 4
