"""Who was there: the ground on which the quorum stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session
from portal.register.operations import record
from portal.steering import events
from portal.steering.days import day_of
from portal.steering.models import Attendance, Meeting, Presence
from portal.steering.models.states import PRESENCE_WORDS


def take_attendance(
    meeting: Meeting, *, entries: Mapping[Person, str | None], by: Person, now: dt.datetime
) -> None:
    """Note who was there. Only those named are touched, so two secretaries do not undo each other.

    `entries`: person → presence, or None to take a note back. A member is no guest.
    """
    meeting.expect_attendance()
    members = {seat.person_id for seat in meeting.group.members_on(day_of(meeting))}
    stored = {row.person_id: row for row in meeting.attendance}
    before, after = [], []
    for person, presence in entries.items():
        row = stored.get(person.id)
        if (row.presence if row else None) == presence:
            continue
        if presence == Presence.GUEST and person.id in members:
            raise Invalid(guest=_("%(name)s is a member of the group, not a guest.", name=person.name))
        before.append(f"{person.name}: {_word(row.presence if row else None)}")
        after.append(f"{person.name}: {_word(presence)}")
        _note(meeting, row, person, presence)
    if after:
        flag_modified(meeting, "state")  # a new version of the meeting: whoever read the old one notices
        record(
            events.ATTENDANCE_TAKEN,
            meeting,
            by=by,
            now=now,
            project=meeting.project,
            before=before,
            after=after,
        )


def _note(meeting: Meeting, row: Attendance | None, person: Person, presence: str | None) -> None:
    if presence is None:
        if row is not None:
            meeting.attendance.remove(row)
            session().delete(row)
    elif row is not None:
        row.presence = presence
    else:
        session().add(Attendance(meeting=meeting, person=person, presence=presence))


def _word(presence: str | None) -> str:
    return str(PRESENCE_WORDS.get(presence or "", "–"))
