"""Administrators see the letters that wait or could not leave, and have them tried again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.core.idempotency import Submission
from portal.database import session
from portal.operation.tasks import TASKS
from portal.outbox.models import Letter, LetterState
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.outbox import make_letter
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW


def test_the_list_says_why_a_letter_did_not_leave(world: World, browser: Browser) -> None:
    make_letter(world, LetterState.GIVEN_UP)
    make_letter(world, LetterState.SENT, sent_at=NOW)
    page = browser.as_(world.administrator).get("/letters")
    assert page.has("The mail server said: 550 no")
    assert len(page.soup.select("tbody tr")) == 2
    assert len(browser.get("/letters?state=sent").soup.select("tbody tr")) == 1
    assert len(browser.get("/letters?q=何老").soup.select("tbody tr")) == 2
    assert browser.get("/letters?q=nobody").has("No letter like this")
    assert len(browser.get("/letters?state=nonsense").soup.select("tbody tr")) == 2


def test_an_empty_outbox_says_what_will_be_here(world: World, browser: Browser) -> None:
    assert browser.as_(world.administrator).get("/letters").has("No letters yet")


def test_a_letter_is_tried_again(world: World, browser: Browser) -> None:
    letter = make_letter(world, LetterState.GIVEN_UP)
    page = browser.as_(world.administrator).get("/letters?state=given_up")
    answer = browser.submit(page, action="/attempt")
    assert answer.has("is sent with the next run of the jobs")
    letter = session().get_one(Letter, letter.id)
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 0)
    assert letter.next_try_at is not None
    (entry,) = history_of(letter)
    assert entry.actor_name == world.administrator.name


def test_a_letter_that_left_cannot_be_tried_again(world: World, browser: Browser, api: Api) -> None:
    letter = make_letter(world, LetterState.SENT, sent_at=NOW)
    assert browser.as_(world.administrator).post(f"/letters/{letter.id}/attempt").status == 409
    assert api.as_(world.administrator).post(f"/letters/{letter.id}/attempt").status_code == 409


def test_the_api_does_the_same(world: World, api: Api) -> None:
    letter = make_letter(world, LetterState.FAILED)
    api.as_(world.administrator)
    listed = api.get("/letters?state=failed").json
    assert listed is not None
    assert [each["error"] for each in listed["items"]] == ["The mail server said: 550 no"]
    answer = api.post(f"/letters/{letter.id}/attempt")
    assert (answer.status_code, answer.json and answer.json["state"]) == (200, "waiting")


def test_a_long_list_costs_the_same(world: World, browser: Browser) -> None:
    counts = []
    for size in (3, 30):
        for _each in range(size):
            make_letter(world, LetterState.FAILED)
        browser.as_(world.administrator).get("/letters")
        with statements() as seen:
            browser.get("/letters")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_keys_that_nobody_repeats_any_more_are_forgotten(world: World) -> None:
    for age in (1, 8):
        created = NOW - dt.timedelta(days=age)
        session().add(Submission(scope="x", key=str(age), fingerprint="", created_at=created))
    session().flush()
    (forget,) = TASKS
    assert forget(NOW) == 1
    assert session().scalars(select(Submission.key)).all() == ["1"]
