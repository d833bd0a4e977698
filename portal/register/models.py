"""The register's tables. Plain tables, no mapped classes: a row is written once, by `writing`, never edited.

No foreign keys and no cascades near them: a migration must never reach a row here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
    event,
)

from portal.database import Base
from portal.register import triggers

# SQLite makes only INTEGER (never BIGINT) primary keys its own row number.
Position = BigInteger().with_variant(Integer, "sqlite")


def _column(name: str, kind: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **options)


def _key(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


# One act. `entry` holds the very bytes that were hashed; `frontier` the subtree roots after it.
ENTRY = Table(
    "register_entry",
    Base.metadata,
    _key("seq", Position),
    _column("entry", LargeBinary),
    _column("leaf", LargeBinary),
    _column("frontier", LargeBinary),
    _column("idem", Text, unique=True),
)

# The content of an entry: the words and terms that were shown. Its row goes when the content is erased.
PAYLOAD = Table(
    "register_payload",
    Base.metadata,
    _key("seq", Position),
    _column("salt", LargeBinary),
    _column("body", LargeBinary),
)

# A signed note over the first `size` entries.
CHECKPOINT = Table("register_checkpoint", Base.metadata, _key("size", Position), _column("note", Text))

# The one row that writers lock, so that entries follow each other without a gap.
HEAD = Table(
    "register_head",
    Base.metadata,
    _key("id", Integer),
    _column("log", String(36)),
    _column("size", Position),
)

# Which entries belong to whose timeline. Derived from entries and payloads; see docs/decisions/0002.
SUBJECT = Table(
    "register_subject",
    Base.metadata,
    _key("subject", Uuid),
    _key("seq", Position),
    _column("kind", String(64)),
    Column("project", Uuid),
    _column("is_restricted", Boolean),
    Index(None, "project", "seq"),
    sqlite_with_rowid=False,
)


@event.listens_for(Base.metadata, "after_create")
def _guard_created(_base: object, connection: Connection, tables: list[Table], **_options: object) -> None:
    """Tables made by `create_all` (tests, tools) get the same head row and guards as migrated ones."""
    if ENTRY in tables:
        triggers.install(connection)
