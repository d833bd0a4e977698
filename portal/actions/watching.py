"""What is built on actions hears what happens to them: the owner of a new one is asked upstairs.

Who that is, this package does not know; a package above registers when it is loaded.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable

from portal.accounts.models import Person
from portal.actions.models import ActionItem


class Act(enum.StrEnum):
    """What has just happened to an action."""

    GIVEN = "given"
    CHANGED = "changed"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


Listener = Callable[[ActionItem, Act, Person, dt.datetime], None]
_listeners: list[Listener] = []


def hear(listener: Listener) -> Listener:
    """Decorator: told of every act, after it is recorded."""
    _listeners.append(listener)
    return listener


def tell(action: ActionItem, act: Act, by: Person, now: dt.datetime) -> None:
    for listener in _listeners:
        listener(action, act, by, now)
