"""The configured database as a source for the verifier, and the register as a file of JSON lines."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, Engine, select, text

from portal.database import reading
from portal.register import standalone, triggers
from portal.register.models import CHECKPOINT, ENTRY, HEAD, PAYLOAD
from portal.register.standalone import FORMAT, Finding, Row, Source

STREAM = {"yield_per": 1000}
ACTIVE_TRIGGERS = text(
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgenabled = 'A' AND relnamespace = current_schema()::regnamespace"
)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database and disturbs no writer."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    token = reading.set(True)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**options)
    finally:
        reading.reset(token)


@contextmanager
def source_of(connection: Connection) -> Iterator[Source]:
    """The rows of the configured database; an SQLite file is read exactly as a stranger would read it."""
    if connection.dialect.name == "sqlite":
        with standalone.opened(Path(connection.engine.url.database or "")) as source:
            yield source
    else:
        yield PostgresqlSource(connection)


class PostgresqlSource:
    """Streams the rows through the checks of `standalone`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def head(self) -> tuple[Any, Any] | None:
        row = self.connection.execute(select(HEAD.c.log, HEAD.c.size)).one_or_none()
        return (row.log, row.size) if row else None

    def rows(self) -> Iterator[Row]:
        columns = (ENTRY.c.seq, ENTRY.c.entry, ENTRY.c.leaf, ENTRY.c.frontier, PAYLOAD.c.salt, PAYLOAD.c.body)
        joined = ENTRY.outerjoin(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq)
        statement = select(*columns).select_from(joined).order_by(ENTRY.c.seq)
        for row in self.connection.execute(statement, execution_options=STREAM):
            yield tuple(row)

    def checkpoints(self) -> Iterator[tuple[Any, Any]]:
        for row in self.connection.execute(
            select(CHECKPOINT.c.size, CHECKPOINT.c.note).order_by(CHECKPOINT.c.size)
        ):
            yield row.size, row.note

    def others(self) -> Iterator[Finding]:
        orphans = select(PAYLOAD.c.seq).where(PAYLOAD.c.seq.not_in(select(ENTRY.c.seq)))
        for (seq,) in self.connection.execute(orphans):
            yield Finding(seq, "payload", "there is content without its entry")
        present = set(self.connection.scalars(ACTIVE_TRIGGERS))
        if absent := sorted(triggers.guard_names("postgresql") - present):
            yield Finding(None, "guards", f"the database's guards are gone or off: {', '.join(absent)}")


def export(source: Source, file: TextIO) -> int:
    """Write the register as JSON lines that `standalone.py verify` reads anywhere; says how many entries."""
    log, size = source.head() or (None, None)
    _write(file, {"format": FORMAT, "log": log, "size": size})
    for size, note in source.checkpoints():
        _write(file, {"checkpoint": size, "note": _text(note)})
    count = 0
    for seq, entry, leaf, frontier, salt, payload in source.rows():
        hashes = {"leaf": _base64(leaf), "frontier": _base64(frontier), "salt": _base64(salt)}
        _write(file, {"seq": seq, "entry": _text(entry), "payload": _text(payload), **hashes})
        count += 1
    return count


def _write(file: TextIO, line: dict[str, Any]) -> None:
    file.write(json.dumps(line, separators=(",", ":")) + "\n")


def _text(stored: Any) -> Any:
    """Readable; a byte that is no text (somebody meddled) survives as a lone surrogate and is found there."""
    return stored.decode("utf-8", "surrogateescape") if isinstance(stored, bytes) else stored


def _base64(stored: Any) -> Any:
    return base64.b64encode(stored).decode() if isinstance(stored, bytes) else stored
