"""What happens when nobody clicks. The warning stands in the daily letter (see `escalation`)."""

from __future__ import annotations

import datetime as dt

from portal.agreements.operations import day_of
from portal.mandates import operations, queries


def lapse_mandates(now: dt.datetime) -> int:
    """Mandates whose term is over. Returns how many lapsed."""
    today = day_of(now)
    return sum(operations.lapse(number, now, today) for number in queries.over(today))


TASKS = [lapse_mandates]
