"""What the screens of a running meeting show: the agenda with its clocks, one item, the room, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.sittings import queries
from portal.sittings.models import Note, Recusal, Turn, Vote
from portal.sittings.queries import room_during
from portal.steering.carrying import Ballot, count
from portal.steering.days import day_of
from portal.steering.models import AgendaItem, Decision, Interest, Meeting, Presence, Stand
from portal.steering.operations.outcomes import seats_in
from portal.steering.queries import decisions_of_meeting, interests_of
from portal.steering.quorum import Quorum, Seat
from portal.steering.room import LEFT


@dataclass(frozen=True)
class Line:
    """An item of the agenda with its place in the order and its clock."""

    number: int
    item: AgendaItem
    turn: Turn | None
    closed_at: dt.datetime | None = None

    @property
    def ended_at(self) -> dt.datetime | None:
        """When it left the table; at the latest when the meeting was closed."""
        return (self.turn.ended_at or self.closed_at) if self.turn else None

    @property
    def state(self) -> str:
        if self.turn is None:
            return "waiting"
        if self.ended_at is None:
            return "on"
        return "broken_off" if self.item.is_unfinished else "done"

    def minutes(self, now: dt.datetime) -> int:
        return self.turn.seconds(self.closed_at or now) // 60 if self.turn else 0


@dataclass(frozen=True)
class Chair:
    """A place in the room: the seat, and what is to be known of whoever has it."""

    seat: Seat
    recusal: Recusal | None = None
    interests: Sequence[Interest] = ()

    @property
    def is_here(self) -> bool:
        return self.seat.is_present or self.seat.presence == Presence.GUEST

    @property
    def state(self) -> str:
        """`aside`, `here`, `remote`, `left`, `guest`, or `away`."""
        if self.is_here and self.recusal is not None:
            return "aside"
        codes = {"present": "here", "remote": "remote", "guest": "guest", LEFT: "left"}
        return codes.get(self.seat.presence, "away")


@dataclass(frozen=True)
class Screen:
    """One item of one meeting, as it is now."""

    meeting: Meeting
    now: dt.datetime
    lines: list[Line]
    current: Line | None
    shown: Line | None
    quorum: Quorum
    chairs: list[Chair]
    decisions: list[Decision] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    loose: list[Decision] = field(default_factory=list)

    @property
    def previous(self) -> Line | None:
        return self._beside(-1)

    @property
    def next(self) -> Line | None:
        return self._beside(1)

    def _beside(self, step: int) -> Line | None:
        if self.shown is None:
            return None
        place = self.shown.number - 1 + step
        return self.lines[place] if 0 <= place < len(self.lines) else None

    @property
    def follows(self) -> bool:
        """Is the shown item the one on the table (or is none there)?"""
        return self.current is None or self.current is self.shown

    @property
    def here(self) -> list[Chair]:
        return [chair for chair in self.chairs if chair.is_here]

    @property
    def to_come(self) -> Line | None:
        """What comes after the shown item: the next that has not been on the table."""
        after = self.lines[self.shown.number :] if self.shown else self.lines
        return next((line for line in after if line.turn is None), None)

    def counted(self, decision: Decision) -> str:
        """The rule's answer from the positions known so far; who stepped aside from the item has none."""
        taken = {each.person_id: each.position for each in decision.positions}
        taken |= {each.seat.person_id: Stand.RECUSED.value for each in self.chairs if each.recusal}
        group = self.meeting.group
        voters = group.voters_on(day_of(self.meeting))
        ballots = [Ballot(seat.role, seat.votes, taken.get(seat.person_id)) for seat in voters]
        return count(group.rule, ballots).in_words()


def screen_of(meeting: Meeting, wanted: int | None, now: dt.datetime, *, has_record: bool) -> Screen:
    """The screen for `wanted` (an item's number), else for the item on the table, else for the next one.

    `has_record`: with the notes, and with proposals that stand on no item, for whoever keeps the record.
    """
    turns, moves = queries.turns_of(meeting), queries.movements_of(meeting)
    recusals = queries.recusals_of(meeting)
    lines = [
        Line(number, item, turns.get(item.id), meeting.closed_at)
        for number, item in enumerate(meeting.agenda, start=1)
    ]
    current = next((line for line in lines if line.state == "on"), None)
    shown = next((line for line in lines if line.item.id == wanted), None) or current or _next(lines)
    item = shown.item if shown else None
    day, room = day_of(meeting), room_during(item, moves, turns, recusals)
    seats = seats_in(meeting, meeting.group, day, room)
    decisions = queries.decisions_on(meeting)
    aside = {each.person_id: each for each in recusals.get(item.id if item else 0, ())}
    stakes = interests_of(meeting.group, day)
    return Screen(
        meeting=meeting,
        now=now,
        lines=lines,
        current=current,
        shown=shown,
        quorum=meeting.group.quorum_in(seats, recused=room.recused),
        chairs=[_chair(seat, aside, stakes) for seat in seats],
        decisions=decisions.get(item.id, []) if item else [],
        votes=[each for each in queries.votes_of(meeting) if item and each.item_id == item.id],
        notes=[each for each in queries.notes_of(meeting) if item and each.item_id == item.id]
        if has_record
        else [],
        loose=_loose(meeting, decisions) if has_record else [],
    )


def _next(lines: list[Line]) -> Line | None:
    return next((line for line in lines if line.turn is None), lines[-1] if lines else None)


def _chair(seat: Seat, aside: dict[int, Recusal], stakes: Sequence[Interest]) -> Chair:
    own = [each for each in stakes if each.person_id == seat.person_id]
    return Chair(seat, aside.get(seat.person_id), own)


def _loose(meeting: Meeting, decisions: dict[int, list[Decision]]) -> list[Decision]:
    standing = {each.id for under in decisions.values() for each in under}
    open_ones = [each for each in decisions_of_meeting(meeting) if each.state in ("draft", "proposed")]
    return [each for each in open_ones if each.id not in standing]
