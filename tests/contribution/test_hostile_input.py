"""Whatever is sent to a form or to the API of contribution: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.agreements.models import AgreementVersion
from portal.contribution.models import Confirmation, Round, Share, Sharing
from portal.contribution.queries import round_parties
from portal.database import db
from portal.register.models import ENTRY
from tests.factories.accounts import World, appoint, make_project
from tests.factories.contribution import make_agreed, make_asked, make_proposed, party_of
from tests.factories.projects import make_milestone
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES
from tests.support.times import TODAY

hostile = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PROPOSAL = ("reason", "due_on", "base", "shares")
ANSWER = ("answer", "reason", "seen")


def subjects(world: World) -> dict[str, int]:
    free, waiting = make_project(code="FREE"), make_project(code="WAITING")
    for project in (free, waiting):
        appoint(project, world.manager)
    make_agreed(world)
    milestone = make_milestone(world.project, code="M1", actual_on=TODAY)
    make_milestone(free, code="M2", actual_on=TODAY)
    asked = make_asked(world, milestone)
    sharing = make_proposed(world, waiting)
    question = next(each for each in round_parties(asked) if each.department_id == world.logistics.id)
    numbers = {"sharing": sharing.id, "party": party_of(sharing, world.logistics).id, "question": question.id}
    db.session.commit()
    return numbers


def counts() -> list[int]:
    tables = (Sharing, Share, Round, Confirmation, AgreementVersion, ENTRY)
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    return list(db.session.execute(select(*counted)).one())


def test_forms_take_anything_without_breaking(world: World, browser: Browser) -> None:
    ids = subjects(world)
    cells = tuple(f"share-{kind}-{world.logistics.id}" for kind in ("data", "idea", "nonsense"))
    table = "/projects/FREE/contribution/new?department=LOG&department=%00&department=" + "x" * 300
    forms = {
        table: (world.office, (*PROPOSAL, *cells)),
        "/projects/STORE/contribution/confirmations": (world.office, ("milestone",)),
        "/contribution/{sharing}/withdrawal": (world.office, ("version",)),
        "/contribution/answers/{party}": (world.head, ANSWER),
        "/contribution/answers/{question}": (world.head, ANSWER),
    }

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address, (who, names) in forms.items():
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=5))
            before = counts()
            page = browser.as_(who).post(address.format(**ids), sent)
            assert page.status < 500
            if page.status >= 400:
                assert counts() == before, f"{address}: {page.status} and something was stored"

    attack()


def test_the_api_takes_anything_without_breaking(world: World, api: Api) -> None:
    ids = subjects(world)
    api.as_(world.office)
    share = st.dictionaries(st.sampled_from(["kind", "department", "percent", "part"]), JSON | st.just("LOG"))
    bodies = st.dictionaries(st.sampled_from((*PROPOSAL, "milestone", "nonsense")), JSON | st.lists(share))
    writes = (
        "/projects/FREE/contribution",
        "/projects/STORE/contribution",
        "/projects/STORE/contribution/confirmations",
        "/projects/FREE/contribution/confirmations",
    )

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for address in (*writes, f"/contribution/{ids['sharing']}/withdrawal"):
            before = counts()
            given_answer = api.post(address, data.draw(bodies))
            assert given_answer.status_code < 500
            if given_answer.status_code >= 400:
                assert counts() == before, f"{address}: {given_answer.status_code} and something was stored"

    attack()
