"""Signing in and out."""

from __future__ import annotations

from portal.accounts.passwords import hash_password
from tests.factories.accounts import World
from tests.support.browser import Browser

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
