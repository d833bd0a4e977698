"""What the API takes and gives about agreements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from portal.agreements.batches import Outcome
from portal.agreements.models import Agreement, AgreementAnswer, AgreementParty, AgreementVersion, Answer
from portal.core.api import Schema, View
from portal.core.values import OptionalLine, Paragraph


class AnswerIn(Schema):
    """`seen`: the digest of the version that was read; an answer to another one is refused with 409."""

    answer: Answer
    reason: Paragraph = ""
    seen: OptionalLine = ""


class RowIn(AnswerIn):
    """An answer to one party's question."""

    party: int = Field(ge=1, le=2**31 - 1)


class RowsIn(Schema):
    """Many answers at once; each is recorded on its own."""

    answers: list[RowIn] = Field(min_length=1, max_length=200)


class AnswerView(View):
    answer: str
    reason: str
    by: str
    on_behalf_of: str | None
    standing: str
    text_seen: str
    language_seen: str
    terms: dict[str, Any]
    digest: str
    identified_by: str
    answered_at: dt.datetime


class PartyView(View):
    id: int
    capacity: str
    capacity_on: dt.date
    person: str | None
    answer_due_on: dt.date | None
    answer: AnswerView | None


class VersionView(View):
    number: int
    text: str
    language: str
    terms: dict[str, Any]
    digest: str
    made_by: str | None
    made_at: dt.datetime
    parties: list[PartyView]


class AgreementView(View):
    id: int
    subject_kind: str
    subject_id: int
    purpose: str
    state: str
    number: int
    agreed_number: int | None
    versions: list[VersionView]


class OwedView(View):
    """An answer that the caller owes."""

    party: int
    agreement: int
    subject_kind: str
    subject_id: int
    title: str
    text: str
    digest: str
    since: dt.datetime
    answer_due_on: dt.date | None


class OutcomeView(View):
    party: int
    title: str
    happened: bool
    sentence: str


class OutcomesView(View):
    outcomes: list[OutcomeView]


def agreement_view(agreement: Agreement, versions: list[AgreementVersion]) -> dict[str, Any]:
    columns = ("id", "subject_kind", "subject_id", "purpose", "state", "number", "agreed_number")
    values = {name: getattr(agreement, name) for name in columns}
    return {**values, "versions": [_version_view(version) for version in versions]}


def _version_view(version: AgreementVersion) -> dict[str, Any]:
    columns = ("number", "text", "language", "terms", "digest", "made_at")
    values = {name: getattr(version, name) for name in columns}
    made_by = version.made_by.name if version.made_by else None
    return {**values, "made_by": made_by, "parties": [_party_view(party) for party in version.parties]}


def _party_view(party: AgreementParty) -> dict[str, Any]:
    return {
        "id": party.id,
        "capacity": party.capacity_label,
        "capacity_on": party.capacity_on,
        "person": party.person.name if party.person else None,
        "answer_due_on": party.answer_due_on,
        "answer": _answer_view(party.answer) if party.answer else None,
    }


def _answer_view(answer: AgreementAnswer) -> dict[str, Any]:
    columns = ("answer", "reason", "standing", "text_seen", "language_seen", "terms", "digest")
    values = {name: getattr(answer, name) for name in (*columns, "identified_by", "answered_at")}
    other = answer.on_behalf_of.name if answer.on_behalf_of else None
    return {**values, "by": answer.by.name, "on_behalf_of": other}


def outcome_view(outcome: Outcome) -> dict[str, Any]:
    return {
        "party": outcome.party_id,
        "title": outcome.title,
        "happened": outcome.happened,
        "sentence": outcome.sentence,
    }
