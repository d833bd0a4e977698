"""A backup taken while the portal runs, and what comes out of it: everything, or a clear refusal."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from portal.accounts.models import Department
from portal.assembly import Portal
from portal.commands import cli
from portal.database import db, session
from portal.register.events import Event
from portal.register.operations import record
from tests.conftest import Engine
from tests.factories.accounts import make_department, make_person
from tests.support.times import NOW

ROOT = Path(__file__).resolve().parents[2]
FOUNDED = Event("backups.founded", "%(actor)s founded %(object)s.")


@dataclass
class Installation:
    """The portal with a data folder of its own, driven from the command line."""

    app: Portal
    engine: Engine
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def backup(self) -> Path:
        return self.folder / "a.backup"

    def expect(self, code: int, *arguments: str | Path) -> str:
        session().rollback()
        result = CliRunner().invoke(cli, list(map(str, arguments)), obj=self.app)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    def found(self, name: str) -> None:
        """An act that stands in the register."""
        founder = make_person("Ada")
        department = make_department(name)
        session().flush()
        record(FOUNDED, department, by=founder, now=NOW)
        session().commit()

    def departments(self) -> list[str]:
        session().rollback()
        return list(session().scalars(select(Department.name).order_by(Department.name)))


@pytest.fixture
def here(app: Portal, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = Installation(app, engine, tmp_path)
    made.data.mkdir()
    (made.data / "secret-key").write_text("this one")
    monkeypatch.setitem(app.config, "DATA_DIR", made.data)
    # For the process that verifies what was restored.
    monkeypatch.setenv("PORTAL_DATA_DIR", str(made.data))
    monkeypatch.setenv("PORTAL_DATABASE_URL", db.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return made


def test_a_backup_gives_everything_back_and_the_register_is_verified(here: Installation) -> None:
    here.found("Logistics 物流部")
    here.expect(0, "backup", here.backup)
    here.engine.reset()
    (here.data / "secret-key").write_text("another one")
    assert here.departments() == []
    here.expect(0, "restore", here.backup)
    assert here.departments() == ["Logistics 物流部"]
    assert (here.data / "secret-key").read_text() == "this one"


def test_a_restored_register_that_was_tampered_with_is_reported(
    here: Installation, capfd: pytest.CaptureFixture[str]
) -> None:
    here.found("Logistics")
    with db.engine.begin() as connection:
        if here.engine.kind == "sqlite":
            for name in connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE register_entry DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE register_entry SET leaf = frontier WHERE seq = 0 OR seq = 1"))
    here.expect(0, "backup", here.backup)
    here.engine.reset()
    here.expect(1, "restore", here.backup)
    assert "tampered" in capfd.readouterr().out.lower()


def test_a_backup_can_be_read_by_its_owner_only_and_leaves_nothing_beside_it(here: Installation) -> None:
    here.expect(0, "backup", here.backup)
    assert here.backup.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in here.folder.iterdir()) == ["a.backup", "data"]


def test_a_database_in_use_is_not_overwritten(here: Installation) -> None:
    here.expect(0, "backup", here.backup)
    here.found("Logistics")
    assert "not empty" in here.expect(1, "restore", here.backup)
    assert here.departments() == ["Logistics"]


def test_a_forced_restore_keeps_what_it_replaces(here: Installation) -> None:
    here.expect(0, "backup", here.backup)
    here.found("Logistics")
    here.expect(0, "restore", "--force", here.backup)
    assert here.departments() == []
    (kept,) = (here.data / "replaced").iterdir()
    here.expect(0, "restore", kept)
    assert here.departments() == ["Logistics"]


def test_a_file_that_is_no_backup_changes_nothing(here: Installation) -> None:
    (here.folder / "letter.txt").write_text("Dear head of department")
    assert "not a whole backup" in here.expect(1, "restore", here.folder / "letter.txt")


def test_half_a_backup_changes_nothing(here: Installation) -> None:
    here.expect(0, "backup", here.backup)
    whole = here.backup.read_bytes()
    here.backup.write_bytes(whole[: len(whole) // 2])
    assert "not a whole backup" in here.expect(1, "restore", here.backup)


def test_a_backup_that_reaches_outside_its_folder_is_refused(here: Installation) -> None:
    with tarfile.open(here.backup, "w:gz") as tar:
        tar.add(__file__, "../../evil.py")
    assert "no backup does" in here.expect(1, "restore", here.backup)


def test_rows_that_are_still_in_the_journal_are_in_the_backup(here: Installation) -> None:
    """Copying only the database file would lose them."""
    if here.engine.kind != "sqlite":
        pytest.skip("only SQLite has a journal beside its file")
    with closing(sqlite3.connect(db.engine.url.database or "")) as busy:
        busy.execute("PRAGMA wal_autocheckpoint=0")
        busy.execute("CREATE TABLE note (words TEXT)")
        busy.execute("INSERT INTO note VALUES ('newest')")
        busy.commit()
        here.expect(0, "backup", here.backup)
    with tarfile.open(here.backup) as tar:
        tar.extract("database", here.folder)
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]  # it is a file
    assert manifest["kind"] == "sqlite"
    with closing(sqlite3.connect(here.folder / "database")) as copy:
        assert copy.execute("SELECT words FROM note").fetchall() == [("newest",)]
