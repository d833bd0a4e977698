"""What a person holds, told by the features that keep it.

    add_holding(Source("risk", _l("Risk"), held_by, hand_over, may_give))

`held_by(person, project, today)` gives everything in a project, or in the organization where `project` is None.
`hand_over(transfer)` carries an accepted piece out by the feature's own operation. `may_give(actor, number)`: may
somebody who is not of the programme office give it away by their own right?
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.projects.models import Project


@dataclass(frozen=True)
class Holding:
    """One piece, as a row wants it."""

    kind: str
    subject_id: int
    label: str
    address: str
    project_id: int | None = None


@dataclass(frozen=True)
class Transfer:
    """An accepted piece on its way: `by` is who asked the receiver to take it."""

    subject_id: int
    leaver: Person
    receiver: Person
    by: Person
    last_day: dt.date
    now: dt.datetime
    today: dt.date
    note: str

    @property
    def begins_on(self) -> dt.date:
        """The receiver's first day: after the leaver's last one, and never in the past."""
        return max(self.last_day + dt.timedelta(days=1), self.today)


@dataclass(frozen=True)
class Source:
    """A feature's kind of holding."""

    kind: str
    word: object
    held_by: Callable[[Person, Project | None, dt.date], list[Holding]]
    hand_over: Callable[[Transfer], None]
    may_give: Callable[[Actor, int], bool] = lambda _actor, _number: True


_sources: dict[str, Source] = {}


def add_holding(source: Source) -> None:
    """Called once, when the feature's source is loaded; the order of calls is the order on the page."""
    _sources[source.kind] = source


def sources() -> Mapping[str, Source]:
    return _sources


def held_by(person: Person, project: Project | None, today: dt.date) -> list[Holding]:
    """Everything, kind by kind. A fixed number of statements."""
    return [each for source in _sources.values() for each in source.held_by(person, project, today)]


def may_give(actor: Actor, holding: Holding) -> bool:
    """The office gives away what anybody holds; others only what their own right covers."""
    return actor.keeps_portfolio or _sources[holding.kind].may_give(actor, holding.subject_id)
