"""What happens when nobody clicks."""

from __future__ import annotations

import datetime as dt

from portal.core import clock
from portal.escalation import operations
from portal.escalation.digest import post_digests


def follow_silences(now: dt.datetime) -> int:
    """Reminders, substitutes, superiors and sponsors, agendas: what is due today. Returns how many steps."""
    return operations.take_steps(now, _day_of(now))


def clear_agendas(now: dt.datetime) -> int:
    """What was answered in time needs nobody's meeting. Returns how many items left an agenda."""
    return operations.clear_answered(now)


def send_digests(now: dt.datetime) -> int:
    """The one letter of the day, after today's steps. Returns how many were posted."""
    return post_digests(now, _day_of(now))


def _day_of(now: dt.datetime) -> dt.date:
    return now.astimezone(clock.timezone()).date()


TASKS = [follow_silences, clear_agendas, send_digests]
