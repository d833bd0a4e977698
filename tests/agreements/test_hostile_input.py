"""Whatever is sent to the forms and the API: an answer below 500, and nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.agreements.models import AgreementAnswer, AgreementVersion
from portal.database import session
from portal.register.queries import current_size
from tests.factories.accounts import World
from tests.factories.agreements import as_head, first, put
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

LIMITS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANSWERS = st.sampled_from(["accept", "decline", "counter", "", "maybe", "\x00"])
ONCE = "the same submission"


def state() -> tuple[int, int]:
    session().expire_all()
    return current_size(), len(session().scalars(select(AgreementAnswer.id)).all())


def is_whole() -> bool:
    """Every answer belongs to a version whose words have the digest that was answered."""
    answers = session().scalars(select(AgreementAnswer)).all()
    return all(each.digest == each.party.version.digest for each in answers)


@LIMITS
@given(answer=ANSWERS, reason=VALUES, seen=VALUES, once=st.sampled_from(["", ONCE, "x" * 300]))
def test_answering_with_nonsense(
    world: World, browser: Browser, answer: str, reason: str, seen: str, once: str
) -> None:
    version = put(world, as_head(world))
    session().commit()
    before = state()
    body = {"answer": answer, "reason": reason, "seen": seen, "once": once}
    page = browser.as_(world.head).post(f"/agreements/parties/{first(version).id}/answer", body)
    after = state()
    assert page.status in {303, 400, 409, 422}
    assert (after[1] > before[1]) == (after[0] > before[0])
    assert is_whole()


@LIMITS
@given(
    rows=st.dictionaries(
        st.sampled_from(["answer-{}", "reason-{}", "seen-{}", "answer-0", "answer-99999999999", "answer-x"]),
        VALUES | ANSWERS,
        max_size=5,
    )
)
def test_many_answers_of_nonsense(world: World, browser: Browser, rows: dict[str, str]) -> None:
    number = first(put(world, as_head(world))).id
    session().commit()
    before = state()
    body = {name.format(number): value for name, value in rows.items()}
    page = browser.as_(world.head).post("/agreements/answers", body)
    after = state()
    assert page.status in {303, 409, 422}
    assert (page.status == 303) == (after[1] > before[1]) == (after[0] > before[0])
    assert is_whole()


@LIMITS
@given(
    body=st.dictionaries(st.sampled_from(["answer", "reason", "seen", "party", "answers"]), JSON, max_size=4)
    | JSON,
    is_batch=st.booleans(),
)
def test_the_api_with_nonsense(world: World, api: Api, body: Any, is_batch: bool) -> None:
    party = first(put(world, as_head(world)))
    session().commit()
    place = "/agreements/answers" if is_batch else f"/agreements/parties/{party.id}/answer"
    sent = {"answers": [body]} if is_batch else body
    answer = api.as_(world.head).post(place, sent)
    assert answer.status_code in {200, 400, 409, 415, 422}
    assert is_whole()


def test_addresses_that_no_record_could_have(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    for number in ("0", "2147483648", "9" * 40, "x"):
        assert browser.get(f"/agreements/{number}").status == 404
        assert browser.get(f"/agreements/parties/{number}/answer").status == 404


def test_the_same_form_sent_twice_answers_once(world: World, browser: Browser) -> None:
    version = put(world, as_head(world))
    session().commit()
    page = browser.as_(world.head).get(f"/agreements/parties/{first(version).id}/answer")
    sent = [browser.submit(page, {"answer": "accept"}, follow=False) for _turn in range(2)]
    assert [each.status for each in sent] == [303, 303]
    assert state()[1] == 1
    assert session().scalar(select(AgreementVersion.number)) == 1
