"""What is built on decisions has a say before a proposal changes, and hears of every position.

Steering does not know who that is; a package above it registers when it is loaded.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable

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
_listeners: list[Listener] = []


def check_before(check: Check) -> Check:
    """Decorator: asked before every act on a proposal."""
    _checks.append(check)
    return check


def hear_positions(listener: Listener) -> Listener:
    """Decorator: told of every position that a member took in person."""
    _listeners.append(listener)
    return listener


def expect_free(decision: Decision, act: Act, now: dt.datetime) -> None:
    for check in _checks:
        check(decision, act, now)


def tell(decision: Decision, taken: Position, now: dt.datetime) -> None:
    for listener in _listeners:
        listener(decision, taken, now)
