"""What the database itself refuses, on both databases, whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.register.checkpoints import checkpoint
from portal.register.models import ENTRY
from portal.register.operations import erase
from portal.register.signing import load_key
from tests.register.acts import NOON, fill, read
from tests.register.letters import CIO, HEAD, Letter, stored

NEW = "'new'"
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "register.md"


def copied(seq: str, idem: str) -> str:
    """The first entry once more, elsewhere."""
    return f"SELECT {seq}, entry, leaf, frontier, {idem} FROM register_entry WHERE seq = 1"


REFUSED = [
    "UPDATE register_entry SET idem = 'x' WHERE seq = 1",
    "UPDATE register_entry SET seq = 9 WHERE seq = 3",
    "UPDATE register_payload SET body = salt",
    "UPDATE register_checkpoint SET note = ''",
    "UPDATE register_head SET log = 'another'",
    "UPDATE register_head SET size = 2",
    "UPDATE register_head SET id = 2",
    "DELETE FROM register_entry",
    "DELETE FROM register_entry WHERE seq = 3",
    "DELETE FROM register_payload",
    "DELETE FROM register_payload WHERE seq = 3",
    "DELETE FROM register_checkpoint",
    "DELETE FROM register_head",
    "INSERT INTO register_head VALUES (2, 'another', 0)",
    f"INSERT INTO register_entry {copied('6', NEW)}",
    f"INSERT INTO register_entry {copied('0', NEW)}",
    f"INSERT INTO register_entry {copied('-1', NEW)}",
    f"INSERT INTO register_entry {copied('NULL', NEW)}",
    f"INSERT INTO register_entry {copied('3', NEW)}",
    f"INSERT INTO register_entry {copied('5', 'idem')}",
    "INSERT INTO register_payload SELECT 3, salt, body FROM register_payload WHERE seq = 1",
    "INSERT INTO register_payload SELECT 77, salt, body FROM register_payload WHERE seq = 1",
    "INSERT INTO register_checkpoint VALUES (3, 'smaller')",
    "INSERT INTO register_checkpoint VALUES (99, 'of nothing')",
    "INSERT INTO register_checkpoint SELECT size, 'again' FROM register_checkpoint",
]
SQLITE = [
    f"INSERT OR REPLACE INTO register_entry {copied('3', NEW)}",
    f"INSERT OR REPLACE INTO register_entry {copied('5', 'idem')}",
    "INSERT OR REPLACE INTO register_payload SELECT 3, salt, body FROM register_payload WHERE seq = 1",
    f"INSERT OR IGNORE INTO register_entry {copied('3', NEW)}",
    "REPLACE INTO register_head VALUES (1, 'another', 0)",
    "REPLACE INTO register_checkpoint SELECT size, 'again' FROM register_checkpoint",
    "UPDATE OR REPLACE register_entry SET idem = (SELECT max(idem) FROM register_entry) WHERE seq = 2",
    f"INSERT INTO register_entry {copied('3', NEW)} ON CONFLICT (seq) DO UPDATE SET idem = 'x'",
]
POSTGRESQL = [
    *(f"TRUNCATE register_{table}" for table in ("entry", "payload", "checkpoint", "head")),
    f"INSERT INTO register_entry {copied('3', NEW)} ON CONFLICT (seq) DO UPDATE SET idem = 'x'",
    "SET LOCAL session_replication_role = replica; DELETE FROM register_entry",
    "CREATE TEMP TABLE register_entry (seq bigint, idem text); DELETE FROM public.register_payload",
]
TABLES = ("register_entry", "register_payload", "register_checkpoint", "register_head")


@pytest.fixture
def filled(session: Session, letter: Letter, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Four entries, the last announcing the key that signed the checkpoint."""
    fill(session, letter, 3)
    checkpoint(NOON, load_key(tmp_path_factory.mktemp("key")), session=session)
    session.commit()
    return session


def contents(session: Session) -> list[list[Any]]:
    found = [stored(session, table) for table in TABLES]
    session.rollback()
    return found


def assert_refused(session: Session, statements: list[str]) -> None:
    before = contents(session)
    for statement in statements:
        with pytest.raises(DBAPIError, match=r"register|conflict|constraint"):
            session.execute(text(statement))
        session.rollback()
    assert contents(session) == before


def test_nothing_in_the_register_is_changed_deleted_or_put_in_between(filled: Session) -> None:
    assert_refused(filled, REFUSED)


def test_the_databases_own_ways_round_are_refused(filled: Session) -> None:
    assert_refused(filled, SQLITE if filled.get_bind().dialect.name == "sqlite" else POSTGRESQL)


def test_a_content_can_go_only_where_an_entry_announces_it(filled: Session) -> None:
    erase(2, reason="asked for", approved_by=[HEAD, CIO], by=CIO, now=NOON, session=filled)
    filled.commit()
    assert [row.seq for row in stored(filled, "register_payload")] == [1, 3, 4, 5]
    assert_refused(filled, [f"DELETE FROM register_payload WHERE seq = {seq}" for seq in (1, 3, 4, 5)])


def test_an_entry_that_only_pretends_to_announce_an_erasure_deletes_nothing(filled: Session) -> None:
    key = {"seq": 5, "entry": b'{"supersedes":1,"type":"letters.read"}', "leaf": b"", "frontier": b""}
    filled.execute(ENTRY.insert(), {**key, "idem": "erasure/1"})
    with pytest.raises(DBAPIError, match="must be announced"):
        filled.execute(text("DELETE FROM register_payload WHERE seq = 1"))


@pytest.fixture
def application_role(store: Engine) -> Iterator[Connection]:
    """The rights that docs/register.md gives the application on PostgreSQL; the owner runs migrations."""
    grants = re.findall(r"^(?:GRANT|REVOKE) .*;", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert len(grants) == 7
    with store.begin() as owner:
        owner.execute(text("DROP ROLE IF EXISTS accord_app"))
        owner.execute(text("CREATE ROLE accord_app LOGIN"))
        for grant in grants:
            owner.execute(text(grant))
    role = create_engine(store.url.set(username="accord_app"))
    with role.connect() as connection:
        yield connection
    role.dispose()
    with store.begin() as owner:
        owner.execute(text("DROP OWNED BY accord_app; DROP ROLE accord_app"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_applications_own_role_can_record_but_not_take_the_guards_off(
    application_role: Connection,
) -> None:
    with Session(application_role) as session:
        letter = Letter(title="From below")
        session.add(letter)
        read(letter, session=session)
        session.commit()
        for statement in (
            "ALTER TABLE register_entry DISABLE TRIGGER ALL",
            "DROP TRIGGER register_entry_update ON register_entry",
            "TRUNCATE register_entry",
            "UPDATE register_entry SET idem = 'x'",
        ):
            with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
                session.execute(text(statement))
            session.rollback()
