"""`./run restore FILE`: put a backup in the place of an empty database and verify the register in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import inspect, text

from portal.commands import database_copy
from portal.commands.backup import DATA, DATABASE, FORMAT, MANIFEST, SUFFIX, back_up, digest
from portal.commands.migrate import migrate
from portal.commands.unit_of_work import application
from portal.core import clock
from portal.database import db

SIGNS_OF_USE = ("people", "person", "register_entry")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--force", is_flag=True, help="Replace a database that is in use; a backup of it is made first."
)
@click.pass_context
def command(ctx: click.Context, file: Path, force: bool) -> None:
    """Restore a backup and verify it."""
    app = application()
    with tempfile.TemporaryDirectory(prefix="accord-restore-") as folder:
        manifest = _unpack(file, Path(folder))
        with app.app_context():
            _refuse_another_kind(manifest)
            _make_room(app, force)
            database_copy.load(Path(folder) / DATABASE)
            db.engine.dispose()
        _put_files_back(Path(folder) / DATA, Path(app.config["DATA_DIR"]))
    migrate(app)
    click.echo(f"Restored the backup of {manifest['made_at']}.")
    ctx.exit(_verify())


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                _unpack_one(tar, member, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise click.ClickException(f"{file} is not a whole backup: {error}") from error
    if manifest.get("format") != FORMAT:
        raise click.ClickException(
            f"{file} was written by another version of Accord; use that to restore it."
        )
    if manifest["sha256"] != digest(folder / DATABASE):
        raise click.ClickException(f"{file} is damaged: the database in it is not the one that was saved.")
    return manifest


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only plain files, only below our folder: a backup may have passed through other hands."""
    place = (folder / member.name).resolve()
    content = tar.extractfile(member) if member.isfile() else None
    if content is None or not place.is_relative_to(folder.resolve()):
        raise tarfile.TarError(f"it contains {member.name}, which no backup does")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as target:
        shutil.copyfileobj(content, target)


def _refuse_another_kind(manifest: dict[str, Any]) -> None:
    if manifest["kind"] != database_copy.kind():
        raise click.ClickException(
            f"The backup is of a {manifest['kind']} database, PORTAL_DATABASE_URL names a "
            f"{database_copy.kind()} one."
        )


def _make_room(app: Flask, force: bool) -> None:
    if not is_in_use():
        return
    if not force:
        raise click.ClickException("The database is not empty. Nothing was changed; --force replaces it.")
    kept = Path(app.config["DATA_DIR"]) / "replaced" / f"{clock.now():%Y%m%dT%H%M%SZ}{SUFFIX}"
    back_up(app, kept)
    click.echo(f"What was there is kept in {kept}")


def is_in_use() -> bool:
    """Somebody or something is in it: people, or entries of the register."""
    tables = set(inspect(db.engine).get_table_names()).intersection(SIGNS_OF_USE)
    with db.engine.connect() as connection:
        return any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in tables)  # noqa: S608


def _put_files_back(source: Path, target: Path) -> None:
    """Keys and letters; what the portal holds now under the same name is replaced."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(path, place)
            os.chmod(place, 0o600)


def _verify() -> int:
    """The register's verdict, from a fresh process: this one still knows the keys that were replaced."""
    return subprocess.run([sys.executable, "-m", "portal", "verify"]).returncode
