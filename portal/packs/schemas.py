"""What the API takes and gives about packs and questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from portal.core.api import Schema, View
from portal.core.values import cleaned
from portal.packs.forms import WORDS
from portal.packs.models import Pack, Question
from portal.packs.telling import Section
from portal.steering.schemas import PersonView, storable

Words = Annotated[
    str, BeforeValidator(cleaned), Field(min_length=1, max_length=WORDS), AfterValidator(storable)
]


class TextIn(Schema):
    text: Words


class AnswerIn(Schema):
    answer: Words
    version: int | None = Field(default=None, ge=0, lt=2**31)


class PackRowView(View):
    id: int
    number: int
    digest: str
    frozen_at: dt.datetime
    frozen_by: PersonView | None


class ErratumView(View):
    text: str
    added_by: PersonView | None
    added_at: dt.datetime


class PackView(PackRowView):
    """`content` without records that the caller may not see; `digest` is of the whole."""

    meeting: str
    is_unchanged: bool
    content: dict[str, Any]
    left_out: list[str]
    errata: list[ErratumView]


class QuestionView(View):
    id: int
    agenda_item_id: int | None
    item_title: str
    text: str
    asked_by: PersonView | None
    asked_at: dt.datetime
    answer: str
    answered_by: PersonView | None
    answered_at: dt.datetime | None
    version: int


def pack_row(pack: Pack) -> dict[str, Any]:
    return {name: getattr(pack, name) for name in PackRowView.model_fields}


def pack_view(pack: Pack, told: Sequence[Section], left_out: list[str], hidden: set[int]) -> dict[str, Any]:
    shown = {
        section.name: [row for row in pack.content[section.name] if row.get("project_id") not in hidden]
        for section in told
    }
    return {
        **pack_row(pack),
        "meeting": pack.meeting.code,
        "is_unchanged": pack.is_unchanged,
        "content": {**pack.content, **shown},
        "left_out": left_out,
        "errata": [{name: getattr(each, name) for name in ErratumView.model_fields} for each in pack.errata],
    }


def question_view(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in QuestionView.model_fields}
