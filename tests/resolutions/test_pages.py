"""Written resolutions on pages and in the API."""

from __future__ import annotations

from typing import Any

from portal.database import session
from portal.resolutions.queries import latest_of
from portal.steering.models import Decision
from tests.factories.accounts import World
from tests.factories.resolutions import make_resolution
from tests.factories.steering import Steering, make_decision, make_group, seat
from tests.resolutions.conftest import Later
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import days


def test_from_the_proposal_to_the_recorded_outcome(
    steering: Steering, proposal: Decision, browser: Browser, later: Later
) -> None:
    browser.as_(steering.secretary)
    page = browser.get(f"/decisions/{proposal.id}")
    asking = browser.get(page.link("Decide in writing"))
    words = {"outcome": "Three shops.", "grounds": "To learn.", "closes_on": days(3).isoformat()}
    asked = browser.submit(asking, words, follow=True)
    assert asked.has("Positions are taken until")
    assert not browser.get(f"/decisions/{proposal.id}").has("Record the outcome"), "the members do that now"
    resolution = latest_of(proposal)
    assert resolution is not None
    address = f"/resolutions/{resolution.id}"
    for person in (steering.chair, steering.deputy, steering.member):
        browser.as_(person)
        position = browser.get(browser.get(address).link("Take your position"))
        assert position.has("Three shops."), "they see the words that will hold"
        browser.submit(position, {"position": "agree"})
    later(4)
    shown = browser.get(address)
    assert shown.has("It carried")
    assert browser.get(f"/decisions/{proposal.id}").has("Decided in writing on")
    assert browser.get("/resolutions").has(proposal.title)


def test_a_form_that_cannot_be_so_says_why_at_the_field(
    steering: Steering, proposal: Decision, browser: Browser
) -> None:
    browser.as_(steering.secretary)
    asking = browser.get(f"/decisions/{proposal.id}/written-resolution")
    words = {"outcome": "Yes", "grounds": "So", "closes_on": days(-1).isoformat()}
    refused = browser.submit(asking, words)
    assert refused.status == 422
    assert "closes_on" in refused.errors
    assert latest_of(proposal) is None


def test_an_objection_by_page_and_a_withdrawal(
    steering: Steering, proposal: Decision, browser: Browser
) -> None:
    resolution = make_resolution(proposal, steering.secretary)
    other = make_resolution(make_decision("Other", group=steering.group), steering.secretary)
    session().commit()
    browser.as_(steering.other)
    position = browser.get(f"/decisions/{proposal.id}/position")
    browser.submit(position, {"position": "object", "reason": "Too late in the year."})
    shown = browser.get(f"/resolutions/{resolution.id}")
    assert shown.has("A meeting decides")
    assert shown.has("Too late in the year.")
    browser.as_(steering.secretary)
    leaving = browser.get(browser.get(f"/resolutions/{other.id}").link("Withdraw"))
    assert browser.submit(leaving, {"reason": "A better text comes."}, follow=True).has(
        "A better text comes."
    )
    assert browser.get(f"/resolutions/{other.id}/withdrawal").status == 409


def test_a_position_after_the_last_day_is_refused_on_the_page(
    steering: Steering, proposal: Decision, browser: Browser
) -> None:
    make_resolution(proposal, steering.secretary, closes_on=days(-1))
    session().commit()
    browser.as_(steering.chair)
    page = browser.get(f"/decisions/{proposal.id}/position")
    assert browser.submit(page, {"position": "agree"}).status == 409
    assert not proposal.positions


def test_the_list_costs_the_same_whatever_its_length(steering: Steering, browser: Browser) -> None:
    browser.as_(steering.member)
    browser.get("/resolutions")
    counted = []
    for count in (3, 27):
        for _number in range(count):
            make_resolution(make_decision(group=steering.group), steering.secretary)
        session().commit()
        with statements() as made:
            assert browser.get("/resolutions").status == 200
        counted.append(len(made))
    assert counted[0] == counted[1]


def test_the_page_costs_the_same_however_many_spoke(
    steering: Steering, proposal: Decision, browser: Browser
) -> None:
    resolution = make_resolution(proposal, steering.secretary)
    session().commit()
    browser.as_(steering.secretary)
    browser.get(f"/resolutions/{resolution.id}")
    with statements() as alone:
        browser.get(f"/resolutions/{resolution.id}")
    for person in steering.voters[:3]:
        browser.as_(person)
        browser.submit(browser.get(f"/decisions/{proposal.id}/position"), {"position": "agree"})
    browser.as_(steering.secretary)
    browser.get(f"/resolutions/{resolution.id}")
    with statements() as full:
        browser.get(f"/resolutions/{resolution.id}")
    assert len(full) <= len(alone) + 2, "the people who spoke, and their accounts, in one statement each"


def test_in_a_confidential_project_nobody_else_hears_of_it(world: World, browser: Browser, api: Api) -> None:
    group = make_group(world.secret)
    seat(group, world.secret_manager, "chair")
    resolution = make_resolution(make_decision("Buy the rival", group=group), world.secret_manager)
    session().commit()
    browser.as_(world.employee)
    assert not browser.get("/resolutions").has("Buy the rival")
    assert browser.get(f"/resolutions/{resolution.id}").status == 404
    assert api.as_(world.employee).get("/resolutions").get_json()["items"] == []
    browser.as_(world.secret_manager)
    assert browser.get("/resolutions").has("Buy the rival")


def test_the_same_by_the_api(steering: Steering, proposal: Decision, api: Api) -> None:
    api.as_(steering.secretary)
    words: dict[str, Any] = {"outcome": "Three shops.", "grounds": "To learn.", "version": proposal.version}
    place = f"/decisions/{proposal.id}/written-resolutions"
    assert api.post(place, {**words, "closes_on": days(0).isoformat()}).status_code == 422
    made = api.post(place, {**words, "closes_on": days(5).isoformat()})
    assert made.status_code == 201
    number = made.get_json()["id"]
    assert api.post(place, {**words, "closes_on": days(5).isoformat()}).status_code == 409
    api.as_(steering.chair)
    assert api.post(f"/decisions/{proposal.id}/positions", {"position": "agree"}).status_code == 200
    shown = api.get(f"/resolutions/{number}").get_json()
    assert (shown["state"], [each["position"] for each in shown["positions"]]) == ("open", ["agree"])
    rows = api.get("/resolutions?state=open").get_json()["items"]
    assert [row["decision_code"] for row in rows] == [proposal.code]
    api.as_(steering.secretary)
    left = api.post(f"/resolutions/{number}/withdrawal", {"reason": "A better text comes."})
    assert left.status_code == 409, "a member has answered"
    other = make_resolution(make_decision(group=steering.group), steering.secretary)
    session().commit()
    left = api.post(f"/resolutions/{other.id}/withdrawal", {"reason": "A better text comes."})
    assert (left.status_code, left.get_json()["state"]) == (200, "withdrawn")
    assert api.post(f"/resolutions/{other.id}/withdrawal", {"reason": "Again"}).status_code == 409
