"""What the tests of accounts read back: the register's events and the letters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import HistoryEntry, history_of


def last_entry(subject: Any) -> HistoryEntry:
    """What was recorded of this record most recently."""
    return history_of(subject, limit=1)[0]


def events_of(subject: Any) -> list[str]:
    """The keys of everything that was recorded of this record, the latest first."""
    return [entry.event for entry in history_of(subject)]


def letters_to(person: Person) -> list[str]:
    """The templates of the letters that wait for a person."""
    statement = select(Letter.template).where(Letter.person_id == person.id).order_by(Letter.id)
    return list(session().scalars(statement))
