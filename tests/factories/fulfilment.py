"""Looks at weeks, objectives and evaluations for tests."""

from __future__ import annotations

from decimal import Decimal

from portal.accounts.models import Person
from portal.commitments.models import Commitment, Delivery
from portal.database import session
from portal.fulfilment.models import (
    Evaluation,
    Objective,
    Objectives,
    ObjectivesAnswer,
    StatedReason,
    WeekReview,
)
from tests.support.times import NOW


def make_review(delivery: Delivery, by: Person, *, hours: str | None = None, reason: str = "") -> WeekReview:
    """A look at the figure entered; with `hours` a disagreement."""
    review = WeekReview(
        delivery=delivery,
        entered_hours=delivery.hours,
        hours=None if hours is None else Decimal(hours),
        reason=reason or ("They were there all week." if hours else ""),
        by=by,
        looked_at=NOW,
    )
    session().add(review)
    session().flush()
    return review


def make_reason(
    commitment: Commitment, week_on: object, side: str, reason: str, by: Person | None = None
) -> StatedReason:
    stated = StatedReason(
        commitment=commitment, week_on=week_on, stated_by=side, reason=reason, note="", by=by, stated_at=NOW
    )
    session().add(stated)
    session().flush()
    return stated


def make_objectives(
    commitment: Commitment, *texts: str, by: Person | None = None, accepted_by: Person | None = None
) -> Objectives:
    """One version; agreed where somebody accepted it."""
    answer = ObjectivesAnswer.ACCEPTED if accepted_by else ObjectivesAnswer.OPEN
    version = Objectives(
        commitment=commitment,
        number=1,
        proposed_by=by,
        proposed_at=NOW,
        answer=answer,
        answered_by=accepted_by,
        answered_at=NOW if accepted_by else None,
    )
    version.items = [Objective(number=number, text=text) for number, text in enumerate(texts, start=1)]
    session().add(version)
    session().flush()
    return version


def make_evaluation(
    commitment: Commitment, *, head: Person | None = None, manager: Person | None = None, text: str = ""
) -> Evaluation:
    """Confirmed by whoever is named."""
    evaluation = Evaluation(
        commitment=commitment,
        person=commitment.person,
        text=text or "Knew every shelf. Should ask earlier.",
        written_by=manager,
        written_at=NOW,
        head=head,
        head_confirmed_at=NOW if head else None,
        manager=manager,
        manager_confirmed_at=NOW if manager else None,
    )
    session().add(evaluation)
    session().flush()
    return evaluation
