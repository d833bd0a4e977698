"""Several people keep the record of one meeting at once: each act waits for the one before, and adds to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.steering.models import Meeting, MeetingState
from portal.steering.quorum import Quorum

#: A browser that sends later says how long ago it was; a day is longer than any meeting.
MOST_SECONDS_AGO = 86_400


def take_hold(meeting: Meeting) -> None:
    """Nobody else keeps this meeting's record until our transaction ends; what others added is read anew.

    Unlike `steering.locking.hold` it is no conflict that somebody was faster: both acts happen.
    """
    session().flush()
    session().refresh(meeting, attribute_names=["state", "version", "opened_at"], with_for_update=True)
    session().expire(meeting, ["attendance", "agenda"])


def expect_running(meeting: Meeting) -> None:
    if meeting.state != MeetingState.OPEN:
        raise Refused(_("This meeting is not in session."))


def moment(meeting: Meeting, now: dt.datetime, seconds_ago: int = 0) -> dt.datetime:
    """When it happened: now, or as long ago as the browser says that could not send it; never before the opening."""
    if not 0 <= seconds_ago <= MOST_SECONDS_AGO:
        raise Invalid(seconds_ago=_("Enter a number of seconds within a day."))
    then = now - dt.timedelta(seconds=seconds_ago)
    return max(then, meeting.opened_at) if meeting.opened_at and meeting.opened_at <= now else then


def counted(quorum: Quorum) -> dict[str, Any]:
    """What the register keeps of a quorum."""
    return {"present_count": quorum.count, "quorum_required": quorum.required}
