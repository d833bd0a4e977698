"""Reads of a running meeting: who is in the room, what is on the table, what was said and counted about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.sittings.models import Movement, Note, Recusal, Tabled, Turn, Vote, Wording
from portal.sittings.presence import gone
from portal.steering.models import AgendaItem, Decision, Meeting, Position
from portal.steering.queries import agenda_item_of, decision_by_id, meeting_by_id
from portal.steering.room import Room, watch_room

#: An item may come back from meeting to meeting; after so many times it is not followed any further.
MOST_RETURNS = 12


@dataclass(frozen=True)
class Participant:
    """Somebody in (or not in) a meeting: what an address of it leads to."""

    meeting: Meeting
    person: Person


@dataclass(frozen=True)
class OnTable:
    """A decision on the table of a meeting, under an item of its agenda."""

    meeting: Meeting
    item: AgendaItem
    decision: Decision


@dataclass(frozen=True)
class Loose:
    """A proposal and a meeting of its group on whose agenda it may be put."""

    meeting: Meeting
    decision: Decision


def loose(meeting_id: int, decision_id: int) -> Loose | None:
    """Loader for addresses."""
    meeting, decision = meeting_by_id(meeting_id), decision_by_id(decision_id)
    if meeting is None or decision is None or decision.group_id != meeting.group_id:
        return None
    return Loose(meeting, decision)


def participant(meeting_id: int, person_id: int) -> Participant | None:
    """Loader for addresses."""
    meeting, person = meeting_by_id(meeting_id), by_number(Person, person_id)
    return Participant(meeting, person) if meeting is not None and person is not None else None


def item_on_table(meeting_id: int, item_id: int) -> AgendaItem | None:
    """Loader for addresses: the item, with its meeting and everything that its rules ask for."""
    return agenda_item_of(meeting_id, item_id) if meeting_by_id(meeting_id) is not None else None


def on_table(meeting_id: int, item_id: int, decision_id: int) -> OnTable | None:
    """Loader for addresses: the decision, if it belongs to this item of this meeting's agenda."""
    item, decision = item_on_table(meeting_id, item_id), decision_by_id(decision_id)
    if item is None or decision is None or decision.id not in decision_ids([item])[item.id]:
        return None
    return OnTable(item.meeting, item, decision)


def note_by_id(note_id: int) -> Note | None:
    """Loader for addresses."""
    note = by_number(Note, note_id)
    return note if note is not None and meeting_by_id(note.meeting_id) is not None else None


def vote_by_id(vote_id: int) -> Vote | None:
    """Loader for addresses."""
    vote = by_number(Vote, vote_id)
    return vote if vote is not None and meeting_by_id(vote.meeting_id) is not None else None


def movements_of(meeting: Meeting) -> Sequence[Movement]:
    """Comings and goings in the order in which they happened."""
    statement = select(Movement).where(Movement.meeting_id == meeting.id)
    return session().scalars(statement.order_by(Movement.at, Movement.id)).all()


def turns_of(meeting: Meeting) -> dict[int, Turn]:
    """By item: since when, until when."""
    statement = select(Turn).where(Turn.meeting_id == meeting.id)
    return {turn.item_id: turn for turn in session().scalars(statement)}


def recusals_of(meeting: Meeting) -> dict[int, list[Recusal]]:
    """By item: who stepped aside."""
    statement = select(Recusal).where(Recusal.meeting_id == meeting.id).options(joinedload(Recusal.person))
    found: dict[int, list[Recusal]] = defaultdict(list)
    for each in session().scalars(statement.order_by(Recusal.id)):
        found[each.item_id].append(each)
    return found


def notes_of(meeting: Meeting) -> Sequence[Note]:
    """What was noted of the discussion, in the order of writing."""
    statement = select(Note).where(Note.meeting_id == meeting.id)
    statement = statement.options(joinedload(Note.by), joinedload(Note.item))
    return session().scalars(statement.order_by(Note.written_at, Note.id)).all()


def votes_of(meeting: Meeting) -> Sequence[Vote]:
    """Votes in the order in which they were taken, struck ones too."""
    return _votes(Vote.meeting_id == meeting.id)


def votes_about(decision: Decision) -> Sequence[Vote]:
    """Votes about a decision, in whatever meeting."""
    return _votes(Vote.decision_id == decision.id)


def _votes(condition: object) -> Sequence[Vote]:
    statement = select(Vote).where(condition)  # type: ignore[arg-type]  # a condition
    people = (joinedload(Vote.taken_by), joinedload(Vote.struck_by), joinedload(Vote.decision))
    return session().scalars(statement.options(*people).order_by(Vote.taken_at, Vote.id)).all()


def wordings_of(decision: Decision) -> Sequence[Wording]:
    """How it read before, oldest first; the wording of today is the decision's own."""
    statement = select(Wording).where(Wording.decision_id == decision.id)
    people = (joinedload(Wording.replaced_by), joinedload(Wording.meeting))
    return session().scalars(statement.options(*people).order_by(Wording.number)).all()


def decision_ids(items: Collection[AgendaItem]) -> dict[int, list[int]]:
    """By item: what is to be decided under it, through every meeting that it comes from."""
    found: dict[int, list[int]] = {item.id: [] for item in items}
    ways = {item.id: [item.id] for item in items}
    here = {item.id: (item.subject_kind, item.subject_id) for item in items}
    for _step in range(MOST_RETURNS):
        found |= {
            key: [*found[key], number]
            for key, (kind, number) in here.items()
            if kind == "decision" and number
        }
        back = {key: number for key, (kind, number) in here.items() if kind == "agenda_item" and number}
        if not back:
            break
        earlier = {each.id: each for each in _items(back.values())}
        here = {key: _subject(earlier.get(number)) for key, number in back.items()}
        for key, number in back.items():
            ways[key].append(number)
    return _with_tabled(found, ways)


def _items(numbers: Iterable[int]) -> Sequence[AgendaItem]:
    return session().scalars(select(AgendaItem).where(AgendaItem.id.in_(set(numbers)))).all()


def _subject(item: AgendaItem | None) -> tuple[str, int | None]:
    return (item.subject_kind, item.subject_id) if item is not None else ("", None)


def _with_tabled(found: dict[int, list[int]], ways: dict[int, list[int]]) -> dict[int, list[int]]:
    every = {number for way in ways.values() for number in way}
    statement = select(Tabled).where(Tabled.item_id.in_(every)).order_by(Tabled.id)
    rows = session().scalars(statement).all() if every else []
    for key, way in ways.items():
        found[key] += [row.decision_id for row in rows if row.item_id in way]
    return {key: list(dict.fromkeys(numbers)) for key, numbers in found.items()}


def decisions_on(meeting: Meeting) -> dict[int, list[Decision]]:
    """By item of the agenda: the decisions that belong to it, with their positions."""
    numbers = decision_ids(meeting.agenda)
    every = {number for each in numbers.values() for number in each}
    statement = (
        select(Decision)
        .where(Decision.id.in_(every))
        .options(joinedload(Decision.owner), selectinload(Decision.positions).joinedload(Position.person))
        .execution_options(populate_existing=True)
    )
    rows = {each.id: each for each in session().scalars(statement)} if every else {}
    return {key: [rows[number] for number in each if number in rows] for key, each in numbers.items()}


def item_of(meeting: Meeting, decision: Decision) -> AgendaItem | None:
    """The item of this agenda under which it is decided; of several the one that was on the table last."""
    numbers = decision_ids(meeting.agenda)
    items = [item for item in meeting.agenda if decision.id in numbers[item.id]]
    if len(items) < 2:
        return items[0] if items else None
    turns = turns_of(meeting)
    return max(items, key=lambda item: (item.id in turns and turns[item.id].started_at.timestamp(), item.id))


def room_during(
    item: AgendaItem | None,
    moves: Sequence[Movement],
    turns: dict[int, Turn],
    recusals: dict[int, list[Recusal]],
) -> Room:
    """The room for an item: as it was when the item left the table; until then, as it is now."""
    if item is None:
        return Room(gone(moves))
    turn = turns.get(item.id)
    aside = frozenset(each.person_id for each in recusals.get(item.id, ()))
    return Room(gone(moves, turn.ended_at if turn else None), aside)


@watch_room
def room_of(meeting: Meeting, decision: Decision | None) -> Room:
    """What steering counts by."""
    moves = movements_of(meeting)
    item = item_of(meeting, decision) if decision is not None and decision.id is not None else None
    if item is None:
        return Room(gone(moves))
    return room_during(item, moves, turns_of(meeting), recusals_of(meeting))
