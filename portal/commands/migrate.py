"""`./run migrate`: bring the database to the shape that this version of the program expects."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from portal.commands.unit_of_work import application
from portal.database import db


@click.command("migrate")
def command() -> None:
    """Bring the database up to date."""
    before, after = migrate(application())
    click.echo(
        f"The database is up to date ({after})." if before == after else f"Migrated from {before} to {after}."
    )


def migrate(app: Flask) -> tuple[str, str]:
    """Returns the revision before and after. Safe when two starts on one machine do it at once."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    folder = Path(app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with app.app_context(), _alone(folder):
        before, wanted = current_revision(), newest_revision()
        if before != wanted:
            flask_migrate.upgrade()
        return before, current_revision()


def current_revision() -> str:
    """The revision the database is at; "empty" before the first."""
    with db.engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return ",".join(sorted(heads)) or "empty"


def newest_revision() -> str:
    """The revision this program wants."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return ",".join(sorted(scripts.get_heads())) or "empty"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
