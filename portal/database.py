"""The database: declarative base, portable column types, and how an engine is set up on each database.

SQLite (embedded) and PostgreSQL (production) hold the same tables. Two types hide their differences:
`UtcDateTime` (SQLite forgets the time zone) and `Json`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Annotated, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    event,
    insert,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant. Takes aware datetimes only, stores UTC, gives aware UTC back on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Json = JSON().with_variant(JSONB(), "postgresql")

Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(300))]
LongText = Annotated[str, mapped_column(Text, default="", server_default="")]


class Base(DeclarativeBase):
    """What every table inherits: portable types and constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {
        dt.datetime: UtcDateTime(),
        dict[str, Any]: Json,
        list[str]: Json,
        uuid.UUID: Uuid(),
    }


class Identified:
    """A record with a short number for addresses and a pseudonymous id for the register."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)


db = SQLAlchemy(metadata=Base.metadata)


def session() -> Session:
    """The unit of work of this request or command; flask-sqlalchemy scopes it to the app context."""
    return cast(Session, db.session())


def engine_options(url: str) -> dict[str, Any]:
    """Connections: SQLite waits for its writer, PostgreSQL notices a lost server before use."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def prepare_engine(engine: Engine) -> None:
    """Give an engine the behaviour the portal relies on (see docs/operations.md)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


reading: ContextVar[bool] = ContextVar("reading", default=False)


def _begin_sqlite(connection: Any) -> None:
    """Readers share; writers queue up at BEGIN instead of failing half-way (deferred locks would)."""
    connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


#: Fewer rows than these are sent one by one: COPY would have little to save, and who listens for statements hears them.
FEW = 200
Values = Mapping[str, Any]


def store_many(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert many rows that name the same columns; the others get their defaults.

    On PostgreSQL through COPY, several times as fast as a statement for each row. Triggers, constraints and types
    hold as in any insert, and what they refuse is raised as it is anywhere else.
    """
    if connection.dialect.name != "postgresql" or len(rows) < FEW:
        if rows:
            connection.execute(insert(table), list(rows))
        return
    columns = [column for column in table.c if column.key in rows[0] or column.default is not None]
    dialect = connection.dialect
    quoted = ", ".join(dialect.identifier_preparer.format_column(column) for column in columns)
    copied = f"COPY {dialect.identifier_preparer.format_table(table)} ({quoted}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(copied) as copy:
            for row in _written(columns, rows, dialect):
                copy.write_row(row)
    except dialect.loaded_dbapi.Error as error:
        wrapped = DBAPIError.instance(copied, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
        raise wrapped from error


def _written(columns: Sequence[Column[Any]], rows: Sequence[Values], dialect: Dialect) -> Iterator[list[Any]]:
    """The values as the driver takes them."""
    makers = [_maker(column, rows[0], dialect) for column in columns]
    for row in rows:
        yield [make(row) for make in makers]


def _maker(column: Column[Any], first: Values, dialect: Dialect) -> Callable[[Values], Any]:
    name, default = column.key, cast(Any, column.default)
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if name not in first:
        given = default.arg if default.is_callable else lambda _context: default.arg
        return lambda _row: process(given(None)) if process else given(None)
    if process is None:
        return lambda row: row[name]
    return lambda row: process(row[name])
