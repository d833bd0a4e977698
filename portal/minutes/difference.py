"""What differs between two wordings, so that a correction can be judged at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Beyond this, two texts are shown beside each other instead of compared line by line.
MOST_LINES = 3000
AROUND = 1


@dataclass(frozen=True)
class Piece:
    """Lines that stay (`same`), go (`gone`), come (`new`), or are left out of the picture (`left_out`)."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The way from one wording to the other; of what stays only the neighbourhood is shown."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return [Piece("gone", before), Piece("new", after)]
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    steps = SequenceMatcher(None, old, new, autojunk=True).get_opcodes()
    for step, first, last, new_first, new_last in steps:
        if step == "equal":
            yield from _neighbourhood(old[first:last], is_first=first == 0, is_last=last == len(old))
            continue
        if last > first:
            yield Piece("gone", "\n".join(old[first:last]))
        if new_last > new_first:
            yield Piece("new", "\n".join(new[new_first:new_last]))


def _neighbourhood(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        yield Piece("same", "\n".join(lines))
        return
    if head:
        yield Piece("same", "\n".join(lines[:head]))
    yield Piece("left_out", str(len(lines) - head - tail))
    if tail:
        yield Piece("same", "\n".join(lines[-tail:]))
