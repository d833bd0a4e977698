"""Whatever is sent to a form or to the API of the ledger: never a crash, nothing half-stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import db
from portal.register.models import ENTRY
from portal.sponsorship.models import SponsorAct, SponsorComment
from tests.factories.accounts import World
from tests.factories.sponsorship import enter
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

hostile = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ACT = ("kind", "on", "with_whom", "minutes", "note")
WRITES = {
    "{place}/acts": ACT,
    "{place}/comments": ("month_on", "words"),
    "/sponsorship/acts/{act}/correction": (*ACT, "reason", "version"),
    "/sponsorship/acts/{act}/striking": ("reason", "version"),
    "/sponsorship/acts/{act}/confirmation": ("version", "sure"),
}


def subjects(world: World) -> dict[str, object]:
    act = enter(world.project, world.sponsor, by=world.manager)
    db.session.commit()
    return {"act": act.id, "place": f"/projects/STORE/sponsorship/{world.sponsor.id}"}


def counts() -> list[int]:
    counted = [
        select(func.count()).select_from(table).scalar_subquery()
        for table in (SponsorAct, SponsorComment, ENTRY)
    ]
    return list(db.session.execute(select(*counted)).one())


def test_forms_and_api_take_anything_without_breaking(world: World, browser: Browser, api: Api) -> None:
    ids = subjects(world)
    browser.as_(world.sponsor)
    api.as_(world.sponsor)

    @hostile
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        for pattern, names in WRITES.items():
            address, before = pattern.format(**ids), counts()
            sent = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
            form = address if address.endswith(("ion", "ing")) else f"{address}/new"
            if browser.post(form, sent).status >= 400:
                assert counts() == before, f"{form}: refused and something was stored"
            before = counts()
            body = data.draw(st.dictionaries(st.sampled_from((*names, "nonsense")), JSON, max_size=6))
            if api.open("POST", address, body).status_code >= 400:
                assert counts() == before, f"{address}: refused and something was stored"

    attack()
