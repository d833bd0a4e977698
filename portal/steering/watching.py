"""What is built on decisions has a say before a proposal changes, and hears of every position and replacement.

Steering does not know who that is; a package above it registers when it is loaded.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable

from portal.accounts.models import Person
from portal.steering.models import Decision, Position


class Act(enum.StrEnum):
    """What is about to happen to a proposal."""

    EDIT = "edit"
    POSITION = "position"
    RECORD = "record"
    DROP = "drop"


#: Raises `Refused` if the act must not happen at this moment.
Check = Callable[[Decision, Act, dt.datetime], None]
Listener = Callable[[Decision, Position, dt.datetime], None]
_checks: list[Check] = []
#: The old decision, the one that took its place, who recorded that, and when.
Replacement = Callable[[Decision, Decision, Person | None, dt.datetime], None]
_listeners: list[Listener] = []
_replacements: list[Replacement] = []


def check_before(check: Check) -> Check:
    """Decorator: asked before every act on a proposal."""
    _checks.append(check)
    return check


def hear_positions(listener: Listener) -> Listener:
    """Decorator: told of every position that a member took in person."""
    _listeners.append(listener)
    return listener


def hear_replacements(listener: Replacement) -> Replacement:
    """Decorator: told when a decision no longer holds, because another one superseded or reversed it."""
    _replacements.append(listener)
    return listener


def expect_free(decision: Decision, act: Act, now: dt.datetime) -> None:
    for check in _checks:
        check(decision, act, now)


def tell(decision: Decision, taken: Position, now: dt.datetime) -> None:
    for listener in _listeners:
        listener(decision, taken, now)


def tell_replaced(old: Decision, new: Decision, by: Person | None, now: dt.datetime) -> None:
    for listener in _replacements:
        listener(old, new, by, now)
