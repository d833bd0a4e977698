"""Every form and every write of the API with values that nobody should send: no 500, nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, union_all

from portal.actions.models import ActionItem
from portal.database import session
from portal.register.models import ENTRY
from portal.risks.models import Risk, RiskMatrix, RiskScore
from tests.factories.accounts import World
from tests.factories.risks import make_risk
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import TODAY, days

SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
TEXTS = [
    *("", " ", "\x00", "a\x00b", "a\nb", "\u202egnp.exe", "\u200b\u200b", "x" * 10_000, "名" * 400),
    *("'; DROP TABLE risk; --", "{{ 7*7 }}", "<script>alert(1)</script>", "=1+1"),
    *("-1", "0", "1", "3", "5", "7", "2147483648", "9" * 400, "1e309", "NaN", "١٢", "0x10", "1,5"),
    *("2026-03-03", "2026-02-30", "0001-01-01", "9999-12-31", "yesterday"),
    *("critical", "low", "huge", "accept", "reduce", "on_track", "cost", "null", "None", "[]"),
    *("manager@example.org", "Mia Manager", "nobody@example.org", "STORE", "SECRET", "🦜 Ünïcode 测试"),
]
VALUES: list[Any] = [
    *TEXTS,
    *(None, True, False, 0, 3, -1, 2**31, 2**63, 10**400, 1.5, 1e308, [], ["x"], {}, {"a": 1}, "\ud800"),
]
WORDS = ["title", "category", "cause", "event", "effect", "owner", "response", "response_note"]
RATING = ["probability", "impact", "level", "residual_probability", "residual_impact"]
FORMS: dict[str, list[str]] = {
    "/projects/STORE/risks/new": [*WORDS, *RATING, "next_review_on"],
    "/risks/{risk}/edit": [*WORDS, "version"],
    "/risks/{risk}/reviews/new": [*RATING, "verdict", "comment", "next_review_on", "version"],
    "/risks/{risk}/treatment": ["response", "response_note", "version"],
    "/risks/{risk}/actions/new": ["title", "owner", "due_on", "note", "version"],
    "/risks/{risk}/acceptance-request": ["reason", "version"],
    "/risks/{risk}/closure": ["reason", "version"],
    "/risks/{risk}/materialisation": ["materialised_on", "what_happened", "version"],
    "/risks/{risk}/reopening": ["reason", "version"],
    "/risks/{risk}/acceptance": ["reason", "version"],
    "/risks/matrix/new": ["level_1_1", "level_3_3", "level_5_5", "version"],
    "/risks/matrix/new?probabilities=3&impacts=6": ["level_1_1", "level_3_6", "level_9_9"],
}
WRITES: dict[str, list[str]] = {
    "POST /risks": ["project", *WORDS, *RATING, "next_review_on"],
    "PATCH /risks/{risk}": [*WORDS, "version"],
    "POST /risks/{risk}/reviews": [*RATING, "verdict", "comment", "next_review_on", "version"],
    "POST /risks/{risk}/treatment": ["response", "response_note", "version"],
    "POST /risks/{risk}/actions": ["title", "owner", "due_on", "note", "version"],
    "POST /risks/{risk}/acceptance-request": ["reason", "version"],
    "POST /risks/{risk}/acceptance": ["reason", "version"],
    "POST /risks/{risk}/closure": ["reason", "version"],
    "POST /risks/{risk}/materialisation": ["materialised_on", "what_happened", "version"],
    "POST /risks/{risk}/reopening": ["reason", "version"],
    "POST /risks/matrix": ["rows"],
}
LISTS = ["q", "project", "programme", "category", "level", "state", "owner", "probability", "impact"]
LISTS += ["overdue", "unplaced", "mine", "waiting", "sort", "after", "before", "limit"]
#: Acceptable, so that one bad value among good ones gets as far as it can.
GOOD: dict[str, Any] = {
    "title": "Paper lists",
    "category": "cost",
    "project": "STORE",
    "owner": "member@example.org",
    "verdict": "on_track",
    "comment": "Seen.",
    "reason": "Because.",
    "response": "reduce",
    "response_note": "Training",
    "what_happened": "It did.",
    "materialised_on": TODAY.isoformat(),
    "due_on": days(3).isoformat(),
    "next_review_on": days(30).isoformat(),
    "rows": [["low"] * 3, ["moderate"] * 3, ["critical"] * 3],
}


def filled(names: list[str], values: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Good values, of which some are replaced by strange ones, some left out."""
    strange = st.dictionaries(st.sampled_from(names), st.sampled_from(values), max_size=3)
    good = {name: GOOD[name] for name in names if name in GOOD}
    missing = st.sets(st.sampled_from(names), max_size=1)
    return st.tuples(strange, missing).map(
        lambda drawn: {
            name: value
            for name, value in {**good, **drawn[0]}.items()
            if name not in drawn[1] - set(drawn[0])
        }
    )


def stored() -> tuple[int, ...]:
    """How much there is of everything that an act could leave behind."""
    tables = (Risk.__table__, RiskScore.__table__, RiskMatrix.__table__, ActionItem.__table__, ENTRY)
    parts = [select(literal(n), func.count()).select_from(table) for n, table in enumerate(tables)]
    found = dict(session().execute(union_all(*parts)).tuples().all())
    session().rollback()
    return tuple(found[number] for number in range(len(tables)))


def a_risk(world: World) -> int:
    risk = make_risk(world.project, owner=world.member)
    session().commit()
    return risk.id


def test_no_form_breaks_and_what_is_refused_leaves_nothing(world: World, browser: Browser) -> None:
    risk_id = a_risk(world)
    browser.as_(world.office)

    @SETTINGS
    @given(
        st.sampled_from(sorted(FORMS)).flatmap(lambda key: st.tuples(st.just(key), filled(FORMS[key], TEXTS)))
    )
    def send(drawn: tuple[str, dict[str, Any]]) -> None:
        address, values = drawn
        before = stored()
        page = browser.post(address.format(risk=risk_id), values)
        assert page.status in {303, 400, 409, 422}, (address, values)
        if page.status != 303:
            assert stored() == before, (address, values)

    send()


def test_no_write_of_the_api_breaks_and_what_is_refused_leaves_nothing(world: World, api: Api) -> None:
    risk_id = a_risk(world)
    api.as_(world.office)

    @SETTINGS
    @given(
        st.sampled_from(sorted(WRITES)).flatmap(
            lambda key: st.tuples(st.just(key), filled(WRITES[key], VALUES))
        )
    )
    def send(drawn: tuple[str, dict[str, Any]]) -> None:
        write, body = drawn
        method, _space, address = write.format(risk=risk_id).partition(" ")
        before = stored()
        answer = api.open(method, address, body)
        assert answer.status_code in {200, 201, 400, 409, 422}, (write, body, answer.status_code)
        if answer.status_code >= 400:
            assert stored() == before, (write, body)

    send()


def test_no_filter_breaks_the_register(world: World, browser: Browser, api: Api) -> None:
    a_risk(world)
    browser.as_(world.employee)
    api.as_(world.employee)

    @SETTINGS
    @given(st.dictionaries(st.sampled_from(LISTS), st.sampled_from(TEXTS), max_size=4))
    def ask(parameters: dict[str, str]) -> None:
        assert browser.get("/risks", query_string=parameters).status == 200
        answer = api.client.get("/api/v1/risks", query_string=parameters, headers=api.headers)
        assert answer.status_code in {200, 422}

    ask()


def test_a_body_that_is_no_object_is_refused(world: World, api: Api) -> None:
    risk_id = a_risk(world)
    api.as_(world.office)
    bodies: list[Any] = [[], "text", 7, None, [[]]]
    for body in bodies:
        for address in ("/risks", f"/risks/{risk_id}/reviews", "/risks/matrix"):
            answer = api.client.post(f"/api/v1{address}", json=body, headers=api.headers)
            assert answer.status_code in {400, 422}, (body, address)
