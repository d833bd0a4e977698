"""Every form and every write of the API with values that nobody should send: no 500, nothing half-stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, union_all

from portal.commitments.models import Delivery, State
from portal.database import session
from portal.fulfilment.models import Evaluation, Objective, Objectives, StatedReason, WeekReview
from portal.register.models import ENTRY
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.factories.fulfilment import make_evaluation, make_objectives, make_review
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, days

SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
MONDAY = dt.date(2026, 2, 23)
WEEK = f"/commitments/{{commitment}}/weeks/{MONDAY}"
TEXTS = [
    *("", " ", "\x00", "a\x00b", "a\nb", "\u202egnp.exe", "\u200b\u200b", "x" * 10_000, "名" * 400),
    *("'; DROP TABLE delivery; --", "{{ 7*7 }}", "<script>alert(1)</script>", "%(name)s", "=1+1"),
    *("-1", "0", "1", "16", "7,5", "40 %", "101 %", "9" * 400, "1e309", "NaN", "١٢", "0x10", "81", "80.001"),
    *("2026-02-23", "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-09", "yesterday"),
    *("corrected", "both_stand", "accepted", "open", "illness", "other", "met", "null", "None", "[]"),
]
VALUES: list[Any] = [
    *TEXTS,
    *(None, True, False, 0, 4, -1, 2**31, 2**63, 10**400, 1.5, 1e308, [], ["x"], {}, {"a": 1}, "\ud800"),
]
FORMS: dict[str, list[str]] = {
    "manager /commitments/{commitment}/deliveries": ["week_on", "hours"],
    "manager /projects/STORE/given": ["week", "hours_{commitment}", "shown_{commitment}"],
    f"head {WEEK}/agreement": ["seen"],
    f"head {WEEK}/objection": ["hours", "reason", "seen"],
    f"manager {WEEK}/settlement": ["settlement", "note"],
    f"head {WEEK}/reason": ["reason", "note"],
    "manager /commitments/{commitment}/reason": ["reason", "note"],
    "manager /commitments/{commitment}/objectives": ["texts"],
    "head /commitments/{commitment}/objectives/answer": ["number", "answer", "reason"],
    "manager /commitments/{commitment}/evaluation/edit": ["text", "outcome_1", "note_1", "version"],
    "manager /commitments/{commitment}/evaluation/confirmation": ["version"],
}
WRITES: dict[str, list[str]] = {
    "manager POST deliveries": ["week_on", "hours"],
    "head POST looks": ["week_on", "seen"],
    "head POST objections": ["week_on", "hours", "reason", "seen"],
    "manager POST settlements": ["week_on", "settlement", "note"],
    "head POST verdict": ["week_on", "reason", "note"],
    "manager POST objectives": ["objectives"],
    "head POST objectives/answer": ["number", "answer", "reason"],
    "manager PUT evaluation": ["text", "outcomes", "version"],
    "manager POST evaluation/confirmation": ["version"],
    "member POST evaluation/words": ["own_words"],
}
#: Acceptable, so that one bad value among good ones gets as far as it can.
GOOD: dict[str, Any] = {
    "week_on": MONDAY.isoformat(),
    "week": MONDAY.isoformat(),
    "hours": "8",
    "seen": "4",
    "reason": "illness",
    "settlement": "corrected",
    "answer": "accepted",
    "texts": "Count the shelves",
    "objectives": ["Count the shelves"],
    "text": "Knew every shelf.",
    "outcomes": [{"number": 1, "outcome": "met"}],
}
TABLES = (
    *(Delivery.__table__, WeekReview.__table__, StatedReason.__table__, Objectives.__table__),
    *(Objective.__table__, Evaluation.__table__, ENTRY),
)


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
    parts = [select(literal(n), func.count()).select_from(table) for n, table in enumerate(TABLES)]
    found = dict(session().execute(union_all(*parts)).all())
    session().rollback()
    return tuple(found[number] for number in range(len(TABLES)))


def a_promise(world: World, kind: str) -> int:
    """In the state in which this form or write does something."""
    is_evaluation = "evaluation" in kind
    ended = is_evaluation or kind.endswith("}/reason")
    commitment = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state=State.MISSED if ended else State.CONFIRMED,
        wanted=terms(person=world.member, valid_from=days(-22)),
    )
    delivery = make_delivery(commitment, MONDAY, "4", world.manager)
    delivery.entered_at = NOW
    if "settlement" in kind:
        make_review(delivery, world.head, hours="20")
    if "objectives" in kind or is_evaluation:
        accepted_by = world.head if is_evaluation else None
        make_objectives(commitment, "Teach two colleagues", by=world.manager, accepted_by=accepted_by)
    if is_evaluation:
        both = {"head": world.head, "manager": world.manager} if "words" in kind else {}
        make_evaluation(commitment, **both)
    session().commit()
    return commitment.id


def test_no_form_breaks_and_what_is_refused_leaves_nothing(world: World, browser: Browser) -> None:
    @SETTINGS
    @given(
        st.sampled_from(sorted(FORMS)).flatmap(lambda key: st.tuples(st.just(key), filled(FORMS[key], TEXTS)))
    )
    def send(drawn: tuple[str, dict[str, Any]]) -> None:
        form, values = drawn
        role, _space, address = form.partition(" ")
        number = a_promise(world, form)
        before = stored()
        browser.as_(getattr(world, role))
        body = {name.format(commitment=number): value for name, value in values.items()}
        page = browser.post(address.format(commitment=number), body)
        assert page.status in {303, 400, 409, 422}, (form, values)
        if page.status != 303:
            assert stored() == before, (form, values)

    send()


def test_no_write_of_the_api_breaks_and_what_is_refused_leaves_nothing(world: World, api: Api) -> None:
    @SETTINGS
    @given(
        st.sampled_from(sorted(WRITES)).flatmap(
            lambda key: st.tuples(st.just(key), filled(WRITES[key], VALUES))
        )
    )
    def send(drawn: tuple[str, dict[str, Any]]) -> None:
        write, body = drawn
        role, method, resource = write.split(" ")
        number = a_promise(world, write)
        before = stored()
        api.as_(getattr(world, role))
        answer = api.open(method, f"/commitments/{number}/{resource}", body)
        assert answer.status_code in {200, 201, 400, 409, 422}, (write, body, answer.status_code)
        if answer.status_code >= 400:
            assert stored() == before, (write, body)

    send()


def test_no_week_breaks_the_page_of_a_project(world: World, browser: Browser) -> None:
    a_promise(world, "")
    browser.as_(world.employee)

    @SETTINGS
    @given(st.sampled_from(TEXTS))
    def ask(week: str) -> None:
        assert browser.get("/projects/STORE/given", query_string={"week": week}).status == 200

    ask()


def test_the_same_submission_twice_disagrees_once(world: World, browser: Browser) -> None:
    number = a_promise(world, "")
    page = browser.as_(world.head).get(f"{WEEK.format(commitment=number)}/objection")
    values = {"hours": "20", "reason": "There all week"}
    first = browser.submit(page, values, follow=False)
    second = browser.submit(page, values, follow=False)
    assert (first.status, second.location) == (303, first.location)
    assert len(session().scalars(select(WeekReview)).all()) == 1
