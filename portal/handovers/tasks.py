"""What happens to pieces that nobody answers."""

from __future__ import annotations

import datetime as dt

from portal.agreements.operations import day_of
from portal.handovers import operations, queries


def lapse_handovers(now: dt.datetime) -> int:
    """Pieces that were not answered in time. Returns how many."""
    late = queries.unanswered(day_of(now))
    for item in late:
        operations.lapse(item, now=now)
    return len(late)


TASKS = [lapse_handovers]
