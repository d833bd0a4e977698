"""One-time links: made once, shown once, used once; the outbox never holds one."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import operations
from portal.accounts.models import OneTimeLink, Person, RoleGrant
from portal.accounts.passwords import verify
from portal.core.errors import Refused
from portal.core.idempotency import Submission
from portal.database import session
from portal.outbox.models import Letter
from tests.accounts.reading import events_of, letters_to
from tests.factories.accounts import World, make_person
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY

PASSWORD = "purple elephants swim"


def link_for(person: Person, world: World) -> str:
    link = operations.invite(person, by=world.administrator, now=NOW, base_url="")
    session().commit()
    return link


def test_an_administrator_invites_and_the_person_sets_a_password(world: World, browser: Browser) -> None:
    newcomer = make_person("Nora New", email="nora@example.org", password_hash=None)
    session().commit()
    page = browser.as_(world.administrator).get(f"/people/{newcomer.id}/invitation")
    shown = browser.submit(page)
    link = str(shown.soup.find(id="link").get_text())  # type: ignore[union-attr]
    assert (shown.status, link.startswith("http://localhost/set-password/")) == (201, True)
    visitor = Browser(browser.app)
    form = visitor.get(link.removeprefix("http://localhost"))
    assert form.has("nora@example.org")
    done = visitor.submit(form, {"password": PASSWORD, "repeated": PASSWORD})
    assert done.has("Sign in with it")
    assert verify(newcomer.password_hash, PASSWORD)
    values = {"email": "nora@example.org", "password": PASSWORD}
    assert visitor.submit(done, values, follow=False).status == 303
    assert events_of(newcomer) == ["accounts.password_set", "accounts.invited"]
    assert letters_to(newcomer) == ["accounts/invited", "accounts/password_changed"]


def test_nothing_that_is_stored_opens_the_account(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/invitation")
    shown = browser.submit(page)
    token = str(shown.soup.find(id="link").get_text()).rpartition("/")[2]  # type: ignore[union-attr]
    letters = session().scalars(select(Letter)).all()
    answers = session().scalars(select(Submission.body)).all()
    digests = session().scalars(select(OneTimeLink.digest)).all()
    assert len(letters) == 1
    for text in [f"{letter.link} {letter.facts}" for letter in letters] + [*answers, *digests]:
        assert token not in text
    assert browser.submit(page).status == 409, "sent again, the form does not show it again"


def test_opening_a_link_changes_nothing(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    for _again in range(3):
        assert browser.get(link).status == 200
    assert session().scalars(select(OneTimeLink)).one().used_at is None


def test_a_link_works_once(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    browser.submit(browser.get(link), {"password": PASSWORD, "repeated": PASSWORD})
    again = browser.get(link)
    assert (again.status, again.has("cannot be used any more")) == (410, True)
    assert (
        browser.post(link, {"password": "another " + PASSWORD, "repeated": "another " + PASSWORD}).status
        == 410
    )
    assert verify(world.member.password_hash, PASSWORD)


def test_a_link_ends_after_a_day(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    with time_machine.travel(NOW + dt.timedelta(hours=23, minutes=59)):
        assert browser.get(link).status == 200
    with time_machine.travel(NOW + dt.timedelta(hours=24)):
        assert browser.get(link).status == 410


def test_a_newer_link_voids_the_older(world: World, browser: Browser) -> None:
    first, second = link_for(world.member, world), link_for(world.member, world)
    assert browser.get(first).status == 410
    assert browser.get(second).status == 200


def test_a_link_for_a_closed_account_is_void(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    operations.deactivate(world.member, reason="left", by=world.administrator, now=NOW, today=TODAY)
    assert browser.get(link).status == 410
    with pytest.raises(Refused, match="closed"):
        operations.invite(world.member, by=world.administrator, now=NOW, base_url="")


def test_a_bad_password_does_not_use_a_link_up(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    page = browser.submit(browser.get(link), {"password": "max.member.2026", "repeated": "max.member.2026"})
    assert page.status == 422
    assert "Your name" in page.errors["password"]
    assert browser.get(link).status == 200


def test_setting_a_password_ends_every_session(world: World, browser: Browser) -> None:
    elsewhere = Browser(browser.app).as_(world.member)
    browser.submit(browser.get(link_for(world.member, world)), {"password": PASSWORD, "repeated": PASSWORD})
    assert elsewhere.get("/account").status == 302


def test_nobody_makes_a_link_for_themselves_or_without_an_address(world: World, browser: Browser) -> None:
    named = make_person("Named Only", email="")
    session().commit()
    browser.as_(world.administrator)
    assert browser.get(f"/people/{world.administrator.id}/invitation").status == 403
    assert browser.post(f"/people/{named.id}/invitation").status == 409


def test_the_api_shows_a_link_once(world: World, api: Api) -> None:
    key = {"Idempotency-Key": "k"}
    made = api.as_(world.administrator).post(f"/people/{world.member.id}/invitation", **key)
    assert made.status_code == 201
    assert made.get_json()["link"].startswith("http://localhost/set-password/")
    assert api.post(f"/people/{world.member.id}/invitation", **key).status_code == 409


def first_link() -> str:
    link = operations.first_administrator_link("http://localhost:8000/", NOW)
    session().commit()
    return link.removeprefix("http://localhost:8000")


def test_whoever_starts_an_empty_portal_becomes_its_administrator(browser: Browser) -> None:
    page = browser.get(first_link())
    values = {"name": "Fia First", "email": "Fia@Example.org", "password": PASSWORD, "repeated": PASSWORD}
    done = browser.submit(page, values)
    assert done.has("The portal is yours")
    person = session().scalars(select(Person)).one()
    grant = session().scalars(select(RoleGrant)).one()
    assert (person.email, grant.role, grant.granted_by_id, grant.valid_from) == (
        "fia@example.org",
        "administrator",
        None,
        TODAY,
    )
    assert events_of(person)[0] == "accounts.first_administrator"
    browser.submit(done, {"email": "fia@example.org", "password": PASSWORD}, follow=False)
    assert browser.get("/people/new").status == 200


def test_the_first_link_is_void_once_there_is_an_account(browser: Browser) -> None:
    older, link = first_link(), first_link()
    assert browser.get(older).status == 410
    page = browser.get(link)
    make_person("Somebody Else")
    values = {"name": "Fia First", "email": "fia@example.org", "password": PASSWORD, "repeated": PASSWORD}
    assert browser.submit(page, values).status == 410
    with pytest.raises(Refused, match="accounts already"):
        operations.first_administrator_link("http://localhost:8000", NOW)


def test_the_first_administrator_may_have_been_named_before(browser: Browser) -> None:
    named = operations.get_or_create_person_without_account("fia@example.org", "Fia", NOW, None)
    page = browser.get(first_link())
    values = {"name": "Fia First", "email": "fia@example.org", "password": PASSWORD, "repeated": PASSWORD}
    browser.submit(page, values)
    assert session().scalars(select(Person)).all() == [named]
    assert named.has_account


def test_links_for_one_purpose_do_not_serve_the_other(world: World, browser: Browser) -> None:
    link = link_for(world.member, world)
    assert browser.get(link.replace("set-password", "first-administrator")).status == 410
