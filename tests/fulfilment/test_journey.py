"""One promise from the ask to the evaluation, through the pages: four weeks, one of them disputed."""

from __future__ import annotations

import datetime as dt

import time_machine
from sqlalchemy import select

from portal.commitments.models import Commitment, State
from portal.database import session
from portal.fulfilment.queries import kept_share, weeks_of
from portal.outbox.models import Letter
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.support.browser import Browser, Page

WEEKS = [dt.date(2026, 3, 9) + dt.timedelta(weeks=number) for number in range(4)]
LAST_DAY = WEEKS[-1] + dt.timedelta(days=4)


def at(day: dt.date) -> time_machine.travel:
    return time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=True)


def ask_and_confirm(world: World, browser: Browser) -> Commitment:
    """Half of the member's week for four weeks, with one objective."""
    page = browser.as_(world.manager).get("/projects/STORE/commitments/new")
    asked = {
        "department": str(world.logistics.id),
        "person": "Max Member",
        "share_percent": "50",
        "valid_from": WEEKS[0].isoformat(),
        "valid_to": LAST_DAY.isoformat(),
        "statement": "Map the warehouse processes",
    }
    browser.submit(page, asked)
    commitment = session().scalars(select(Commitment)).one()
    place = f"/commitments/{commitment.id}"
    browser.submit(browser.get(f"{place}/objectives"), {"texts": "Every process is drawn"})
    browser.as_(world.head)
    browser.submit(browser.get(f"{place}/objectives/answer"), {"answer": "accepted"})
    page = browser.submit(browser.get(f"{place}/confirmation"))
    assert page.has("Confirmed")
    return commitment


def enter(world: World, browser: Browser, commitment: Commitment, monday: dt.date, given: str) -> Page:
    page = browser.as_(world.manager).get(f"/projects/STORE/given?week={monday}")
    page = browser.submit(page, {f"hours_{commitment.id}": given}, action="given")
    assert page.has("1 week is entered.")
    return page


def dispute(world: World, browser: Browser, week: str) -> None:
    """The third week: the project says missed, the department says kept, each with its reason."""
    page = browser.as_(world.head).get(week)
    page = browser.submit(
        browser.get(page.link("I disagree")), {"hours": "20", "reason": "He waited for your data all week."}
    )
    page = browser.submit(browser.get(page.link("Say why")), {"reason": "not_ready"})
    page = browser.as_(world.manager).get(week)
    browser.submit(browser.get(page.link("Say why")), {"reason": "pulled_off", "note": "Stocktaking"})
    page = browser.submit(browser.get(f"{week}/settlement"), {"settlement": "both_stand"})
    assert page.has("Both figures stand.")
    assert page.has("The project was not ready")
    assert page.has("Pulled off for daily business")


def evaluate(world: World, browser: Browser, place: str) -> None:
    browser.as_(world.manager)
    page = browser.submit(
        browser.get(f"{place}/evaluation/edit"), {"text": "Drew every process.", "outcome_1": "met"}
    )
    browser.submit(page, action="confirmation")
    browser.as_(world.head)
    browser.submit(browser.get(f"{place}/evaluation"), action="confirmation")
    browser.as_(world.member)
    page = browser.submit(browser.get(f"{place}/evaluation/words"), {"own_words": "With Jonas."})
    assert page.has("With Jonas.")


def test_from_the_ask_to_the_evaluation(world: World, browser: Browser) -> None:
    commitment = ask_and_confirm(world, browser)
    place = f"/commitments/{commitment.id}"
    for number, given in enumerate(("20", "50 %", "4", "12")):
        with at(WEEKS[number] + dt.timedelta(days=7)):
            enter(world, browser, commitment, WEEKS[number], given)
            if number == 2:
                dispute(world, browser, f"{place}/weeks/{WEEKS[2]}")
    with at(LAST_DAY + dt.timedelta(days=20)):
        standings = [(week.standing, week.verdict) for week in weeks_of(commitment, dt.date(2026, 4, 25))]
        assert standings[::-1] == [
            ("uncontested", "kept"),
            ("uncontested", "kept"),
            ("both_stand", "missed"),
            ("uncontested", "partly"),
        ]
        share = kept_share(world.logistics, 12, dt.date(2026, 4, 25))
        assert (share.department.kept, share.department.weeks, share.contested) == (2, 3, 1)
        browser.as_(world.manager)
        page = browser.submit(browser.get(f"{place}/miss"), {"reason": "Two weeks were not given."})
        page = browser.submit(
            browser.get(page.link("Say why it was not kept")), {"reason": "pulled_off", "note": "Stocktaking"}
        )
        assert page.has("Partly kept")
        evaluate(world, browser, place)
    session().expire_all()
    assert commitment.state == State.MISSED
    told = [entry.event for entry in history_of(commitment, limit=100)]
    assert told.count("commitments.delivered") == 4
    assert told[:2] == ["fulfilment.whole_reason", "commitments.missed"]
    letters = set(session().scalars(select(Letter.template)))
    assert {f"fulfilment/{name}" for name in ("disagreed", "settled", "evaluation_ready")} <= letters
