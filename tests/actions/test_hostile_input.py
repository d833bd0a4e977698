"""Whatever is sent to a form or to the API of actions: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.actions.models import ActionItem
from portal.database import db
from portal.register.models import ENTRY
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NEW = ("title", "owner", "due_on", "note")
CHANGES: dict[str, tuple[str, ...]] = {
    "completion": ("outcome", "version"),
    "cancellation": ("reason", "version"),
    "hand-over": ("owner", "note", "version"),
    "due-date": ("due_on", "reason", "version"),
}
ORIGINS = ("project", "meeting", "decision", "risk")


def counts() -> list[int]:
    tables = [select(func.count()).select_from(table).scalar_subquery() for table in (ActionItem, ENTRY)]
    return list(db.session.execute(select(*tables)).one())


def prepare(world: World) -> int:
    action = make_action(owner=world.head, project=world.project, created_by=world.manager)
    db.session.commit()
    return action.id


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    place = f"/actions/{prepare(world)}"
    forms = {f"{place}/{name}": fields for name, fields in CHANGES.items()}
    forms |= {"/projects/STORE/actions/new": NEW, f"{place}/edit": ("title", "note", "version")}
    browser.as_(world.manager)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        address = data.draw(st.sampled_from(sorted(forms)))
        sent = data.draw(st.dictionaries(st.sampled_from(forms[address]), VALUES))
        before = counts()
        page = browser.post(address, sent)
        assert page.status in {200, 303, 409, 413, 422}, (address, sent)
        if page.status >= 400:
            assert counts() == before, "nothing is half-stored"

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    place = f"/actions/{prepare(world)}"
    writes = {("POST", f"{place}/{name}"): fields for name, fields in CHANGES.items()}
    writes |= {("POST", "/actions"): (*NEW, *ORIGINS), ("PATCH", place): ("title", "note", "version")}
    api.as_(world.manager)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        method, address = data.draw(st.sampled_from(sorted(writes)))
        names = st.sampled_from((*writes[method, address], "surprise"))
        body = data.draw(st.one_of(st.dictionaries(names, JSON), JSON))
        before = counts()
        answer = api.open(method, address, body)
        assert answer.status_code in {200, 201, 400, 403, 409, 413, 422}, (address, body)
        if answer.status_code >= 400:
            assert counts() == before, "nothing is half-stored"

    attack()


@hostile
@given(
    query=st.dictionaries(
        st.sampled_from(
            ("q", "state", "project", "owner", "origin", "mine", "overdue", "sort", "after", "limit")
        ),
        VALUES.filter(lambda text: len(text) < 4000),
    )
)
def test_addresses_take_anything_without_breaking(
    world: World, browser: Browser, query: dict[str, str]
) -> None:
    browser.as_(world.employee)
    assert browser.get("/actions", query_string=query).status == 200
    assert browser.get("/actions/99999999999999999999").status == 404
