"""Facts with dates: who heads, holds, sits, answers. They are ended, never overwritten.

A *scope* is what only one fact may hold at a time: the sponsor of a project, one person's seat in a group. A new fact
ends the one that it follows, the day before.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Table, select

from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run, fresh_uid
from portal.exchange.sheets.sheet import Values, insert_all, parts, update_all
from portal.register.bulk import Thing

DAY = dt.timedelta(days=1)
Scope = tuple[Any, ...]


@dataclass(slots=True)
class Fact:
    """Something that holds from a day up to and including another. `values`: the other columns of the table."""

    valid_from: dt.date
    valid_to: dt.date | None
    values: Values
    id: int | None = None
    uid: uuid.UUID = field(default_factory=fresh_uid)

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: Fact) -> bool:
        begins_in_time = other.valid_to is None or self.valid_from <= other.valid_to
        return begins_in_time and (self.valid_to is None or other.valid_from <= self.valid_to)

    def as_row(self) -> Values:
        return {**self.values, "uid": self.uid, "valid_from": self.valid_from, "valid_to": self.valid_to}


@dataclass(frozen=True)
class Kinds:
    """What the facts of one table are like. `parent`: the column they are loaded by; `identity`: the columns that say
    who holds what; `label`: how the register names a fact; `project`: of which project it is.
    """

    model: type[Any]
    parent: str
    identity: tuple[str, ...]
    scopes: Callable[[Values], Iterable[Scope]]
    label: Callable[[Run, Values], Thing]
    project: Callable[[Run, Values], int | None]
    column: str  # where refusals are shown

    @property
    def table(self) -> Table:
        return self.model.__table__  # type: ignore[no-any-return]  # mapped to a table


class Facts:
    """The facts that a run has to do with, in memory, and what has become of them."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self._loaded: set[int] = set()
        self._by_scope: dict[Scope, list[Fact]] = defaultdict(list)
        self._new: list[Fact] = []
        self._changed: dict[int, Fact] = {}

    def load(self, run: Run, parents: Iterable[int]) -> None:
        table = self.kinds.table
        wanted = [each for each in dict.fromkeys(parents) if each not in self._loaded]
        self._loaded.update(wanted)
        for part in parts(wanted):
            statement = select(table).where(table.c[self.kinds.parent].in_(part)).order_by(table.c.id)
            for row in run.connection.execute(statement).mappings():
                values = {
                    name: row[name] for name in row if name not in ("id", "uid", "valid_from", "valid_to")
                }
                self._index(Fact(row["valid_from"], row["valid_to"], values, row["id"], row["uid"]))

    def _index(self, fact: Fact) -> None:
        for scope in self.kinds.scopes(fact.values):
            self._by_scope[scope].append(fact)

    def _around(self, values: Values) -> list[Fact]:
        found = {id(fact): fact for scope in self.kinds.scopes(values) for fact in self._by_scope[scope]}
        return list(found.values())

    def holding(self, values: Values, day: dt.date) -> list[Fact]:
        """Whatever holds on that day in the scopes of these values."""
        return [fact for fact in self._around(values) if fact.holds_on(day)]

    def enter(
        self,
        run: Run,
        row: Row,
        values: Values,
        *,
        valid_from: dt.date | None,
        valid_to: dt.date | None,
        says_end: bool,
        blank: Values | None = None,
    ) -> str:
        """Let a row be true: `created`, `changed` or `unchanged`. `says_end`: an empty end means that there is none.

        Without a first day the row means the fact of today, or makes one that begins today. `blank`: what a new fact
        has in the columns that the row does not say.
        """
        match = self.find(values, valid_from, run.today)
        if match is not None:
            return self._change(run, row, match, values, valid_to, says_end)
        fact = Fact(valid_from or run.today, valid_to, {**(blank or {}), **values})
        self._insist_on_order(fact)
        self._make_room(run, row, fact, self._around(fact.values))
        self._new.append(fact)
        self._index(fact)
        subject = self.kinds.label(run, fact.as_row())
        run.tell_created(row, subject, self.kinds.project(run, values))
        return "created"

    def find(self, values: Values, valid_from: dt.date | None, today: dt.date) -> Fact | None:
        """The fact that a row means, if there is one."""
        same = (fact for fact in self._around(values) if self._is_same(fact, values))
        return next((fact for fact in same if self._is_meant(fact, valid_from, today)), None)

    def _is_same(self, fact: Fact, values: Values) -> bool:
        return all(fact.values[name] == values[name] for name in self.kinds.identity)

    @staticmethod
    def _is_meant(fact: Fact, valid_from: dt.date | None, today: dt.date) -> bool:
        return fact.holds_on(today) if valid_from is None else fact.valid_from == valid_from

    @staticmethod
    def _insist_on_order(fact: Fact) -> None:
        if fact.valid_to is not None and fact.valid_to < fact.valid_from:
            raise RowRefused("valid_to", _("The end cannot come before the beginning."))

    def _change(
        self, run: Run, row: Row, fact: Fact, values: Values, valid_to: dt.date | None, says_end: bool
    ) -> str:
        new = {name: value for name, value in values.items() if fact.values.get(name) != value}
        before, after = {name: fact.values.get(name) for name in new}, dict(new)
        if says_end and valid_to != fact.valid_to and not self._is_followed(fact, valid_to):
            self._insist_on_open(run, fact)
            self._insist_on_order(Fact(fact.valid_from, valid_to, {}))
            self._insist_on_room(fact, valid_to)
            before["valid_to"], after["valid_to"] = fact.valid_to, valid_to
            fact.valid_to = valid_to
        if not after:
            return "unchanged"
        fact.values.update(new)
        self._note(fact)
        subject = self.kinds.label(run, fact.as_row())
        run.tell_changed(row, subject, 1, self.kinds.project(run, fact.values), _plain(before), _plain(after))
        return "changed"

    def _is_followed(self, fact: Fact, valid_to: dt.date | None) -> bool:
        """An end that is there because somebody else follows is no news to a list without ends."""
        if valid_to is not None or fact.valid_to is None:
            return False
        return any(other.valid_from == fact.valid_to + DAY for other in self._around(fact.values))

    @staticmethod
    def _insist_on_open(run: Run, fact: Fact) -> None:
        if fact.valid_to is not None and fact.valid_to < run.today:
            day = fact.valid_to.isoformat()
            raise RowRefused(
                "valid_to",
                _("This ended on %(day)s and stays so. A new term is a row with a new first day.", day=day),
            )

    def _insist_on_room(self, fact: Fact, valid_to: dt.date | None) -> None:
        wanted = Fact(fact.valid_from, valid_to, {})
        for other in self._around(fact.values):
            if other is not fact and other.valid_from > fact.valid_from and other.overlaps(wanted):
                raise RowRefused("valid_to", _conflict(other))

    def _make_room(self, run: Run, row: Row, fact: Fact, around: Sequence[Fact]) -> None:
        """End whoever comes before; stop before whoever comes later."""
        ending = []
        for other in sorted(around, key=lambda each: each.valid_from):
            if not other.overlaps(fact):
                continue
            if other.valid_from > fact.valid_from:
                if fact.valid_to is not None:
                    raise RowRefused("valid_to", _conflict(other))
                fact.valid_to = other.valid_from - DAY
                break
            has_ended = other.valid_to is not None and other.valid_to < run.today
            if other.valid_from == fact.valid_from or has_ended:
                raise RowRefused(self.kinds.column, _conflict(other))
            ending.append(other)
        for other in ending:
            self._end(run, row, other, fact.valid_from - DAY)

    def _end(self, run: Run, row: Row, fact: Fact, day: dt.date) -> None:
        fact.valid_to = day
        self._note(fact)
        subject = self.kinds.label(run, fact.as_row())
        if not run.is_dry:
            project = run.references.project_thing(self.kinds.project(run, fact.values))
            run.journal.tell("-", subject, 1, project, row.place, valid_to=day.isoformat())

    def end_today(self, run: Run, row: Row, fact: Fact) -> None:
        """A cell was emptied: nobody holds this any more from today on."""
        if fact.valid_from >= run.today:
            raise RowRefused(self.kinds.column, _("This began today; it cannot have ended before."))
        self._end(run, row, fact, run.today - DAY)

    def _note(self, fact: Fact) -> None:
        if fact.id is not None:
            self._changed[fact.id] = fact

    def flush(self, run: Run) -> None:
        """Store what is new and what changed."""
        if self._new:
            rows = [fact.as_row() for fact in self._new]
            insert_all(run.connection, self.kinds.table, rows)
            for fact, row in zip(self._new, rows, strict=True):
                fact.id = row["id"]
            self._new = []
        if self._changed:
            changes = [
                (key, {**fact.values, "valid_to": fact.valid_to}) for key, fact in self._changed.items()
            ]
            update_all(run.connection, self.kinds.table, changes)
            self._changed = {}


def _conflict(other: Fact) -> str:
    if other.valid_to is None:
        return _("This overlaps with an entry that holds from %(day)s.", day=other.valid_from.isoformat())
    return _(
        "This overlaps with an entry that holds from %(day)s to %(end)s.",
        day=other.valid_from.isoformat(),
        end=other.valid_to.isoformat(),
    )


def _plain(values: Mapping[str, Any]) -> Values:
    return {name: value for name, value in values.items() if not name.endswith("_id")} or dict(values)


def facts_of(run: Run, kinds: Kinds) -> Facts:
    """The facts of a table, one collection per run: two sheets may write to the same table."""
    made: Facts = run.state.setdefault(f"facts of {kinds.model.__tablename__}", Facts(kinds))
    return made
