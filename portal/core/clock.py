"""The only place that reads the time; everything below the views gets `now` or `today` as an argument."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> dt.datetime:
    """This instant in UTC."""
    return dt.datetime.now(dt.UTC)


def timezone() -> ZoneInfo:
    """The organization's time zone (setting `PORTAL_TIMEZONE`)."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def today() -> dt.date:
    """The organization's calendar day: an ask due today is not overdue before its midnight."""
    return now().astimezone(timezone()).date()
