"""What refers to a person, in every table of the portal.

Read from the tables themselves, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)

from portal.accounts.models import Person
from portal.database import Base, session

#: Keys to an account are not passed on with a merger; they are voided.
STAYING = frozenset({"api_token.person_id", "one_time_link.person_id"})


@dataclass(frozen=True)
class Reference:
    """A column that names a person, and the sets of other columns that must be unique together with it."""

    column: Column[Any]
    unique_with: tuple[tuple[Column[Any], ...], ...]

    @property
    def table(self) -> Table:
        table = self.column.table
        assert isinstance(table, Table)
        return table

    def names(self, person: Person) -> ColumnElement[bool]:
        return self.column == person.id

    def names_twice(self, person: Person, other: Person) -> ColumnElement[bool]:
        """Rows of `person` beside which `other` has one too, where there can be only one."""
        return and_(
            self.names(person), or_(*(self._has_twin(other, columns) for columns in self.unique_with))
        )

    def _has_twin(self, other: Person, columns: tuple[Column[Any], ...]) -> ColumnElement[bool]:
        twin = self.table.alias()
        same = [twin.c[column.key] == column for column in columns]
        return select(literal(1)).where(twin.c[self.column.key] == other.id, *same).exists()


@dataclass(frozen=True)
class Moving:
    """How many rows of a table would move from one person to another, and how many are there twice."""

    table: str
    moved: int
    dropped: int


def references() -> list[Reference]:
    """Every column of every table that names a person."""
    return [
        Reference(column, tuple(_unique_with(table, column)))
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if _names_person(column) and f"{table.name}.{column.name}" not in STAYING
    ]


def _names_person(column: Column[Any]) -> bool:
    return any(key.target_fullname == "person.id" for key in column.foreign_keys)


def _unique_with(table: Table, column: Column[Any]) -> Iterator[tuple[Column[Any], ...]]:
    constraints = [
        each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
    ]
    indexes = [index for index in table.indexes if index.unique]
    for each in (*constraints, *indexes):
        if column.name in each.columns:
            yield tuple(other for other in each.columns if other.name != column.name)


def what_moves(person: Person, into: Person) -> list[Moving]:
    """What a merger would move and what it would leave out, by table. One statement."""
    parts = [_counted(each, person, into) for each in references()]
    moved: dict[str, int] = {}
    dropped: dict[str, int] = {}
    for table, rows, twice in session().execute(union_all(*parts)):
        moved[table] = moved.get(table, 0) + rows - twice
        dropped[table] = dropped.get(table, 0) + twice
    return [Moving(table, moved[table], dropped[table]) for table in moved if moved[table] or dropped[table]]


def _counted(reference: Reference, person: Person, into: Person) -> Any:
    rows = select(func.count()).select_from(reference.table).where(reference.names(person))
    twice: Any = literal(0)
    if reference.unique_with:
        again = select(func.count()).select_from(reference.table)
        twice = again.where(reference.names_twice(person, into)).scalar_subquery()
    return select(literal(reference.table.name), rows.scalar_subquery(), twice)
