"""Who is in the room at a moment, told from comings and goings. Nothing here touches the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol


class Move(Protocol):
    """Somebody came in or went out."""

    person_id: int
    is_arrival: bool
    at: dt.datetime


def gone(moves: Iterable[Move], moment: dt.datetime | None = None) -> frozenset[int]:
    """Who is not in the room at that moment, or now; `moves` in the order in which they happened.

    Before the first thing that is known of somebody the opposite of it held: who came later was not there yet,
    and who left later was there. Of whom nothing is known, the attendance alone says whether they are there.
    """
    inside: dict[int, bool] = {}
    for each in moves:
        if moment is None or each.at <= moment:
            inside[each.person_id] = each.is_arrival
        else:
            inside.setdefault(each.person_id, not each.is_arrival)
    return frozenset(person for person, is_inside in inside.items() if not is_inside)
