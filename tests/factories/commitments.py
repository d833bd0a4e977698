"""Asks and promises, made directly: states that operations would have to walk to."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from portal.accounts.models import Department, Person
from portal.commitments.models import Amendment, Commitment, Delivery, Kind, Offer, Side, State, TermValues
from portal.commitments.parts import Part
from portal.database import session
from portal.projects.models import Insider, Project
from tests.support.times import NOW, TODAY, days

_numbers = itertools.count(1)
ANSWERED = {State.CONFIRMED, State.COUNTERED, State.REFUSED, State.FULFILLED, State.MISSED, State.RELEASED}


def terms(**values: Any) -> TermValues:
    """Half a week of somebody who knows the stock counts, for two months."""
    defaults: dict[str, Any] = {
        "skill": "knows the stock counts",
        "share_percent": 50,
        "valid_from": TODAY,
        "valid_to": days(60),
        "statement": "Map the warehouse processes",
    }
    return TermValues(**{**defaults, **values})


def by_day(**values: Any) -> TermValues:
    """Terms of a deliverable or a decision."""
    return TermValues(**{"valid_to": days(30), "statement": "Clean master data of all suppliers", **values})


def make_commitment(
    project: Project,
    *,
    requester: Person | None = None,
    head: Person | None = None,
    department: Department | None = None,
    state: str = State.REQUESTED,
    kind: str = Kind.STAFFING,
    wanted: TermValues | None = None,
    **values: Any,
) -> Commitment:
    """A commitment in any state, with one offer where it was asked; the head may see the project."""
    wanted = wanted or (terms() if kind == Kind.STAFFING else by_day()).for_kind(kind)
    department = department or (head.department if head else None)
    asked = state != State.DRAFT
    answered = head if state in ANSWERED else None
    defaults: dict[str, Any] = {
        "code": f"{project.code}-X{next(_numbers)}",
        "created_at": NOW,
        "requested_on": TODAY if asked else None,
        "answer_due_on": days(7) if asked else None,
        "answered_on": TODAY if answered else None,
        "answered_by": answered,
        "moved_by": answered or requester,
        "moved_on": TODAY,
    }
    commitment = Commitment(
        project=project,
        kind=kind,
        department=department,
        head=head if asked else None,
        requester=requester,
        state=state,
        **{**defaults, **values},
    )
    commitment.take(wanted)
    session().add(commitment)
    if asked:
        _offer(commitment, wanted, requester)
    session().flush()
    _let_in(project, head if asked else None)
    return commitment


def _offer(commitment: Commitment, wanted: TermValues, requester: Person | None) -> None:
    offer = Offer(commitment=commitment, number=1, made_by=requester, made_at=NOW, note="")
    offer.take(wanted)
    session().add(offer)


def _let_in(project: Project, person: Person | None) -> None:
    if person is not None and session().get(Insider, (project.id, person.id)) is None:
        session().add(Insider(project=project, person_id=person.id))
        session().flush()


def make_counter(commitment: Commitment, head: Person, offered: TermValues) -> None:
    """A counter-offer to it."""
    commitment.counter(offered, by=head, today=TODAY)
    offer = Offer(commitment=commitment, number=2, made_by=head, made_at=NOW, note="", is_counter=True)
    offer.take(offered)
    session().add(offer)
    session().flush()


def make_amendment(commitment: Commitment, by: Person, side: Side, proposed: TermValues) -> Amendment:
    """Other terms for a promise in force."""
    number = len(commitment.offers) + 1
    offer = Offer(commitment=commitment, number=number, made_by=by, made_at=NOW, note="Things changed")
    offer.take(proposed)
    session().add(offer)
    amendment = commitment.propose(offer, side, by=by, today=TODAY)
    session().flush()
    return amendment


def make_delivery(commitment: Commitment, week_on: dt.date, hours: str, by: Person | None = None) -> Delivery:
    delivery = Delivery(commitment=commitment, week_on=week_on, hours=Decimal(hours), entered_by=by)
    session().add(delivery)
    session().flush()
    return delivery


def in_parts(*amounts: int | str, **values: Any) -> TermValues:
    """Terms in parts of thirty days each: a number is a share, a text is hours a week."""
    parts = tuple(
        Part(
            valid_from=days(30 * turn),
            valid_to=days(30 * turn + 29),
            share_percent=amount if isinstance(amount, int) else None,
            hours_per_week=None if isinstance(amount, int) else Decimal(amount),
        )
        for turn, amount in enumerate(amounts)
    )
    return terms(share_percent=None, parts=parts, **values).for_kind(Kind.STAFFING)
