"""What relies on a decision. Packages above say here which of their records can, and which do by themselves.

    add_kind("mandate", Kind(load=…, may_read=…, may_keep=…, label=…, address=…, word=_l("Mandate")))
    add_dependants(lambda decision: [Found("mandate", each.id, str(each)) for each in …])

Both are called once, when the package is loaded. A record of a kind can also be linked to a decision by hand
(`models.Reliance`): that is found without a source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.accounts.actors import Actor
from portal.steering.models import Decision


class Found(NamedTuple):
    """A record that relies on a decision: `kind` and `number` say which, `label` how it is called today."""

    kind: str
    number: int
    label: str


@dataclass(frozen=True)
class Kind:
    """How records of a kind are read and named. `load` gives records by number in a fixed number of statements.

    `may_keep`: who links them to a decision. `project`: of the record, for the register; None where it has none.
    """

    load: Callable[[Collection[int]], Mapping[int, Any]]
    may_read: Callable[[Actor, Any], bool]
    may_keep: Callable[[Actor, Any], bool]
    label: Callable[[Any], str]
    address: Callable[[Any], str]
    word: object
    project: Callable[[Any], Any]
    subject: Callable[[Any], Any] = lambda record: record


Source = Callable[[Decision], Iterable[Found]]
_kinds: dict[str, Kind] = {}
_sources: list[Source] = []


def add_kind(name: str, kind: Kind) -> None:
    """Let records of a kind rely on decisions; `name` is their `register_kind`."""
    _kinds[name] = kind


def add_dependants(source: Source) -> None:
    """Have records found that rely on a decision without being linked to it by hand."""
    _sources.append(source)


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def found_by_sources(decision: Decision) -> list[Found]:
    return [each for source in _sources for each in source(decision)]


def loaded(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The records themselves, by kind and number; one load per kind."""
    by_kind: dict[str, set[int]] = {}
    for name, number in wanted:
        by_kind.setdefault(name, set()).add(number)
    return {
        (name, number): record
        for name, numbers in by_kind.items()
        if (kind := _kinds.get(name)) is not None
        for number, record in kind.load(numbers).items()
    }
