"""Signing in and out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from portal.accounts.passwords import hash_password, verify
from portal.assembly import Portal, create_app
from portal.core.extensions import limiter
from portal.core.idempotency import Submission
from portal.database import session
from tests.factories.accounts import World
from tests.support.browser import Browser, Page, form_values

PASSWORD = "correct horse battery"


def test_who_knows_the_password_gets_in_and_out_again(world: World, browser: Browser) -> None:
    world.manager.password_hash = hash_password(PASSWORD)
    page = browser.get("/sign-in")
    page = browser.submit(page, {"email": " Manager@Example.org ", "password": PASSWORD}, follow=False)
    assert (page.status, page.location) == (303, "/")


def test_a_wrong_password_is_refused_at_the_field(world: World, browser: Browser) -> None:
    page = browser.submit(browser.get("/sign-in"), {"email": "manager@example.org", "password": "wrong"})
    assert page.status == 422
    assert "do not go together" in page.errors["password"]


def test_demo_passwords_open_on_loopback_only(world: World, browser: Browser) -> None:
    world.manager.password_hash, world.manager.is_demo = hash_password(PASSWORD), True
    page = browser.get("/sign-in")
    browser.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    page = browser.submit(page, {"email": "manager@example.org", "password": PASSWORD})
    assert page.status == 422


def test_demo_passwords_do_not_open_through_a_proxy(world: World, browser: Browser) -> None:
    world.manager.password_hash, world.manager.is_demo = hash_password(PASSWORD), True
    page = browser.get("/sign-in")
    browser.headers["X-Forwarded-For"] = "203.0.113.7"
    page = browser.submit(page, {"email": "manager@example.org", "password": PASSWORD})
    assert page.status == 422


def sign_in(browser: Browser, password: str = PASSWORD, address: str = "/sign-in") -> Page:
    values = {"email": "manager@example.org", "password": password}
    return browser.submit(browser.get(address), values, follow=False)


def test_signing_in_leads_back_but_never_out_of_the_portal(world: World, browser: Browser) -> None:
    world.manager.password_hash = hash_password(PASSWORD)
    assert sign_in(browser, address="/sign-in?next=/people%3Fq%3Dchen").location == "/people?q=chen"
    for hostile in ("https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "x"):
        browser.as_(None)
        assert sign_in(browser, address=f"/sign-in?next={hostile}").location == "/", hostile


def test_whoever_is_not_signed_in_comes_back_to_what_they_wanted(world: World, browser: Browser) -> None:
    assert browser.get("/people?q=chen").location == "/sign-in?next=/people?q%3Dchen"


def test_a_session_planted_before_signing_in_is_gone_afterwards(world: World, browser: Browser) -> None:
    world.manager.password_hash = hash_password(PASSWORD)
    with browser.client.session_transaction() as stored:
        stored["planted"] = "by somebody else"
        stored["_user_id"] = f"{world.employee.id + 1000}:1"
    sign_in(browser)
    with browser.client.session_transaction() as stored:
        assert "planted" not in stored
        assert stored["_user_id"] == f"{world.manager.id}:1"


def test_unknown_closed_and_nameless_accounts_get_the_same_answer(world: World, browser: Browser) -> None:
    world.manager.password_hash, world.manager.is_active = hash_password(PASSWORD), False
    closed = sign_in(browser)
    unknown = browser.submit(browser.get("/sign-in"), {"email": "nobody@example.org", "password": PASSWORD})
    without = browser.submit(browser.get("/sign-in"), {"email": "member@example.org", "password": PASSWORD})
    assert {(page.status, page.errors["password"]) for page in (closed, unknown, without)} == {
        (422, closed.errors["password"])
    }


def test_an_outdated_hash_is_renewed_when_its_password_is_given(world: World, browser: Browser) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    world.manager.password_hash = weak
    assert sign_in(browser).status == 303
    assert world.manager.password_hash != weak
    assert verify(world.manager.password_hash, PASSWORD)


def test_a_closed_account_is_out_with_the_next_request(world: World, browser: Browser) -> None:
    assert browser.as_(world.manager).get("/account").status == 200
    world.manager.is_active = False
    assert "/sign-in" in str(browser.get("/account").location)


@pytest.fixture
def limited(app: Portal) -> Iterator[Browser]:
    """A browser before the same database with the rate limits on, as in production."""
    settings = {name: app.config[name] for name in ("SQLALCHEMY_DATABASE_URI", "SECRET_KEY", "DATA_DIR")}
    yield Browser(create_app({**settings, "TESTING": True, "RATELIMIT_ENABLED": True}))
    limiter.enabled = False


def test_one_account_is_not_tried_from_many_addresses(world: World, limited: Browser) -> None:
    world.manager.password_hash = hash_password(PASSWORD)

    def attempt(number: int, password: str) -> int:
        limited.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        return sign_in(limited, password).status

    assert [attempt(number, "wrong password") for number in range(6)] == [422] * 5 + [429]
    assert attempt(7, PASSWORD) == 429
    values = {"email": "member@example.org", "password": "wrong"}
    assert limited.submit(limited.get("/sign-in"), values).status == 422, "other accounts are not affected"


def test_one_address_does_not_try_many_accounts(world: World, limited: Browser) -> None:
    page = limited.get("/sign-in")
    statuses = [
        limited.submit(page, {"email": f"somebody{number}@example.org", "password": "x"}).status
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_its_owner_signs_in_as_often_as_they_like(world: World, limited: Browser) -> None:
    world.manager.password_hash = hash_password(PASSWORD)
    for number in range(7):
        limited.as_(None).client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        assert sign_in(limited).status == 303


def test_a_stored_answer_tells_nothing_about_the_password(world: World, browser: Browser) -> None:
    """The fingerprint of a form is keyed: a plain hash could be guessed from a stolen database."""
    world.manager.password_hash = hash_password(PASSWORD)
    page = browser.get("/sign-in")
    once = form_values(page.form())["once"]
    browser.submit(page, {"email": "manager@example.org", "password": PASSWORD})
    stored = session().scalars(select(Submission).where(Submission.key == once)).one()
    fields = f"\x00email\x01manager@example.org\x00once\x01{once}\x00password\x01{PASSWORD}"
    for asked in ("POST /sign-in?", "POST /sign-in"):
        assert stored.fingerprint != hashlib.sha256((asked + fields).encode()).hexdigest()
