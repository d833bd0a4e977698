"""Is a group able to decide? Counted from who is there with a vote; nothing here touches the database.

A group asks for a number of members, or for a share of those with a vote on that day (rounded up); and it may
name who must be there in any case: the chair, a deputy, somebody from IT, somebody from the business.
"""

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
    side: str = ""

    @property
    def counts(self) -> bool:
        """Present, with a vote, and not stepped aside for conflict of interest."""
        return self.is_present and self.votes > 0 and not self.is_recused

    def fills(self, need: str) -> bool:
        """Is this the chair, a deputy, or somebody of that side, here and not stepped aside?"""
        return self.is_present and not self.is_recused and need in {self.role, self.side}


@dataclass(frozen=True)
class Quorum:
    """How many voting members the group asks for, and who was there."""

    required: int
    seats: tuple[Seat, ...]
    needs: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(seat.counts for seat in self.seats)

    @property
    def is_met(self) -> bool:
        return self.count >= self.required and not self.missing

    @property
    def missing(self) -> list[str]:
        """Who must be there and is not: codes of `NEED_WORDS`."""
        return [need for need in self.needs if not any(seat.fills(need) for seat in self.seats)]

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


def required_by(kind: str, asked: int, voters: int) -> int:
    """How many members that is: a number as it stands; a share of the voters of that day, rounded up."""
    return -(-asked * voters // 100) if kind == "share" else asked


def quorum_of(
    required: int, seats: Iterable[Seat], *, recused: Collection[int] = (), needs: Iterable[str] = ()
) -> Quorum:
    """The quorum for one decision: who recused themselves from it is in the room but does not count."""
    marked = (Seat(**{**vars(seat), "is_recused": seat.person_id in recused}) for seat in seats)
    return Quorum(required, tuple(marked), tuple(needs))
