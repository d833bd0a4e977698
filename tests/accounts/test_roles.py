"""Roles: granted and ended by somebody else, dated, and never without an administrator."""

from __future__ import annotations

import threading

import pytest

from portal.accounts import operations, queries
from portal.accounts.actors import actor_of
from portal.accounts.models import Person, Role, RoleGrant
from portal.accounts.queries import GrantFilters
from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import session
from tests.accounts.reading import events_of, last_entry, letters_to
from tests.factories.accounts import World, make_grant, make_person
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def test_an_administrator_grants_a_role_from_a_day_on(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.employee.id}/roles/new")
    page = browser.submit(page, {"role": "programme_office", "valid_from": days(3).isoformat()})
    assert page.has("granted by Ada Admin")
    assert not actor_of(world.employee, days(2)).keeps_portfolio
    assert actor_of(world.employee, days(3)).keeps_portfolio
    assert last_entry(world.employee).sentence == (
        "Ada Admin took Emil Employee into the programme office from 2026-03-06."
    )
    assert letters_to(world.employee) == ["accounts/role_granted"]


def test_nobody_grants_a_role_to_themselves(world: World, browser: Browser) -> None:
    browser.as_(world.administrator)
    place = f"/people/{world.administrator.id}/roles/new"
    assert browser.get(place).status == 403
    assert browser.post(place, {"role": "cio", "valid_from": TODAY.isoformat()}).status == 403
    with pytest.raises(Refused, match="themselves"):
        operations.grant_role(world.cio, role="cio", valid_from=TODAY, by=world.cio, now=NOW)


def test_a_role_is_held_once_at_a_time(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/people/{world.cio.id}/roles/new")
    values = {"role": "cio", "valid_from": days(5).isoformat()}
    assert "already in that time" in browser.submit(page, values).errors["role"]
    values = {"role": "auditor", "valid_from": days(5).isoformat(), "valid_to": days(4).isoformat()}
    assert "before the beginning" in browser.submit(page, values).errors["valid_to"]
    with pytest.raises(Invalid, match="one of the roles"):
        operations.grant_role(world.cio, role="emperor", valid_from=TODAY, by=None, now=NOW)


def test_a_role_ends_on_a_day_and_stays_in_the_list(world: World, browser: Browser) -> None:
    grant = queries.grants_of(world.office)[0]
    page = browser.as_(world.administrator).get(f"/roles/{grant.id}/ending")
    page = browser.submit(page, {"valid_to": days(3).isoformat()})
    assert page.status == 200
    assert actor_of(world.office, days(3)).keeps_portfolio
    assert not actor_of(world.office, days(4)).keeps_portfolio
    assert browser.as_(world.employee).get("/roles").has("Otto Office")
    assert events_of(world.office) == ["roles.programme_office_ended"]
    assert letters_to(world.office) == ["accounts/role_ended"]


def test_yesterday_ends_a_role_at_once_but_history_stays(world: World, browser: Browser) -> None:
    grant = queries.grants_of(world.office)[0]
    page = browser.as_(world.administrator).get(f"/roles/{grant.id}/ending")
    assert "at once" in browser.submit(page, {"valid_to": days(-2).isoformat()}).errors["valid_to"]
    browser.submit(page, {"valid_to": days(-1).isoformat()})
    assert not actor_of(world.office, TODAY).keeps_portfolio
    assert browser.post(f"/roles/{grant.id}/ending", {"valid_to": days(5).isoformat()}).status == 409


def test_a_role_that_began_today_is_withdrawn_at_once(world: World) -> None:
    grant = operations.grant_role(
        world.employee, role="cio", valid_from=TODAY, by=world.administrator, now=NOW
    )
    session().flush()
    operations.end_role(grant, valid_to=days(-1), by=world.administrator, now=NOW, today=TODAY)
    session().commit()
    assert queries.grants_of(world.employee) == []
    assert events_of(world.employee) == ["roles.withdrawn", "roles.cio_granted"]


def test_nobody_ends_their_own_role(world: World, browser: Browser) -> None:
    grant = queries.grants_of(world.administrator)[0]
    assert browser.as_(world.administrator).get(f"/roles/{grant.id}/ending").status == 403
    with pytest.raises(Refused, match="their own"):
        operations.end_role(grant, valid_to=TODAY, by=world.administrator, now=NOW, today=TODAY)


def test_the_last_administrator_keeps_the_role(world: World) -> None:
    grant = queries.grants_of(world.administrator)[0]

    def end() -> None:
        operations.end_role(grant, valid_to=days(5), by=world.office, now=NOW, today=TODAY)

    with pytest.raises(Refused, match="last administrator"):
        end()
    other = RoleGrant(person=world.office, role=Role.ADMINISTRATOR, valid_from=TODAY, valid_to=days(100))
    session().add(other)
    session().flush()
    with pytest.raises(Refused, match="last administrator"):
        end()  # the other one ends, too: some day nobody would be left
    other.valid_to, other.valid_from = None, days(7)
    session().flush()
    with pytest.raises(Refused, match="last administrator"):
        end()  # the other one begins too late
    other.valid_from = days(6)
    session().flush()
    end()
    assert grant.valid_to == days(5)


def test_two_administrators_cannot_end_each_other_at_one_instant(world: World, app: Portal) -> None:
    make_grant(world.office, Role.ADMINISTRATOR)
    session().commit()
    pairs = [
        (queries.grants_of(one)[0].id, other.id)
        for one, other in ((world.administrator, world.office), (world.office, world.administrator))
    ]
    session().commit()
    is_postgresql = app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
    start = threading.Barrier(2 if is_postgresql else 1)  # SQLite has one writer at a time anyway
    answers: list[str] = []

    def end(grant_id: int, by_id: int) -> None:
        with app.app_context():
            grant, by = session().get_one(RoleGrant, grant_id), session().get_one(Person, by_id)
            start.wait(timeout=10)
            try:
                operations.end_role(grant, valid_to=TODAY, by=by, now=NOW, today=TODAY)
                session().commit()
                answers.append("ended")
            except Refused:
                session().rollback()
                answers.append("refused")

    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) == ["ended", "refused"]


def test_the_list_is_narrowed_by_role_and_day(world: World) -> None:
    session().add(RoleGrant(person=world.member, role=Role.CIO, valid_from=days(-50), valid_to=days(-1)))
    session().flush()

    def holders(**filters: str) -> list[str]:
        return [grant.person.name for grant in queries.grants(GrantFilters(**filters), TODAY).items]  # type: ignore[arg-type]

    assert holders(role="cio") == ["Max Member", "Chen Wei 陈伟"]
    assert holders(role="cio", held="now") == ["Chen Wei 陈伟"]


def test_the_list_costs_the_same_however_long_it_is(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    costs = []
    for count in (3, 30):
        for number in range(count):
            make_grant(make_person(f"Person {number}"), Role.CIO)
        session().commit()
        with statements() as seen:
            browser.get("/roles")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 4


def test_the_api_grants_and_ends_roles(world: World, api: Api) -> None:
    api.as_(world.administrator)
    place = f"/people/{world.employee.id}/roles"
    made = api.post(place, {"role": "auditor", "valid_from": TODAY.isoformat()})
    assert (made.status_code, made.get_json()["granted_by"]) == (201, "administrator@example.org")
    assert api.post(place, {"role": "emperor", "valid_from": TODAY.isoformat()}).status_code == 422
    assert api.post(f"/people/{world.administrator.id}/roles", {}).status_code == 403
    ended = api.post(f"/roles/{made.get_json()['id']}/ending", {"valid_to": days(2).isoformat()})
    assert ended.get_json()["valid_to"] == days(2).isoformat()
    assert [item["role"] for item in api.get(place).get_json()["items"]] == ["auditor"]
    assert len(api.get("/roles?role=auditor").get_json()["items"]) == 2
