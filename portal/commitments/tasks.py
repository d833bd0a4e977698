"""What happens when nobody clicks."""

from __future__ import annotations

import datetime as dt

from portal.commitments.operations import lapse_commitment
from portal.commitments.operations.holding import day_of
from portal.commitments.queries import overdue_to_lapse


def lapse_commitments(now: dt.datetime) -> int:
    """Asks whose end has passed without an answer are over: silence is never consent. Returns how many."""
    late = overdue_to_lapse(day_of(now))
    for commitment in late:
        lapse_commitment(commitment, now=now)
    return len(late)


TASKS = [lapse_commitments]
