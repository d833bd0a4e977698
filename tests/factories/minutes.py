"""Minutes that go round, for tests."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.minutes.models import Circulation, MinutesAnswer
from portal.steering.models import Meeting
from tests.support.times import NOW, days


def make_circulation(meeting: Meeting, *, by: Person | None = None, **values: Any) -> Circulation:
    made = Circulation(
        meeting=meeting,
        **{
            "number": 0,
            "text": "",
            "reason": "",
            "made_by": by,
            "made_at": NOW,
            "due_on": days(7),
            "notes_until_on": days(14),
            **values,
        },
    )
    if made.number == 0:
        meeting.circulated_at = NOW
    session().add(made)
    session().flush()
    return made


def make_answer(
    circulation: Circulation, person: Person, answer: str = "confirm", **values: Any
) -> MinutesAnswer:
    given = MinutesAnswer(
        circulation=circulation,
        person=person,
        answer=answer,
        **{
            "words": "",
            "proposed": "",
            "outcome_reason": "",
            "seen_version": circulation.wording_version,
            "seen_text": circulation.wording,
            "answered_at": NOW,
            **values,
        },
    )
    session().add(given)
    session().flush()
    return given
