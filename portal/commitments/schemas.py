"""What the API takes and gives. People are named by e-mail or handle, departments and projects by code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, PlainSerializer

from portal.accounts.models import Department, Person
from portal.commitments.models import Commitment, Delivery, Kind, Offer, State, TermValues
from portal.core.api import Schema, View
from portal.core.values import Day, NeededParagraph, OptionalLine, Paragraph
from portal.projects.references import coded_department, named_person

#: Amounts are JSON numbers, as in the workbook.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Hours = Annotated[Decimal, Field(ge=0, le=168, max_digits=6, decimal_places=2, allow_inf_nan=False)]


class TermsIn(Schema):
    """Who, how much, from when to when, for what."""

    person: OptionalLine = ""
    skill: OptionalLine = ""
    share_percent: int | None = Field(default=None, ge=5, le=100)
    hours_per_week: Hours | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    statement: Paragraph = ""

    def terms(self) -> TermValues:
        """Raises `Invalid` at `person` if nobody, or more than one, is called so."""
        return TermValues(
            person=named_person(self.person) if self.person else None,
            skill=self.skill,
            share_percent=self.share_percent,
            hours_per_week=self.hours_per_week,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            statement=self.statement,
        )


class DraftIn(TermsIn):
    """A draft of an ask; `/request` asks it."""

    project: OptionalLine
    kind: Kind = Kind.STAFFING
    department: OptionalLine
    note: Paragraph = ""
    answer_due_on: Day | None = None

    def asked_department(self) -> Department | None:
        return coded_department(self.department)


class Versioned(Schema):
    """`version` as read: a later change in between is refused with 409."""

    version: int | None = None


class DraftChangesIn(TermsIn, Versioned):
    """All of a draft's content; what is left out becomes empty."""

    department: OptionalLine
    note: Paragraph = ""
    answer_due_on: Day | None = None

    def asked_department(self) -> Department | None:
        return coded_department(self.department)


class AskAgainIn(TermsIn, Versioned):
    """Other terms; `department` only for an ask that has none."""

    department: OptionalLine = ""
    note: Paragraph = ""
    answer_due_on: Day | None = None

    def asked_department(self) -> Department | None:
        return coded_department(self.department)


class CounterIn(TermsIn, Versioned):
    """What is offered instead, in full."""

    note: Paragraph = ""


class ConfirmationIn(Versioned):
    """`person` is needed where a skill was asked for."""

    person: OptionalLine = ""
    note: Paragraph = ""

    def chosen(self) -> Person | None:
        return named_person(self.person) if self.person else None


class NoteIn(Versioned):
    note: Paragraph = ""


class ReasonIn(Versioned):
    reason: NeededParagraph


class OptionalReasonIn(Versioned):
    reason: Paragraph = ""


class DeliveryIn(Schema):
    """Hours of the week in which `week_on` lies."""

    week_on: Day
    hours: Hours


class TermsView(View):
    person: str | None
    skill: str
    share_percent: int | None
    hours_per_week: Number | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    statement: str


class OfferView(TermsView):
    number: int
    is_counter: bool
    is_promise: bool
    made_by: str | None
    made_at: dt.datetime
    note: str


class CommitmentView(TermsView):
    """A commitment in a list; `head` is who was asked, on the day of the request."""

    id: int
    code: str
    project: str
    kind: Kind
    state: State
    department: str | None
    head: str | None
    requester: str | None
    requested_on: dt.date | None
    answer_due_on: dt.date | None
    answered_on: dt.date | None
    reason: str
    version: int


class CommitmentWithOffers(CommitmentView):
    """A commitment with every version of its terms.

    `waits_for` is whoever could answer today; none while it is `requested` is a vacancy.
    """

    answered_by: str | None
    waits_for: str | None
    offers: list[OfferView]


class DeliveryView(View):
    week_on: dt.date
    hours: Number
    entered_by: str | None


def terms_view(terms: Any) -> dict[str, Any]:
    return {
        "person": key_of(terms.person),
        "skill": terms.skill,
        "share_percent": terms.share_percent,
        "hours_per_week": terms.hours_per_week,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "statement": terms.statement,
    }


def commitment_view(row: Commitment) -> dict[str, Any]:
    return {
        **terms_view(row),
        "id": row.id,
        "code": row.code,
        "project": row.project.code,
        "kind": row.kind,
        "state": row.state,
        "department": row.department.code if row.department else None,
        "head": key_of(row.head),
        "requester": key_of(row.requester),
        "requested_on": row.requested_on,
        "answer_due_on": row.answer_due_on,
        "answered_on": row.answered_on,
        "reason": row.reason,
        "version": row.version,
    }


def commitment_with_offers(row: Commitment, today: dt.date) -> dict[str, Any]:
    waits_for = row.answerer_on(today) if row.state == State.REQUESTED else None
    return {
        **commitment_view(row),
        "answered_by": key_of(row.answered_by),
        "waits_for": key_of(waits_for),
        "offers": [offer_view(offer) for offer in row.offers],
    }


def offer_view(offer: Offer) -> dict[str, Any]:
    return {
        **terms_view(offer),
        "number": offer.number,
        "is_counter": offer.is_counter,
        "is_promise": offer.is_promise,
        "made_by": key_of(offer.made_by),
        "made_at": offer.made_at,
        "note": offer.note,
    }


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    return {
        "week_on": delivery.week_on,
        "hours": delivery.hours,
        "entered_by": key_of(delivery.entered_by),
    }


def key_of(person: Person | None) -> str | None:
    return person.key if person else None
