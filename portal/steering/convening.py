"""Who carries a meeting to its members hears when it is called, changed and cancelled.

Steering does not know how people are invited; the package above it that does registers when it is loaded.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable

from portal.accounts.models import Person
from portal.steering.models import Meeting


class Step(enum.StrEnum):
    """What happened to the meeting. `MOVED`: to another time; `CHANGED`: title or place."""

    CALLED = "called"
    CHANGED = "changed"
    MOVED = "moved"
    CANCELLED = "cancelled"


#: Tells everybody concerned, and returns who they are.
Messenger = Callable[[Meeting, Step, Person, dt.datetime], list[Person]]
_messengers: list[Messenger] = []


def messenger(function: Messenger) -> Messenger:
    """Decorator: told of every step, in the transaction of the step."""
    _messengers.append(function)
    return function


def tell(meeting: Meeting, step: Step, by: Person, now: dt.datetime) -> list[Person]:
    return [person for each in _messengers for person in each(meeting, step, by, now)]
