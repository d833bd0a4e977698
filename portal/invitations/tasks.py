"""What happens when nobody clicks: seats and absences that change after a meeting was called."""

from __future__ import annotations

import datetime as dt

from portal.invitations import operations, queries
from portal.steering.queries import meeting_by_id


def keep_invitations_up(now: dt.datetime) -> int:
    """Invite who came to sit in the group or stands in since; take back what no longer is. How many changed."""
    meetings = [meeting_by_id(number) for number in queries.called_ahead(now)]
    return sum(operations.keep_up(meeting, by=None, now=now) for meeting in meetings if meeting is not None)


TASKS = [keep_invitations_up]
