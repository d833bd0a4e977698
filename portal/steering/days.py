"""Meetings happen on a day and at an hour of the organization; they are stored as instants."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.core import clock
from portal.core.errors import Invalid
from portal.steering.models import Meeting


def day_in_zone(instant: dt.datetime) -> dt.date:
    """The organization's calendar day of an instant."""
    return instant.astimezone(clock.timezone()).date()


def day_of(meeting: Meeting) -> dt.date:
    """The day the meeting was really held on; until it is opened, the day it is planned for."""
    return day_in_zone(meeting.opened_at or meeting.held_at)


def local_time(instant: dt.datetime) -> tuple[dt.date, dt.time]:
    """Day and hour on the organization's clock."""
    local = instant.astimezone(clock.timezone())
    return local.date(), local.time().replace(second=0, microsecond=0)


def spoken(instant: dt.datetime) -> str:
    """As the register keeps it: local day and hour, with the zone they are meant in."""
    local = instant.astimezone(clock.timezone())
    return f"{local:%Y-%m-%d %H:%M} ({clock.timezone()})"


def instant_of(day: dt.date, hour: dt.time) -> dt.datetime:
    """The instant at which the organization's clock shows this.

    An hour that the change to summer time leaps over does not exist and is refused; one that the change back
    shows twice means the first.
    """
    local = dt.datetime.combine(day, hour, tzinfo=clock.timezone())
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(clock.timezone()).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid(held_time=_("On this day the clocks are put forward: this hour does not exist."))
    return instant
