"""Whatever is sent to a form or to the API of stakeholders: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.register.models import ENTRY
from portal.stance import operations
from portal.stance.models import Assessment, Contact, EngagementStep, Observation, Reply, Stakeholder, Talk
from tests.factories.accounts import World
from tests.factories.stance import make_observation, make_stakeholder
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES
from tests.support.times import NOW, days

hostile = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ASSESSMENT = ("influence", "interest", "reason")
WRITES = {
    "/projects/STORE/stakeholders": ("department", *ASSESSMENT),
    "/stakeholders/{one}/assessments": ASSESSMENT,
    "/stakeholders/{one}/contacts": ("person", "topic"),
    "/stakeholders/{one}/steps": ("what", "responsible", "due_on"),
    "/stakeholders/{one}/talks": ("talked_on", "with_whom", "note"),
    "/stakeholders/{one}/observations": ("stance", "grounds", "tried", "observed_on"),
    "/stakeholders/observations/{seen}/replies": ("words",),
    "/stakeholders/steps/{step}/closing": ("outcome",),
}
PAGES = {
    "/projects/STORE/stakeholders": "/projects/STORE/stakeholders/new",
    "/stakeholders/{one}/assessments": "/stakeholders/{one}/assessment",
    "/stakeholders/observations/{seen}/replies": "/stakeholders/observations/{seen}/reply",
    "/stakeholders/steps/{step}/closing": "/stakeholders/steps/{step}/closing",
}


def subjects(world: World) -> dict[str, int]:
    one = make_stakeholder(world.project, world.logistics, world.manager)
    seen = make_observation(one, world.manager)
    by = world.manager
    step = operations.plan_step(one, what="A visit", responsible=by, due_on=days(5), by=by, now=NOW)
    db.session.commit()
    return {"one": one.id, "seen": seen.id, "step": step.id}


def counts() -> list[int]:
    tables = (Stakeholder, Assessment, Contact, EngagementStep, Talk, Observation, Reply, ENTRY)
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    return list(db.session.execute(select(*counted)).one())


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    ids = subjects(world)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for write, names in WRITES.items():
            browser.as_(world.head if "replies" in write else world.office)
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=4))
            before = counts()
            address = PAGES.get(write, f"{write}/new").format(**ids)
            page = browser.post(address, sent)
            assert page.status not in {403, 404}
            if page.status >= 400:
                assert counts() == before, f"{address}: {page.status} and something was stored"

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    ids = subjects(world)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for write, names in WRITES.items():
            api.as_(world.head if "replies" in write else world.office)
            sent = data.draw(st.dictionaries(st.sampled_from((*names, "nonsense")), JSON, max_size=5))
            before = counts()
            answer = api.open("POST", write.format(**ids), sent)
            if answer.status_code >= 400:
                assert counts() == before, f"{write}: {answer.status_code} and something was stored"

    attack()
