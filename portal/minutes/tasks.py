"""What happens when nobody clicks: who has not answered circulated minutes is reminded."""

from __future__ import annotations

import datetime as dt

from portal.minutes import operations, queries
from portal.steering.days import day_in_zone


def remind_the_silent(now: dt.datetime) -> int:
    """Returns of how many texts people were reminded."""
    today = day_in_zone(now)
    return sum(operations.remind(number, now, today) for number in queries.to_remind_of(today))


TASKS = [remind_the_silent]
