"""Who may see the room's screen, and who keeps the record of a running meeting."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.sittings.models import Note, Vote
from portal.sittings.queries import Loose, OnTable, Participant
from portal.steering.models import AgendaItem
from portal.steering.rules import keep_decision, prepare_meeting, read_decision, read_meeting


@rule("sittings:keep_item", visible=lambda actor, item: read_meeting(actor, item.meeting))
def keep_item(actor: Actor, item: AgendaItem) -> bool:
    """Chair, deputies, secretary: whoever prepares the meeting also keeps its record."""
    return prepare_meeting(actor, item.meeting)


@rule("sittings:note_presence", visible=lambda actor, who: read_meeting(actor, who.meeting))
def note_presence(actor: Actor, who: Participant) -> bool:
    return prepare_meeting(actor, who.meeting)


@rule("sittings:keep_note", visible=lambda actor, note: read_meeting(actor, note.meeting))
def keep_note(actor: Actor, note: Note) -> bool:
    """Who keeps the record may put a note right, also another's: the register shows who, and how it read."""
    return prepare_meeting(actor, note.meeting)


@rule("sittings:strike_vote", visible=lambda actor, vote: read_meeting(actor, vote.meeting))
def strike_vote(actor: Actor, vote: Vote) -> bool:
    return prepare_meeting(actor, vote.meeting)


@rule(
    "sittings:decide",
    visible=lambda actor, found: read_meeting(actor, found.meeting) and read_decision(actor, found.decision),
)
def decide(actor: Actor, found: OnTable) -> bool:
    """On the table: hear positions, amend, record the outcome, ratify."""
    return prepare_meeting(actor, found.meeting) and keep_decision(actor, found.decision)


@rule(
    "sittings:table",
    visible=lambda actor, found: read_meeting(actor, found.meeting) and read_decision(actor, found.decision),
)
def table(actor: Actor, found: Loose) -> bool:
    """Whoever prepares the meeting, for what they may read."""
    return prepare_meeting(actor, found.meeting) and read_decision(actor, found.decision)
