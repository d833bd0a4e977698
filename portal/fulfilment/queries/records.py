"""Single records: a week by its address, objectives, the evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.commitments.models import Commitment, Kind
from portal.commitments.queries import commitment_by_id
from portal.core import clock
from portal.database import session
from portal.fulfilment.contributions import Contribution
from portal.fulfilment.models import Evaluation, Objectives, ObjectivesAnswer, StatedReason
from portal.fulfilment.queries.weeks import weeks_between
from portal.fulfilment.weeks import Week


def week_of(commitment_id: int, week_on: str) -> Week | None:
    """Loader for addresses: a Monday in which something was promised or given."""
    commitment, monday = commitment_by_id(commitment_id), _monday(week_on)
    if commitment is None or monday is None or commitment.kind != Kind.STAFFING:
        return None
    return week_at(commitment, monday, clock.today())


def week_at(commitment: Commitment, monday: dt.date, today: dt.date) -> Week | None:
    found = weeks_between([commitment], monday, monday + dt.timedelta(days=4), today)
    return next((week for week in found if week.week_on == monday), None)


def _monday(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    is_written_so = day.isoformat() == text and 1900 <= day.year <= 2200
    return day if is_written_so and day.weekday() == 0 else None


def reasons_of_whole(commitment: Commitment) -> Sequence[StatedReason]:
    """Why the promise as a whole was not kept, as either side says it."""
    statement = (
        select(StatedReason)
        .where(StatedReason.commitment_id == commitment.id, StatedReason.week_on.is_(None))
        .options(joinedload(StatedReason.by))
        .order_by(StatedReason.stated_by)
    )
    return session().scalars(statement).all()


def objectives_of(commitment: Commitment) -> Sequence[Objectives]:
    """Every version that was proposed, newest first."""
    statement = (
        select(Objectives)
        .where(Objectives.commitment_id == commitment.id)
        .options(
            selectinload(Objectives.items),
            joinedload(Objectives.proposed_by),
            joinedload(Objectives.answered_by),
        )
        .order_by(Objectives.number.desc())
    )
    return session().scalars(statement).all()


def agreed_objectives(commitment: Commitment) -> Objectives | None:
    """The version that is part of the promise."""
    return next(
        (each for each in objectives_of(commitment) if each.answer == ObjectivesAnswer.ACCEPTED), None
    )


def open_objectives(commitment: Commitment) -> Objectives | None:
    """The version that waits for the head; only the newest can."""
    newest = next(iter(objectives_of(commitment)), None)
    return newest if newest is not None and newest.answer == ObjectivesAnswer.OPEN else None


def evaluation_of(commitment: Commitment) -> Evaluation | None:
    statement = select(Evaluation).where(Evaluation.commitment_id == commitment.id)
    return session().scalars(statement).one_or_none()


def contribution_of(commitment_id: int) -> Contribution | None:
    """Loader for addresses."""
    commitment = commitment_by_id(commitment_id)
    return None if commitment is None else Contribution(commitment, evaluation_of(commitment))
