"""Is the group able to decide about this item, as the room is (or was)?"""

from __future__ import annotations

from collections.abc import Sequence

from portal.sittings import queries
from portal.sittings.models import Movement, Recusal, Turn
from portal.sittings.queries import room_during
from portal.steering.days import day_of
from portal.steering.models import AgendaItem, Meeting
from portal.steering.operations.outcomes import seats_in
from portal.steering.quorum import Quorum


def quorum_for(
    meeting: Meeting,
    item: AgendaItem | None,
    moves: Sequence[Movement],
    turns: dict[int, Turn],
    recusals: dict[int, list[Recusal]],
) -> Quorum:
    """Counted from arrivals and departures, and from who stepped aside from the item."""
    room = room_during(item, moves, turns, recusals)
    seats = seats_in(meeting, meeting.group, day_of(meeting), room)
    return meeting.group.quorum_in(seats, recused=room.recused)


def quorum_of(meeting: Meeting, item: AgendaItem | None = None) -> Quorum:
    """The same, read from the database."""
    return quorum_for(
        meeting,
        item,
        queries.movements_of(meeting),
        queries.turns_of(meeting),
        queries.recusals_of(meeting),
    )
