"""What packages above know of a meeting or a decision, for whoever writes it down or prints it.

Votes, notes and the like are told as passages: a title and lines of plain text. Minutes need not know who tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.steering.models import Decision, Meeting


@dataclass(frozen=True)
class Passage:
    """A title, and what is to be said under it, line by line."""

    title: str
    lines: tuple[str, ...]


_of_meetings: list[Callable[[Meeting], Iterable[Passage]]] = []
_of_decisions: list[Callable[[Decision], Iterable[Passage]]] = []


def tell_of_meetings(
    source: Callable[[Meeting], Iterable[Passage]],
) -> Callable[[Meeting], Iterable[Passage]]:
    """Decorator: asked for what is to be printed of a meeting beside its decisions."""
    _of_meetings.append(source)
    return source


def tell_of_decisions(
    source: Callable[[Decision], Iterable[Passage]],
) -> Callable[[Decision], Iterable[Passage]]:
    """Decorator: asked for what is to be printed with a decision."""
    _of_decisions.append(source)
    return source


def told_of_meeting(meeting: Meeting) -> list[Passage]:
    return [passage for source in _of_meetings for passage in source(meeting)]


def told_of_decision(decision: Decision) -> list[Passage]:
    return [passage for source in _of_decisions for passage in source(decision)]
