"""Timelines by key: which entries belong to which record. Derived; `./run verify` compares.

It proves nothing and can be rebuilt at any time (docs/decisions/0002); only the entries are evidence.
"""

from __future__ import annotations

import heapq
import json
import uuid
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from portal.database import store_many
from portal.register.encoding import RESTRICTED, Act
from portal.register.models import ENTRY, PAYLOAD, SUBJECT
from portal.register.standalone import Finding

BATCH = 5000
UNKNOWN = ""  # what kind of record it was went with the erased content


class Row(NamedTuple):
    """One line of the index. Only an entry's own record carries the project, which so lists an entry once."""

    subject: uuid.UUID
    seq: int
    kind: str
    project: uuid.UUID | None
    is_restricted: bool


def rows_of(seq: int, act: Act) -> list[Row]:
    return _rows(seq, act.fields(), act.payload, act.is_restricted)


def derive(seq: int, entry: bytes, payload: bytes | None) -> list[Row]:
    """The rows of a stored entry; a restricted one whose content was erased belongs to nobody any more."""
    fields = json.loads(entry)
    content = json.loads(payload) if payload is not None else None
    if fields["type"] == RESTRICTED:
        return _rows(seq, content["entry"], content, True) if content else []
    return _rows(seq, fields, content or {}, False)


def _rows(seq: int, fields: Mapping[str, Any], payload: Mapping[str, Any], is_restricted: bool) -> list[Row]:
    """A restricted entry shows in the story of its own record only, not in its project's nor in any other."""
    own = uuid.UUID(fields["object"])
    project = uuid.UUID(fields["project"]) if fields["project"] and not is_restricted else None
    rows = {own: Row(own, seq, payload.get("object", {}).get("kind", UNKNOWN), project, is_restricted)}
    for other in () if is_restricted else payload.get("about", ()):
        uid = uuid.UUID(other["uid"])
        rows.setdefault(uid, Row(uid, seq, other["kind"], None, False))
    return list(rows.values())


def compare(connection: Connection) -> Iterator[Finding]:
    """Where the index says something else than the entries it is derived from. Both are read as streams."""
    derived = ((seq, "derived", rows) for seq, rows in _derived(connection))
    stored = ((seq, "stored", rows) for seq, rows in _stored(connection))
    both = heapq.merge(derived, stored, key=lambda each: each[0])
    for seq, group in groupby(both, key=lambda each: each[0]):
        sides = {side: rows for _seq, side, rows in group}
        if "derived" not in sides:
            yield Finding(seq, "index", "the timeline index names an entry that does not exist")
        elif sides["derived"] != sides.get("stored", set()):
            yield Finding(
                seq, "index", "the timeline index differs from the entry (mend it: register reindex)"
            )


def rebuild(connection: Connection) -> int:
    """Derive the index anew; returns how many rows it has."""
    connection.execute(delete(SUBJECT))
    count, batch = 0, list[dict[str, Any]]()
    for _seq, rows in _derived(connection):
        batch += [row._asdict() for row in rows]
        if len(batch) >= BATCH:
            count += _insert(connection, batch)
    return count + _insert(connection, batch)


def _insert(connection: Connection, batch: list[dict[str, Any]]) -> int:
    count = len(batch)
    if batch:
        store_many(connection, SUBJECT, batch)
        batch.clear()
    return count


def _derived(connection: Connection) -> Iterator[tuple[int, set[Row]]]:
    statement = (
        select(ENTRY.c.seq, ENTRY.c.entry, PAYLOAD.c.body)
        .select_from(ENTRY.outerjoin(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq))
        .order_by(ENTRY.c.seq)
    )
    for seq, entry, body in connection.execute(statement, execution_options={"yield_per": 1000}):
        yield seq, set(derive(seq, entry, body))


def _stored(connection: Connection) -> Iterator[tuple[int, set[Row]]]:
    columns = (SUBJECT.c[name] for name in Row._fields)
    statement = select(*columns).order_by(SUBJECT.c.seq)
    rows = connection.execute(statement, execution_options={"yield_per": 1000})
    for seq, group in groupby((Row(*row) for row in rows), key=lambda row: row.seq):
        yield seq, set(group)
