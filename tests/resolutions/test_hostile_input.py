"""Whatever is sent to a form or to the API of written resolutions: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.register.models import ENTRY
from portal.resolutions.models import WrittenResolution
from portal.steering.models import Decision, Position
from tests.factories.resolutions import make_resolution
from tests.factories.steering import Steering, make_decision
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ASKED = ("outcome", "grounds", "closes_on", "review_on", "version")
LEFT = ("reason", "version")
FORMS = {
    "/decisions/{free}/written-resolution": ASKED,
    "/resolutions/{resolution}/withdrawal": LEFT,
    "/resolutions/{resolution}/agreement": LEFT,
    "/decisions/{running}/position": ("position", "reason", "version"),
}
WRITES = {
    "/decisions/{free}/written-resolutions": ASKED,
    "/resolutions/{resolution}/withdrawal": LEFT,
    "/decisions/{running}/positions": ("position", "reason", "version"),
}


def subjects(steering: Steering) -> dict[str, int]:
    free, running = make_decision(group=steering.group), make_decision(group=steering.group)
    resolution = make_resolution(running, steering.secretary)
    db.session.commit()
    return {"free": free.id, "running": running.id, "resolution": resolution.id}


def counts() -> list[int]:
    tables = (WrittenResolution, Decision, Position, ENTRY)
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    return list(db.session.execute(select(*counted)).one())


def test_forms_take_anything_without_breaking(steering: Steering, browser: Browser) -> None:
    ids = subjects(steering)
    browser.as_(steering.chair)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, names in FORMS.items():
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
            before = counts()
            page = browser.post(address.format(**ids), sent)
            assert page.status in {200, 303, 409, 413, 422}, (address, sent, page.status)
            if page.status >= 400:
                assert counts() == before, "nothing is half-stored"

    attack()


def test_the_api_takes_anything_without_breaking(steering: Steering, api: Api) -> None:
    ids = subjects(steering)
    api.as_(steering.chair)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, names in WRITES.items():
            known = st.sampled_from((*names, "surprise"))
            body = data.draw(st.one_of(st.dictionaries(known, JSON, max_size=6), JSON))
            before = counts()
            answer = api.post(address.format(**ids), body)
            assert answer.status_code in {200, 201, 400, 409, 413, 422}, (address, body)
            if answer.status_code >= 400:
                assert counts() == before, "nothing is half-stored"

    attack()


@hostile
@given(
    query=st.dictionaries(
        st.sampled_from(("group", "state", "sort", "after", "before", "limit")),
        VALUES.filter(lambda text: len(text) < 4000),
    )
)
def test_addresses_take_anything_without_breaking(
    steering: Steering, browser: Browser, query: dict[str, str]
) -> None:
    browser.as_(steering.secretary)
    assert browser.get("/resolutions", query_string=query).status == 200
    assert browser.get(f"/resolutions/{10**20}").status == 404
