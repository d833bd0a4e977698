"""Why less was given than promised. Each reason lies on a side; the words stand in `labels`."""

from __future__ import annotations

import enum


class Side(enum.StrEnum):
    """Where a reason lies; and, for the first two, who states it."""

    DEPARTMENT = "department"
    PROJECT = "project"
    NEITHER = "neither"


class Reason(enum.StrEnum):
    """A closed list: what is counted must be sayable in one word. The note says the rest."""

    RECALLED = "recalled"
    PULLED_OFF = "pulled_off"
    OTHER_PROJECT = "other_project"
    NOT_SENT = "not_sent"
    NOT_READY = "not_ready"
    NO_WORK = "no_work"
    REPLANNED_BY_PROJECT = "replanned_by_project"
    NO_ACCESS = "no_access"
    ILLNESS = "illness"
    ABSENCE = "absence"
    REPLANNED = "replanned"
    OTHER = "other"


#: Illness and holidays are nobody's fault; neither is what both agreed to move.
SIDES: dict[Reason, Side] = {
    Reason.RECALLED: Side.DEPARTMENT,
    Reason.PULLED_OFF: Side.DEPARTMENT,
    Reason.OTHER_PROJECT: Side.DEPARTMENT,
    Reason.NOT_SENT: Side.DEPARTMENT,
    Reason.NOT_READY: Side.PROJECT,
    Reason.NO_WORK: Side.PROJECT,
    Reason.REPLANNED_BY_PROJECT: Side.PROJECT,
    Reason.NO_ACCESS: Side.PROJECT,
    Reason.ILLNESS: Side.NEITHER,
    Reason.ABSENCE: Side.NEITHER,
    Reason.REPLANNED: Side.NEITHER,
    Reason.OTHER: Side.NEITHER,
}


def side_of(reason: str) -> Side:
    """On which side a stored reason lies; one that no longer exists lies on neither."""
    return _BY_CODE.get(reason, Side.NEITHER)


_BY_CODE: dict[str, Side] = {code.value: side for code, side in SIDES.items()}
