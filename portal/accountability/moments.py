"""What the register knew by the end of a day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.core import clock
from portal.database import session
from portal.register.models import ENTRY, SUBJECT
from portal.register.queries import current_size

#: Identifiers in one statement; SQLite takes 32,766 parameters.
CHUNK = 5000


@dataclass(frozen=True)
class Moment:
    """The end of a day in the organization's time zone, and the number of the last entry made by then."""

    day: dt.date
    seq: int


def moment(day: dt.date, today: dt.date) -> Moment:
    """Entries follow each other in time, so the last one of a day is found by halving: some twenty key reads."""
    newest = current_size()
    return Moment(day, newest if day >= today else _last_before(_midnight_after(day), newest))


def _midnight_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), clock.timezone())


def _last_before(instant: dt.datetime, newest: int) -> int:
    low, high = 0, newest
    while low < high:
        middle = (low + high + 1) // 2
        if _recorded_at(middle) < instant:
            low = middle
        else:
            high = middle - 1
    return low


def _recorded_at(seq: int) -> dt.datetime:
    entry = session().execute(select(ENTRY.c.entry).where(ENTRY.c.seq == seq)).scalar_one()
    return dt.datetime.fromisoformat(json.loads(entry)["ts"])


def recorded(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """Record → the numbers of the first and the last entry about it."""
    wanted = list(subjects)
    found: dict[uuid.UUID, tuple[int, int]] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        statement = select(SUBJECT.c.subject, func.min(SUBJECT.c.seq), func.max(SUBJECT.c.seq))
        rows = session().execute(statement.where(SUBJECT.c.subject.in_(part)).group_by(SUBJECT.c.subject))
        found.update({subject: (first, last) for subject, first, last in rows})
    return found


def told(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[int, str]]]:
    """Record → (number, event) of what was recorded about it, in order. Restricted acts stay out."""
    wanted = list(subjects)
    found: dict[uuid.UUID, list[tuple[int, str]]] = {}
    for start in range(0, len(wanted), CHUNK):
        statement = (
            select(SUBJECT.c.subject, SUBJECT.c.seq, ENTRY.c.entry)
            .join(ENTRY, ENTRY.c.seq == SUBJECT.c.seq)
            .where(SUBJECT.c.subject.in_(wanted[start : start + CHUNK]), SUBJECT.c.is_restricted.is_(False))
            .order_by(SUBJECT.c.seq)
        )
        for subject, seq, entry in session().execute(statement):
            found.setdefault(subject, []).append((seq, json.loads(entry)["type"]))
    return found
