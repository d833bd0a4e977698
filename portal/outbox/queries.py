"""Reads of the outbox: for administrators and for those who watch the portal."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import func, select

from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.database import session
from portal.outbox.models import Letter, LetterState


class LetterFilters(Filters):
    """State and receiver; the newest first."""

    default_sort: ClassVar[str] = "-created_at"
    sortable: ClassVar[tuple[str, ...]] = ("created_at",)

    state: OptionalText = None
    q: OptionalText = None


def letters(filters: LetterFilters) -> Page[Letter]:
    """Letters by state, and by a part of the receiver's name or address. One SQL statement."""
    statement = select(Letter)
    if filters.state in set(LetterState):
        statement = statement.where(Letter.state == filters.state)
    if filters.q:
        place = Letter.name.icontains(filters.q, autoescape=True)
        statement = statement.where(place | Letter.email.icontains(filters.q, autoescape=True))
    sorts = {"created_at": Sort(Letter.created_at, lambda letter: letter.created_at)}
    return paginate(statement, filters, sorts=sorts, key=Letter.id)


def letter_by_id(letter_id: int) -> Letter | None:
    """Loader for addresses."""
    return session().get(Letter, letter_id)


def gathered() -> list[Letter]:
    """What waits for the daily letters, the oldest first."""
    statement = select(Letter).where(Letter.state == LetterState.GATHERED).order_by(Letter.id)
    return list(session().scalars(statement.with_for_update(skip_locked=True)))


def lag(now: dt.datetime) -> dt.timedelta:
    """How long the letter that waits longest has been due; zero when nothing is due."""
    due: dt.datetime | None = session().scalar(select(func.min(Letter.next_try_at)))
    return max(dt.timedelta(0), now - due) if due else dt.timedelta(0)


def counts() -> dict[str, int]:
    """How many letters have not left, by state."""
    unsent = [LetterState.WAITING, LetterState.FAILED, LetterState.GIVEN_UP]
    statement = select(Letter.state, func.count()).where(Letter.state.in_(unsent)).group_by(Letter.state)
    found = {row[0]: int(row[1]) for row in session().execute(statement)}
    return {state: found.get(state, 0) for state in unsent}
