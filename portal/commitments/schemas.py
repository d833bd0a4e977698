"""What the API takes and gives. People are named by e-mail or handle, departments and projects by code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import Field, PlainSerializer

from portal.accounts.models import Department, Person
from portal.commitments import queries
from portal.commitments.models import (
    Amendment,
    AmendmentState,
    Commitment,
    Delivery,
    Kind,
    Offer,
    Side,
    State,
    TermValues,
)
from portal.commitments.parts import MOST_PARTS, Part
from portal.core.api import Schema, View
from portal.core.errors import Invalid
from portal.core.values import Day, NeededParagraph, OptionalLine, Paragraph
from portal.projects.models import Milestone, Project
from portal.projects.references import coded_department, named_person

#: Amounts are JSON numbers, as in the workbook.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Hours = Annotated[Decimal, Field(ge=0, le=168, max_digits=6, decimal_places=2, allow_inf_nan=False)]


class PartIn(Schema):
    """A stretch of time with its own amount: a share of the week, or hours a week."""

    valid_from: Day
    valid_to: Day
    share_percent: int | None = Field(default=None, ge=5, le=100)
    hours_per_week: Hours | None = None

    def part(self) -> Part:
        return Part(self.valid_from, self.valid_to, self.share_percent, self.hours_per_week)


class TermsIn(Schema):
    """Who, how much, from when to when, for what.

    With `parts`, these say when and how much; period and amount of the whole follow from them.
    """

    person: OptionalLine = ""
    skill: OptionalLine = ""
    share_percent: int | None = Field(default=None, ge=5, le=100)
    hours_per_week: Hours | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    statement: Paragraph = ""
    done_means: Paragraph = ""
    parts: list[PartIn] = Field(default=[], max_length=MOST_PARTS)

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
            done_means=self.done_means,
            parts=tuple(each.part() for each in self.parts),
        )


class HangingIn(Schema):
    """Codes of the project's milestones that move if the answer is no, or later."""

    milestones: list[OptionalLine] = Field(default=[], max_length=50)

    def needed_for(self, project: Project) -> list[Milestone]:
        """Raises `Invalid` at `milestones` for a code that the project does not have."""
        known = {each.code: each for each in project.milestones}
        for code in self.milestones:
            if code not in known:
                raise Invalid(milestones=_("There is no milestone %(code)s.", code=code))
        return [known[code] for code in dict.fromkeys(self.milestones)]


class DraftIn(TermsIn, HangingIn):
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


class DraftChangesIn(TermsIn, HangingIn, Versioned):
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


class Answering(Versioned):
    """`seen`: the digest of the text that was read; an answer to an older one is refused with 409."""

    seen: OptionalLine = ""


class CounterIn(TermsIn, Answering):
    """What is offered instead, in full."""

    note: Paragraph = ""


class AmendmentIn(TermsIn, Versioned):
    """Other terms for a promise in force, in full, and why."""

    note: NeededParagraph


class HandOverIn(Versioned):
    """Who takes over, and why."""

    person: OptionalLine
    note: NeededParagraph

    def chosen(self) -> Person:
        if not self.person:
            raise Invalid(person=_("Name the person who takes over."))
        return named_person(self.person)


class ConfirmationIn(Answering):
    """`person` is needed where a skill was asked for."""

    person: OptionalLine = ""
    note: Paragraph = ""

    def chosen(self) -> Person | None:
        return named_person(self.person) if self.person else None


class NoteIn(Answering):
    note: Paragraph = ""


class ReasonIn(Answering):
    reason: NeededParagraph


class OptionalReasonIn(Versioned):
    reason: Paragraph = ""


class DeliveryIn(Schema):
    """Hours of the week in which `week_on` lies."""

    week_on: Day
    hours: Hours


class PartView(View):
    valid_from: dt.date | None
    valid_to: dt.date | None
    share_percent: int | None
    hours_per_week: Number | None


class TermsView(View):
    person: str | None
    skill: str
    share_percent: int | None
    hours_per_week: Number | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    statement: str
    done_means: str
    parts: list[PartView]


class OfferView(TermsView):
    number: int
    is_counter: bool
    is_promise: bool
    is_amendment: bool
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
    is_recalled: bool
    amending: Side | None
    version: int


class AmendmentView(View):
    """Other terms for a promise in force: which version, from which side, what became of them."""

    offer: int
    side: Side
    state: AmendmentState
    proposed_by: str | None
    proposed_on: dt.date
    closed_by: str | None
    closed_on: dt.date | None
    reason: str


class CommitmentWithOffers(CommitmentView):
    """A commitment with every version of its terms.

    `waits_for` is whoever could answer today; none while it is `requested` is a vacancy.
    """

    answered_by: str | None
    waits_for: str | None
    offers: list[OfferView]
    amendments: list[AmendmentView]
    milestones: list[str]


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
        "done_means": terms.done_means,
        "parts": [vars(part) for part in terms.parts],
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
        "is_recalled": row.is_recalled,
        "amending": row.amending,
        "version": row.version,
    }


def commitment_with_offers(row: Commitment, today: dt.date) -> dict[str, Any]:
    waits_for = row.able_answerer_on(today) if row.state == State.REQUESTED else None
    if row.state == State.COUNTERED:
        waits_for = queries.asker_on(row, today)
    return {
        **commitment_view(row),
        "answered_by": key_of(row.answered_by),
        "waits_for": key_of(waits_for),
        "offers": [offer_view(offer) for offer in row.offers],
        "amendments": [amendment_view(row, each) for each in row.amendments],
        "milestones": [each.code for each in row.milestones],
    }


def amendment_view(row: Commitment, amendment: Amendment) -> dict[str, Any]:
    numbers = {offer.id: offer.number for offer in row.offers}
    return {
        "offer": numbers[amendment.offer_id],
        "side": amendment.side,
        "state": amendment.state,
        "proposed_by": key_of(amendment.proposed_by),
        "proposed_on": amendment.proposed_on,
        "closed_by": key_of(amendment.closed_by),
        "closed_on": amendment.closed_on,
        "reason": amendment.reason,
    }


def offer_view(offer: Offer) -> dict[str, Any]:
    return {
        **terms_view(offer),
        "number": offer.number,
        "is_counter": offer.is_counter,
        "is_promise": offer.is_promise,
        "is_amendment": offer.is_amendment,
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
