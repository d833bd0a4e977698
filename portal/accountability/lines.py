"""What the record of a day is made of: sections of lines, and how a line then compares with today's."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Line:
    """One thing that stood on the day: `what` it is, `who` holds it, `terms` in words.

    `key` tells the same thing on another day; `subject` and `kind` name the record behind it, `seq` the register's
    first entry about it. `recorded_later`: the register learned of it only after that day. `ended_later`: it stood
    by what was known then, but its end was entered afterwards, for a day before.
    """

    key: str
    what: str
    who: str = ""
    terms: str = ""
    since: dt.date | None = None
    address: str = ""
    subject: uuid.UUID | None = None
    kind: str = ""
    seq: int | None = None
    recorded_later: bool = False
    ended_later: bool = False

    @property
    def says(self) -> tuple[str, str, str]:
        """What must be equal for nothing to have changed."""
        return (self.what, self.who, self.terms)


@dataclass(frozen=True)
class Section:
    """Lines of one kind; `empty` says in words that there was nothing."""

    key: str
    title: str
    empty: str
    lines: Sequence[Line] = field(default_factory=list)


class Difference(enum.StrEnum):
    """What became of a line between the day and today."""

    SAME = "same"
    CHANGED = "changed"
    ENDED = "ended"
    NEW = "new"


DIFFERENCES: dict[str, object] = {
    Difference.SAME: _l("as today"),
    Difference.CHANGED: _l("changed since"),
    Difference.ENDED: _l("no longer"),
    Difference.NEW: _l("only since then"),
}


@dataclass(frozen=True)
class Pair:
    """The same thing on the day and today; one side is None where it did not stand."""

    then: Line | None
    now: Line | None

    @property
    def difference(self) -> Difference:
        if self.then is None:
            return Difference.NEW
        if self.now is None:
            return Difference.ENDED
        return Difference.SAME if self.then.says == self.now.says else Difference.CHANGED

    @property
    def label(self) -> str:
        return str(DIFFERENCES[self.difference])


@dataclass(frozen=True)
class Compared:
    """A section with its pairs, those that stood on the day first."""

    section: Section
    pairs: Sequence[Pair]

    @property
    def changes(self) -> int:
        return sum(pair.difference != Difference.SAME for pair in self.pairs)


def compare(then: Sequence[Section], now: Sequence[Section]) -> list[Compared]:
    today = {section.key: section for section in now}
    return [Compared(section, pairs(section.lines, today[section.key].lines)) for section in then]


def pairs(then: Sequence[Line], now: Sequence[Line]) -> list[Pair]:
    current = {line.key: line for line in now}
    stood = [Pair(line, current.pop(line.key, None)) for line in then]
    return [*stood, *(Pair(None, line) for line in now if line.key in current)]
