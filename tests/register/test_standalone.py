"""What the verifier does at the edges: damaged files, foreign files, pinned keys, and its honest limit."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from portal.register import standalone
from portal.register.checkpoints import checkpoint
from portal.register.queries import log_id
from portal.register.signing import SigningKey, sign_checkpoint
from tests.register.acts import later, read
from tests.register.conftest import opened
from tests.register.letters import Letter
from tests.register.stranger import Sound, exported, findings, run
from tests.register.tampering import STRANGER, Database, tamper


def guards_off(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def test_what_is_no_register_cannot_be_verified(tmp_path: Path, sound: Sound) -> None:
    (tmp_path / "text").write_text("Dear Sir\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "json").write_text("[1, 2]\n")
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE person (name)")
    for name in ("text", "empty", "json", "other.db", "absent", "."):
        code, output = run(tmp_path / name)
        assert (code, output[:15]) == (2, "could not run: "), name
    assert run(sound.path, "--note", tmp_path / "absent")[0] == 2
    assert run(sound.path, "--key", "not a key")[0] == 2
    assert run()[0] == 2


def test_a_file_that_is_damaged_is_not_sound(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = copy.read_bytes()
    for place in range(8192, len(whole), len(whole) // 23):
        copy.write_bytes(whole[:place] + bytes(600) + whole[place + 600 :])
        code = standalone.main(["verify", str(copy)])
        output = capsys.readouterr()
        assert code in (0, 1, 2), output
        if code == 0:  # the hole met an index or free space, and none of what was recorded
            with closing(sqlite3.connect(copy)) as connection:
                rows = connection.execute("SELECT entry FROM register_entry NOT INDEXED").fetchall()
            assert [row for row in rows if bytes(20) in row[0]] == []


def test_lines_of_an_export_that_are_cut_exchanged_or_broken_are_found(sound: Sound, tmp_path: Path) -> None:
    lines = exported(sound.path, tmp_path / "export").read_text("utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith('{"seq"'))
    tenth, last = first + 9, len(lines) - 1
    damaged = {
        "gap": [*lines[:tenth], *lines[tenth + 1 :]],
        "order": [*lines[:tenth], lines[tenth], *lines[tenth:]],
        "tail": lines[:last],
        "checkpoint": [*lines[:1], lines[1].replace("accord/", "other/x"), *lines[2:]],
        "commitment": [*lines[:tenth], lines[tenth].replace("Welcome", "Farewell"), *lines[tenth + 1 :]],
    }
    for reason, changed in damaged.items():
        (tmp_path / reason).write_text("".join(changed), "utf-8")
        code, output = run(tmp_path / reason)
        assert (code, reason in [each for _seq, each in findings(output)]) == (1, True), output
    (tmp_path / "half").write_text("".join(lines)[:-40], "utf-8")
    assert run(tmp_path / "half")[0] == 1


def test_verifying_changes_nothing_and_reads_beside_a_writer(copy: Path) -> None:
    with opened(copy) as session:
        letter = session.query(Letter).one()
        read(letter, minutes=900)
        session.commit()
        read(letter, minutes=901)
        session.flush()
        code, output = run(copy)
        assert (code, output.split(",")[0]) == (0, "sound: 40 entries")
        session.commit()
        assert run(copy)[1].startswith("sound: 41 entries")


def test_the_honest_limit_what_was_rewritten_after_the_last_checkpoint(sound: Sound, copy: Path) -> None:
    """Only a note that lies outside and is younger than the forged entry tells."""
    with opened(copy) as session:
        log, size = log_id(session=session), 39
    with closing(sqlite3.connect(copy)) as connection:
        root = Database(connection).root(size)
    note = copy.with_name("younger note")
    note.write_text(sign_checkpoint(STRANGER, log, size, root, "2026-03-04T00:00:00.000Z"))
    pinned = ("--key", sound.key, "--key", STRANGER.verifier(f"accord/{log}"))
    assert run(copy, *pinned, "--note", note)[0] == 0
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        guards_off(connection)
        Database(connection).edit(size - 1, actor=None, object="00000000-0000-0000-0000-000000000000")
        for (sql,) in triggers:
            connection.execute(sql)
    assert run(copy)[0] == 0, "from within, nothing can be seen"
    code, output = run(copy, *pinned, "--note", note)
    assert (code, findings(output)) == (1, [(size, "checkpoint")])


def test_a_register_that_was_replaced_as_a_whole(sound: Sound, sqlite_path: Path) -> None:
    """With a key of its own it is sound in itself; a pinned key or a kept note shows that it is another."""
    with opened(sqlite_path) as session:
        letter = Letter(title="Forged")
        session.add(letter)
        read(letter)
        session.commit()
        checkpoint(later(1), SigningKey(STRANGER.private), session=session)
        session.commit()
    assert run(sqlite_path)[0] == 0
    code, output = run(sqlite_path, "--key", sound.key)
    assert (code, findings(output)) == (1, [(None, "signature")])
    code, output = run(sqlite_path, "--note", sound.note)
    assert (code, {reason for _seq, reason in findings(output)}) == (1, {"tail", "signature"})


def test_an_old_backup_put_in_place_is_found_by_a_younger_note(sound: Sound, copy: Path) -> None:
    tamper(copy, "cut_the_tail_with_its_checkpoint", seed=1)
    assert run(copy)[0] == 0
    code, output = run(copy, "--note", sound.note)
    assert (code, findings(output)) == (1, [(None, "tail")])


def test_it_needs_nothing_but_the_standard_library() -> None:
    lines = Path(standalone.__file__).read_text("utf-8").splitlines()
    imports = [line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))]
    assert set(imports) <= sys.stdlib_module_names
