"""What the register knew by the end of a day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.core import clock
from portal.database import session
from portal.register.models import ENTRY, SUBJECT
from portal.register.queries import current_size

#: Identifiers in one statement; SQLite takes 32,766 parameters.
CHUNK = 5000
Span = tuple[int | None, int]
#: Of a record that the register does not know (made before there was one, or by a test).
UNRECORDED: Span = (None, 0)


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


class Memory:
    """What was recorded about which records, each read once however many days are asked about."""

    def __init__(self) -> None:
        self._recorded: dict[uuid.UUID, Span] = {}
        self._told: dict[uuid.UUID, list[tuple[int, str]]] = {}

    def recorded(self, subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, Span]:
        """Record → the numbers of the first and the last entry about it."""
        wanted = list(subjects)
        for part in _chunks([each for each in wanted if each not in self._recorded]):
            span = (SUBJECT.c.subject, func.min(SUBJECT.c.seq), func.max(SUBJECT.c.seq))
            statement = select(*span).where(SUBJECT.c.subject.in_(part)).group_by(SUBJECT.c.subject)
            found = {subject: (first, last) for subject, first, last in session().execute(statement)}
            self._recorded.update({each: found.get(each, UNRECORDED) for each in part})
        return {each: self._recorded[each] for each in wanted}

    def told(self, subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[int, str]]]:
        """Record → (number, event) of what was recorded about it, in order. Restricted acts stay out."""
        wanted = list(subjects)
        for part in _chunks([each for each in wanted if each not in self._told]):
            statement = (
                select(SUBJECT.c.subject, SUBJECT.c.seq, ENTRY.c.entry)
                .join(ENTRY, ENTRY.c.seq == SUBJECT.c.seq)
                .where(SUBJECT.c.subject.in_(part), SUBJECT.c.is_restricted.is_(False))
                .order_by(SUBJECT.c.seq)
            )
            self._told.update({each: [] for each in part})
            for subject, seq, entry in session().execute(statement):
                self._told[subject].append((seq, json.loads(entry)["type"]))
        return {each: self._told[each] for each in wanted}


def _chunks(wanted: list[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
