"""What was taken without a quorum stands on the next agenda by itself: nobody has to remember it."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.database import session
from portal.register.events import Event
from portal.steering.events import FIELDS
from portal.steering.models import Decision, DecisionState, Meeting
from portal.steering.operations.agenda import put_by_itself
from portal.steering.queries.meetings import next_meeting

RATIFICATION_CAME = Event(
    "meetings.ratification_came",
    _l("“%(title)s” came onto the agenda of %(object)s by itself, because it needs ratification."),
    details=("title", "note"),
    labels=FIELDS,
    unshown=("title",),
)
LONGEST_TITLE = 300
MOST = 50


def return_for_ratification(decision: Decision, *, now: dt.datetime) -> None:
    """To the next meeting that has not begun; if there is none yet, it waits until one is prepared."""
    if decision.group is None or decision.state != DecisionState.NEEDS_RATIFICATION:
        return
    coming = next_meeting(decision.group, now)
    if coming is not None and coming.id != decision.meeting_id:
        _put(coming, decision, now)


def return_unratified(meeting: Meeting, *, now: dt.datetime) -> None:
    """Everything of the group that waits for ratification, onto the agenda of a meeting that is prepared."""
    waits = Decision.state == DecisionState.NEEDS_RATIFICATION
    statement = select(Decision).where(Decision.group_id == meeting.group_id, waits)
    for decision in session().scalars(statement.order_by(Decision.id).limit(MOST)):
        if decision.meeting_id != meeting.id:
            _put(meeting, decision, now)


def _put(meeting: Meeting, decision: Decision, now: dt.datetime) -> None:
    if any((item.subject_kind, item.subject_id) == ("decision", decision.id) for item in meeting.agenda):
        return
    note = _("Taken without a quorum, waits for ratification.")
    note = f"{note} [{_('See what it is about')}](/decisions/{decision.id})"
    title = f"{decision.code} {decision.title}"[:LONGEST_TITLE]
    item = put_by_itself(meeting, title=title, note=note, now=now, event=RATIFICATION_CAME)
    item.subject_kind, item.subject_id = "decision", decision.id
    session().flush()
