"""What the API takes and gives for a running meeting. People are named by e-mail or handle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.core.api import Schema, View
from portal.core.values import Line, NeededParagraph, Paragraph
from portal.sittings.models import Leaning, Note, Reply, Vote
from portal.sittings.operations.votes import MOST_HANDS, MOST_OPTIONS
from portal.sittings.screens import Screen
from portal.sittings.wordings import Version
from portal.steering.models import Decision, Stand
from portal.steering.schemas import Title

SecondsAgo = Annotated[int, Field(ge=0, le=86_400)]
NoteText = Annotated[NeededParagraph, Field(max_length=5000)]
Question = Annotated[Line, Field(max_length=500)]


class Person(Schema):
    """`seconds_ago`: how long ago it happened, for what could not be sent at once."""

    person: Line
    seconds_ago: SecondsAgo = 0


class ArrivalIn(Person):
    presence: Literal["present", "remote"] = "present"


class StartIn(Schema):
    seconds_ago: SecondsAgo = 0


class EndIn(StartIn):
    """`is_unfinished`: broken off; it returns on the next agenda by itself."""

    is_unfinished: bool = False


class RecusalIn(Schema):
    person: Line
    reason: Annotated[Paragraph, Field(max_length=2000)] = ""


class TakePartIn(Schema):
    person: Line


class NoteIn(Schema):
    text: NoteText
    seconds_ago: SecondsAgo = 0


class NoteChangesIn(Schema):
    text: NoteText
    version: int | None = None


class ProposalHereIn(Schema):
    title: Title
    context: Paragraph = ""
    options: Paragraph = ""


class AmendmentIn(ProposalHereIn):
    reason: Annotated[Paragraph, Field(max_length=2000)] = ""
    version: int | None = None


class HeardIn(Schema):
    person: Line
    position: Stand
    reason: Annotated[Paragraph, Field(max_length=5000)] = ""


class VoteIn(Schema):
    """`decision`: the code of the proposal that it is about, if it is about one."""

    question: Question
    decision: Line | None = None


class ReplyIn(Schema):
    person: Line
    reply: Reply


class RollCallIn(VoteIn):
    replies: Annotated[list[ReplyIn], Field(min_length=1, max_length=200)]


class PollIn(VoteIn):
    counts: dict[Leaning, Annotated[int, Field(ge=0, le=MOST_HANDS)]]


class OptionIn(Schema):
    name: Annotated[Line, Field(max_length=200)]
    score: Annotated[Decimal, Field(gt=-1_000_000, lt=1_000_000, decimal_places=3)]


class ScoresIn(VoteIn):
    options: Annotated[list[OptionIn], Field(min_length=2, max_length=MOST_OPTIONS)]


class StrikeIn(Schema):
    reason: Annotated[NeededParagraph, Field(max_length=2000)]


class PlaceView(View):
    person: str
    role: str
    votes: int
    state: Literal["here", "remote", "guest", "left", "aside", "away"]


class ItemStateView(View):
    id: int
    title: str
    state: Literal["waiting", "on", "done", "broken_off"]
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    seconds: int


class RoomView(View):
    """One item (asked for with `item`, else the one on the table), with the quorum for it."""

    item: int | None
    agenda: list[ItemStateView]
    quorum_met: bool
    quorum_required: int
    present_count: int
    quorum_missing: list[str]
    people: list[PlaceView]
    decisions: list[str]


class NoteView(View):
    id: int
    item: int | None
    text: str
    by: str | None
    written_at: dt.datetime
    edited_at: dt.datetime | None
    version: int


class VoteView(View):
    """`lines`: of a roll call person, votes and reply; of a straw poll value and count; of options name and score."""

    id: int
    meeting: str
    item: int | None
    decision: str | None
    kind: str
    question: str
    lines: list[dict[str, Any]]
    taken_by: str | None
    taken_at: dt.datetime
    struck_at: dt.datetime | None
    strike_reason: str


class WordingView(View):
    number: int
    title: str
    context: str
    options: str
    amended_by: str | None
    amended_at: dt.datetime | None
    meeting: str | None
    reason: str


class PositionsView(View):
    """Where the members stand, and what the rule makes of it."""

    decision: str
    positions: dict[str, str]
    counted: str


def room_view(screen: Screen) -> dict[str, Any]:
    quorum = screen.quorum
    return {
        "item": screen.shown.item.id if screen.shown else None,
        "agenda": [
            {
                "id": line.item.id,
                "title": line.item.title,
                "state": line.state,
                "started_at": line.turn.started_at if line.turn else None,
                "ended_at": line.ended_at,
                "seconds": line.turn.seconds(screen.now) if line.turn else 0,
            }
            for line in screen.lines
        ],
        "quorum_met": quorum.is_met,
        "quorum_required": quorum.required,
        "present_count": quorum.count,
        "quorum_missing": quorum.missing,
        "people": [
            {"person": each.seat.name, "role": each.seat.role, "votes": each.seat.votes, "state": each.state}
            for each in screen.chairs
        ],
        "decisions": [each.code for each in screen.decisions],
    }


def note_view(note: Note) -> dict[str, Any]:
    names = ("id", "text", "written_at", "edited_at", "version")
    kept = {name: getattr(note, name) for name in names}
    return {**kept, "item": note.item_id, "by": note.by.name if note.by else None}


def vote_view(vote: Vote) -> dict[str, Any]:
    names = ("id", "kind", "question", "taken_at", "struck_at", "strike_reason")
    return {
        **{name: getattr(vote, name) for name in names},
        "meeting": vote.meeting.code,
        "item": vote.item_id,
        "decision": vote.decision.code if vote.decision else None,
        "lines": [{key: value for key, value in row.items() if key != "person_id"} for row in vote.lines],
        "taken_by": vote.taken_by.name if vote.taken_by else None,
    }


def wording_view(version: Version) -> dict[str, Any]:
    names = ("number", "title", "context", "options", "reason")
    return {
        **{name: getattr(version, name) for name in names},
        "amended_by": version.by.name if version.by else None,
        "amended_at": version.at,
        "meeting": version.meeting.code if version.meeting else None,
    }


def positions_view(decision: Decision, counted: str) -> dict[str, Any]:
    taken = {each.person.name: each.position for each in decision.positions}
    return {"decision": decision.code, "positions": taken, "counted": counted}
