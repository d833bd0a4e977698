"""Departments: the tree, and who answers for them over time."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import update

from portal.accounts import operations, queries
from portal.accounts.models import Department, DepartmentHead, Person
from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import session
from tests.accounts.reading import events_of, last_entry, letters_to
from tests.factories.accounts import LONG_AGO, World, make_department, make_head, make_person
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

DAY = dt.timedelta(days=1)


def appoint(world: World, person: Person, valid_from: dt.date) -> DepartmentHead:
    head = operations.appoint_head(
        world.logistics, person=person, valid_from=valid_from, by=world.administrator, now=NOW, today=TODAY
    )
    session().flush()
    return head


def story(department: Department) -> list[tuple[str, dt.date, dt.date | None]]:
    session().expire_all()
    return [
        (head.person.name, head.valid_from, head.valid_to) for head in reversed(queries.heads_of(department))
    ]


def test_departments_stand_below_what_they_are_part_of(world: World, browser: Browser) -> None:
    east = make_department("East", code="E", parent=world.logistics)
    make_department("Annex", code="A", parent=east)
    page = browser.as_(world.employee).get("/departments")
    assert [link.get_text() for link in page.soup.select("a.row-link")] == [
        "Logistics 物流部",
        "East",
        "Annex",
        "Sales 销售部",
    ]
    assert [branch.depth for branch in queries.department_tree(TODAY)] == [0, 1, 2, 0]
    assert [branch.people for branch in queries.department_tree(TODAY)] == [2, 0, 0, 9]


def test_a_ring_from_a_broken_import_is_shown_and_not_lost(world: World) -> None:
    one, two = make_department("One"), make_department("Two")
    session().flush()
    for lower, upper in ((one, two), (two, one)):
        session().execute(update(Department).where(Department.id == lower.id).values(parent_id=upper.id))
    session().expire_all()
    assert {branch.department for branch in queries.department_tree()} >= {one, two}


def test_tree_and_page_cost_the_same_however_many_there_are(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    costs = []
    for count in (3, 30):
        for number in range(count):
            unit = make_department(f"Unit {number}", parent=world.sales)
            make_head(unit, world.head)
            make_head(world.sales, world.head, since=LONG_AGO, until=LONG_AGO + number * DAY)
            make_person(f"Person {number}", department=unit)
        session().commit()
        with statements() as tree:
            browser.get("/departments")
        with statements() as page:
            browser.get(f"/departments/{world.sales.id}")
        costs.append((len(tree), len([each for each in page if "commitment" not in each])))
    assert costs[0] == costs[1]
    assert costs[0] <= (5, 19)  # with the panels of other features


def test_an_administrator_adds_a_department_and_moves_it(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/departments/new")
    page = browser.submit(page, {"name": "East", "code": "E", "parent": str(world.logistics.id)})
    assert page.heading == "East"
    east = queries.department_by_code("E")
    assert east is not None
    assert east.parent is world.logistics
    page = browser.get(f"/departments/{east.id}/edit")
    browser.submit(page, {"name": "East Hub", "parent": str(world.sales.id)})
    assert (east.name, east.parent) == ("East Hub", world.sales)
    assert events_of(east) == ["departments.edited", "departments.moved", "departments.created"]
    moved = [entry for entry in events_of(world.sales) if entry == "departments.moved"]
    assert moved == ["departments.moved"], "the new upper department tells it too"


def test_no_department_is_part_of_itself(world: World, browser: Browser) -> None:
    east = make_department("East", parent=world.logistics)
    annex = make_department("Annex", parent=east)
    session().flush()
    page = browser.as_(world.administrator).get(f"/departments/{world.logistics.id}/edit")
    for lower in (world.logistics, east, annex):
        answer = browser.submit(page, {"name": "Renamed", "parent": str(lower.id)})
        assert "cannot be part of itself" in answer.errors["parent"]
    assert (world.logistics.name, world.logistics.parent) == ("Logistics 物流部", None)


def test_a_code_means_one_department(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get("/departments/new")
    answer = browser.submit(page, {"name": "Other", "code": "LOG"})
    assert "already means Logistics" in answer.errors["code"]
    page = browser.get(f"/departments/{world.sales.id}/edit")
    assert "already means Logistics" in browser.submit(page, {"code": "LOG"}).errors["code"]
    assert browser.submit(page, {"code": "SALES"}).status == 200


def test_a_department_changed_by_somebody_else_shows_both_texts(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/departments/{world.sales.id}/edit")
    world.sales.name = "Changed meanwhile"
    page = browser.submit(page, {"name": "My own words"})
    assert (page.status, page.has("Changed meanwhile"), page.has("My own words")) == (409, True, True)


def test_a_new_head_ends_the_former_one_the_day_before(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/departments/{world.logistics.id}/heads/new")
    values = {"person": "Max Member <member@example.org>", "valid_from": days(10).isoformat()}
    page = browser.submit(page, values)
    assert page.heading == "Logistics 物流部"
    assert story(world.logistics) == [
        ("He Lao 何老", LONG_AGO, days(9)),
        ("Max Member", days(10), None),
    ]
    assert queries.head_of(world.logistics, TODAY) is world.head
    assert queries.head_of(world.logistics, days(10)) is world.member
    assert queries.departments_headed_by(world.member, days(9)) == []
    assert queries.departments_headed_by(world.member, days(10)) == [world.logistics]
    assert events_of(world.logistics) == ["departments.head_appointed", "departments.head_ended"]
    assert events_of(world.head) == ["departments.head_ended"]
    assert letters_to(world.member) == ["accounts/head_appointed"]


def test_who_was_head_on_a_day_is_a_question_of_the_page(world: World, browser: Browser) -> None:
    appoint(world, world.member, days(10))
    browser.as_(world.employee)
    address = f"/departments/{world.logistics.id}"

    def head_on(day: dt.date) -> list[str]:
        return [link.get_text() for link in browser.get(f"{address}?on={day}").soup.select("#head .person a")]

    assert (head_on(days(9)), head_on(days(10))) == (["He Lao 何老"], ["Max Member"])
    assert browser.get(f"{address}?on=2019-12-31").has("Nobody heads it on 31 Dec 2019")
    assert browser.get(f"{address}?on=nonsense").status == 200
    assert browser.get(f"/departments?on={days(10)}").has("Max Member")


def test_nobody_appoints_themselves(world: World, browser: Browser) -> None:
    page = browser.as_(world.administrator).get(f"/departments/{world.logistics.id}/heads/new")
    answer = browser.submit(page, {"person": "administrator@example.org", "valid_from": TODAY.isoformat()})
    assert "Nobody appoints themselves" in answer.errors["person"]
    assert story(world.logistics) == [("He Lao 何老", LONG_AGO, None)]


def test_a_later_appointment_keeps_its_day(world: World) -> None:
    appoint(world, world.member, days(30))
    appoint(world, world.employee, days(10))
    assert story(world.logistics) == [
        ("He Lao 何老", LONG_AGO, days(9)),
        ("Emil Employee", days(10), days(29)),
        ("Max Member", days(30), None),
    ]


def test_an_appointment_that_has_not_begun_can_be_withdrawn(world: World, browser: Browser) -> None:
    head = appoint(world, world.member, days(30))
    page = browser.as_(world.administrator).get(f"/heads/{head.id}/withdrawal")
    assert browser.submit(page, {"reason": "Changed their mind"}).status == 200
    assert story(world.logistics) == [("He Lao 何老", LONG_AGO, None)]
    entry = last_entry(world.member)
    assert entry.event == "departments.head_withdrawn"
    assert entry.values["reason"] == "Changed their mind"


def test_what_has_begun_is_ended_and_not_withdrawn(world: World, browser: Browser) -> None:
    browser.as_(world.administrator)
    head = queries.heads_of(world.logistics)[0]
    assert browser.post(f"/heads/{head.id}/withdrawal", {"reason": "x"}).status == 409
    page = browser.get(f"/heads/{head.id}/ending")
    early = browser.submit(page, {"valid_to": "2019-01-01"})
    assert "before the beginning" in early.errors["valid_to"]
    assert browser.submit(page, {"valid_to": days(5).isoformat()}).status == 200
    assert queries.head_of(world.logistics, days(5)) is world.head
    assert queries.head_of(world.logistics, days(6)) is None


def test_history_is_never_overwritten(world: World) -> None:
    head = queries.heads_of(world.logistics)[0]
    head.valid_to = days(-10)
    session().flush()
    with pytest.raises(Invalid, match="That is history"):
        appoint(world, world.member, days(-20))
    with pytest.raises(Refused, match="any more"):
        operations.end_head(head, valid_to=days(5), by=world.administrator, now=NOW, today=TODAY)
    appoint(world, world.member, days(-9))
    with pytest.raises(Invalid, match="from that very day"):
        appoint(world, world.employee, days(-9))
    assert story(world.logistics) == [
        ("He Lao 何老", LONG_AGO, days(-10)),
        ("Max Member", days(-9), None),
    ]


def test_the_same_or_an_absent_head_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="heads this department on that day"):
        appoint(world, world.head, days(5))
    world.member.is_active = False
    with pytest.raises(Invalid, match="closed"):
        appoint(world, world.member, days(5))


def test_an_end_does_not_reach_into_the_successors_time(world: World) -> None:
    appoint(world, world.member, days(30))
    first = queries.heads_of(world.logistics)[1]
    with pytest.raises(Invalid, match="Max Member takes over"):
        operations.end_head(first, valid_to=days(30), by=world.administrator, now=NOW, today=TODAY)
    operations.end_head(first, valid_to=days(20), by=world.administrator, now=NOW, today=TODAY)
    assert queries.head_of(world.logistics, days(25)) is None


def test_two_appointments_at_one_instant_leave_one_head(world: World, app: Portal) -> None:
    session().commit()
    ids = (world.administrator.id, world.logistics.id, [world.member.id, world.employee.id])
    session().commit()
    is_postgresql = app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
    start = threading.Barrier(2 if is_postgresql else 1)  # SQLite has one writer at a time anyway
    answers: list[str] = []

    def one(person_id: int) -> None:
        with app.app_context():
            department = session().get_one(Department, ids[1])
            by, person = session().get_one(Person, ids[0]), session().get_one(Person, person_id)
            start.wait(timeout=10)
            try:
                operations.appoint_head(
                    department, person=person, valid_from=TODAY, by=by, now=NOW, today=TODAY
                )
                session().commit()
                answers.append("appointed")
            except Invalid:
                session().rollback()
                answers.append("refused")

    threads = [threading.Thread(target=one, args=(person_id,)) for person_id in ids[2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) == ["appointed", "refused"]
    assert len(story(world.logistics)) == 2


def test_the_api_keeps_departments_and_heads(world: World, api: Api) -> None:
    api.as_(world.administrator)
    made = api.post("/departments", {"code": "E", "name": "East", "parent": "LOG"})
    assert (made.status_code, made.get_json()["parent"]) == (201, "LOG")
    place = f"/departments/{made.get_json()['id']}"
    assert api.patch(place, {"parent": None}).get_json()["parent"] is None
    assert api.patch(place, {"parent": "E"}).get_json()["errors"][0]["field"] == "parent"
    assert api.patch(place, {"name": "x", "version": 1}).status_code == 409
    head = api.post(f"{place}/heads", {"person": "member@example.org", "valid_from": days(3).isoformat()})
    assert (head.status_code, head.get_json()["person"]) == (201, "member@example.org")
    assert api.get(f"/departments?on={days(3)}").get_json()["items"][0] == {
        **api.get(place).get_json(),
        "head": "member@example.org",
    }
    number = head.get_json()["id"]
    ended = api.post(f"/heads/{number}/ending", {"valid_to": days(9).isoformat()})
    assert ended.get_json()["valid_to"] == days(9).isoformat()
    assert len(api.get(f"{place}/heads").get_json()["items"]) == 1
    assert api.post(f"/heads/{number}/withdrawal", {"reason": "mistake"}).get_json()["head"] is None
    assert api.get(f"{place}/heads").get_json()["items"] == []
    assert api.post(f"{place}/heads", {"person": "nobody", "valid_from": "2026-03-03"}).status_code == 422
    assert (
        api.post(
            f"{place}/heads", {"person": "administrator@example.org", "valid_from": "2026-03-03"}
        ).status_code
        == 422
    )
