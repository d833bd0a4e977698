"""Whatever is sent to a form or to the API of mandates: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.mandates.models import Mandate, TouchedDepartment
from portal.register.models import ENTRY
from tests.factories.accounts import World, make_project
from tests.factories.mandates import appoint_lead, make_draft, make_in_force, make_put, make_signed, touched
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TERM = ("valid_from", "valid_to", "until_milestone", "backdating_reason", "money_limit", "currency")
LETTER = (*TERM, "grantee", "grantee_department", "scope", "scope_zh", "sponsor_percent", "version")
START = ("lead_model", "grantee", "chinese")
DEPARTMENT = ("department", "duty", "duty_zh", "version")
ANSWER = ("answer", "reason", "seen")
ENDING = ("reason", "valid_to", "due_on", "version")
FORMS = {
    "/projects/FREE/mandates/new": START,
    "/mandates/{draft}/edit": LETTER,
    "/mandates/{draft}/departments/new": DEPARTMENT,
    "/mandates/{draft}/departments/{row}/edit": DEPARTMENT,
    "/mandates/{draft}/putting": ENDING,
    "/mandates/{put}/signature": ANSWER,
    "/mandates/{signed}/acknowledgements/{asked}": ANSWER,
    "/mandates/{issued}/amendment": ENDING,
    "/mandates/{issued}/extension": ENDING,
}
WRITES = {
    "POST /projects/FREE/mandates": START,
    "PATCH /mandates/{draft}": LETTER,
    "POST /mandates/{draft}/departments": DEPARTMENT,
    "POST /mandates/{draft}/putting": ENDING,
    "POST /mandates/{put}/signature": ANSWER,
    "POST /mandates/{issued}/extensions": ENDING,
    "POST /mandates/{issued}/revocation": ("version",),
}


def subjects(world: World) -> dict[str, int]:
    """A mandate in each state; everybody may do everything, so that nothing is stopped at the door."""
    projects = [make_project(code=code) for code in ("FREE", "DRAFT", "PUT", "SIGNED")]
    for project in projects:
        appoint_lead(world, project)
    draft = make_draft(world, projects[1])
    put, signed = (
        make_put(world, make_draft(world, projects[2])),
        make_signed(world, make_draft(world, projects[3])),
    )
    issued = make_in_force(world)
    row, asked = touched(draft, world.logistics).id, touched(signed, world.logistics).id
    db.session.commit()
    numbers = {"draft": draft.id, "put": put.id, "signed": signed.id, "issued": issued.id}
    return {**numbers, "row": row, "asked": asked}


def counts() -> list[int]:
    tables = (Mandate, TouchedDepartment, ENTRY)
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    return list(db.session.execute(select(*counted)).one())


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    ids = subjects(world)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, names in FORMS.items():
            who = (
                world.sponsor
                if "signature" in address
                else world.head
                if "{asked}" in address
                else world.office
            )
            browser.as_(who)
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
            before = counts()
            page = browser.post(address.format(**ids), sent)
            if page.status >= 400:
                assert counts() == before, f"{address}: {page.status} and something was stored"

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    ids = subjects(world)
    api.as_(world.sponsor)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for write, names in WRITES.items():
            method, address = write.split(" ")
            sent = data.draw(st.dictionaries(st.sampled_from((*names, "nonsense")), JSON, max_size=6))
            before = counts()
            answer = api.open(method, address.format(**ids), sent)
            if answer.status_code >= 400:
                assert counts() == before, f"{write}: {answer.status_code} and something was stored"

    attack()
