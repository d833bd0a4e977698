"""Who freezes, corrects, asks and answers. Who sees the meeting sees its packs, without what they may not see."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.packs.models import Pack, Question
from portal.packs.owners import owner_of
from portal.steering import rules as steering
from portal.steering.models import AgendaItem, Meeting


@rule("packs:read")
def read(actor: Actor, pack: Pack) -> bool:
    return steering.read_meeting(actor, pack.meeting)


@rule("packs:freeze", visible=steering.read_meeting)
def freeze(actor: Actor, meeting: Meeting) -> bool:
    return steering.prepare_meeting(actor, meeting)


@rule("packs:correct", visible=read)
def correct(actor: Actor, pack: Pack) -> bool:
    return steering.prepare_meeting(actor, pack.meeting)


@rule("questions:ask", visible=lambda actor, item: steering.read_meeting(actor, item.meeting))
def ask(actor: Actor, item: AgendaItem) -> bool:
    """Who sits in the group, and who prepares the meeting."""
    meeting = item.meeting
    if actor.only_reads or not steering.read_meeting(actor, meeting):
        return False
    return meeting.group.seat_of(actor.id, actor.today) is not None or steering.prepare_meeting(
        actor, meeting
    )


@rule("questions:answer", visible=lambda actor, question: steering.read_meeting(actor, question.meeting))
def answer(actor: Actor, question: Question) -> bool:
    """Who prepares the meeting, and whose proposal the item is about."""
    if actor.only_reads or not steering.read_meeting(actor, question.meeting):
        return False
    return steering.prepare_meeting(actor, question.meeting) or actor.id == owner_of(question.item)
