"""Who circulates, answers and closes. Who may see a meeting may see what was said about its minutes."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.minutes import queries
from portal.minutes.models import Circulation, MinutesAnswer
from portal.steering import rules as steering
from portal.steering.days import day_of
from portal.steering.models import Meeting, MemberRole

LEADS = frozenset({MemberRole.CHAIR, MemberRole.DEPUTY})


@rule("circulations:read")
def read(actor: Actor, circulation: Circulation) -> bool:
    return steering.read_meeting(actor, circulation.meeting)


@rule("circulations:circulate", visible=steering.read_meeting)
def circulate(actor: Actor, meeting: Meeting) -> bool:
    """Who prepares the meeting sends its minutes round, and proposes errata."""
    return steering.prepare_meeting(actor, meeting)


@rule("circulations:answer", visible=read)
def answer(actor: Actor, circulation: Circulation) -> bool:
    """Who was there, who should have been there, and who keeps the meeting."""
    meeting = circulation.meeting
    if actor.only_reads or not read(actor, circulation):
        return False
    was_member = meeting.group.seat_of(actor.id, day_of(meeting)) is not None
    return queries.was_there(meeting, actor.id) or was_member or steering.prepare_meeting(actor, meeting)


@rule("circulations:settle", visible=lambda actor, answer: read(actor, answer.circulation))
def settle(actor: Actor, answer: MinutesAnswer) -> bool:
    """Who prepares the meeting takes corrections into the text, or says why not."""
    return steering.prepare_meeting(actor, answer.circulation.meeting)


@rule("circulations:close", visible=read)
def close(actor: Actor, circulation: Circulation) -> bool:
    """The chair or a deputy; never who wrote the text."""
    meeting = circulation.meeting
    if actor.only_reads or not read(actor, circulation):
        return False
    if actor.id == circulation.made_by_id if circulation.is_erratum else steering.has_written(actor, meeting):
        return False
    seats = meeting.group.members_on(actor.today)
    return any(seat.person_id == actor.id and seat.role in LEADS for seat in seats)
