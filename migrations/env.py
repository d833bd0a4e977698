"""Runs the numbered revisions on SQLite and PostgreSQL.

SQLite rebuilds a table to change it; with foreign keys on, dropping the old copy would delete the rows that
refer to it. So the pragma goes off *before* the transaction, and the keys are checked afterwards.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from portal.database import Base, db

#: Tables made by hand-written SQL (virtual tables and their shadows), which autogenerate must leave alone.
HAND_MADE = ("search_fts",)


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(HAND_MADE))


def switch_foreign_keys(connection: Connection, state: str) -> None:
    """Past SQLAlchemy, which would open a transaction first: inside one the pragma does nothing, silently."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={state}")


def run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        switch_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=include_name,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        if connection.in_transaction():
            connection.commit()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.commit()
        switch_foreign_keys(connection, "ON")
        if broken:
            raise RuntimeError(f"a migration left rows without their parent: {broken[:5]}")


with current_app.app_context(), db.engine.connect() as connection:
    run(connection)
