"""What happens when nobody clicks: reminders, deadlines, agendas."""

from __future__ import annotations

import datetime as dt

from portal.resolutions import operations, queries
from portal.steering.days import day_in_zone


def remind_the_silent(now: dt.datetime) -> int:
    """Returns of how many written resolutions members were reminded."""
    today = day_in_zone(now)
    return sum(operations.remind(number, now, today) for number in queries.to_remind_of(today))


def record_outcomes(now: dt.datetime) -> int:
    """Returns how many written resolutions ended."""
    today = day_in_zone(now)
    return sum(operations.close(number, now, today) for number in queries.over(today))


def fill_agendas(now: dt.datetime) -> int:
    """What waited for a meeting. Returns how many came onto an agenda."""
    return sum(operations.place(number, now) for number in queries.waiting_for_a_meeting())


TASKS = [remind_the_silent, record_outcomes, fill_agendas]
