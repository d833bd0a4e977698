"""What members said in the room, written down by whoever keeps the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.register.operations import record
from portal.steering import events
from portal.steering.days import day_of
from portal.steering.locking import hold
from portal.steering.models import Decision, Meeting, Membership, Stand
from portal.steering.models.states import STAND_WORDS
from portal.steering.operations.proposals import check_reason, enter_position
from portal.steering.room import EVERYBODY, Room, room_of
from portal.steering.watching import Act, expect_free

#: What a member said in the room: person id → (position, reason).
Heard = Mapping[int, tuple[str, str]]


def enter_heard(
    decision: Decision, meeting: Meeting | None, day: dt.date, heard: Heard, *, by: Person, now: dt.datetime
) -> None:
    """The secretary writes down what members said in the room; what they took in person stays theirs."""
    seats = {seat.person_id: seat for seat in decision.group.voters_on(day)} if decision.group else {}
    for person_id, (position, reason) in heard.items():
        taken = decision.position_of(person_id)
        if taken is not None and (taken.position, taken.reason) == (position, reason):
            continue
        field = f"position_{person_id}"
        if taken is not None and taken.is_own and by.id != person_id:
            sentence = _(
                "%(name)s took this position in person; nobody else changes it.", name=taken.person.name
            )
            raise Invalid(**{field: sentence})
        _check_heard(field, seats.get(person_id), meeting, by, room_of(meeting, decision))
        if position != Stand.RECUSED and person_id in room_of(meeting, decision).recused:
            raise Invalid(
                **{field: _("%(name)s stepped aside from this item.", name=seats[person_id].person.name)}
            )
        check_reason(position, reason, f"reason_{person_id}")
        enter_position(decision, seats[person_id].person, position, reason, by=by, now=now)


def enter_recused(
    decision: Decision, meeting: Meeting | None, day: dt.date, *, by: Person, now: dt.datetime
) -> None:
    """Who stepped aside from the item has no voice in it, whatever they said before; so it is printed."""
    aside = room_of(meeting, decision).recused
    for seat in decision.group.voters_on(day) if decision.group else []:
        taken = decision.position_of(seat.person_id)
        if seat.person_id in aside and (taken is None or taken.position != Stand.RECUSED):
            enter_position(decision, seat.person, Stand.RECUSED, "", by=by, now=now)


def _check_heard(
    field: str, seat: Membership | None, meeting: Meeting | None, by: Person, room: Room = EVERYBODY
) -> None:
    if seat is None:
        raise Invalid(**{field: _("Only members with a vote take a position.")})
    if seat.person_id == by.id:
        return
    if meeting is None:
        raise Invalid(**{field: _("Between meetings members take their positions themselves.")})
    if not meeting.was_attended_by(seat.person_id) or seat.person_id in room.gone:
        raise Invalid(**{field: _("%(name)s was not there.", name=seat.person.name)})


def hear_position(
    decision: Decision,
    *,
    meeting: Meeting,
    person: Person,
    position: str,
    reason: str = "",
    by: Person,
    now: dt.datetime,
) -> None:
    """Somebody wrote down what a member said in the room, while it is said; until the outcome it may change."""
    hold(decision, again=("positions",))
    decision.expect_open()
    expect_free(decision, Act.POSITION, now)
    enter_heard(decision, meeting, day_of(meeting), {person.id: (position, reason)}, by=by, now=now)
    record(
        events.POSITION_HEARD,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[meeting, person],
        person=person.name,
        position=str(STAND_WORDS.get(position, position)),
        reason=reason,
    )
