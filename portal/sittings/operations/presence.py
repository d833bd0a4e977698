"""Who comes, who leaves, who steps aside: noted while it happens, by one tap."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import session
from portal.register.operations import record
from portal.sittings import events
from portal.sittings.locking import counted, expect_running, moment, take_hold
from portal.sittings.models import Movement, Recusal
from portal.sittings.presence import gone
from portal.sittings.queries import movements_of
from portal.sittings.quorums import quorum_of
from portal.steering.days import day_of, spoken
from portal.steering.models import ATTENDING, AgendaItem, Meeting, Presence
from portal.steering.models.states import PRESENCE_WORDS
from portal.steering.operations import take_attendance

#: In the room, members and others.
HERE = frozenset({*ATTENDING, Presence.GUEST})


def arrive(
    meeting: Meeting,
    *,
    person: Person,
    presence: str = Presence.PRESENT,
    seconds_ago: int = 0,
    by: Person,
    now: dt.datetime,
) -> None:
    """From now on they count, for the item that is on the table and for those that follow.

    Who is noted already stays as they are: two secretaries may tap the same name.
    """
    take_hold(meeting)
    expect_running(meeting)
    at = moment(meeting, now, seconds_ago)
    if meeting.group.seat_of(person.id, day_of(meeting)) is None:
        presence = Presence.GUEST
    elif presence not in ATTENDING:
        presence = Presence.PRESENT
    is_here = meeting.presence_of(person.id) in HERE and person.id not in gone(movements_of(meeting))
    if is_here and meeting.presence_of(person.id) == presence:
        return
    if meeting.presence_of(person.id) != presence:
        take_attendance(meeting, entries={person: presence}, by=by, now=now)
    if not is_here:
        _move(meeting, person, is_arrival=True, at=at, by=by)
    record(
        events.ARRIVED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[person],
        person=person.name,
        at=spoken(at),
        presence=str(PRESENCE_WORDS.get(presence, presence)),
        **counted(quorum_of(meeting)),
    )


def depart(meeting: Meeting, *, person: Person, seconds_ago: int = 0, by: Person, now: dt.datetime) -> None:
    """They were there, and are not any more: what is decided from now on is decided without them."""
    take_hold(meeting)
    expect_running(meeting)
    if meeting.presence_of(person.id) not in HERE:
        raise Refused(_("%(name)s was not there.", name=person.name))
    if person.id in gone(movements_of(meeting)):
        return
    at = moment(meeting, now, seconds_ago)
    _move(meeting, person, is_arrival=False, at=at, by=by)
    record(
        events.DEPARTED,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[person],
        person=person.name,
        at=spoken(at),
        **counted(quorum_of(meeting)),
    )


def _move(meeting: Meeting, person: Person, *, is_arrival: bool, at: dt.datetime, by: Person) -> None:
    movement = Movement(
        meeting_id=meeting.id, person_id=person.id, is_arrival=is_arrival, at=at, noted_by_id=by.id
    )
    session().add(movement)
    session().flush()
    session().expire(meeting, ["attendance"])


def step_aside(item: AgendaItem, *, person: Person, reason: str = "", by: Person, now: dt.datetime) -> None:
    """For this item they neither count nor speak for or against; for the next one they do again."""
    meeting = item.meeting
    take_hold(meeting)
    expect_running(meeting)
    if meeting.group.seat_of(person.id, day_of(meeting)) is None:
        raise Refused(_("%(name)s has no seat in this group.", name=person.name))
    if _recusal(item, person) is not None:
        return
    session().add(
        Recusal(
            meeting_id=meeting.id,
            item_id=item.id,
            person_id=person.id,
            reason=reason,
            at=now,
            noted_by_id=by.id,
        )
    )
    session().flush()
    record(
        events.STEPPED_ASIDE,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[person],
        person=person.name,
        title=item.title,
        reason=reason,
        **counted(quorum_of(meeting, item)),
    )


def take_part_again(item: AgendaItem, *, person: Person, by: Person, now: dt.datetime) -> None:
    """Noted by mistake, or the conflict turned out to be none; the register keeps both."""
    meeting = item.meeting
    take_hold(meeting)
    expect_running(meeting)
    found = _recusal(item, person)
    if found is None:
        return
    session().delete(found)
    session().flush()
    record(
        events.TOOK_PART_AGAIN,
        meeting,
        by=by,
        now=now,
        project=meeting.project,
        about=[person],
        person=person.name,
        title=item.title,
        **counted(quorum_of(meeting, item)),
    )


def _recusal(item: AgendaItem, person: Person) -> Recusal | None:
    statement = select(Recusal).where(Recusal.item_id == item.id, Recusal.person_id == person.id)
    return session().scalars(statement).one_or_none()
