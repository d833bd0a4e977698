"""The guards in the database: a frozen pack is never changed and never deleted.

Who froze it may be merged with another account, so the guards watch everything but the name.
"""

from __future__ import annotations

from sqlalchemy import Connection

TABLE = "pack"
WORDS = ("uid", "meeting_id", "number", "content", "digest", "frozen_at")


def install(connection: Connection) -> None:
    """Create the guards on the freshly created table."""
    make = _postgresql if connection.dialect.name == "postgresql" else _sqlite
    for statement in make():
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop what does not go with the table itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {TABLE}_sealed() CASCADE")


def _sqlite() -> list[str]:
    refusal = "BEGIN SELECT RAISE(ABORT, 'packs: a frozen pack stays'); END"
    return [f"{head} {refusal}" for head in _heads()]


def _postgresql() -> list[str]:
    function = f"{TABLE}_sealed"
    refusal = "BEGIN RAISE EXCEPTION 'packs: a frozen pack stays'; END"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {refusal} $guard$",
        *(f"{head} EXECUTE FUNCTION {function}()" for head in _heads()),
    ]


def _heads() -> list[str]:
    return [
        f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE OF {', '.join(WORDS)} ON {TABLE} FOR EACH ROW",
        f"CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE} FOR EACH ROW",
    ]
