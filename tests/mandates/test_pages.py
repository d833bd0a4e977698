"""Pages and API of mandates: the way through the forms, and what other pages say about a mandate."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from portal.database import session
from portal.mandates.models import Mandate
from portal.projects.models import Phase
from tests.factories.accounts import World, appoint, make_project
from tests.factories.mandates import make_draft, make_in_force, make_put, make_signed, touched
from tests.factories.steering import make_decision
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, days

WITHOUT = "No mandate"


def test_a_manager_drafts_and_the_letter_goes_its_way(world: World, browser: Browser) -> None:
    page = browser.as_(world.manager).get("/projects/STORE/mandates")
    assert page.has("This project works without a mandate")
    page = browser.submit(browser.get(page.link("Draft a mandate")), {"lead_model": "it"})
    assert page.heading == "Mandate of Store system"
    assert page.has("授权范围")
    place = page.address
    page = browser.submit(
        browser.get(page.link("Name a department")), {"department": str(world.logistics.id)}
    )
    assert page.has("Logistics")
    edited = {"money_limit": "50000", "currency": "cny", "valid_to": days(90).isoformat()}
    page = browser.submit(browser.get(f"{place}/edit"), edited)
    assert page.has("CN¥50,000")
    page = browser.submit(browser.get(f"{place}/putting"))
    assert page.has("It waits for the signature of Sun Li")
    page = browser.as_(world.sponsor).get(place)
    page = browser.submit(browser.get(page.link("Sign or decline")), {"answer": "accept"})
    assert page.has("It is signed, and not in force yet")
    browser.as_(world.other_head)
    browser.submit(browser.get(browser.get(place).link("Answer for Sales")), {"answer": "accept"})
    asked = browser.as_(world.head).get("/agreements")
    assert asked.has("Mandate")
    page = browser.get(browser.get(place).link("Answer for Logistics"))
    page = browser.submit(page, {"answer": "decline"})
    assert "Say why" in page.errors["reason"]
    page = browser.submit(page, {"answer": "decline", "reason": "No people until July."})
    assert page.heading == "Mandate M-2026-001"
    assert page.has("Not in force for Logistics")
    assert page.has("No people until July.")


def test_a_draft_is_seen_by_those_who_write_it(world: World, browser: Browser, api: Api) -> None:
    place = f"/mandates/{make_draft(world).id}"
    assert browser.as_(world.employee).get(place).status == 404
    assert not browser.get("/projects/STORE/mandates").has("Not numbered yet")
    assert browser.as_(world.auditor).get(place).status == 200
    assert api.as_(world.employee).get("/projects/STORE/mandates").json["items"] == []


def test_a_project_without_a_mandate_says_so_wherever_it_appears(
    world: World, browser: Browser, api: Api
) -> None:
    make_project("Old system", code="OLD", phase=Phase.CLOSED)
    browser.as_(world.cio)
    for place in ("/projects/STORE", "/projects/STORE/milestones", "/projects", "/board"):
        assert browser.get(place).has(WITHOUT), place
    assert not browser.get("/projects/OLD").has(WITHOUT), "what is closed needs none"
    assert browser.as_(world.manager).get("/").has("You lead without a mandate")
    client = api.as_(world.cio)
    marks = [{"kind": "no_mandate", "words": WITHOUT}]
    assert client.get("/projects/STORE").json["marks"] == marks
    rows = {row["code"]: row["marks"] for row in client.get("/projects").json["items"]}
    assert (rows["STORE"], rows["OLD"]) == (marks, [])
    session().add(world.project)
    make_in_force(world)
    browser.as_(world.cio)
    assert not browser.get("/projects/STORE").has(WITHOUT)
    assert not browser.as_(world.manager).get("/").has("You lead without a mandate")
    assert client.get("/projects/STORE").json["marks"] == []


@pytest.mark.parametrize("place", ["/projects", "/board", "/mandates"])
def test_lists_cost_the_same_however_long(world: World, browser: Browser, place: str) -> None:
    def cost(count: int) -> int:
        for number in range(count):
            project = make_project(f"P {count} {number}")
            appoint(project, world.manager)
            make_put(world, make_draft(world, project))
        browser.as_(world.cio).get(place)
        with statements() as seen:
            browser.get(place)
        return len(seen)

    assert cost(2) == cost(9)


def test_a_decision_beyond_the_mandate_is_flagged_before_it_is_taken(world: World, browser: Browser) -> None:
    make_in_force(world)
    beyond = make_decision(project=world.project, title="Buy more tills", amount=60000)
    within = make_decision(project=world.project, title="Buy one till", amount=50000)
    browser.as_(world.manager)
    page = browser.get(f"/decisions/{beyond.id}")
    assert page.has("More than the mandate allows")
    assert page.has("the mandate M-2026-001 lets the lead commit CN¥50,000")
    assert browser.get(f"/decisions/{beyond.id}/outcome").has("More than the mandate allows")
    assert not browser.get(f"/decisions/{within.id}").has("More than the mandate allows")


def test_the_letter_is_printed_in_two_languages(world: World, browser: Browser) -> None:
    mandate = make_in_force(world)
    answer = browser.as_(world.auditor).get(f"/mandates/{mandate.id}/letter.pdf").response
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.data
    assert "M-2026-001.pdf" in answer.headers["Content-Disposition"]


def test_revoking_is_the_sponsors_and_ends_it_at_once(world: World, browser: Browser) -> None:
    mandate = make_in_force(world)
    place = f"/mandates/{mandate.id}/revocation"
    assert browser.as_(world.manager).get(place).status == 403
    page = browser.submit(browser.as_(world.sponsor).get(place), {"reason": "New strategy."})
    assert page.has("Revoked on 3 Mar 2026 by Sun Li")
    assert browser.get("/projects/STORE").has(WITHOUT)


def test_a_stale_draft_shows_both_texts(world: World, browser: Browser) -> None:
    mandate = make_draft(world)
    page = browser.as_(world.manager).get(f"/mandates/{mandate.id}/edit")
    mandate.limits = "Somebody else was quicker."
    session().commit()
    answer = browser.submit(page, {"limits": "Mine."})
    assert answer.status == 409
    assert answer.has("Somebody else was quicker.")
    assert answer.has("Mine.")


def test_the_api_goes_the_same_way(world: World, api: Api) -> None:
    client = api.as_(world.manager)
    body = {"lead_model": "joint", "grantee": "manager@example.org", "chinese": "zh_Hant"}
    made = client.post("/projects/STORE/mandates", body).json
    place = f"/mandates/{made['id']}"
    assert made["letter"]["zh_Hant"][0]["heading"] == "授權書"
    changes = {
        "valid_to": days(90).isoformat(),
        "money_limit": 10,
        "currency": "eur",
        "valid_from": "2026-01-01",
    }
    refused = client.patch(place, changes)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "backdating_reason")
    changed = client.patch(place, {**changes, "backdating_reason": "Begun in January."}).json
    assert (changed["currency"], changed["backdating_reason"]) == ("EUR", "Begun in January.")
    client.post(f"{place}/departments", {"department": "LOG", "duty": "Names a decider."})
    put = client.post(f"{place}/putting", {"due_on": days(5).isoformat()}).json
    assert (put["state"], len(put["digest"])) == ("at_signature", 64)
    client = api.as_(world.sponsor)
    assert client.post(f"{place}/signature", {"answer": "accept", "seen": "0" * 64}).status_code == 409
    signed = client.post(f"{place}/signature", {"answer": "accept", "seen": put["digest"]}).json
    assert [each["state"] for each in signed["departments"]] == ["waiting", "waiting"]
    answers = [
        api.as_(who).post(f"{place}/acknowledgements/{row['id']}", {"answer": "accept"})
        for who, row in zip((world.other_head, world.head), signed["departments"], strict=True)
    ]
    assert [each.status_code for each in answers] == [200, 200]
    assert (answers[-1].json["state"], answers[-1].json["in_force_on"]) == ("in_force", "2026-03-03")
    rows = client.get("/mandates?state=in_force").json["items"]
    assert [row["code"] for row in rows] == ["M-2026-001"]


@pytest.fixture
def lapsing(world: World) -> Mandate:
    """A mandate that ends in three weeks, on a later day than the one of its signature."""
    return make_in_force(world, valid_to=days(21))


def test_who_leads_and_who_sponsors_read_it_in_their_daily_letter_once_a_week(
    world: World, lapsing: Mandate
) -> None:
    from sqlalchemy import select

    from portal.escalation.digest import post_digests
    from portal.outbox.models import Letter

    def posted(day: int) -> set[str]:
        now = NOW + dt.timedelta(days=day)
        post_digests(now, now.date())
        session().commit()
        found = session().scalars(select(Letter).where(Letter.template == "escalation/digest"))
        return {each.name for each in found if each.facts["mandates"] and each.created_at >= now}

    with time_machine.travel(NOW, tick=False):
        assert posted(0) == {world.manager.name, world.sponsor.name}
        assert posted(1) == set()
        assert posted(7) == {world.manager.name, world.sponsor.name}
    assert lapsing.warned_on == days(7)


def test_the_agenda_suggests_what_is_about_to_lapse(world: World, lapsing: Mandate) -> None:
    from portal.mandates.flags import about_to_lapse
    from portal.steering.suggestions import Scope
    from tests.factories.steering import make_group

    group: Any = make_group(world.project)
    found = list(about_to_lapse(Scope(group, (world.project.id,), days(0))))
    assert [(each.kind, each.number) for each in found] == [("mandate", lapsing.id)]
    assert "ends on 24 Mar 2026" in found[0].why
    assert list(about_to_lapse(Scope(group, (world.secret.id,), days(0)))) == []


def test_only_who_was_asked_acknowledges(world: World, browser: Browser) -> None:
    mandate = make_signed(world)
    place = f"/mandates/{mandate.id}/acknowledgements/{touched(mandate, world.logistics).id}"
    assert browser.as_(world.other_head).get(place).status == 403
    assert browser.as_(world.head).get(place).status == 200
