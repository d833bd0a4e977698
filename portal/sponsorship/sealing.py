"""The guards in the database: what stands in a sponsor's ledger is never changed and never deleted.

That an act was confirmed or ended is entered later, once. People may still be merged (their numbers move), so the
guards watch the words, not the names.
"""

from __future__ import annotations

from sqlalchemy import Connection

WORDS = {
    "sponsor_act": (
        "uid",
        "project_id",
        "kind",
        '"on"',
        "with_whom",
        "minutes",
        "note",
        "entered_at",
        "corrects_id",
    ),
    "sponsor_comment": ("uid", "project_id", "month_on", "words", "made_at"),
}
ENDING = ("ended_at", "end_reason", "is_struck")


def install(connection: Connection) -> None:
    """Create the guards on the freshly created tables."""
    is_postgresql = connection.dialect.name == "postgresql"
    for table, words in WORDS.items():
        refusal = f"sponsorship: {table} only grows"
        if is_postgresql:
            connection.exec_driver_sql(
                f"CREATE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
                f"$guard$ BEGIN RAISE EXCEPTION '{refusal}'; END $guard$"
            )
            ending = f"EXECUTE FUNCTION {table}_sealed()"
        else:
            ending = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for head in _heads(table, words):
            connection.exec_driver_sql(f"{head} {ending}")


def _heads(table: str, words: tuple[str, ...]) -> list[str]:
    heads = [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {', '.join(words)} ON {table} FOR EACH ROW",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW",
    ]
    if table == "sponsor_act":
        heads += [
            f"CREATE TRIGGER {table}_ended BEFORE UPDATE OF {', '.join(ENDING)} ON {table} FOR EACH ROW "
            "WHEN (OLD.ended_at IS NOT NULL)",
            f"CREATE TRIGGER {table}_confirmed BEFORE UPDATE OF confirmed_at ON {table} FOR EACH ROW "
            "WHEN (OLD.confirmed_at IS NOT NULL)",
        ]
    return heads


def remove(connection: Connection) -> None:
    """Drop what does not go with the tables themselves."""
    if connection.dialect.name == "postgresql":
        for table in WORDS:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_sealed() CASCADE")
