"""The guards in the database: shares that were put and what a department confirmed are never changed, never deleted.

People may be merged (their numbers move), so the guards watch the words, not the names. They stop casual hands;
whoever drops them is contradicted by the register.
"""

from __future__ import annotations

from sqlalchemy import Connection

#: Table → the columns that stay as they were written.
SEALED: dict[str, tuple[str, ...]] = {
    "contribution_share": ("uid", "sharing_id", "kind", "department_id", "percent", "part"),
    "contribution_confirmation": (
        *("uid", "round_id", "sharing_id", "department_id", "is_as_agreed", "words", "digest"),
        "confirmed_at",
    ),
}


def install(connection: Connection) -> None:
    """Create the guards on freshly created tables."""
    make = _postgresql if connection.dialect.name == "postgresql" else _sqlite
    for table in SEALED:
        for statement in make(table):
            connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop what does not go with the tables themselves."""
    if connection.dialect.name == "postgresql":
        for table in SEALED:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_sealed() CASCADE")


def _sqlite(table: str) -> list[str]:
    refusal = f"BEGIN SELECT RAISE(ABORT, 'contribution: {table} only grows'); END"
    return [f"{head} {refusal}" for head in _heads(table)]


def _postgresql(table: str) -> list[str]:
    function = f"{table}_sealed"
    refusal = f"BEGIN RAISE EXCEPTION 'contribution: {table} only grows'; END"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {refusal} $guard$",
        *(f"{head} EXECUTE FUNCTION {function}()" for head in _heads(table)),
    ]


def _heads(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {', '.join(SEALED[table])} ON {table} FOR EACH ROW",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW",
    ]
