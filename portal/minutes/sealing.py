"""The guards in the database: what somebody answered to circulated minutes is never changed and never deleted.

What became of a correction is entered later, once; after that it stands as well. People may still be merged (their
numbers move), so the guards watch the words, not the names. They stop casual hands; whoever drops them is
contradicted by the register.
"""

from __future__ import annotations

from sqlalchemy import Connection

TABLE = "minutes_answer"
WORDS = ("uid", "circulation_id", "answer", "words", "seen_version", "seen_text", "proposed", "answered_at")
#: Entered when a correction is settled; from then on they stand.
SETTLED = ("outcome", "outcome_reason", "settled_at")


def names() -> list[str]:
    """The triggers that must be there."""
    return [f"{TABLE}_{act}" for act in ("update", "settled", "delete")]


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
    refusal = f"BEGIN SELECT RAISE(ABORT, 'minutes: {TABLE} only grows'); END"
    return [f"{head} {refusal}" for head in _heads()]


def _postgresql() -> list[str]:
    function = f"{TABLE}_sealed"
    refusal = f"BEGIN RAISE EXCEPTION 'minutes: {TABLE} only grows'; END"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {refusal} $guard$",
        *(f"{head} EXECUTE FUNCTION {function}()" for head in _heads()),
    ]


def _heads() -> list[str]:
    watched, entered = ", ".join(WORDS), ", ".join(SETTLED)
    return [
        f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE OF {watched} ON {TABLE} FOR EACH ROW",
        f"CREATE TRIGGER {TABLE}_settled BEFORE UPDATE OF {entered} ON {TABLE} FOR EACH ROW "
        "WHEN (OLD.outcome <> '')",
        f"CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE} FOR EACH ROW",
    ]
