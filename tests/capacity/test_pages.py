"""Capacity and balances on their pages, in the workbook, the calendar file and the API."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import icalendar
import openpyxl
import pytest

from portal.commitments.models import State
from portal.commitments.models.states import Side
from portal.commitments.operations import accept_amendment, propose_amendment
from portal.database import session
from tests.factories.absences import make_absence, make_public_holiday
from tests.factories.accounts import World, make_department, make_person, make_project
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements
from tests.support.times import NOW, days

MONDAY = dt.date(2026, 3, 2)


def promise(world: World, percent: int = 60, project: Any = None, **values: Any) -> Any:
    wanted = terms(
        person=values.pop("person", world.member),
        skill="",
        share_percent=percent,
        valid_from=values.pop("first", MONDAY),
        valid_to=values.pop("last", dt.date(2026, 3, 29)),
    )
    made = make_commitment(
        project or world.project,
        requester=world.manager,
        head=world.head,
        state=State.CONFIRMED,
        wanted=wanted,
        **values,
    )
    session().commit()
    return made


def cells(page: Page, name: str) -> list[str]:
    """What stands in the line of this department or person."""
    line = next(row for row in page.soup.select(".heat tbody tr") if name in row.th.get_text())
    return [cell.get_text(" ", strip=True) for cell in line.find_all("td")]


def test_a_department_shows_what_of_its_hours_is_promised_week_by_week(
    world: World, browser: Browser
) -> None:
    promise(world)
    page = browser.as_(world.employee).get("/capacity?weeks=8")
    assert cells(page, "Logistics")[:5] == ["30%", "30%", "30%", "30%", "0%"]
    assert cells(page, "Sales") == ["0%"] * 8


def test_the_people_of_a_department_stand_under_it_with_their_absences(
    world: World, browser: Browser
) -> None:
    promise(world)
    make_absence(world.member, dt.date(2026, 3, 9), dt.date(2026, 3, 10), kind="illness")
    make_absence(world.member, dt.date(2026, 3, 16), dt.date(2026, 3, 20))
    page = browser.as_(world.employee).get(f"/departments/{world.logistics.id}/capacity?weeks=4")
    assert cells(page, "Max Member") == ["60%", "100% away 2 days", "Away promised", "60%"]
    assert not page.has("llness")
    assert page.has("Max Member is away and promised all the same in the week of 16 Mar 2026.")


def test_too_much_is_said_in_words_with_the_name_and_the_weeks(world: World, browser: Browser) -> None:
    promise(world, 70)
    promise(world, 60, project=make_project("Other", code="OTHER"))
    page = browser.as_(world.cio).get("/capacity")
    sentence = "Max Member is promised to up to 130% of what is there from the week of 2 Mar 2026 to that of 23 Mar 2026."
    assert page.has(sentence)
    assert cells(page, "Logistics")[0] == "65% 1 over"


def test_public_holidays_shorten_the_week_of_everybody(world: World, browser: Browser) -> None:
    make_public_holiday(dt.date(2026, 3, 4))
    promise(world, 100)
    page = browser.as_(world.cio).get(f"/people/{world.member.id}/capacity?weeks=4")
    first = page.soup.select_one("tbody tr").get_text(" ", strip=True)
    assert "32 h" in first
    assert "100%" in first
    assert "1 public holiday" in first


def test_parts_of_a_promise_count_in_their_own_time(world: World, browser: Browser) -> None:
    from portal.commitments.parts import Part

    made = promise(world)
    made.parts = (
        Part(MONDAY, dt.date(2026, 3, 15), 50, None),
        Part(dt.date(2026, 3, 16), dt.date(2026, 3, 29), 100, None),
    )
    session().commit()
    page = browser.as_(world.cio).get(f"/departments/{world.logistics.id}/capacity?weeks=4")
    assert cells(page, "Max Member") == ["50%", "50%", "100%", "100%"]


def test_a_confidential_project_counts_and_has_no_name_for_outsiders(
    world: World, browser: Browser, api: Api
) -> None:
    promise(world, 40, project=world.secret)
    for address in (
        "/capacity",
        "/capacity/projects",
        f"/departments/{world.logistics.id}/capacity",
        f"/people/{world.member.id}/capacity",
    ):
        page = browser.as_(world.employee).get(address)
        assert "SECRET" not in page.html, address
        assert "Merger" not in page.html, address
    assert browser.get(f"/people/{world.member.id}/capacity").has("Confidential 16 h")
    assert browser.as_(world.cio).get(f"/people/{world.member.id}/capacity").has("SECRET 16 h")
    assert browser.as_(world.employee).get("/capacity?project=SECRET").has("Nobody to show")
    answer = api.as_(world.employee).get(f"/people/{world.member.id}/capacity")
    assert answer.json["items"][0]["projects"][0]["project"] == ""
    assert answer.json["items"][0]["weeks"][0]["percent"] == 40


def test_departments_by_project_in_full_time_people(world: World, browser: Browser) -> None:
    promise(world, 100)
    page = browser.as_(world.cio).get("/capacity/projects?weeks=4")
    assert [head.get_text(strip=True) for head in page.soup.select(".heat thead th")] == ["STORE"]
    assert cells(page, "Logistics") == ["1"]


def test_the_people_of_a_project_are_shown_with_their_whole_load(world: World, browser: Browser) -> None:
    other = make_person("Wu Min", department=world.logistics)
    promise(world, 50)
    promise(world, 30, project=make_project("Other", code="OTHER"))
    promise(world, 100, project=make_project("Third", code="THIRD"), person=other)
    page = browser.as_(world.cio).get("/capacity?project=STORE")
    assert cells(page, "Logistics")[0] == "80%"


@pytest.mark.parametrize(
    "query", ["weeks=3", "weeks=99", "weeks=x", "week=9999-12-31", "week=0001-01-01", "week=x"]
)
def test_nonsense_in_the_address_shows_the_usual_weeks(query: str, world: World, browser: Browser) -> None:
    page = browser.as_(world.cio).get(f"/capacity?{query}&department=%00&project=%27")
    assert page.status == 200
    assert browser.get(f"/capacity?{query}").status == 200
    assert browser.get(f"/people/{world.member.id}/capacity?{query}").status == 200


def test_the_workbook_has_departments_people_and_hours(world: World, browser: Browser) -> None:
    promise(world, 50)
    answer = browser.as_(world.cio).get("/capacity.xlsx?weeks=4").response
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Departments", "People", "Hours by project"]
    rows = list(book["People"].values)
    assert ("Logistics 物流部", "Max Member", 40, 0.5, 0.5, 0.5, 0.5) in rows
    assert ("Logistics 物流部", "Max Member", "STORE", 20, 20, 20, 20) in list(
        book["Hours by project"].values
    )


def test_ones_own_promises_and_absences_come_as_a_calendar_file(world: World, browser: Browser) -> None:
    promise(world, 50)
    make_absence(world.member, days(10), days(12), kind="leave")
    answer = browser.as_(world.member).get("/capacity/mine.ics").response
    assert answer.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    told = {str(each["summary"]): (each.decoded("dtstart"), each.decoded("dtend")) for each in events}
    assert told == {
        "Promised: STORE 50%": (MONDAY, dt.date(2026, 3, 30)),
        "Away: Leave": (days(10), days(13)),
    }
    assert b"STORE" not in browser.as_(world.employee).get("/capacity/mine.ics").response.data


def test_a_balance_says_what_was_asked_promised_and_given(world: World, browser: Browser, api: Api) -> None:
    kept = promise(world, 50, first=days(-22), last=days(-2))
    make_delivery(kept, dt.date(2026, 2, 9), "20")
    make_delivery(kept, dt.date(2026, 2, 16), "5")
    asked = terms(share_percent=100, valid_from=dt.date(2026, 3, 9), valid_to=dt.date(2026, 3, 13))
    late = {"requested_on": days(-20), "moved_on": days(-20), "answer_due_on": days(-13)}
    make_commitment(world.project, requester=world.manager, head=world.head, wanted=asked, **late)
    session().commit()
    for address in (f"/departments/{world.logistics.id}/balance", "/projects/STORE/balance"):
        body = api.as_(world.cio).get(address).json
        last, _long, ahead = body["sums"]
        assert (last["asked_hours"], last["promised_hours"], last["given_hours"]) == (60, 60, 25)
        assert (ahead["asked_hours"], ahead["promised_hours"], ahead["given_hours"]) == (40, 0, None)
        assert [(each["asks"], each["overdue"]) for each in body["open_asks"]] == [
            (0, 0),
            (0, 0),
            (1, 1),
            (0, 0),
        ]
        wait = body["waits"][0]
        assert (wait["owing"], wait["waiting"], wait["asks"]) == ("He Lao 何老", "Mia Manager", 1)
        page = browser.as_(world.cio).get(address)
        assert page.has("He Lao 何老")
        assert page.has("Why is nothing ranked?")


def test_a_balance_counts_neither_holidays_nor_days_after_a_release(world: World, api: Api) -> None:
    made = promise(world, 50, first=dt.date(2026, 2, 23), last=days(60))
    made.state, made.moved_on = State.RELEASED, dt.date(2026, 2, 26)
    make_public_holiday(dt.date(2026, 2, 24))
    session().commit()
    last = api.as_(world.cio).get("/projects/STORE/balance").json["sums"][0]
    assert (last["asked_hours"], last["promised_hours"]) == (16, 8)


def test_an_amendment_changes_no_week_before_it(world: World, api: Api) -> None:
    made = promise(world, 50, first=dt.date(2026, 2, 2), last=days(60))
    before = api.as_(world.cio).get("/projects/STORE/balance").json["sums"]
    more = replace(made.terms(), share_percent=100)
    propose_amendment(made, terms=more, side=Side.PROJECT, by=world.manager, now=NOW)
    accept_amendment(made, by=world.head, now=NOW)
    session().commit()
    after = api.as_(world.cio).get("/projects/STORE/balance").json["sums"]
    assert [each["promised_hours"] for each in before[:2]] == [80, 80]
    assert after[:2] == before[:2]
    assert after[2]["promised_hours"] == 2 * before[2]["promised_hours"]


def test_after_a_counter_offer_the_head_waits_and_vacancies_have_no_name(world: World, api: Api) -> None:
    make_commitment(world.project, requester=world.manager, head=world.head, state=State.COUNTERED)
    nobody = make_department("Headless")
    make_commitment(world.project, requester=world.manager, department=nobody)
    session().commit()
    waits = api.as_(world.cio).get("/projects/STORE/balance").json["waits"]
    assert [(each["owing"], each["waiting"]) for each in waits] == [
        ("Mia Manager", "He Lao 何老"),
        ("", "Mia Manager"),
    ]


def test_a_balance_leaves_out_confidential_asks_for_outsiders(world: World, api: Api) -> None:
    make_commitment(world.secret, requester=world.secret_manager, head=world.head)
    session().commit()
    address = f"/departments/{world.logistics.id}/balance"
    assert api.as_(world.employee).get(address).json["waits"] == []
    assert len(api.as_(world.head).get(address).json["waits"]) == 1


def test_heads_stand_in_alphabetical_order_however_much_they_promised(world: World, browser: Browser) -> None:
    promise(world, 100)
    page = browser.as_(world.cio).get("/capacity")
    names = [each.get_text(strip=True) for each in page.soup.select(".heat tbody th")]
    assert names == sorted(names)
    assert page.has("alphabetical order")


@pytest.mark.parametrize(
    "address",
    [
        "/capacity?weeks=52",
        "/capacity/projects",
        "/departments/{department}/capacity",
        "/departments/{department}/balance",
    ],
)
def test_the_number_of_statements_does_not_grow(world: World, browser: Browser, address: str) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            person = make_person("Somebody", department=world.logistics)
            promise(world, 20, person=person)
            make_absence(person, days(5), days(7))
            make_commitment(world.project, requester=world.manager, head=world.head)
        session().commit()

    browser.as_(world.cio)
    fill(3)
    place = address.format(department=world.logistics.id)
    with statements() as few:
        browser.get(place)
    fill(30)
    with statements() as many:
        browser.get(place)
    assert len(many) == len(few)
    assert len(few) <= 21


def test_a_department_page_shows_its_next_weeks(world: World, browser: Browser) -> None:
    promise(world)
    page = browser.as_(world.employee).get(f"/departments/{world.logistics.id}")
    assert cells(page, "Logistics")[0] == "30%"
