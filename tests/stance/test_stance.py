"""Stakeholders of a project: the map, what is done, what was seen of departments, and who learns of it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.commitments.models import State
from portal.core.errors import Refused
from portal.database import db
from portal.outbox.models import Letter
from portal.projects.operations import admit
from portal.register.models import ENTRY
from portal.register.queries import history_of_project
from portal.stance import operations
from portal.stance.models import Level
from portal.steering.models import MeetingState, Presence
from tests.factories.accounts import World, make_department
from tests.factories.commitments import make_commitment
from tests.factories.stance import make_observation, make_stakeholder
from tests.factories.steering import attend, make_decision, make_group, make_meeting, make_position
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

CANARY = "Xylophonkanarie"
REGISTER = "/projects/STORE/stakeholders"


@pytest.fixture(autouse=True)
def _then() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_manager_keeps_the_register_and_its_head_answers(world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    page = browser.get(browser.get(REGISTER).link("Add the first department"))
    given = {"influence": "high", "interest": "low", "reason": "They move the goods."}
    page = browser.submit(page, {"department": str(world.logistics.id), **given})
    place = page.address
    assert page.has("They move the goods.")
    again = browser.submit(browser.get(f"{REGISTER}/new"), {"department": str(world.logistics.id), **given})
    assert "already" in again.errors["department"]
    browser.submit(browser.get(page.link("Name a contact")), {"person": world.member.key, "topic": "Stock"})
    step = {"what": "Visit the warehouse", "responsible": world.manager.key, "due_on": days(5).isoformat()}
    page = browser.submit(browser.get(page.link("Plan a step")), step)
    page = browser.submit(browser.get(page.link("Close it")), {"outcome": "They came along."})
    assert page.has("They came along.")
    talk = {"with_whom": "The foremen", "note": "They fear for their lists."}
    page = browser.submit(browser.get(page.link("Note a talk")), talk)
    seen = {"stance": "friction", "grounds": "Two asks waited.", "tried": "A talk."}
    page = browser.submit(browser.get(page.link("Record an observation")), seen)
    assert page.has("Friction, seen on")
    page = browser.submit(browser.get(page.link("Assess again")), {**given, "interest": "high"})
    assert page.has("Earlier assessments")
    page = browser.as_(world.head).get(place)
    assert page.has("Two asks waited.")
    assert not page.has("Plan a step")
    page = browser.submit(browser.get(page.link("Add your own words")), {"words": "We had stocktaking."})
    assert page.has("In the words of He Lao")
    assert browser.as_(world.manager).get(place).has("We had stocktaking.")
    assert "influence High, interest High" in browser.as_(world.manager).get(REGISTER).html


def test_a_head_finds_their_own_department_and_no_other(world: World, browser: Browser, api: Api) -> None:
    make_stakeholder(world.project, world.logistics, world.manager)
    other = make_stakeholder(world.project, world.sales, world.manager)
    db.session.commit()
    page = browser.as_(world.head).get(REGISTER)
    assert page.has("Logistics")
    assert not page.has("Sales 销售部")
    assert browser.get(f"/stakeholders/{other.id}").status == 404
    assert [row["department"] for row in api.as_(world.head).get(REGISTER).json["items"]] == ["LOG"]
    assert browser.as_(world.member).get(REGISTER).status == 404
    assert "Stakeholders" not in browser.get("/projects/STORE").html
    assert "Stakeholders" in browser.as_(world.sponsor).get("/projects/STORE").html


def test_the_records_say_their_part_in_words(world: World, browser: Browser) -> None:
    stakeholder = make_stakeholder(world.project, world.logistics, world.manager)
    common = {"requester": world.manager, "head": world.head, "department": world.logistics}
    late = make_commitment(
        world.project,
        **common,
        state=State.REFUSED,
        requested_on=days(-30),
        answer_due_on=days(-20),
        answered_on=days(-10),
    )
    make_commitment(
        world.project, **common, requested_on=days(-30), answer_due_on=days(-2), state=State.REQUESTED
    )
    make_commitment(
        world.project,
        **common,
        state=State.REFUSED,
        requested_on=days(-30),
        answer_due_on=days(-20),
        answered_on=days(-25),
    )
    group = make_group(world.project, code="EV")
    for presence in (Presence.PRESENT, Presence.ABSENT):
        held = dt.datetime.combine(days(-9), dt.time(9), dt.UTC)
        meeting = make_meeting(group, state=MeetingState.CLOSED, held_at=held)
        attend(meeting, world.member, presence=presence)
    for hides in (False, True):
        decision = make_decision(group=group, state="decided", decided_on=TODAY, hides_positions=hides)
        make_position(decision, world.head, "object", "Too early")
    db.session.commit()
    page = browser.as_(world.cio).get(f"/stakeholders/{stakeholder.id}")
    assert page.has("2 of 3 asks answered after their day, or still waiting beyond it.")
    assert late.code in page.html
    assert page.has("At 2 meetings somebody of the department was expected; at 1 somebody was there.")
    assert page.has("On 1 decision somebody of the department took a position; to 1 somebody objected.")


def test_nobody_observes_their_own_department_nor_behind_its_heads_back(world: World) -> None:
    own = make_stakeholder(world.project, world.sales, world.manager)
    with pytest.raises(Refused):
        make_observation(own, world.other_head)
    hidden = make_stakeholder(world.secret, world.logistics, world.secret_manager)
    with pytest.raises(Refused):
        make_observation(hidden, world.secret_manager)
    admit(world.secret, world.head)
    make_observation(hidden, world.secret_manager)


def test_what_was_observed_appears_nowhere_else(world: World, browser: Browser, api: Api) -> None:
    stakeholder = make_stakeholder(world.project, world.logistics, world.manager)
    observation = make_observation(stakeholder, world.manager, grounds=CANARY)
    operations.reply(observation, words=CANARY, by=world.head, now=NOW)
    operations.note_talk(
        stakeholder, talked_on=TODAY, with_whom="Somebody", note=CANARY, by=world.manager, now=NOW
    )
    db.session.commit()
    told = history_of_project(world.project)
    assert CANARY not in repr([(each.sentence, each.details) for each in told])
    assert CANARY not in repr(db.session.execute(select(Letter.__table__)).all())
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
    places = ("/projects/STORE", REGISTER, f"/departments/{world.logistics.id}", "/projects", "/register")
    everybody: list[Person] = [
        world.manager,
        world.office,
        world.administrator,
        world.auditor,
        world.employee,
    ]
    for reader in everybody:
        browser.as_(reader)
        for place in places:
            assert CANARY not in browser.get(place).html, place
        found = browser.get(f"/search?q={CANARY}").soup.find("main")
        assert found is not None
        assert not found.find("a", href=f"/stakeholders/{stakeholder.id}")
        api.as_(reader)
        for place in ("/projects/STORE", "/projects/STORE/history", REGISTER, "/departments", "/register"):
            assert CANARY not in api.get(place).text, place
    for outsider in (world.administrator, world.auditor, world.employee, world.other_head, world.member):
        assert api.as_(outsider).get(f"/stakeholders/{stakeholder.id}").status_code == 404
    assert CANARY not in repr(db.session.execute(select(ENTRY)).all())


def test_more_departments_cost_no_more_statements(world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    counted = []
    for number in (3, 27):
        for each in range(number):
            one = make_stakeholder(
                world.project, make_department(f"Unit {number} {each}"), world.manager, Level.LOW
            )
            make_observation(one, world.manager)
        db.session.commit()
        browser.get(REGISTER)
        with statements() as found:
            browser.get(REGISTER)
        counted.append(len(found))
    assert counted[0] == counted[1]


def test_the_api_does_what_the_pages_do(world: World, api: Api) -> None:
    api.as_(world.sponsor)
    given = {"influence": "high", "interest": "low", "reason": "Theirs."}
    made = api.post(REGISTER, {"department": "LOG", **given})
    assert made.status_code == 201
    one = f"/stakeholders/{made.json['id']}"
    assert api.post(f"{one}/contacts", {"person": world.member.key}).status_code == 201
    step = {"what": "Visit", "responsible": world.manager.key, "due_on": days(3).isoformat()}
    number = api.post(f"{one}/steps", step).json["steps"][0]["id"]
    assert api.post(f"/stakeholders/steps/{number}/closing", {"outcome": "Done"}).status_code == 200
    assert api.post(f"/stakeholders/steps/{number}/closing", {"outcome": "Again"}).status_code == 409
    talk = {"talked_on": days(1).isoformat(), "with_whom": "X", "note": "Y"}
    assert api.post(f"{one}/talks", talk).status_code == 422
    seen = {"stance": "driver", "grounds": "Came by itself", "tried": "-", "observed_on": TODAY.isoformat()}
    told = api.post(f"{one}/observations", seen).json["observations"][0]
    answer = api.as_(world.head).post(f"/stakeholders/observations/{told['id']}/replies", {"words": "Yes"})
    assert answer.json["observations"][0]["replies"][0]["words"] == "Yes"
    assert api.post(f"{one}/assessments", given).status_code == 403
