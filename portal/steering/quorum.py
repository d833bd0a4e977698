"""Is a group able to decide? Counted from who is there with a vote; nothing here touches the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Seat:
    """A member as they were when the group decided."""

    person_id: int
    name: str
    role: str
    votes: int
    presence: str
    is_present: bool
    is_recused: bool = False

    @property
    def counts(self) -> bool:
        """Present, with a vote, and not stepped aside for conflict of interest."""
        return self.is_present and self.votes > 0 and not self.is_recused


@dataclass(frozen=True)
class Quorum:
    """How many voting members the group asks for, and who was there."""

    required: int
    seats: tuple[Seat, ...]

    @property
    def count(self) -> int:
        return sum(seat.counts for seat in self.seats)

    @property
    def is_met(self) -> bool:
        return self.count >= self.required

    def as_stored(self) -> list[dict[str, Any]]:
        """What is kept with the decision: names as they were, which no later change reaches."""
        return [
            {
                "person_id": seat.person_id,
                "name": seat.name,
                "role": seat.role,
                "votes": seat.votes,
                "presence": seat.presence,
                "counts": seat.counts,
            }
            for seat in self.seats
        ]


def quorum_of(required: int, seats: Iterable[Seat], *, recused: Collection[int] = ()) -> Quorum:
    """The quorum for one decision: who recused themselves from it is in the room but does not count."""
    marked = (Seat(**{**vars(seat), "is_recused": seat.person_id in recused}) for seat in seats)
    return Quorum(required, tuple(marked))
