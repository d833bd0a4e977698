"""Reads of declared interests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.steering.models import Interest, SteeringGroup


def interest_of(group_id: int, interest_id: int) -> Interest | None:
    """Loader for addresses: the interest, if it was declared to this group."""
    found = by_number(Interest, interest_id)
    return found if found is not None and found.group_id == group_id else None


def interests_of(group: SteeringGroup, day: dt.date | None = None) -> Sequence[Interest]:
    """What members declared, by person; those that hold on `day`, or of all times."""
    statement = select(Interest).where(Interest.group_id == group.id)
    if day is not None:
        statement = statement.where(Interest.holding_on(day))
    statement = statement.options(joinedload(Interest.person)).order_by(Interest.person_id, Interest.id)
    return session().scalars(statement.limit(200)).all()
