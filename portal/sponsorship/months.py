"""Months, and when their figures are shown to others than the sponsor. Nothing here touches the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

#: So long a new month's figures are the sponsor's alone.
ALONE = dt.timedelta(days=7)
SHOWN = 12
DAY = dt.timedelta(days=1)


def first_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def after(month: dt.date) -> dt.date:
    """The first day of the next month."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def last_of(month: dt.date) -> dt.date:
    return after(month) - DAY


def shown_on(month: dt.date) -> dt.date:
    """The first day on which CIO, programme office and audit see this month."""
    return after(month) + ALONE


def shown_until(today: dt.date) -> dt.date:
    """The last day that they see today: the end of the newest month that is shown."""
    month = first_of(today)
    while shown_on(month) > today:
        month = first_of(month - DAY)
    return last_of(month)


def months_to(last: dt.date, since: dt.date) -> Iterator[dt.date]:
    """The first days of up to a year of months that end with that of `last`; none before `since`."""
    month = first_of(last)
    found: list[dt.date] = []
    while len(found) < SHOWN and last_of(month) >= since:
        found.append(month)
        month = first_of(month - DAY)
    return reversed(found)
