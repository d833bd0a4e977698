"""What upper features say about a project wherever it appears: in its head, in lists, on the board, in the API.

    add_mark(10, loader)

A loader takes the numbers of projects and a day, and gives marks by project in one statement, however many
projects there are. A mark is words, never a colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """`kind` is stable (for the API), `words` for the reader, `tone` as `status` in `components/ui.html`."""

    kind: str
    words: str
    tone: str
    url: str


Loader = Callable[[Collection[int], dt.date], Mapping[int, Mark]]
_loaders: dict[int, Loader] = {}


def add_mark(order: int, loader: Loader) -> None:
    """Called once, when the package above is loaded."""
    _loaders[order] = loader


def marks_of(project_ids: Collection[int], on: dt.date) -> dict[int, list[Mark]]:
    """Marks by project; one statement per kind of mark."""
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    if project_ids:
        for order in sorted(_loaders):
            for number, mark in _loaders[order](project_ids, on).items():
                found[number].append(mark)
    return found
