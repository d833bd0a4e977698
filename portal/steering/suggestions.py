"""What waits for a group, gathered for the agenda of its next meeting.

Each kind of thing is found by a source; packages above steering add theirs with `add_source`. Of confidential
projects only the group's own is searched: whoever may read the agenda must be allowed to read what stands on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portal.steering.models import SteeringGroup

MOST_OF_A_KIND = 20


@dataclass(frozen=True)
class Scope:
    """Where a source looks: the group, the projects it decides about, and the day."""

    group: SteeringGroup
    project_ids: tuple[int, ...]
    today: dt.date


@dataclass(frozen=True)
class Suggestion:
    """Something to talk about: `kind` and `number` say which record, `why` in a sentence why it waits."""

    kind: str
    number: int
    title: str
    why: str
    address: str

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.number


Source = Callable[[Scope], Iterable[Suggestion]]
_sources: dict[int, list[Source]] = {}


def add_source(order: int, source: Source) -> None:
    """Have a package's records suggested; called once, when the package is loaded."""
    _sources.setdefault(order, []).append(source)


def all_suggestions(scope: Scope) -> list[Suggestion]:
    """Everything that waits, by source; what waits for several reasons comes once, with all of them."""
    found: dict[tuple[str, int], Suggestion] = {}
    for each in (each for order in sorted(_sources) for source in _sources[order] for each in source(scope)):
        known = found.get(each.key)
        found[each.key] = replace(known, why=f"{known.why} {each.why}") if known else each
    return list(found.values())
