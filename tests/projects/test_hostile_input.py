"""Whatever is sent to a form or to the API of the portfolio: never a crash, nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.projects.models import Appointment, Milestone, Programme, Project, StatusReport
from portal.register.models import ENTRY
from tests.factories.accounts import World
from tests.factories.projects import make_milestone, make_programme, make_report
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import days

hostile = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\u0000",
        "a\u0007b",
        "\u202eevil",
        "\u200b",
        "x" * 10_000,
        "x" * 30_000,
        "<script>alert(1)</script>",
        "'; DROP TABLE project; --",
        "%(name)s {0} {{ 7*7 }}",
        "💣" * 40,
        "NaN",
        "Infinity",
        "-1",
        "1e400",
        "9" * 40,
        "0000-00-00",
        "9999-12-31",
        "2026-02-30",
        "2026-03-01",
        "green",
        "sponsor",
        "pilot",
        "STORE",
        "manager@example.org",
        "1",
        "99999999999999999999",
    ]
)
JSON = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["a", "$ref"]), st.integers(), max_size=2),
    st.just("\ud800"),
)

FORMS: dict[str, tuple[str, ...]] = {
    "/projects/new": (
        *(
            "code",
            "name",
            "programme",
            "purpose",
            "measure_of_success",
            "lead_department",
            "lead_model",
            "phase",
        ),
        *("start_on", "go_live_on", "end_on", "budget", "currency", "is_confidential"),
    ),
    "/projects/STORE/edit": (
        "name",
        "programme",
        "purpose",
        "lead_department",
        "budget",
        "currency",
        "version",
    ),
    "/projects/STORE/phase": ("phase", "note", "version"),
    "/projects/STORE/confidentiality": ("reason",),
    "/projects/STORE/insiders/new": ("person", "reason"),
    "/projects/STORE/appointments/new": ("role", "person", "department", "valid_from", "valid_to"),
    "/projects/STORE/milestones/new": ("code", "name", "baseline_on", "forecast_on"),
    "/projects/STORE/milestones/1/forecast": ("forecast_on", "reason", "version"),
    "/projects/STORE/milestones/1/baseline": ("baseline_on", "reason", "version"),
    "/projects/STORE/milestones/1/arrival": ("actual_on", "note", "version"),
    "/projects/STORE/milestones/1/name": ("name", "version"),
    "/projects/STORE/reports/new": ("reported_on", "overall", "narrative", "scope", "scope_note", "act"),
    "/projects/STORE/reports/1/edit": (
        "reported_on",
        "overall",
        "narrative",
        "cost",
        "cost_note",
        "act",
        "version",
    ),
    "/projects/STORE/reports/1/publication": ("version",),
    "/programmes/new": ("code", "name", "purpose", "rating_points"),
    "/programmes/G/edit": ("name", "purpose", "rating_points", "version"),
}
WRITES: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST", "/projects"): FORMS["/projects/new"],
    ("PATCH", "/projects/STORE"): FORMS["/projects/STORE/edit"],
    ("POST", "/projects/STORE/phase"): ("phase", "note", "version"),
    ("POST", "/projects/STORE/confidentiality"): ("is_confidential", "reason"),
    ("POST", "/projects/STORE/insiders"): ("person", "reason"),
    ("POST", "/projects/STORE/appointments"): ("role", "person", "department", "valid_from", "valid_to"),
    ("POST", "/projects/STORE/milestones"): ("code", "name", "baseline_on", "forecast_on"),
    ("POST", "/projects/STORE/milestones/1/forecast"): ("forecast_on", "reason", "version"),
    ("POST", "/projects/STORE/milestones/1/arrival"): ("actual_on", "note", "version"),
    ("POST", "/projects/STORE/reports"): ("reported_on", "overall", "narrative", "scope", "scope_note"),
    ("PATCH", "/projects/STORE/reports/1"): ("reported_on", "overall", "narrative", "cost", "version"),
    ("POST", "/programmes"): ("code", "name", "purpose", "rating_points"),
    ("PATCH", "/programmes/G"): ("name", "purpose", "rating_points", "version"),
}


def world_with_all(world: World) -> None:
    make_programme(code="G")
    make_milestone(world.project)
    make_report(world.project, days(-3), published=False)
    db.session.commit()


def counts() -> list[int]:
    tables = (Programme, Project, Appointment, Milestone, StatusReport)
    found = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return [*found, db.session.scalar(select(func.count()).select_from(ENTRY)) or 0]


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    world_with_all(world)
    browser.as_(world.office)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        address = data.draw(st.sampled_from(sorted(FORMS)))
        sent = data.draw(st.dictionaries(st.sampled_from(FORMS[address]), TEXTS, max_size=12))
        before = counts()
        page = browser.post(address, sent)
        assert page.status in {200, 303, 404, 409, 422}, (address, sent, page.status)
        if page.status >= 400:
            assert counts() == before, "nothing is half-stored"

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    world_with_all(world)
    api.as_(world.office)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        method, address = data.draw(st.sampled_from(sorted(WRITES)))
        names = st.sampled_from((*WRITES[method, address], "surprise"))
        body: Any = data.draw(st.one_of(st.dictionaries(names, JSON, max_size=12), JSON))
        before = counts()
        response = api.open(method, address, body)
        assert response.status_code in {200, 201, 400, 404, 409, 422}, (address, body, response.status_code)
        if response.status_code >= 400:
            assert counts() == before, "nothing is half-stored"

    attack()


LISTS = (
    "/projects",
    "/programmes",
    "/projects/STORE/people",
    "/projects/STORE/history",
    "/projects/STORE/reports",
)


@hostile
@given(
    address=st.sampled_from(LISTS),
    query=st.dictionaries(
        st.sampled_from(
            ("q", "programme", "phase", "sort", "after", "before", "limit", "on", "item", "layout")
        ),
        TEXTS,
    ),
)
def test_addresses_take_anything_without_breaking(
    world: World, browser: Browser, address: str, query: dict[str, str]
) -> None:
    browser.as_(world.employee)
    assert browser.get(address, query_string=query).status == 200
