"""My account: profile, preferences, password, tokens, sessions. Also for those who otherwise only read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.accounts.models import ApiToken
from portal.accounts.passwords import hash_password, verify
from portal.core.idempotency import Submission
from portal.database import session
from tests.accounts.reading import events_of, last_entry, letters_to
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.times import days

OLD, NEW = "correct horse battery", "purple elephants swim"


def html_of(page: Page) -> Any:
    """The root element: it says language and theme."""
    return page.soup.html


def test_people_keep_their_own_profile(world: World, browser: Browser) -> None:
    page = browser.as_(world.auditor).get("/account")
    values = {"name": "Ann Auditor", "hours_per_week": "32", "language": "zh_Hans", "theme": "dark"}
    page = browser.submit(page, values)
    assert page.status == 200
    person = world.auditor
    assert (person.name, person.hours_per_week, person.language) == ("Ann Auditor", Decimal(32), "zh_Hans")
    assert html_of(page)["lang"] == "zh-Hans"
    assert html_of(page)["data-theme"] == "dark"
    entry = last_entry(person)
    assert entry.values == {
        "before": {"hours_per_week": "40", "name": "Ann Audit"},
        "after": {"hours_per_week": "32", "name": "Ann Auditor"},
    }


def test_saving_without_a_change_records_nothing(world: World, browser: Browser) -> None:
    browser.submit(browser.as_(world.employee).get("/account"))
    assert events_of(world.employee) == []


def test_a_profile_that_was_changed_elsewhere_shows_both_texts(world: World, browser: Browser) -> None:
    page = browser.as_(world.employee).get("/account")
    world.employee.name = "Emil Elsewhere"
    page = browser.submit(page, {"name": "Emil Here"})
    assert page.status == 409
    assert page.has("Emil Elsewhere")
    assert page.has("Emil Here")


def test_the_language_is_the_persons_own_when_signed_in(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    page = browser.post("/language", {"language": "zh_Hant", "next": "/people?q=x"})
    assert (page.status, page.location) == (303, "/people?q=x")
    assert world.employee.language == "zh_Hant"
    assert browser.post("/language", {"language": "tlh"}).status == 422
    assert browser.post("/language", {"language": "en", "next": "//evil.example"}).location == "/"


def test_the_language_is_a_cookie_before_signing_in(world: World, browser: Browser) -> None:
    browser.post("/language", {"language": "zh_Hans", "next": "/sign-in"})
    page = browser.get("/sign-in")
    assert html_of(page)["lang"] == "zh-Hans"


def test_the_theme_follows_the_person_to_another_browser(world: World, browser: Browser) -> None:
    world.employee.password_hash = hash_password(OLD)
    browser.as_(world.employee).post("/theme", {"theme": "dark", "next": "/people"})
    assert world.employee.theme == "dark"
    other = Browser(browser.app)
    values = {"email": "employee@example.org", "password": OLD}
    other.submit(other.get("/sign-in"), values, follow=False)
    page = other.get("/account")
    assert html_of(page)["data-theme"] == "dark"
    assert browser.post("/theme", {"theme": "pink"}).status == 422


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(world: World, browser: Browser) -> None:
    world.employee.password_hash = hash_password(OLD)
    elsewhere = Browser(browser.app).as_(world.employee)
    page = browser.as_(world.employee).get("/account/password")
    wrong = browser.submit(page, {"current": "not this one", "password": NEW, "repeated": NEW})
    assert (wrong.status, "not your present" in wrong.errors["current"]) == (422, True)
    page = browser.submit(page, {"current": OLD, "password": NEW, "repeated": NEW})
    assert page.status == 200
    assert verify(world.employee.password_hash, NEW)
    assert browser.get("/account").status == 200
    assert elsewhere.get("/account").status == 302
    assert events_of(world.employee) == ["accounts.password_changed"]
    assert letters_to(world.employee) == ["accounts/password_changed"]


def test_a_bad_new_password_is_refused_at_its_field(world: World, browser: Browser) -> None:
    world.employee.password_hash = hash_password(OLD)
    page = browser.as_(world.employee).get("/account/password")
    for bad, reason in [
        ("short", "at least 12"),
        ("password2026!!", "tried first"),
        ("emil.employee.88", "Your name"),
        (OLD, "you have now"),
    ]:
        answer = browser.submit(page, {"current": OLD, "password": bad, "repeated": bad})
        assert answer.status == 422
        assert reason in answer.errors["password"]
    answer = browser.submit(page, {"current": OLD, "password": NEW, "repeated": NEW + "!"})
    assert "differ" in answer.errors["repeated"]
    assert verify(world.employee.password_hash, OLD)


def test_signing_out_everywhere_ends_this_session_too(world: World, browser: Browser) -> None:
    elsewhere = Browser(browser.app).as_(world.auditor)
    browser.submit(browser.as_(world.auditor).get("/account/password"), action="sign-out-everywhere")
    assert browser.get("/account").status == 302
    assert elsewhere.get("/account").status == 302
    assert events_of(world.auditor) == ["accounts.signed_out_everywhere"]


def test_a_token_is_shown_once_and_kept_as_a_digest(world: World, browser: Browser, api: Api) -> None:
    page = browser.as_(world.auditor).get("/account/tokens")
    made = browser.submit(page, {"name": "Night script", "expires_on": days(10).isoformat()})
    assert made.status == 201
    text = str(made.soup.find(id="token").get_text())  # type: ignore[union-attr]
    token = session().scalars(select(ApiToken)).one()
    assert text not in (token.digest, token.name)
    api.headers["Authorization"] = f"Bearer {text}"
    assert api.get("/account").get_json()["email"] == "auditor@example.org"
    assert text not in browser.get("/account/tokens").html
    stored = session().scalars(select(Submission.body)).all()
    assert not [body for body in stored if text in body], "the answer is not kept for repetition"
    assert browser.submit(page, {"name": "Night script", "expires_on": days(10).isoformat()}).status == 409
    assert letters_to(world.auditor) == ["accounts/token_created"]


def test_a_revoked_or_expired_token_opens_nothing(world: World, browser: Browser, api: Api) -> None:
    api.as_(world.employee)
    token = session().scalars(select(ApiToken)).one()
    token.expires_on = days(-1)
    assert api.get("/account").status_code == 401
    token.expires_on = days(0)
    assert api.get("/account").status_code == 200
    page = browser.as_(world.employee).get("/account/tokens")
    browser.submit(page, action="revocation")
    assert api.get("/account").status_code == 401
    assert events_of(world.employee) == ["accounts.token_revoked"]
    assert browser.post(f"/account/tokens/{token.id}/revocation").status == 409


def test_the_tokens_of_others_do_not_exist(world: World, browser: Browser, api: Api) -> None:
    api.as_(world.employee)
    token = session().scalars(select(ApiToken)).one()
    assert browser.as_(world.administrator).post(f"/account/tokens/{token.id}/revocation").status == 404
    assert token.revoked_at is None


def test_a_token_cannot_begin_in_the_past(world: World, browser: Browser) -> None:
    page = browser.as_(world.employee).get("/account/tokens")
    answer = browser.submit(page, {"name": "x", "expires_on": days(-1).isoformat()})
    assert "today or a later day" in answer.errors["expires_on"]
    assert session().scalars(select(ApiToken)).all() == []


def test_a_token_made_with_a_token_does_not_outlive_it(world: World, api: Api) -> None:
    api.as_(world.employee)
    session().scalars(select(ApiToken)).one().expires_on = days(5)
    longer = api.post("/tokens", {"name": "further", "expires_on": days(6).isoformat()})
    for_ever = api.post("/tokens", {"name": "further"})
    assert (longer.status_code, for_ever.status_code) == (422, 422)
    assert longer.get_json()["errors"][0]["field"] == "expires_on"
    assert api.post("/tokens", {"name": "further", "expires_on": days(5).isoformat()}).status_code == 201


def test_the_api_keeps_ones_own_account(world: World, api: Api) -> None:
    world.auditor.password_hash = hash_password(OLD)
    api.as_(world.auditor)
    assert api.patch("/account", {"hours_per_week": 20}).get_json()["hours_per_week"] == 20
    assert api.patch("/account", {"name": ""}).status_code == 422
    assert api.patch("/account", {"name": "Late", "version": 1}).status_code == 409
    wrong = api.post("/account/password", {"current": "no", "password": NEW})
    assert wrong.get_json()["errors"][0]["field"] == "current"
    assert api.post("/account/password", {"current": OLD, "password": NEW}).status_code == 204
    assert verify(world.auditor.password_hash, NEW)
    assert api.open("DELETE", "/account/sessions").status_code == 204
    assert world.auditor.session_epoch == 3


def test_a_token_of_the_api_is_shown_once(world: World, api: Api) -> None:
    api.as_(world.employee)
    key = {"Idempotency-Key": "one"}
    made = api.post("/tokens", {"name": "script"}, **key)
    text = made.get_json()["token"]
    again = api.post("/tokens", {"name": "script"}, **key)
    assert (made.status_code, again.status_code) == (201, 409)
    assert [item["name"] for item in api.get("/tokens").get_json()["items"]] == ["script", "test"]
    assert text not in api.get("/tokens").get_data(as_text=True)
    own = made.get_json()["id"]
    assert api.post(f"/tokens/{own}/revocation").get_json()["revoked_at"]
    assert dt.datetime.fromisoformat(api.get("/tokens").get_json()["items"][0]["revoked_at"]).tzinfo
