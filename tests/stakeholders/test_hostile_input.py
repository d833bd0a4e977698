"""Whatever is sent to the responsibility matrix: never a crash, nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.register.models import ENTRY
from portal.stakeholders.models import RaciEntry
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci
from tests.support.api import Api
from tests.support.browser import Browser

hostile = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FIELDS = ("item", "role", "person", "department", "valid_from", "valid_to", "note", "once")
TEXTS = st.sampled_from(
    [
        *("", " ", "\u0000", "a\u0007", "\u202eevil", "x" * 10_000, "<b>", "%(item)s", "💣" * 40, "9" * 40),
        *("A", "R", "X", "1", "2", "-1", "LOG", "2026-03-01", "2026-02-30", "9999-12-31", "0001-01-01"),
        *("member@example.org", "Max Member", "nobody@example.org"),
    ]
)
JSON: st.SearchStrategy[Any] = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.lists(st.integers(), max_size=2),
    st.just("\ud800"),
)


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (RaciEntry, ENTRY)]


def test_forms_and_addresses_take_anything_without_breaking(world: World, browser: Browser) -> None:
    entry = make_raci(world.project, world.logistics)
    browser.as_(world.office)
    places = ["/projects/STORE/raci/new", f"/projects/STORE/raci/{entry.id}/end"]

    @hostile
    @given(st.sampled_from(places), st.dictionaries(st.sampled_from(FIELDS), TEXTS, max_size=8))
    def attack(address: str, sent: dict[str, str]) -> None:
        before = counts()
        page = browser.post(address, sent)
        assert page.status in {200, 303, 409, 422}, (address, sent)
        if page.status >= 400:
            assert counts() == before
        query = {
            "on": sent.get("valid_from", ""),
            "item": sent.get("item", ""),
            "after": sent.get("note", ""),
        }
        assert browser.get("/projects/STORE/raci", query_string=query).status == 200

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    entry = make_raci(world.project, world.logistics)
    api.as_(world.office)
    places = ["/projects/STORE/raci", f"/projects/STORE/raci/{entry.id}/end"]

    @hostile
    @given(
        st.sampled_from(places),
        st.one_of(st.dictionaries(st.sampled_from((*FIELDS[:-1], "surprise")), JSON, max_size=8), JSON),
    )
    def attack(address: str, body: Any) -> None:
        before = counts()
        response = api.post(address, body)
        assert response.status_code in {200, 201, 400, 409, 422}, (address, body)
        if response.status_code >= 400:
            assert counts() == before

    attack()
