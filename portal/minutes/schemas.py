"""What the API takes and gives about circulated minutes, answers and errata."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from portal.core.api import Schema, View
from portal.core.values import Day, cleaned
from portal.minutes.forms import MOST_NOTES_DAYS, NOTES_DAYS, WORDS
from portal.minutes.models import Answer, Circulation, MinutesAnswer, Outcome
from portal.minutes.queries import silent
from portal.steering.forms import MINUTES
from portal.steering.schemas import MinutesText, PersonView, storable

Words = Annotated[str, BeforeValidator(cleaned), Field(max_length=WORDS), AfterValidator(storable)]
NeededWords = Annotated[Words, Field(min_length=1)]
Wording = Annotated[str, BeforeValidator(cleaned), Field(max_length=MINUTES), AfterValidator(storable)]


class CirculationIn(Schema):
    due_on: Day
    notes_days: int = Field(default=NOTES_DAYS, ge=0, le=MOST_NOTES_DAYS)


class ErratumIn(Schema):
    text: MinutesText
    reason: NeededWords
    due_on: Day


class AnswerIn(Schema):
    """`seen_version`: the `text_version` that was read. `proposed`: the whole text as it should read."""

    answer: Answer
    seen_version: int = Field(ge=0, lt=2**31)
    words: Words = ""
    proposed: Wording = ""


class SettlementIn(Schema):
    outcome: Annotated[Outcome, Field(description="`taken` or `declined`")]
    reason: Words = ""


class AnswerView(View):
    id: int
    person: PersonView
    answer: str
    words: str
    seen_version: int
    proposed: str
    answered_at: dt.datetime
    outcome: str
    outcome_reason: str


class CirculationView(View):
    """Number 0 is the minutes themselves, what follows are errata."""

    id: int
    meeting: str
    number: int
    text: str
    text_version: int
    reason: str
    made_by: PersonView | None
    made_at: dt.datetime
    due_on: dt.date
    notes_until_on: dt.date
    closed_by: PersonView | None
    closed_at: dt.datetime | None
    unanswered: list[str]
    answers: list[AnswerView]


ANSWER_FIELDS = (
    *("id", "person", "answer", "words", "seen_version", "proposed", "answered_at"),
    *("outcome", "outcome_reason"),
)
CIRCULATION_FIELDS = (
    *("id", "number", "reason", "made_by", "made_at", "due_on", "notes_until_on"),
    *("closed_by", "closed_at"),
)


def answer_view(answer: MinutesAnswer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in ANSWER_FIELDS}


def circulation_view(circulation: Circulation) -> dict[str, Any]:
    """While it is open, `unanswered` are those who still have time."""
    waiting = [person.name for person in silent(circulation)] if circulation.is_open else None
    return {
        **{name: getattr(circulation, name) for name in CIRCULATION_FIELDS},
        "meeting": circulation.meeting.code,
        "text": circulation.wording,
        "text_version": circulation.wording_version,
        "unanswered": circulation.unanswered if waiting is None else waiting,
        "answers": [answer_view(each) for each in circulation.answers],
    }
