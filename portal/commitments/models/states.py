"""Where an ask or a promise stands, and which moves are possible from there."""

from __future__ import annotations

import enum

#: How long the other side has for its answer where nobody set a day.
DAYS_TO_ANSWER = 7


class State(enum.StrEnum):
    """Where an ask stands. `OPEN` waits for somebody's answer, `IN_FORCE` is a promise that counts."""

    DRAFT = "draft"
    REQUESTED = "requested"
    COUNTERED = "countered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    FULFILLED = "fulfilled"
    MISSED = "missed"
    RELEASED = "released"


OPEN = (State.REQUESTED, State.COUNTERED)
IN_FORCE = (State.CONFIRMED,)


class Side(enum.StrEnum):
    """The two sides of a promise."""

    DEPARTMENT = "department"
    PROJECT = "project"


class AmendmentState(enum.StrEnum):
    """What became of other terms that one side proposed for a promise in force."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    #: The promise ended before anybody answered.
    OVERTAKEN = "overtaken"


#: The state machine: from which states each move is possible. Whoever tries another one is told why not.
MOVES: dict[str, tuple[State, ...]] = {
    "revise": (State.DRAFT,),
    "request": (State.DRAFT,),
    "confirm": (State.REQUESTED,),
    "counter": (State.REQUESTED,),
    "refuse": (State.REQUESTED,),
    "accept": (State.COUNTERED,),
    "ask_again": OPEN,
    "withdraw": (State.DRAFT, *OPEN),
    "lapse": OPEN,
    "amend": IN_FORCE,
    "hand_over": IN_FORCE,
    "accept_amendment": IN_FORCE,
    "decline_amendment": IN_FORCE,
    "withdraw_amendment": IN_FORCE,
    "release": IN_FORCE,
    "recall": IN_FORCE,
    "fulfil": IN_FORCE,
    "miss": IN_FORCE,
    "deliver": (*IN_FORCE, State.FULFILLED, State.MISSED),  # the last week is often entered afterwards
}
#: Moves that answer an amendment or take it back: there must be one.
ON_AMENDMENT = ("accept_amendment", "decline_amendment", "withdraw_amendment")
