"""Kept, partly kept, missed: one place says from which share on.

Nobody gives exactly what was promised in every week: a day with the dentist is no broken promise, so a week is
kept from 95 percent on. Below a half the project could not work with what it got: that is a miss, whatever was
given. What lies between is partly kept. The same marks hold for a week and for the whole promise.
"""

from __future__ import annotations

import enum
from decimal import Decimal

KEPT_FROM = Decimal(95)
PARTLY_FROM = Decimal(50)


class Verdict(enum.StrEnum):
    """What became of a promise, in figures; why it came so is said by the reasons."""

    KEPT = "kept"
    PARTLY = "partly"
    MISSED = "missed"


def verdict_on(given: Decimal | None, promised: Decimal) -> Verdict | None:
    """None where nothing was promised, or nobody has said what was given."""
    if given is None or promised <= 0:
        return None
    percent = given * 100 / promised
    if percent >= KEPT_FROM:
        return Verdict.KEPT
    return Verdict.PARTLY if percent >= PARTLY_FROM else Verdict.MISSED
