"""A project's own page: read in ten seconds, with what the features above hang onto it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import jinja2
import pytest

from portal.assembly import Portal
from portal.projects import panels
from portal.projects.models import LeadModel, Phase, Project
from tests.factories.accounts import World
from tests.factories.projects import make_milestone, make_programme, make_report
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import days


def test_the_overview_answers_the_first_questions(world: World, browser: Browser) -> None:
    project = world.project
    project.programme = make_programme("Retail renewal")
    project.purpose, project.measure_of_success = "One **till** everywhere", "98 % stock accuracy"
    project.lead_model, project.budget, project.currency = LeadModel.IT, Decimal(4_200_000), "EUR"
    project.go_live_on = days(90)
    make_report(project, days(-21), narrative="The till maker delivers on time.", people="red")
    make_milestone(project, "Item data are clean", baseline_on=days(-20), forecast_on=days(-4))
    page = browser.as_(world.employee).get("/projects/STORE")
    for words in (
        "Retail renewal",
        "One till everywhere",
        "98 % stock accuracy",
        "Sun Li 孙丽",
        "Mia Manager",
        "Sales 销售部",
        "IT leads",
        "front line with the wrong fields",
        "Amber 3 weeks ago",
        "The till maker delivers on time.",
        "People Red",
        "Item data are clean",
        "16 days late",
        "€4,200,000",
        "in 3 months",
    ):
        assert words in page.text
    current = page.soup.select(".stepper [aria-current=step]")
    assert [" ".join(step.get_text(" ").split()) for step in current] == ["Implementation (now)"]
    assert page.soup.select_one(".tabs [aria-current=page]").get_text(strip=True) == "Overview"  # type: ignore[union-attr]  # one
    assert "Edit" not in [link.get_text(strip=True) for link in page.soup.select(".page-actions a")]


def test_what_is_missing_is_said_in_words(world: World, browser: Browser) -> None:
    for held in world.project.appointments:
        held.valid_to = dt.date(2026, 1, 31)
    world.project.phase = Phase.PAUSED
    page = browser.as_(world.auditor).get("/projects/STORE")
    for words in (
        "No sponsor since 1 Feb 2026",
        "No project manager since 1 Feb 2026",
        "No status report has been published yet",
        "whether it worked will be a matter of opinion",
        "Not agreed",
        "Paused. Work has stopped for now",
    ):
        assert words in page.text
    secret = browser.get("/projects/SECRET")
    assert "No sponsor has been named" in secret.text
    assert "Confidential" in secret.text


def test_the_history_tells_everything_page_by_page(world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    for number in range(3):
        form = browser.get("/projects/STORE/milestones/new")
        browser.submit(form, {"name": f"Step {number}", "baseline_on": "2026-05-01"})
    page = browser.as_(world.employee).get("/projects/STORE/history")
    assert page.text.index("M3 Step 2") < page.text.index("M1 Step 0")
    assert "M3" not in browser.get("/projects/STORE/history?before=3").text
    assert browser.get("/projects/STORE/history?before=0").status == 200


@pytest.fixture
def hung_on(app: Portal) -> Iterator[Portal]:
    """An upper feature that adds a tab with a count and a panel."""
    tabs, shown = dict(panels._tabs), dict(panels._panels)
    loader = app.jinja_env.loader
    template = jinja2.DictLoader(
        {"testing/panel.html": "<p>{{ panel.count }} asks of {{ project.code }}</p>"}
    )
    app.jinja_env.loader = jinja2.ChoiceLoader([template, loader])  # type: ignore[list-item]  # Flask's loader
    panels.add_tab("testing", "Weather", "projects.people", order=55, count=lambda project, actor: 4)
    panels.add_panel(10, "testing/panel.html", _asks)
    yield app
    panels._tabs.clear()
    panels._panels.clear()
    panels._tabs.update(tabs)
    panels._panels.update(shown)
    app.jinja_env.loader = loader


def _asks(project: Project, actor: Any) -> dict[str, int] | None:
    return {"count": 7} if actor.keeps_portfolio else None


def test_features_above_hang_tabs_and_panels_onto_a_project(
    hung_on: Portal, world: World, browser: Browser
) -> None:
    page = browser.as_(world.office).get("/projects/STORE")
    assert "7 asks of STORE" in page.text
    labels = [" ".join(tab.get_text(" ").split()) for tab in page.soup.select(".tabs a")]
    assert labels.index("Weather 4") == labels.index("History") - 1 or "Weather 4" in labels
    assert "asks of STORE" not in browser.as_(world.employee).get("/projects/STORE").text


def test_an_overview_costs_the_same_however_much_hangs_off_it(world: World, browser: Browser) -> None:
    counts = []
    for more in (3, 30):
        for number in range(more):
            make_milestone(world.project, baseline_on=days(number))
            make_report(world.project, days(-number - more * 2))
        browser.as_(world.manager)
        with statements() as seen:
            browser.get("/projects/STORE")
        counts.append(len(seen))
    assert counts[0] == counts[1]
