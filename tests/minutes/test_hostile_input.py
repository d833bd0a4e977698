"""Whatever is sent: an answer below 500, and nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.database import session
from portal.minutes.models import Circulation, MinutesAnswer
from portal.register.queries import current_size
from portal.steering.models import MeetingState
from tests.factories.minutes import make_answer, make_circulation
from tests.minutes.conftest import Held
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES

LIMITS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANSWERS = st.sampled_from(["confirm", "correct", "dissent", "note", "", "maybe", "\x00"])


def state() -> tuple[int, int]:
    session().expire_all()
    stored = session().scalar(select(func.count(MinutesAnswer.id))) or 0
    return current_size(), stored + (session().scalar(select(func.count(Circulation.id))) or 0)


@LIMITS
@given(answer=ANSWERS, words=VALUES, proposed=VALUES, version=VALUES | st.just("1"))
def test_answering_with_nonsense(
    held: Held, browser: Browser, answer: str, words: str, proposed: str, version: str
) -> None:
    session().rollback()
    made = session().scalars(select(Circulation)).first() or make_circulation(held.meeting)
    session().commit()
    before = state()
    body = {"answer": answer, "words": words, "proposed": proposed, "version": version}
    page = browser.as_(held.steering.other).post(f"/circulations/{made.id}/answer", body)
    after = state()
    assert page.status in {303, 400, 409, 413, 422}
    assert (page.status == 303) == (after[1] > before[1]) == (after[0] > before[0])


@LIMITS
@given(due_on=VALUES, notes_days=VALUES, text=VALUES, is_erratum=st.booleans())
def test_sending_round_with_nonsense(
    held: Held, browser: Browser, due_on: str, notes_days: str, text: str, is_erratum: bool
) -> None:
    session().rollback()
    held.meeting.state = MeetingState.APPROVED if is_erratum else MeetingState.CLOSED
    session().commit()
    before = state()
    place = f"/meetings/{held.meeting.id}/" + ("errata/new" if is_erratum else "minutes/circulation")
    body = {"due_on": due_on, "notes_days": notes_days, "text": text, "reason": text}
    page = browser.as_(held.steering.secretary).post(place, body)
    after = state()
    assert page.status in {303, 400, 409, 413, 422}
    assert (page.status == 303) == (after[1] > before[1]) == (after[0] > before[0])


@LIMITS
@given(
    body=st.dictionaries(
        st.sampled_from(["answer", "seen_version", "words", "proposed", "outcome", "reason", "due_on"]),
        JSON | ANSWERS,
        max_size=5,
    )
    | JSON,
    act=st.sampled_from(["answers", "closing", "settlement", "circulations", "errata"]),
)
def test_the_api_with_nonsense(held: Held, api: Api, body: Any, act: str) -> None:
    session().rollback()
    made = session().scalars(select(Circulation)).first() or make_circulation(held.meeting)
    given_ = session().scalars(select(MinutesAnswer)).first() or make_answer(
        made, held.steering.other, "correct", proposed="Otherwise."
    )
    session().commit()
    places = {
        "settlement": f"/minutes-answers/{given_.id}/settlement",
        "circulations": f"/meetings/{held.meeting.id}/circulations",
        "errata": f"/meetings/{held.meeting.id}/errata",
    }
    place = places.get(act, f"/circulations/{made.id}/{act}")
    person = held.steering.chair if act == "closing" else held.steering.secretary
    answer = api.as_(person).post(place, body)
    assert answer.status_code in {200, 201, 400, 409, 413, 415, 422}


@LIMITS
@given(
    outcome=st.sampled_from(["taken", "declined", "", "waiting", "\x00"]) | VALUES,
    reason=VALUES,
    version=VALUES,
)
def test_settling_closing_and_tapping_with_nonsense(
    held: Held, browser: Browser, outcome: str, reason: str, version: str
) -> None:
    session().rollback()
    held.meeting.state = MeetingState.CLOSED
    made = session().scalars(select(Circulation)).first() or make_circulation(held.meeting)
    waiting = make_answer(made, held.steering.other, "correct", proposed="Otherwise.")
    session().commit()
    body = {"outcome": outcome, "reason": reason, "version": version}
    for person, place in (
        (held.steering.deputy, f"/circulations/{made.id}/confirmation"),
        (held.steering.chair, f"/circulations/{made.id}/closing"),
        (held.steering.secretary, f"/minutes-answers/{waiting.id}/settlement"),
    ):
        before = state()
        page = browser.as_(person).post(place, body)
        assert page.status in {303, 400, 409, 413, 422}, (place, body)
        assert (page.status == 303) == (state()[0] > before[0]), "an act is in the register, a refusal is not"
        assert made.is_open, "a correction waits: nobody closes over it"


def test_addresses_that_no_record_could_have(held: Held, browser: Browser) -> None:
    browser.as_(held.steering.chair)
    for number in ("0", "2147483648", "9" * 40, "x"):
        for place in ("circulations/{}", "circulations/{}/answer", "minutes-answers/{}/settlement"):
            assert browser.get("/" + place.format(number)).status == 404
