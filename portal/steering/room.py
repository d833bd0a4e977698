"""Who is in the room when something is decided, beyond the list of who came to the meeting at all.

Steering knows the attendance. Who left again, and who stepped aside from an item of the agenda, is noted by a
package above, which registers when it is loaded; without one, whoever came is there for everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.steering.models import Decision, Meeting

#: Presence of somebody who came and is not in the room now; beside the codes of `Presence`.
LEFT = "left"


@dataclass(frozen=True)
class Room:
    """`gone`: who came to the meeting and is not in the room; `recused`: who stepped aside from the item."""

    gone: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()


EVERYBODY = Room()
Watcher = Callable[[Meeting, Decision | None], Room]
_watchers: list[Watcher] = []


def watch_room(watcher: Watcher) -> Watcher:
    """Decorator: asked who is not in the room while a decision (or just the meeting) is on the table."""
    _watchers.append(watcher)
    return watcher


def room_of(meeting: Meeting | None, decision: Decision | None = None) -> Room:
    """Everybody who came, where nobody says more."""
    if meeting is None:
        return EVERYBODY
    seen = [watcher(meeting, decision) for watcher in _watchers]
    gone = frozenset[int]().union(*(each.gone for each in seen))
    return Room(gone, frozenset[int]().union(*(each.recused for each in seen)))
