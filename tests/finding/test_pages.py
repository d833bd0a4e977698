"""The search page and its API."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.database import session
from portal.finding.kinds import GROUPS, WORDS
from portal.search.index import searchable_models
from tests.factories.accounts import World, make_project
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements


def titles(page: Page) -> list[str]:
    return ["".join(each.get_text().split("\n")).strip() for each in page.soup.select(".hit-title")]


def items(api: Api, question: str) -> list[dict[str, Any]]:
    answer = api.get(f"/search?q={question}").json
    assert answer is not None
    return list(answer["items"])


def test_the_box_finds_a_project_and_marks_the_word(world: World, browser: Browser) -> None:
    page = browser.as_(world.employee).get("/search?q=store")
    assert page.link("Store system") == "/projects/STORE"
    assert [mark.get_text() for mark in page.soup.find_all("mark")] == ["Store", "STORE"]


def test_chinese_names_are_found_by_two_characters_and_by_one(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    for question in ("陈伟", "陳偉", "伟"):
        assert titles(browser.get(f"/search?q={question}")) == ["Chen Wei 陈伟"], question


def test_outsiders_find_nothing_of_a_confidential_project(world: World, browser: Browser, api: Api) -> None:
    for person in (world.employee, world.manager, world.sponsor, world.head):
        page = browser.as_(person).get("/search?q=merger")
        assert page.has("Nothing has all these words")
        assert "SECRET" not in page.html
        assert api.as_(person).get("/search?q=merger").json == {"items": [], "next": None}


def test_insiders_and_readers_find_the_confidential_project(world: World, browser: Browser, api: Api) -> None:
    for person in (world.secret_manager, world.cio, world.auditor, world.office, world.administrator):
        assert browser.as_(person).get("/search?q=merger").link("Merger") == "/projects/SECRET"
        assert [hit["project"] for hit in items(api.as_(person), "merger")] == ["SECRET"]


def test_the_filter_narrows_to_a_kind(world: World, browser: Browser) -> None:
    browser.as_(world.cio)
    make_project("Otto project", code="OTTO")
    session().commit()
    assert len(browser.get("/search?q=otto").soup.select(".hit")) == 2
    page = browser.get("/search?q=otto&kind=people")
    assert titles(page) == ["Otto Office"]
    nothing = browser.get("/search?q=otto&kind=risks")
    assert nothing.link("Search in everything") == "/search?q=otto"
    assert len(browser.get("/search?q=otto&kind=nonsense").soup.select(".hit")) == 2


def test_an_empty_box_teaches(world: World, browser: Browser) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20", "/search?q=***"):
        assert browser.as_(world.employee).get(address).has("Find what was promised"), address


def test_further_pages_follow(world: World, browser: Browser) -> None:
    for number in range(25):
        make_project(f"Garden {number}", code=f"G{number}")
    session().commit()
    first = browser.as_(world.employee).get("/search?q=garden")
    second = browser.get(first.link("Next"))
    assert titles(first) + titles(second) == [f"Garden {number}" for number in range(24, -1, -1)]


def test_the_api_speaks_the_same_language(world: World, api: Api) -> None:
    (hit,) = items(api.as_(world.employee), "store")
    assert {
        "kind": "project",
        "title": "Store system",
        "address": "/projects/STORE",
        "project": "STORE",
    }.items() <= (hit.items())
    assert api.get("/search?q=store&limit=0").status_code == 422


def test_the_page_costs_the_same_with_few_and_with_many_hits(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    counts = []
    for size in (3, 30):
        for number in range(size):
            make_project(f"Garden {size} {number}", code=f"G{size}-{number}", purpose="flowers")
        session().commit()
        browser.get("/search?q=flowers")
        with statements() as seen:
            browser.get("/search?q=flowers")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_every_kind_that_can_be_found_has_a_name_and_a_filter(world: World) -> None:
    kinds = set(searchable_models())
    assert kinds <= set(WORDS)
    assert kinds <= {kind for group in GROUPS.values() for kind in group.kinds}


def test_hits_link_to_pages_that_exist(world: World, browser: Browser) -> None:
    browser.as_(world.cio)
    for question in ("store", "otto", "logistics"):
        for link in browser.get(f"/search?q={question}").soup.select(".hit-title a"):
            assert browser.get(str(link["href"]), follow=True).status == 200


hostile = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\x00", "\ud800", "' OR 1=1 --", '"', "NEAR(", "a" * 10_000, "*", "风" * 300, "%", "\\"]
    ),
)


@given(question=hostile, kind=hostile, after=hostile, limit=st.one_of(st.integers(), hostile))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_questions_are_answered(
    world: World, browser: Browser, api: Api, question: str, kind: str, after: str, limit: object
) -> None:
    values = {"q": question, "kind": kind, "after": after, "limit": str(limit)}
    query = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}
    assert browser.as_(world.employee).get("/search", query_string=query).status == 200
    response = api.as_(world.employee).client.get("/api/v1/search", query_string=query, headers=api.headers)
    assert response.status_code in {200, 422}


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_the_page_opens_in_every_language(world: World, browser: Browser, language: str) -> None:
    assert browser.as_(world.employee).in_language(language).get("/search?q=store").status == 200
