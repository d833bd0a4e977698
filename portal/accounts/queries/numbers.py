"""Loading by the number in an address."""

from __future__ import annotations

from typing import TypeVar

from portal.database import Base, session

LARGEST = 2**31 - 1
RecordT = TypeVar("RecordT", bound=Base)


def by_number(model: type[RecordT], number: int) -> RecordT | None:
    """The record of this number; a number that no database could hold is nobody's."""
    return session().get(model, number) if 0 < number <= LARGEST else None
