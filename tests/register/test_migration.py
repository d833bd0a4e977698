"""The first revision builds the register on both databases and takes it away again, full or empty."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from portal.database import Base
from portal.register import triggers
from portal.register.models import CHECKPOINT, ENTRY, HEAD, PAYLOAD, SUBJECT
from tests.register.acts import fill
from tests.register.letters import Letter, migrate

TABLES = [ENTRY, PAYLOAD, CHECKPOINT, HEAD, SUBJECT]
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"


def tables(store: Engine) -> set[str]:
    return {name for name in inspect(store).get_table_names() if name.startswith("register")}


def test_the_register_goes_down_with_rows_and_up_again(
    store: Engine, session: Session, letter: Letter
) -> None:
    fill(session, letter, 2)
    session.commit()
    before = tables(store)
    migrate(store, "downgrade")
    assert tables(store) == set()
    with store.connect() as connection:
        if store.dialect.name == "postgresql":
            assert list(connection.execute(text(FUNCTIONS))) == []
    migrate(store)
    assert tables(store) == before == {table.name for table in TABLES}
    fill(session, letter, 1)
    assert session.scalar(HEAD.select().with_only_columns(HEAD.c.size)) == 1


def test_tables_made_from_the_models_have_the_same_guards_as_migrated_ones(store: Engine) -> None:
    migrate(store, "downgrade")
    Base.metadata.create_all(store, tables=TABLES)
    with store.connect() as connection:
        catalogue = "sqlite_master WHERE type = 'trigger'" if store.dialect.name == "sqlite" else "pg_trigger"
        column = "name" if store.dialect.name == "sqlite" else "tgname"
        names = set(connection.scalars(text(f"SELECT {column} FROM {catalogue}")))
        assert triggers.guard_names(store.dialect.name) <= names
        assert connection.scalar(HEAD.select().with_only_columns(HEAD.c.size)) == 0
