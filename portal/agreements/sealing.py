"""The guards in the database: what was put and what was answered is never changed and never deleted.

People may still be merged (their numbers move), so the guards watch the words, not the names. They stop casual
hands; whoever drops them is contradicted by the register, which holds the digest of every text.
"""

from __future__ import annotations

from sqlalchemy import Connection

#: Table → the columns that stay as they were written.
SEALED: dict[str, tuple[str, ...]] = {
    "agreement_version": ("agreement_id", "number", "text", "language", "terms", "digest", "made_at"),
    "agreement_party": ("version_id", "number", "capacity", "department_id", "project_id", "capacity_on"),
    "agreement_answer": (
        *("party_id", "answer", "reason", "standing", "text_seen", "language_seen", "terms", "digest"),
        *("identified_by", "answered_at"),
    ),
}


def names() -> list[str]:
    """The triggers that must be there."""
    return [f"{table}_{act}" for table in SEALED for act in ("update", "delete")]


def install(connection: Connection) -> None:
    """Create the guards on freshly created tables."""
    make = _postgresql if connection.dialect.name == "postgresql" else _sqlite
    for table, columns in SEALED.items():
        for statement in make(table, ", ".join(columns)):
            connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop what does not go with the tables themselves."""
    if connection.dialect.name == "postgresql":
        for table in SEALED:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_sealed() CASCADE")


def _sqlite(table: str, columns: str) -> list[str]:
    refusal = f"BEGIN SELECT RAISE(ABORT, 'agreements: {table} only grows'); END"
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {columns} ON {table} {refusal}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refusal}",
    ]


def _postgresql(table: str, columns: str) -> list[str]:
    function = f"{table}_sealed"
    refusal = f"BEGIN RAISE EXCEPTION 'agreements: {table} only grows'; END"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {refusal} $guard$",
        f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]
