"""Observations that name persons: off, then before a closed circle, and gone after ninety days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from sqlalchemy import select

from portal.database import db
from portal.outbox.models import Letter
from portal.register.models import ENTRY
from portal.stance import persons
from portal.stance.models import PersonObservation
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY

CANARY = "Xylophonkanarie"
PEOPLE = "/projects/STORE/stance/people"
SEEN: dict[str, Any] = {"stance": "friction", "tried": "A talk", "observed_on": TODAY}


def test_nobody_names_a_person_before_an_administrator_switched_it_on(world: World, browser: Browser) -> None:
    for person in (world.office, world.sponsor, world.manager):
        assert browser.as_(person).get(PEOPLE).status == 404
    page = browser.as_(world.administrator).get("/stance/persons")
    assert page.has("Observations name departments only")
    page = browser.submit(page, {"reason": "Agreed with the staff council"})
    assert page.has("Agreed with the staff council")
    assert browser.get(PEOPLE).status == 404
    page = browser.as_(world.sponsor).get(PEOPLE)
    page = browser.submit(browser.get(page.link("Name somebody")), {"person": world.manager.key})
    assert page.has("Mia Manager")
    page = browser.as_(world.manager).get(PEOPLE)
    given = {"person": world.member.key, "stance": "friction", "grounds": "Stayed away", "tried": "A talk"}
    page = browser.submit(browser.get(page.link("Record an observation")), given)
    assert page.has("Stayed away")
    assert not browser.as_(world.sponsor).get(PEOPLE).has("Stayed away")
    page = browser.as_(world.member).get(PEOPLE)
    assert page.has("Stayed away")
    browser.submit(browser.get(page.link("Say where you stand")), {"words": "I was ill."})
    assert browser.as_(world.manager).get(PEOPLE).has("I was ill.")
    page = browser.as_(world.administrator).get("/stance/persons")
    browser.submit(page, {"reason": "Not wanted any more"})
    for person in (world.manager, world.member, world.sponsor):
        assert browser.as_(person).get(PEOPLE).status == 404


def test_an_observation_of_a_person_is_gone_after_ninety_days(world: World, api: Api) -> None:
    _observed(world)
    with time_machine.travel(NOW + dt.timedelta(days=90), tick=False):
        assert CANARY in api.as_(world.manager).get(PEOPLE).text
    with time_machine.travel(NOW + dt.timedelta(days=91), tick=False):
        assert CANARY not in api.get(PEOPLE).text
        assert api.as_(world.member).get(PEOPLE).status_code == 404
    assert persons.erase_expired(NOW + dt.timedelta(days=90)) == 0
    assert persons.erase_expired(NOW + dt.timedelta(days=91)) == 1
    db.session.commit()
    assert CANARY not in repr(db.session.execute(select(PersonObservation.__table__)).all())


def test_what_was_seen_of_a_person_appears_nowhere_else(world: World, browser: Browser, api: Api) -> None:
    _observed(world)
    with time_machine.travel(NOW, tick=False):
        places = (
            "/projects/STORE",
            f"/people/{world.member.id}",
            "/register",
            "/projects/STORE/stakeholders",
        )
        for reader in (world.office, world.cio, world.administrator, world.auditor, world.other_head):
            browser.as_(reader)
            for place in (*places, PEOPLE):
                assert CANARY not in browser.get(place).html, place
            assert not list(browser.get(f"/search?q={CANARY}").soup.select("main a[href*=stance]"))
            api.as_(reader)
            for place in (PEOPLE, "/projects/STORE", "/projects/STORE/history", "/people"):
                assert CANARY not in api.get(place).text, place
    assert CANARY not in repr(db.session.execute(select(Letter.__table__)).all())
    assert CANARY not in repr(db.session.execute(select(ENTRY)).all())


def _observed(world: World) -> None:
    persons.switch(is_on=True, reason="Agreed", by=world.administrator, now=NOW)
    persons.name_member(world.project, person=world.manager, by=world.office, now=NOW)
    by = world.manager
    persons.observe_person(world.project, person=world.member, grounds=CANARY, **SEEN, by=by, now=NOW)
    db.session.commit()
