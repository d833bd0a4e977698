"""Copying a whole database out and in: SQLite by its backup interface, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import URL, text

from portal.database import db


def kind() -> str:
    """`sqlite` or `postgresql`."""
    return db.engine.dialect.name


def dump(target: Path) -> str:
    """A consistent copy of the database as it is at one instant; returns its kind."""
    if kind() == "sqlite":
        with closing(sqlite3.connect(sqlite_file())) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", _address(db.engine.url)])
    return kind()


def load(source: Path) -> None:
    """Replace the database by the copy, in one transaction."""
    if kind() == "sqlite":
        sqlite_file().parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(sqlite_file())) as live:
            copy.backup(live)
        return
    with db.engine.begin() as connection:  # --clean would leave tables that a newer version has made
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    options = ["--no-owner", "--single-transaction", "--exit-on-error"]
    _run(["pg_restore", *options, f"--dbname={_address(db.engine.url)}", str(source)])


def sqlite_file() -> Path:
    return Path(db.engine.url.database or "")


def is_part_of_database(path: Path) -> bool:
    """The database file with its journals is copied by `dump`, never as files."""
    if kind() != "sqlite":
        return False
    main = sqlite_file().resolve()
    return path.resolve() in {
        main,
        *(main.with_name(main.name + tail) for tail in ("-wal", "-shm", "-journal")),
    }


def _address(url: URL) -> str:
    """Without the password: command lines can be read by everybody on the machine."""
    return url.set(drivername="postgresql", password=None).render_as_string()


def _run(command: Sequence[str]) -> None:
    program = _program(command[0])
    password = db.engine.url.password
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run([program, *command[1:]], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"{command[0]} did not succeed: {done.stderr.strip()}")


def _program(name: str) -> str:
    """The newest one: pg_dump must not be older than the server. Debian keeps them off the PATH."""
    packaged = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(packaged, key=lambda path: float(path.parent.parent.name), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        raise click.ClickException(
            f"{name} is not on this machine; it comes with PostgreSQL's client programs "
            "(Debian: apt install postgresql-client)."
        )
    return found
