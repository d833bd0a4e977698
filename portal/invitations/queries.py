"""Reads of invitations: who is to be invited, who was, and what waits for somebody's reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.absences.queries import away
from portal.accounts.actors import Actor, actor_of
from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.core import clock
from portal.database import session
from portal.invitations.models import Invitation, Reply
from portal.steering.days import day_in_zone
from portal.steering.models import Meeting, MeetingState
from portal.steering.queries import meeting_by_id
from portal.steering.rules import read_meeting

WAITING = 10
#: Meetings whose invitations are kept up at a time.
BATCH = 200


def invitation_by_id(invitation_id: int) -> Invitation | None:
    """Loader for addresses: the invitation with its meeting and everybody named in it."""
    found = by_number(Invitation, invitation_id)
    if found is None or meeting_by_id(found.meeting_id) is None:
        return None
    return found


def of_meeting(meeting: Meeting) -> Sequence[Invitation]:
    """Members first, then those who stand in; withdrawn ones are among them. One statement."""
    people = (Invitation.person, Invitation.stands_in_for, Invitation.substitute, Invitation.replied_by)
    statement = (
        select(Invitation)
        .where(Invitation.meeting_id == meeting.id)
        .options(*(joinedload(each) for each in people))
        .order_by(Invitation.stands_in_for_id.is_not(None), Invitation.id)
    )
    return session().scalars(statement).all()


def own(meeting: Meeting, person_id: int) -> Invitation | None:
    """The invitation of this person, if it stands."""
    statement = select(Invitation).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id == person_id,
        Invitation.withdrawn_at.is_(None),
    )
    return session().scalars(statement.options(joinedload(Invitation.substitute))).one_or_none()


def waiting_for(actor: Actor) -> Sequence[Invitation]:
    """Meetings from today on to which the actor is invited and has not replied, the soonest first."""
    if actor.only_reads:
        return []
    today = dt.datetime.combine(actor.today, dt.time(), tzinfo=clock.timezone())
    statement = (
        select(Invitation)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.person_id == actor.id, Invitation.reply == Reply.NONE)
        .where(
            Invitation.withdrawn_at.is_(None), Meeting.state == MeetingState.CALLED, Meeting.held_at >= today
        )
        .options(joinedload(Invitation.meeting), joinedload(Invitation.stands_in_for))
        .order_by(Meeting.held_at, Invitation.id)
        .limit(WAITING)
    )
    return session().scalars(statement).all()


def called_ahead(now: dt.datetime) -> Sequence[int]:
    """Meetings that were called here and have not begun; who is in an imported one was invited elsewhere."""
    statement = select(Meeting.id).where(
        Meeting.state == MeetingState.CALLED, Meeting.held_at > now, Meeting.called_at.is_not(None)
    )
    return session().scalars(statement.order_by(Meeting.held_at).limit(BATCH)).all()


def expected_at(meeting: Meeting, invitations: Sequence[Invitation]) -> dict[Person, Person | None]:
    """Who is to be invited: person → for whom they stand in.

    Members of the day; the recorded substitute of a member who is away on it; whom a member who does not come sends.
    Who stands in must be somebody who may see the meeting.
    """
    day = day_in_zone(meeting.held_at)
    members = {seat.person_id: seat.person for seat in meeting.group.members_on(day)}
    found: dict[Person, Person | None] = dict.fromkeys(members.values())
    sent = {each.person_id: each.substitute for each in invitations if each.stands and each.substitute}
    recorded = _recorded_substitutes(members, day)
    for number, member in members.items():
        substitute = sent.get(number) or recorded.get(number)
        if substitute is not None and substitute not in found and may_stand_in(substitute, meeting, day):
            found[substitute] = member
    return found


def _recorded_substitutes(members: dict[int, Person], day: dt.date) -> dict[int, Person]:
    chosen = {
        number: absence.substitute_id
        for number, rows in away(members, day, day).items()
        for absence in rows
        if absence.substitute_id is not None
    }
    if not chosen:
        return {}
    statement = select(Person).where(Person.id.in_(chosen.values()))
    people = {person.id: person for person in session().scalars(statement)}
    return {number: people[substitute] for number, substitute in chosen.items()}


def may_stand_in(person: Person, meeting: Meeting, day: dt.date) -> bool:
    """Active, and allowed to see what the meeting is about."""
    is_there = person.is_active and person.merged_into_id is None
    return is_there and read_meeting(actor_of(person, day), meeting)
