"""A role is taken, not typed in: proposed, accepted, declined, lapsed; what was imported says that nobody was asked."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import Person
from portal.agreements.models import AgreementParty
from portal.core.errors import Refused
from portal.database import session
from portal.projects import operations
from portal.projects.models import Appointment
from portal.projects.tasks import lapse_appointments
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

LATER = NOW + dt.timedelta(days=15)


def propose(world: World, role: str = "sponsor", since: dt.date = TODAY) -> Appointment:
    held = operations.appoint(
        world.project, person=world.head, role=role, valid_from=since, by=world.office, now=NOW
    )
    session().commit()
    session().expire_all()
    return held


def the_party() -> AgreementParty:
    return session().scalars(select(AgreementParty)).one()


def acts(held: Appointment) -> list[str]:
    return [each.sentence for each in history_of(held)]


def answer(browser: Browser, person: Person, said: str, reason: str = "") -> None:
    """On the page of all that waits, on the row."""
    number = the_party().id
    page = browser.as_(person).get("/agreements")
    assert "You are asked to be Sponsor of Store system from 3 Mar 2026." in page.text
    fields = {f"answer-{number}": said, f"reason-{number}": reason}
    browser.submit(page, fields, action="/agreements/answers")
    session().expire_all()


def test_who_is_appointed_says_yes_on_the_row_and_the_people_page_says_so(
    world: World, browser: Browser
) -> None:
    held = propose(world)
    assert held.acceptance == "proposed"
    people = browser.as_(world.employee).get("/projects/STORE/people")
    assert "Proposed, not answered yet" in people.text
    assert "Recorded, not accepted" in people.text, "what came from elsewhere"
    answer(browser, world.head, "accept")
    assert (held.acceptance, held.answered_on, held.valid_to) == ("accepted", TODAY, None)
    assert acts(held)[0].startswith("He Lao 何老 accepted a role in")


def test_after_a_no_the_vacancy_is_seen_and_the_reason_stands(world: World, browser: Browser) -> None:
    held = propose(world)
    answer(browser, world.head, "decline", "I have no time for it.")
    assert held.acceptance == "declined"
    assert not held.holds_on(TODAY)
    people = browser.as_(world.employee).get("/projects/STORE/people").text
    assert "No sponsor since" in people
    assert "I have no time for it." in people


def test_silence_vacates_a_new_role_and_leaves_a_recorded_one_recorded(world: World) -> None:
    held = propose(world)
    old = session().scalars(select(Appointment).where(Appointment.person == world.manager)).one()
    operations.ask_to_accept(old, by=world.office, now=NOW)
    session().commit()
    assert lapse_appointments(NOW) == 0
    assert lapse_appointments(LATER) == 2
    session().commit()
    session().expire_all()
    assert (held.acceptance, old.acceptance) == ("lapsed", "recorded")
    assert held.valid_to == LATER.date() - dt.timedelta(days=1)
    assert old.valid_to is None
    assert lapse_appointments(LATER) == 0


def test_a_role_declined_before_its_first_day_was_never_held(world: World, api: Api) -> None:
    held = propose(world, since=days(10))
    said = {"answer": "decline", "reason": "I leave in spring."}
    api.as_(world.head).post(f"/agreements/parties/{the_party().id}/answer", said)
    session().expire_all()
    assert held.acceptance == "declined"
    assert not any(held.holds_on(days(each)) for each in range(30))


def test_nobody_takes_a_role_for_somebody_else_or_one_that_they_proposed(world: World, api: Api) -> None:
    held = propose(world)
    place = f"/agreements/parties/{the_party().id}/answer"
    for other in (world.office, world.manager, world.administrator):
        assert api.as_(other).post(place, {"answer": "accept"}).status_code == 403
    own = session().scalars(select(Appointment).where(Appointment.person == world.manager)).one()
    with pytest.raises(Refused):
        operations.ask_to_accept(own, by=world.manager, now=NOW)
    with pytest.raises(Refused):
        operations.ask_to_accept(held, by=world.office, now=NOW)


def test_a_role_that_ends_before_the_answer_asks_nobody_any_more(world: World, api: Api) -> None:
    held = propose(world)
    operations.end_appointment(held, valid_to=TODAY, note="", by=world.office, now=NOW)
    session().commit()
    assert held.acceptance == "withdrawn"
    with time_machine.travel(NOW, tick=False):
        assert api.as_(world.head).get("/agreements").json["items"] == []
