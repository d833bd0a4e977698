"""Whatever is sent to a form or to the API of readiness and gates: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.readiness.models import GateEntry, GateOverride, Proceeding, ReadinessAnswer, Term
from portal.register.models import ENTRY
from tests.factories.accounts import World
from tests.factories.readiness import make_gaps, make_holding, make_proceeding
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ANSWERS = ("voice", "answer_staff", "evidence_staff", "answer_trust", "evidence_trust")
TERM = ("text", "owner", "due_on")
PROCEEDING = (*TERM, "decision", "reason")
FORMS = {
    "/projects/STORE/readiness/answers": ANSWERS,
    "/projects/STORE/readiness/proceedings/new": PROCEEDING,
    "/readiness/proceedings/{proceeding}/conditions/new": TERM,
    "/readiness/conditions/{term}/report": ("evidence", "version"),
    "/projects/STORE/gates/items/data": ("evidence", "is_done"),
    "/projects/STORE/gates/pilot/override": ("decision", "reason"),
}
WRITES = {
    "/projects/STORE/readiness/answers": ("answers", "department"),
    "/projects/STORE/readiness/proceedings": PROCEEDING,
    "/readiness/proceedings/{proceeding}/conditions": TERM,
    "/readiness/conditions/{term}/report": ("evidence", "version"),
    "/projects/STORE/gates/items/data": ("evidence", "is_done"),
    "/projects/STORE/gates/pilot/overrides": ("decision", "reason"),
}
TABLES = (ReadinessAnswer, Proceeding, Term, GateEntry, GateOverride, ENTRY)


def subjects(world: World) -> dict[str, int]:
    make_gaps(world)
    made = make_proceeding(world)
    make_holding(world.project)
    db.session.commit()
    return {"proceeding": made.id, "term": made.terms[0].id}


def counts() -> list[int]:
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in TABLES]
    return list(db.session.execute(select(*counted)).one())


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    ids = subjects(world)
    browser.as_(world.manager)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, names in FORMS.items():
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=5))
            before = counts()
            page = browser.post(address.format(**ids), sent)
            if page.status >= 400:
                assert counts() == before, f"{address}: {page.status} and something was stored"

    attack()
    for odd in ("%00", "x" * 3000, "💣", "..", "paused"):
        assert browser.get(f"/projects/STORE/gates/items/{odd}").status in (404, 414)
        assert browser.get(f"/projects/STORE/gates/{odd}/override").status in (404, 414)


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    ids = subjects(world)
    api.as_(world.manager)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, names in WRITES.items():
            sent = data.draw(st.dictionaries(st.sampled_from((*names, "nonsense")), JSON, max_size=5))
            before = counts()
            answer = api.open("POST", address.format(**ids), sent)
            if answer.status_code >= 400:
                assert counts() == before, f"{address}: {answer.status_code} and something was stored"

    attack()
