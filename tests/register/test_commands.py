"""`./run verify`, `./run register …` and the daily job, on the configured database."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from portal.assembly import Portal
from portal.database import db, session
from portal.register import triggers
from portal.register.commands import COMMANDS
from portal.register.export import snapshot, source_of
from portal.register.operations import record
from portal.register.queries import current_size, latest_checkpoint
from portal.register.tasks import TASKS
from tests.register.acts import NOON, READ, SENT, later
from tests.register.letters import HEAD

SUBJECT = SimpleNamespace(uid=uuid.UUID(int=5), register_kind="letter", register_label=lambda: "letter 5")
VERIFY, REGISTER = COMMANDS
daily_checkpoint = TASKS[0]


@pytest.fixture
def filled(app: Portal) -> Portal:
    """Ten entries and a checkpoint in the configured database."""
    for number in range(9):
        record(SENT, SUBJECT, by=HEAD, now=later(number), receiver=f"receiver {number}", terms=None)
    session().commit()
    daily_checkpoint(NOON)
    session().commit()
    return app


@pytest.fixture
def harmed(filled: Portal) -> Iterator[Portal]:
    """The guards are off, for this test to do harm; they return, for the next test gets the same tables."""
    if db.engine.dialect.name == "sqlite":
        names = session().scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        harm(*(f"DROP TRIGGER {name}" for name in names if name.startswith("register")))
        yield filled
        return
    guards = [(guard.rpartition("_")[0], guard) for guard in triggers.guard_names("postgresql")]
    harm(*(f"ALTER TABLE {table} DISABLE TRIGGER {guard}" for table, guard in guards))
    yield filled
    harm(*(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}" for table, guard in guards))


def harm(*statements: str) -> None:
    for statement in statements:
        session().execute(text(statement))
    session().commit()


def run(app: Portal, command: click.Command, *arguments: str | Path) -> Result:
    session().commit()
    result = CliRunner().invoke(command, list(map(str, arguments)), obj=app)
    session().commit()
    return result


def test_a_sound_register_is_verified_with_exit_code_0(filled: Portal) -> None:
    result = run(filled, VERIFY)
    assert (result.exit_code, result.output.split(", root")[0]) == (
        0,
        "sound: 10 entries, 0 erased, 1 checkpoints",
    )


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE register_entry SET leaf = entry WHERE seq = 4", "entry 4: leaf"),
        ("UPDATE register_entry SET entry = leaf WHERE seq = 5", "entry 5: form"),
        ("DELETE FROM register_entry WHERE seq = 6", "entry 6: gap"),
        ("DELETE FROM register_payload WHERE seq = 7", "entry 7: payload"),
        ("UPDATE register_payload SET body = salt WHERE seq = 8", "entry 8: commitment"),
        ("DELETE FROM register_entry WHERE seq > 8", "register: tail"),
        ("UPDATE register_head SET size = 3", "register: head"),
        ("DELETE FROM register_head", "register: head"),
    ],
)
def test_tampering_is_reported_with_exit_code_1(harmed: Portal, statement: str, finding: str) -> None:
    harm(statement)
    result = run(harmed, VERIFY)
    assert result.exit_code == 1
    assert f"  {finding}" in result.output
    assert "register: guards" in result.output


def test_a_timeline_index_that_differs_is_reported_and_mended(filled: Portal) -> None:
    harm("DELETE FROM register_subject WHERE seq = 3")
    result = run(filled, VERIFY)
    assert (result.exit_code, "entry 3: index" in result.output) == (1, True), result.output
    result = run(filled, REGISTER, "reindex")
    assert result.output == "10 lines\n", result.exception
    assert run(filled, VERIFY).exit_code == 0


def test_what_cannot_be_run_says_so_with_exit_code_2(filled: Portal, tmp_path: Path) -> None:
    nothing, letter = tmp_path / "nothing.db", tmp_path / "letter.txt"
    letter.write_text("Dear Sir\n")
    for arguments in ([nothing], [letter], ["--note", nothing], ["--key", letter], ["--key", "a+b+c"]):
        result = run(filled, VERIFY, *arguments)
        assert (result.exit_code, result.output[:15]) == (2, "could not run: "), arguments


def test_an_outside_note_is_compared(filled: Portal, tmp_path: Path) -> None:
    newest = latest_checkpoint()
    assert newest is not None
    note = tmp_path / "note"
    note.write_text(newest[1])
    assert run(filled, VERIFY, "--note", note).exit_code == 0
    note.write_text(newest[1].replace("\n10\n", "\n11\n"))
    result = run(filled, VERIFY, "--note", note)
    assert (result.exit_code, "covers 11 entries, the last one here is 10" in result.output) == (1, True)


def test_an_export_holds_everything_and_verifies_alone(filled: Portal, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    assert run(filled, REGISTER, "export", path).output == f"10 entries written to {path}\n"
    assert run(filled, VERIFY, path).exit_code == 0
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [next(iter(line)) for line in lines] == ["format", "checkpoint", *["seq"] * 10]
    assert json.loads(lines[2]["payload"])["details"] == {"receiver": "receiver 0", "terms": None}


def test_verification_reads_one_moment_while_others_write(filled: Portal) -> None:
    with snapshot(db.engine) as connection, source_of(connection) as source:
        head = source.head()
        record(READ, SUBJECT, by=HEAD, now=later(20))
        session().commit()
        assert head is not None
        assert head[1] == len(list(source.rows())) == 10
    assert current_size() == 11


def test_the_day_is_signed_once_and_only_if_something_was_recorded(app: Portal) -> None:
    assert daily_checkpoint(NOON) == 0
    record(READ, SUBJECT, by=HEAD, now=NOON)
    session().commit()
    assert daily_checkpoint(later(1)) == 1
    session().commit()
    record(READ, SUBJECT, by=HEAD, now=later(2))
    session().commit()
    assert daily_checkpoint(later(3)) == 0
    assert daily_checkpoint(later(60 * 24)) == 1
    session().commit()
    assert daily_checkpoint(later(60 * 48)) == 0
    assert latest_checkpoint() is not None
