"""When the tests take place."""

from __future__ import annotations

import datetime as dt

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def days(count: int) -> dt.date:
    """A day that many days after the tests' today."""
    return TODAY + dt.timedelta(days=count)
