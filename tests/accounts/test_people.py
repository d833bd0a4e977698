"""Adding people, changing them, closing and reopening accounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import update

from portal.accounts import operations, queries
from portal.accounts.models import ApiToken, Person
from portal.accounts.operations import people
from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import db, session
from tests.accounts.reading import events_of, last_entry, letters_to
from tests.factories.accounts import World, make_grant, make_head, make_person
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def test_an_administrator_adds_somebody_who_can_be_named(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/people/new")
    values = {"name": "Nora New", "email": " Nora@Example.org ", "department": str(world.sales.id)}
    page = browser.submit(page, {**values, "title": "Buyer", "hours_per_week": "30"})
    assert (page.status, page.heading) == (200, "Nora New")
    person = queries.person_by_email("nora@example.org")
    assert person is not None
    assert (person.key, person.department, person.hours_per_week) == (
        "nora@example.org",
        world.sales,
        Decimal(30),
    )
    assert not person.has_account
    assert last_entry(person).sentence == "Ada Admin added Nora New."


def test_somebody_without_an_address_has_a_handle(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/people/new")
    browser.submit(page, {"name": "Wang Fang 王芳"})
    person = queries.person_by_key("WANG FANG 王芳")
    assert person is not None
    assert (person.key, person.email) == ("wang fang 王芳", None)


def test_an_address_or_handle_means_one_person_for_ever(world: World, browser: Browser) -> None:
    operations.create_person(name="Handle", key="hx", by=None, now=NOW)
    page = browser.as_(world.administrator).get("/people/new")
    taken = browser.submit(page, {"name": "Other", "email": "MANAGER@example.org"})
    assert (taken.status, "already means Mia Manager" in taken.errors["email"]) == (422, True)
    taken = browser.submit(page, {"name": "Other", "email": "new@example.org", "key": "HX"})
    assert "already means Handle" in taken.errors["key"]
    bad = browser.submit(page, {"name": "Other", "email": "no address"})
    assert "not an e-mail address" in bad.errors["email"]
    assert queries.person_by_key("new@example.org") is None


def test_an_edit_says_what_was_before(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/edit")
    values = {"name": "Max Moved", "department": str(world.sales.id), "email": "max@example.org"}
    page = browser.submit(page, values)
    assert page.heading == "Max Moved"
    assert last_entry(world.member).values == {
        "before": {"department": "Logistics 物流部", "email": "member@example.org", "name": "Max Member"},
        "after": {"department": "Sales 销售部", "email": "max@example.org", "name": "Max Moved"},
    }
    assert world.member.key == "member@example.org", "minutes that name the former address still mean them"
    assert queries.person_by_key("max@example.org") is world.member


def test_a_person_changed_by_somebody_else_shows_both_texts(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/edit")
    world.member.title = "Changed meanwhile"
    page = browser.submit(page, {"title": "My own words"})
    assert page.status == 409
    assert page.has("Changed meanwhile")
    assert page.has("My own words")
    assert world.member.title == "Changed meanwhile"


def test_whoever_signs_in_keeps_an_address(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/edit")
    assert "needs an e-mail" in browser.submit(page, {"email": ""}).errors["email"]


def test_a_double_click_adds_one_person(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/people/new")
    first = browser.submit(page, {"name": "Nora New"}, follow=False)
    again = browser.submit(page, {"name": "Nora New"}, follow=False)
    assert (first.status, first.location) == (again.status, again.location)
    assert len(queries.find_people("Nora New")) == 1


def test_who_leaves_is_out_at_once_and_stays_in_the_record(world: World, browser: Browser, api: Api) -> None:
    api.as_(world.member)
    theirs = Browser(browser.app).as_(world.member)
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/deactivation")
    assert browser.submit(page, {"reason": ""}).status == 422
    page = browser.submit(page, {"reason": "Left the company"})
    assert page.has("Closed")
    assert theirs.get("/account").status == 302
    assert api.get("/account").status_code == 401
    assert last_entry(world.member).sentence == "Ada Admin closed the account of Max Member: Left the company"
    page = browser.get(f"/people/{world.member.id}/reactivation")
    assert browser.submit(page, {"reason": "Came back"}).has("Has an account")
    assert session().query(ApiToken).one().revoked_at is not None, "a token stays revoked"
    assert events_of(world.member) == ["people.reactivated", "people.deactivated"]


def test_an_account_is_closed_or_reopened_once(world: World, browser: Browser) -> None:
    browser.as_(world.administrator)
    assert browser.post(f"/people/{world.member.id}/reactivation", {"reason": "x"}).status == 409
    browser.post(f"/people/{world.member.id}/deactivation", {"reason": "x"})
    assert browser.post(f"/people/{world.member.id}/deactivation", {"reason": "x"}).status == 409


def test_a_head_leaves_only_after_a_successor_is_appointed(world: World) -> None:
    with pytest.raises(Refused, match="heads Logistics"):
        operations.deactivate(world.head, reason="x", by=world.administrator, now=NOW, today=TODAY)
    planned = make_person("Planned Head")
    make_head(world.logistics, planned, since=days(20))
    session().flush()
    with pytest.raises(Refused, match="heads Logistics"):
        operations.deactivate(planned, reason="x", by=world.administrator, now=NOW, today=TODAY)


def test_the_last_administrator_stays(world: World) -> None:
    def leave() -> None:
        operations.deactivate(world.administrator, reason="x", by=world.cio, now=NOW, today=TODAY)

    with pytest.raises(Refused, match="last administrator"):
        leave()
    make_grant(make_person("No Account", email="", password_hash=None), "administrator")  # type: ignore[arg-type]
    session().flush()
    with pytest.raises(Refused, match="last administrator"):
        leave()
    make_grant(world.office, "administrator")  # type: ignore[arg-type]
    session().flush()
    leave()
    assert not world.administrator.is_active


def test_nobody_closes_their_own_account(world: World, browser: Browser) -> None:
    browser.as_(world.administrator)
    assert browser.get(f"/people/{world.administrator.id}/deactivation").status == 403
    with pytest.raises(Refused, match="their own"):
        operations.deactivate(world.office, reason="x", by=world.office, now=NOW, today=TODAY)


def test_an_administrator_ends_the_sessions_of_somebody(world: World, browser: Browser) -> None:
    theirs = Browser(browser.app).as_(world.member)
    page = browser.as_(world.administrator).get(f"/people/{world.member.id}")
    assert browser.submit(page, action="sign-out").has("has ended")
    assert theirs.get("/account").status == 302
    assert last_entry(world.member).sentence == "Ada Admin ended every session of Max Member."


def test_minutes_name_somebody_new_once(world: World) -> None:
    made = operations.get_or_create_person_without_account("Ljharb", "Jordan", NOW, world.office)
    assert operations.get_or_create_person_without_account(" ljharb ", "Other", NOW, None) is made
    assert (made.key, made.name, made.email, made.has_account) == ("ljharb", "Jordan", None, False)
    known = operations.get_or_create_person_without_account("Manager@Example.org", "x", NOW, None)
    assert known is world.manager
    written = operations.get_or_create_person_without_account("new@example.org", "", NOW, None)
    assert (written.email, written.name) == ("new@example.org", "new@example.org")


def test_who_has_no_account_gets_no_letter(world: World) -> None:
    named = operations.create_person(name="Named", by=world.administrator, now=NOW)
    operations.grant_role(named, role="auditor", valid_from=TODAY, by=world.administrator, now=NOW)
    session().commit()
    assert letters_to(named) == []


BAD_ADDRESSES = ["a@b@c", "a b@c.de", "@c.de", "a@", "a@c.", "x" * 65 + "@c.de", "<a@c.de>", "a\x00@c.de"]


def test_what_is_no_address_is_refused(world: World) -> None:
    for bad in BAD_ADDRESSES:
        with pytest.raises(Invalid, match="not an e-mail address"):
            operations.create_person(name="Nora", email=bad, by=None, now=NOW)


def test_auditors_read_everything_and_change_nothing(world: World, browser: Browser) -> None:
    make_grant(world.auditor, "administrator")  # type: ignore[arg-type]
    browser.as_(world.auditor)
    page = browser.get(f"/people/{world.member.id}")
    assert page.status == 200
    assert not page.has("Edit")
    assert browser.get(f"/people/{world.member.id}/edit").status == 403
    assert browser.post("/people/new", {"name": "x"}).status == 403


def test_who_is_overtaken_by_an_instant_is_told_so(
    world: World, browser: Browser, app: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL somebody else may commit between our reading and our writing; SQLite has one writer."""
    if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return
    forget = people.forget_credentials

    def overtaken(person: Person, now: dt.datetime) -> None:
        with db.engine.begin() as other:
            other.execute(update(Person).where(Person.id == person.id).values(version=Person.version + 1))
        forget(person, now)

    page = browser.as_(world.administrator).get(f"/people/{world.member.id}/deactivation")
    monkeypatch.setattr(people, "forget_credentials", overtaken)
    answer = browser.submit(page, {"reason": "Left"})
    assert (answer.status, answer.has("Somebody else changed this meanwhile")) == (409, True)
    assert world.member.is_active


def test_the_api_adds_and_changes_people(world: World, api: Api) -> None:
    api.as_(world.administrator)
    made = api.post("/people", {"name": "Nora", "email": "nora@example.org", "department": "SAL"})
    assert (made.status_code, made.get_json()["department"]) == (201, "SAL")
    place = f"/people/{made.get_json()['id']}"
    assert (
        api.post("/people", {"name": "Nora", "department": "NONE"}).get_json()["errors"][0]["field"]
        == "department"
    )
    changed = api.patch(place, {"title": "Buyer", "department": None, "version": 1}).get_json()
    assert (changed["title"], changed["department"], changed["name"]) == ("Buyer", None, "Nora")
    assert api.patch(place, {"title": "Late", "version": 1}).status_code == 409
    assert api.post(f"{place}/deactivation", {"reason": "gone"}).get_json()["is_active"] is False
    assert api.post(f"{place}/reactivation", {"reason": "back"}).get_json()["is_active"] is True
    assert api.open("DELETE", f"{place}/sessions").status_code == 204
    assert api.get("/people/99999999999999999999").status_code == 404
    assert api.as_(world.employee).post("/people", {"name": "x"}).status_code == 403
