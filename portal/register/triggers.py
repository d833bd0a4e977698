"""The guards in the database: what the register's tables refuse, whoever asks.

Plain triggers are bypassed by `INSERT OR REPLACE` on SQLite, hence the checks on insert; on PostgreSQL they
are `ENABLE ALWAYS`, so a session that calls itself a replica meets them too. Guards stop accidents and
casual hands; the owner of the database can drop them, and then the hashes speak.
"""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, text

TABLES = ("register_entry", "register_payload", "register_checkpoint", "register_head")

# What must hold for a row; both databases understand these conditions.
FOLLOWS = "NEW.seq = (SELECT coalesce(max(seq), 0) + 1 FROM register_entry)"
NEW_KEY = "NOT EXISTS (SELECT 1 FROM register_entry WHERE idem = NEW.idem)"
HAS_ENTRY = "EXISTS (SELECT 1 FROM register_entry WHERE seq = NEW.seq)"
FIRST_PAYLOAD = "NOT EXISTS (SELECT 1 FROM register_payload WHERE seq = NEW.seq)"
GROWS = "NEW.size > (SELECT coalesce(max(size), 0) FROM register_checkpoint)"
COVERED = "NEW.size <= (SELECT coalesce(max(seq), 0) FROM register_entry)"
FIRST_HEAD = "NOT EXISTS (SELECT 1 FROM register_head)"
SAME_LOG = "NEW.id = OLD.id AND NEW.log = OLD.log"
TRUE_SIZE = "NEW.size = (SELECT coalesce(max(seq), 0) FROM register_entry)"
NEVER = "1 = 0"
ANNOUNCED = {
    "sqlite": """EXISTS (SELECT 1 FROM register_entry WHERE idem = 'erasure/' || OLD.seq
        AND json_extract(CAST(entry AS TEXT), '$.type') = 'payload.erased'
        AND json_extract(CAST(entry AS TEXT), '$.supersedes') = OLD.seq)""",
    "postgresql": """EXISTS (SELECT 1 FROM register_entry WHERE idem = 'erasure/' || OLD.seq
        AND convert_from(entry, 'UTF8')::jsonb ->> 'type' = 'payload.erased'
        AND (convert_from(entry, 'UTF8')::jsonb ->> 'supersedes')::bigint = OLD.seq)""",
}

Rules = tuple[tuple[str, str], ...]


def guards(dialect: str) -> dict[tuple[str, str], Rules]:
    """(table, operation) → what must hold and the sentence when it does not."""
    rules: dict[tuple[str, str], Rules] = {}
    for table in TABLES:
        for operation in ("UPDATE", "DELETE"):
            rules[table, operation] = ((NEVER, f"{operation} on {table} is refused"),)
    rules["register_entry", "INSERT"] = (
        (FOLLOWS, "an entry must follow the last one"),
        (NEW_KEY, "this act is already recorded"),
    )
    rules["register_payload", "INSERT"] = (
        (HAS_ENTRY, "a payload needs its entry"),
        (FIRST_PAYLOAD, "this entry has its payload"),
    )
    rules["register_payload", "DELETE"] = ((ANNOUNCED[dialect], "an erasure must be announced by an entry"),)
    rules["register_checkpoint", "INSERT"] = (
        (GROWS, "a checkpoint must be larger than the last one"),
        (COVERED, "a checkpoint needs its entries"),
    )
    rules["register_head", "INSERT"] = ((FIRST_HEAD, "there is one head"),)
    rules["register_head", "UPDATE"] = (
        (SAME_LOG, "a register keeps its name"),
        (TRUE_SIZE, "the head counts the entries"),
    )
    return rules


def guard_names(dialect: str) -> set[str]:
    """The triggers that must be there; `./run verify` misses them when they are not."""
    names = {_name(table, operation) for table, operation in guards(dialect)}
    return names | {_name(table, "TRUNCATE") for table in TABLES} if dialect == "postgresql" else names


def install(connection: Connection) -> None:
    """Create the guards and the head row (with a new log id) on freshly created tables."""
    connection.execute(
        text("INSERT INTO register_head (id, log, size) VALUES (1, :log, 0)"), {"log": str(uuid.uuid4())}
    )
    statements = _postgresql(connection) if connection.dialect.name == "postgresql" else _sqlite()
    for statement in statements:
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop what does not go with the tables themselves."""
    if connection.dialect.name == "postgresql":
        for table, operation in (*guards("postgresql"), *((table, "TRUNCATE") for table in TABLES)):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_name(table, operation)}() CASCADE")


def _name(table: str, operation: str) -> str:
    return f"{table}_{operation.lower()}"


def _sqlite() -> list[str]:
    statements = []
    for (table, operation), rules in guards("sqlite").items():
        checks = " ".join(
            f"SELECT RAISE(ABORT, 'register: {sentence}') WHERE ({condition}) IS NOT TRUE;"
            for condition, sentence in rules
        )
        name = _name(table, operation)
        statements.append(f"CREATE TRIGGER {name} BEFORE {operation} ON {table} BEGIN {checks} END")
    return statements


def _postgresql(connection: Connection) -> list[str]:
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    statements = []
    for (table, operation), rules in guards("postgresql").items():
        checks = " ".join(
            f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION 'register: {sentence}'; END IF;"
            for condition, sentence in rules
        )
        row = "OLD" if operation == "DELETE" else "NEW"
        statements += _function(table, operation, f"{checks} RETURN {row};", "FOR EACH ROW", schema)
    for table in TABLES:
        refusal = f"RAISE EXCEPTION 'register: TRUNCATE on {table} is refused';"
        statements += _function(table, "TRUNCATE", refusal, "FOR EACH STATEMENT", schema)
    return statements


def _function(table: str, operation: str, body: str, each: str, schema: str) -> list[str]:
    """A trigger function that looks in its own schema first: a temporary table must not fool it."""
    name = _name(table, operation)
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp "
        f"AS $guard$ BEGIN {body} END $guard$",
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} {each} EXECUTE FUNCTION {name}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]
