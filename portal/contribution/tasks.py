"""What happens when nobody clicks: a reached milestone asks the departments by itself."""

from __future__ import annotations

import datetime as dt

from portal.agreements.operations import day_of
from portal.contribution import operations, queries


def ask_at_milestones(now: dt.datetime) -> int:
    """Milestones reached since the sharing was agreed. Returns at how many the departments were asked."""
    found = queries.not_asked_yet(day_of(now))
    for milestone in found:
        operations.ask_for_confirmation(milestone, by=None, now=now)
    return len(found)


TASKS = [ask_at_milestones]
