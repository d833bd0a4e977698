"""The pages and the API of the responsibility matrix."""

from __future__ import annotations

from portal.database import db
from portal.stakeholders.models import RaciRole
from tests.factories.accounts import World, make_department
from tests.factories.stakeholders import make_raci
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import days


def test_a_manager_enters_who_answers_for_what_and_reads_what_is_wrong(
    world: World, browser: Browser
) -> None:
    empty = browser.as_(world.manager).get("/projects/STORE/raci")
    assert "Nobody has been entered yet" in empty.text
    form = browser.get(empty.link("Make the first entry"))
    neither = browser.submit(form, {"item": "Return rule", "role": "R"})
    assert "Name a person or a department." in neither.errors["person"]
    page = browser.submit(neither, {"department": str(world.sales.id)})
    assert "Item “Return rule”: nobody is accountable" in page.text
    for department in (world.sales, world.logistics):
        form = browser.get("/projects/STORE/raci/new")
        assert "Return rule" in form.html, "items are proposed"
        page = browser.submit(form, {"item": "Return rule", "role": "A", "department": str(department.id)})
    assert "2 are accountable: Sales 销售部, Logistics 物流部" in page.text
    ended = browser.submit(browser.get(page.link("A Accountable")), {"valid_to": "2026-03-03"})
    assert "The entry is ended." in ended.text
    tomorrow = browser.get("/projects/STORE/raci?on=2026-03-04")
    assert "are accountable" not in tomorrow.text
    assert "As it stood on 4 Mar 2026" in tomorrow.text


def test_the_grid_names_letter_and_word_and_strangers_cannot_end_anything(
    world: World, browser: Browser
) -> None:
    make_raci(world.project, world.logistics, RaciRole.CONSULTED, "Interfaces")
    page = browser.as_(world.auditor).get("/projects/STORE/raci")
    cell = page.soup.select_one("td .raci-entry")
    assert cell is not None
    assert " ".join(cell.get_text(" ").split()) == "C Consulted"
    assert cell.name == "span"
    roles = browser.get("/projects/STORE/raci?layout=roles")
    heads = [head.get_text(strip=True) for head in roles.soup.select("thead th")]
    assert heads == ["Item", "Accountable", "Responsible", "Consulted", "Informed"]
    assert "Nothing in the matrix for this" in browser.get("/projects/STORE/raci?on=1999-01-01").text


def test_a_grid_too_wide_to_read_is_shown_by_role(world: World, browser: Browser) -> None:
    for number in range(11):
        department = make_department(f"Unit {number}")
        db.session.flush()
        make_raci(world.project, department, RaciRole.INFORMED, "Everything")
    page = browser.as_(world.employee).get("/projects/STORE/raci")
    assert "a grid with 11 columns could not be read" in page.text
    assert "Unit 10" in page.text


def test_the_api_enters_reads_and_ends(world: World, api: Api) -> None:
    place = "/projects/STORE/raci"
    api.as_(world.manager)
    body = {"item": "Data", "role": "A", "valid_from": "2026-01-01"}
    entry = api.post(place, {**body, "person": "member@example.org"}).json
    assert api.post(place, {**body, "department": "SAL"}).status_code == 201
    assert api.post(place, {**body, "role": "X"}).status_code == 422
    assert api.post(place, {**body, "department": "NONE"}).json["errors"][0]["field"] == "department"
    faults = api.get(f"{place}/faults").json["items"]
    assert [fault["fault"] for fault in faults] == ["several_accountable", "nobody_responsible"]
    assert api.post(f"{place}/{entry['id']}/end", {"valid_to": "2026-01-31"}).status_code == 200
    assert [row["department"] for row in api.get(place).json["items"]] == ["SAL"]
    assert len(api.get(f"{place}?on=2026-01-31").json["items"]) == 2
    assert len(api.get(f"{place}?on=2026-01-31&limit=1").json["items"]) == 1
    assert api.as_(world.employee).post(place, {**body, "department": "LOG"}).status_code == 403
    assert api.get("/projects/SECRET/raci").status_code == 404


def test_a_confidential_matrix_is_for_insiders(world: World, browser: Browser) -> None:
    entry = make_raci(world.secret, world.logistics, since=days(-5))
    db.session.commit()
    browser.as_(world.head)
    for address in ("raci", "raci/new", f"raci/{entry.id}/end"):
        assert browser.get(f"/projects/SECRET/{address}").status == 404
    assert browser.as_(world.secret_manager).get(f"/projects/SECRET/raci/{entry.id}/end").status == 200
