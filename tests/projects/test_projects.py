"""Creating and changing projects and programmes; who sees them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import db
from portal.projects import operations
from portal.projects.models import Phase, Project
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.projects import make_appointment, make_milestone, make_programme, make_report
from tests.factories.readiness import pass_gates
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def create(world: World, **values: Any) -> Project:
    return operations.create_project(**{"code": "NEW-1", "name": "New", **values}, by=world.office, now=NOW)


@pytest.mark.parametrize("code", ["", "new", "NEW", "a/b", "two words", "-x", ".", "x" * 65, "a\n"])
def test_a_code_must_be_fit_for_an_address(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.projects.check_code(code, is_taken=False)
    assert set(refused.value.errors) == {"code"}


@pytest.mark.parametrize("code", ["STORE-2", "x", "KEP-2313", "门店.1", "a_b"])
def test_codes_of_every_script_are_welcome(code: str) -> None:
    operations.projects.check_code(code, is_taken=False)


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ((TODAY, days(-1), None), "go_live_on"),
        ((TODAY, None, days(-1)), "end_on"),
        ((None, TODAY, days(-1)), "end_on"),
        ((TODAY, TODAY, TODAY), None),
        ((None, None, None), None),
    ],
)
def test_start_go_live_and_end_stand_in_this_order(
    dates: tuple[dt.date | None, ...], field: str | None
) -> None:
    if field is None:
        operations.projects.check_dates(*dates)
        return
    with pytest.raises(Invalid) as refused:
        operations.projects.check_dates(*dates)
    assert set(refused.value.errors) == {field}


def test_a_code_is_taken_once(world: World) -> None:
    create(world)
    with pytest.raises(Invalid):
        create(world)


def test_whoever_creates_a_confidential_project_is_its_first_insider(world: World) -> None:
    project = create(world, is_confidential=True)
    assert [insider.person for insider in project.insiders] == [world.office]
    db.session.commit()
    assert history_of(project)[0].sentence == "Otto Office created the project NEW-1 New."


def test_an_edit_tells_what_changed_and_what_it_was(world: World) -> None:
    project = create(world, purpose="Old", budget=Decimal("10.00"), lead_department=world.sales)
    values = {
        **dict.fromkeys(("start_on", "go_live_on", "end_on", "programme"), None),
        "name": "New",
        "purpose": "Better",
        "measure_of_success": "",
        "currency": "EUR",
        "lead_department": world.logistics,
        "lead_model": "it",
        "budget": Decimal("10.00"),
    }
    operations.edit_project(project, **values, by=world.office, now=NOW)  # type: ignore[arg-type]  # of many types
    db.session.commit()
    assert history_of(project)[0].details == [
        ("After", "Currency: EUR; Lead department: Logistics 物流部; Who leads: IT leads; Purpose: Better"),
        ("Before", "Lead department: Sales 销售部; Purpose: Old"),
    ]
    operations.edit_project(project, **values, by=world.office, now=NOW)  # type: ignore[arg-type]  # of many types
    db.session.commit()
    assert len(history_of(project)) == 2, "an edit that changes nothing is no act"


def test_a_phase_changes_with_its_grounds_and_not_to_itself(world: World) -> None:
    pass_gates(world.project, world.manager, Phase.PILOT)
    operations.change_phase(world.project, phase=Phase.PILOT, note="Tills chosen", by=world.cio, now=NOW)
    db.session.commit()
    entry = history_of(world.project)[0]
    assert entry.sentence == "Chen Wei 陈伟 moved STORE Store system from Implementation to Pilot."
    assert entry.details == [("Note", "Tills chosen")]
    with pytest.raises(Invalid):
        operations.change_phase(world.project, phase=Phase.PILOT, note="x", by=world.cio, now=NOW)


def test_those_who_work_in_it_stay_in_when_a_project_becomes_confidential(world: World) -> None:
    make_appointment(world.project, world.employee)
    make_appointment(world.project, world.head, since=days(-90), until=days(-1))
    operations.make_confidential(world.project, reason="Law", by=world.office, now=NOW, today=TODAY)
    db.session.commit()
    names = {insider.person.name for insider in world.project.insiders}
    assert names == {"Mia Manager", "Sun Li 孙丽", "Max Member", "Emil Employee"}
    with pytest.raises(Refused):
        operations.make_confidential(world.project, reason="Law", by=world.office, now=NOW, today=TODAY)


def test_access_ends_when_its_reason_has_ended(world: World) -> None:
    operations.invite_insider(world.secret, person=world.head, reason="Advice", by=world.office, now=NOW)
    with pytest.raises(Refused):
        operations.invite_insider(world.secret, person=world.head, reason="Advice", by=world.office, now=NOW)
    db.session.commit()
    (insider,) = [each for each in world.secret.insiders if each.person is world.head]
    act = {"reason": "Done", "by": world.office, "now": NOW, "today": TODAY}
    operations.dismiss_insider(insider, **act)  # type: ignore[arg-type]  # of many types
    db.session.commit()
    (manager,) = world.secret.insiders
    with pytest.raises(Refused):
        operations.dismiss_insider(manager, **act)  # type: ignore[arg-type]  # of many types


def test_strangers_find_nothing_of_a_confidential_project_on_any_page(world: World, browser: Browser) -> None:
    world.secret.programme = programme = make_programme("Growth")
    milestone, report = make_milestone(world.secret), make_report(world.secret)
    place = "/projects/SECRET"
    hidden = [
        *(f"{place}{part}" for part in ("", "/history", "/people", "/reports", "/milestones", "/raci")),
        *(f"{place}/{act}" for act in ("edit", "phase", "confidentiality", "reports/new", "milestones/new")),
        f"{place}/milestones/{milestone.id}",
        f"{place}/reports/{report.id}",
        f"/status-reports/{report.id}",
    ]
    browser.as_(world.sponsor)
    assert [address for address in hidden if browser.get(address).status != 404] == []
    for listing in ("/projects", "/projects?q=merger", f"/programmes/{programme.code}", "/programmes"):
        assert "Merger" not in browser.get(listing).text
    assert "Merger" in browser.as_(world.secret_manager).get("/projects").text
    assert "Merger" in browser.as_(world.auditor).get(f"/programmes/{programme.code}").text


def test_the_office_hides_a_project_and_opens_it_again(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    page = browser.get("/projects/STORE/confidentiality")
    assert "Max Member" in page.text
    assert browser.submit(page, {"reason": " "}).status == 422
    hidden = browser.submit(page, {"reason": "Talks with the union"})
    assert "Who sees this confidential project" in hidden.text
    employee = Browser(browser.app).as_(world.employee)
    assert employee.get("/projects/STORE").status == 404
    invited = browser.submit(
        browser.get(hidden.link("Let somebody see it")),
        {"person": "employee@example.org", "reason": "Key user"},
    )
    assert employee.get("/projects/STORE").status == 200
    ended = browser.submit(browser.get(invited.link("End access")), {"reason": "Over"})
    assert employee.get("/projects/STORE").status == 404
    opened = browser.submit(browser.get("/projects/STORE/confidentiality"), {"reason": "Agreed"})
    assert (ended.status, opened.status) == (200, 200)
    assert employee.get("/projects/STORE").status == 200


def test_two_editors_at_once_see_both_texts_and_nothing_is_lost(world: World, browser: Browser) -> None:
    mine = browser.as_(world.manager).get("/projects/STORE/edit")
    other = Browser(browser.app).as_(world.office)
    other.submit(other.get("/projects/STORE/edit"), {"purpose": "Their purpose", "lead_model": "it"})
    stale = browser.submit(mine, {"purpose": "My purpose"})
    assert stale.status == 409
    assert "Their purpose" in stale.text
    assert "My purpose" in stale.text
    assert "IT leads" in stale.text
    assert db.session.get_one(Project, world.project.id).purpose == "Their purpose"


def test_a_second_click_creates_nothing_twice(world: World, browser: Browser) -> None:
    form = browser.as_(world.office).get("/projects/new")
    values = {"code": "ONCE", "name": "Once"}
    first, second = (browser.submit(form, values, follow=False) for _click in range(2))
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert browser.submit(browser.get("/projects/new"), values).errors["code"].endswith("Choose another.")


def test_only_the_programme_office_is_offered_to_create_a_confidential_project(
    world: World, browser: Browser
) -> None:
    assert "is_confidential" in browser.as_(world.office).get("/projects/new").html
    form = browser.as_(world.cio).get("/projects/new")
    assert "is_confidential" not in form.html
    browser.post("/projects/new", {"code": "C", "name": "C", "phase": "idea", "is_confidential": "y"})
    assert not db.session.query(Project).filter_by(code="C").one().is_confidential


def test_a_programme_is_created_changed_and_read(world: World, browser: Browser) -> None:
    browser.as_(world.cio)
    empty = browser.get("/programmes")
    page = browser.submit(
        browser.get(empty.link("Create the first programme")),
        {"code": "G", "name": "Growth", "purpose": "More"},
    )
    assert page.heading == "Growth"
    edited = browser.submit(browser.get(page.link("Edit")), {"purpose": "Much more", "rating_points": "3"})
    assert "Much more" in edited.text
    assert "Rating scale: 3" in edited.text
    project = browser.get("/projects/STORE/edit")
    browser.submit(project, {"programme": "G"})
    assert "Store system" in browser.get("/programmes/G").text
    assert browser.as_(world.employee).get("/programmes/new").status == 403
