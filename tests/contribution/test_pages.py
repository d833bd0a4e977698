"""Pages, print and API of contribution."""

from __future__ import annotations

import pytest

from portal.database import session
from tests.factories.accounts import World
from tests.factories.contribution import (
    answer,
    confirm,
    make_agreed,
    make_asked,
    make_proposed,
    party_of,
    usual_shares,
)
from tests.factories.projects import make_milestone
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import TODAY, days

PLACE = "/projects/STORE/contribution"


def test_a_manager_proposes_and_the_departments_answer(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get(PLACE)
    page = browser.get(page.link("Propose how it is shared out"))
    assert page.heading == "Who contributes?"
    page = browser.get(f"{PLACE}/new?department=LOG&department=SAL")
    ours, theirs = world.logistics.id, world.sales.id
    typed = {f"share-data-{ours}": "60", f"share-data-{theirs}": "30 %", f"share-idea-{ours}": "leads"}
    page = browser.submit(page, typed)
    assert page.status == 422
    assert page.has("Data: the shares add up to 90, not to 100.")
    page = browser.submit(page, {**typed, f"share-data-{theirs}": "forty"})
    assert page.has("Data, Sales 销售部: “forty” is neither a share")
    page = browser.submit(page, {**typed, f"share-data-{theirs}": "40"})
    assert page.has("Proposed: version 1")
    desk = browser.as_(world.head).get("/")
    assert desk.has("Contribution to Store system, version 1")
    browser.get(PLACE).link("Look at it and answer")
    page = browser.get(browser.get(PLACE).link("Look at it and answer"))
    page = browser.submit(page, {"answer": "decline"})
    assert "Say why" in page.errors["reason"]
    page = browser.submit(page, {"answer": "decline", "reason": "The data is all ours."})
    assert page.has("Version 1 was declined")
    assert page.has("The data is all ours.")


def test_a_change_stands_beside_what_is_agreed(world: World, browser: Browser) -> None:
    make_agreed(world)
    second = make_proposed(world, shares=usual_shares(world, 70), reason="Testing grew.")
    session().commit()
    page = browser.as_(world.employee).get(PLACE)
    for words in ("Agreed: version 1", "Proposed: version 2", "70% agreed: 60%", "Testing grew."):
        assert page.has(words), words
    page = browser.as_(world.office).get(f"/contribution/{second.id}/withdrawal")
    page = browser.submit(page, {"reason": "Not yet."})
    assert not page.has("Proposed: version 2")


def test_heads_confirm_at_a_milestone_and_it_is_printed(world: World, browser: Browser, api: Api) -> None:
    make_agreed(world)
    milestone = make_milestone(world.project, "Pilot 试点", actual_on=TODAY)
    session().commit()
    page = browser.as_(world.manager).get(f"{PLACE}/confirmations")
    page = browser.submit(page, {"milestone": milestone.code})
    assert page.has("The departments are asked to confirm.")
    browser.as_(world.head)
    page = browser.get(browser.get(PLACE).link("Look at it and answer"))
    page = browser.submit(page, {"answer": "decline", "reason": "Sales tested more."})
    assert page.has("Sales tested more.")
    printed = browser.get(f"{PLACE}/record.pdf")
    assert printed.status == 200
    found = api.as_(world.employee).get(PLACE).json
    assert found["rounds"][0]["waiting"] == ["SAL"]
    assert found["rounds"][0]["confirmations"][0]["words"] == "Sales tested more."
    assert found["agreed"]["departments"][0]["answer"] == "accept"


def test_nothing_agreed_is_not_printed(world: World, browser: Browser) -> None:
    make_proposed(world)
    session().commit()
    assert browser.as_(world.manager).get(f"{PLACE}/record.pdf").status == 409


def test_the_api_does_what_the_pages_do(world: World, api: Api) -> None:
    shares = [
        {"kind": "build", "department": "LOG", "part": "leads"},
        {"kind": "build", "department": "SAL", "part": "contributes"},
    ]
    sent = {"shares": shares, "due_on": days(7).isoformat(), "base": 0}
    api.as_(world.manager)
    wrong = api.post(PLACE, {**sent, "shares": [{**shares[1]}]})
    assert (wrong.status_code, "nobody leads" in wrong.text) == (422, True)
    made = api.post(PLACE, sent)
    assert made.status_code == 201
    assert api.post(PLACE, {**sent, "reason": "Late."}).status_code == 409
    party = {each["department"]: each["party"] for each in made.json["departments"]}
    accepted = {"answer": "accept", "seen": made.json["digest"]}
    assert api.post(f"/agreements/parties/{party['LOG']}/answer", accepted).status_code == 403
    for head, code in ((world.head, "LOG"), (world.other_head, "SAL")):
        assert api.as_(head).post(f"/agreements/parties/{party[code]}/answer", accepted).status_code == 200
    assert api.get(f"/contribution/{made.json['id']}").json["state"] == "agreed"
    assert api.as_(world.manager).post(f"{PLACE}/confirmations", {"milestone": "NONE"}).status_code == 422


def test_the_page_asks_the_database_the_same_however_much_was_said(world: World, browser: Browser) -> None:
    def counted() -> int:
        session().commit()
        with statements() as found:
            assert browser.as_(world.employee).get(PLACE).status == 200
        return len(found)

    make_agreed(world)
    confirm(make_asked(world, make_milestone(world.project, actual_on=TODAY)), world.logistics, world.head)
    make_proposed(world, shares=usual_shares(world, 70), reason="Testing grew.")
    few = counted()
    for number in range(6):
        sharing = make_proposed(world, shares=usual_shares(world, 20 + number), reason="Again.")
        answer(sharing, world.logistics, world.head)
        answer(sharing, world.sales, world.other_head)
        asked = make_asked(world, make_milestone(world.project, actual_on=TODAY))
        confirm(asked, world.logistics, world.head)
        confirm(asked, world.sales, world.other_head, "decline", "Less.")
    make_proposed(world, shares=usual_shares(world, 71), reason="Testing grew.")
    assert counted() == few


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_an_answer_is_given_in_ones_own_language(world: World, browser: Browser, language: str) -> None:
    sharing = make_proposed(world)
    place = f"/contribution/answers/{party_of(sharing, world.logistics).id}"
    session().commit()
    page = browser.as_(world.head).in_language(language).get(place)
    assert browser.submit(page, {"answer": "accept"}).status == 200
