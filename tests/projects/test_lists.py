"""The list of projects: filters, order, pages, visibility, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.actors import actor_of
from portal.database import db
from portal.projects import queries
from portal.projects.models import LeadModel, Phase, Rating
from portal.projects.queries import ProjectFilters
from tests.factories.accounts import World
from tests.factories.projects import make_milestone, make_portfolio, make_programme, make_project, make_report
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import TODAY, days


@pytest.fixture
def portfolio(world: World) -> World:
    """STORE with all that can be filtered; three others beside it."""
    world.project.programme = make_programme("Retail", code="RETAIL")
    world.project.lead_model, world.project.go_live_on = LeadModel.BUSINESS, days(50)
    make_report(world.project, days(-9), Rating.RED)
    crm = make_project("客户平台 ÄRGER", code="CRM", lead_model=LeadModel.IT, lead_department=world.logistics)
    make_report(crm, days(-30), Rating.GREEN)
    make_report(
        make_project("100% digital", code="X-1", phase=Phase.PILOT, go_live_on=days(5)), overall="exempt"
    )
    db.session.commit()
    return world


def codes(world: World, person: str = "employee", **filters: Any) -> list[str]:
    actor = actor_of(getattr(world, person), TODAY)
    page = queries.list_projects(ProjectFilters(**filters), actor, TODAY)
    return [row.project.code for row in page.items]


FILTERED: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["X-1", "STORE", "CRM"]),
    ({"q": "STORE sys"}, ["STORE"]),
    ({"q": "ärger"}, ["CRM"]),
    ({"q": "客户"}, ["CRM"]),
    ({"q": "0%"}, ["X-1"]),
    ({"q": "_"}, []),
    ({"q": "crm"}, ["CRM"]),
    ({"programme": "RETAIL"}, ["STORE"]),
    ({"phase": "pilot"}, ["X-1"]),
    ({"department": "LOG"}, ["CRM"]),
    ({"lead_model": "business"}, ["STORE"]),
    ({"sponsor": "sun li"}, ["STORE"]),
    ({"sponsor": "Mia"}, []),
    ({"vacant": "1"}, ["X-1", "CRM"]),
    ({"rating": "exempt"}, ["X-1"]),
    ({"rating": "green"}, ["CRM"]),
    ({"sort": "-rating"}, ["STORE", "CRM", "X-1"]),
    ({"sort": "reported"}, ["CRM", "STORE", "X-1"]),
    ({"sort": "go_live"}, ["X-1", "STORE", "CRM"]),
    ({"sort": "code"}, ["CRM", "STORE", "X-1"]),
]


def test_the_portfolio_is_narrowed_and_ordered(portfolio: World) -> None:
    found = [(filters, codes(portfolio, **filters)) for filters, _expected in FILTERED]
    assert found == FILTERED


def test_confidential_projects_are_listed_for_those_who_may_see_them(portfolio: World) -> None:
    assert "SECRET" not in codes(portfolio, "sponsor")
    for person in ("secret_manager", "auditor", "cio", "office", "administrator"):
        assert "SECRET" in codes(portfolio, person)


def test_page_by_page_is_the_same_as_all_at_once(world: World) -> None:
    for project in make_portfolio(7, world.sponsor)[::2]:
        project.go_live_on = project.said_on = None
    db.session.commit()
    actor = actor_of(world.employee, TODAY)
    for sort in ("name", "-name", "-rating", "reported", "go_live"):
        seen: list[str] = []
        after, has_more = None, True
        while has_more:
            page = queries.list_projects(ProjectFilters(sort=sort, limit=3, after=after), actor, TODAY)
            seen += [row.project.code for row in page.items]
            after, has_more = page.next, page.next is not None
        assert seen == codes(world, sort=sort)
        assert len(seen) == 8


@pytest.mark.parametrize(
    "address", ["/projects?limit=50", "/api/v1/projects?limit=50", "/programmes/{programme}"]
)
def test_a_list_costs_the_same_with_thirty_rows_as_with_three(
    world: World, browser: Browser, address: str
) -> None:
    counts = []
    for rows in (3, 30):
        programme = make_portfolio(rows, world.sponsor)[0].programme
        assert programme is not None
        place = address.format(programme=programme.code)
        browser.as_(world.office)
        with statements() as seen:
            browser.get(place)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_a_row_says_who_sponsors_what_was_said_and_what_comes_next(
    portfolio: World, browser: Browser
) -> None:
    make_milestone(portfolio.project, "Pilot in three stores", baseline_on=days(20), forecast_on=days(34))
    page = browser.as_(portfolio.employee).get("/projects?phase=implementation&q=store")
    row = " ".join(page.soup.select_one("tbody tr").get_text(" ").split())  # type: ignore[union-attr]  # one row
    for words in ("Store system", "STORE", "Retail", "Red", "9 days ago", "Sun Li 孙丽", "Sales 销售部"):
        assert words in row
    assert "Pilot in three stores 6 Apr 2026 14 days late" in row
    assert [chip.get_text(" ", strip=True) for chip in page.soup.select(".chip")] == [
        "Name or code store",
        "Phase Implementation",
    ]
    assert "No sponsor" in browser.get("/projects?q=crm").text
    assert "No project fits these filters" in browser.get("/projects?q=nothing+of+the+kind").text


def test_an_empty_portfolio_says_what_belongs_here(world: World, browser: Browser) -> None:
    world.project.is_confidential = True
    assert "No project yet" in browser.as_(world.employee).get("/projects").text
    assert "Create the first project" not in browser.get("/projects").text


def test_nonsense_in_the_address_never_fails_the_page(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    for query in (
        "phase=nonsense",
        "after=%00",
        "limit=-4&sort=evil",
        "q=%F0%9F%92%A9%00",
        "rating=1&vacant=perhaps",
    ):
        assert browser.get(f"/projects?{query}").status == 200
