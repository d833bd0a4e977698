"""What was answered to circulated minutes only grows, whoever asks the database."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.database import session
from portal.minutes import operations
from portal.minutes.models import MinutesAnswer
from tests.factories.minutes import make_answer, make_circulation
from tests.minutes.conftest import TEXT, Held
from tests.support.times import NOW

CHANGES = [
    "UPDATE minutes_answer SET answer = 'confirm'",
    "UPDATE minutes_answer SET words = ''",
    "UPDATE minutes_answer SET seen_text = 'never seen', seen_version = 7",
    "UPDATE minutes_answer SET outcome = 'declined'",
    "UPDATE minutes_answer SET outcome_reason = 'As agreed'",
    "DELETE FROM minutes_answer",
]


def settled(held: Held) -> MinutesAnswer:
    """A correction that was taken into the text; committed, so that nothing but a guard can hold it."""
    made = make_circulation(held.meeting, by=held.steering.secretary)
    given = make_answer(
        made, held.steering.other, "correct", words="Four shops.", proposed=f"{TEXT}\n- Four."
    )
    session().commit()
    operations.settle(given, outcome="taken", reason="", by=held.steering.secretary, now=NOW)
    session().commit()
    return given


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_was_answered(held: Held, change: str) -> None:
    given = settled(held)
    with pytest.raises(DBAPIError, match="only grows"):
        session().execute(text(change))
    session().rollback()
    assert (given.answer, given.words, given.outcome) == ("correct", "Four shops.", "taken")


def test_people_may_still_be_merged(held: Held) -> None:
    given = settled(held)
    session().execute(
        text("UPDATE minutes_answer SET person_id = :id, settled_by_id = :id"),
        {"id": held.steering.member.id},
    )
    session().commit()
    assert given.person is held.steering.member
