"""`./run backup FILE`: everything needed to go on elsewhere, taken while the portal runs.

The file is a compressed tar: `manifest.json`, the database, and the other files of the data folder (keys,
letters). Copying a database file by hand is not a backup: it lacks what still lies in its journal.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import click
from flask import Flask

from portal.commands import database_copy
from portal.commands.migrate import current_revision
from portal.commands.unit_of_work import application
from portal.core import clock

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
DATA = "data"
SUFFIX = ".backup"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write a backup while the portal runs."""
    manifest = back_up(application(), file)
    size = file.stat().st_size / 1_000_000
    click.echo(f"{file}: {size:.1f} MB, {manifest['kind']}, revision {manifest['revision']}.")
    click.echo("It holds the portal's keys. Keep it where only its keepers can read it.")


def back_up(app: Flask, file: Path) -> dict[str, Any]:
    """Write the backup beside its final name and move it there whole; readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with (
        app.app_context(),
        tempfile.TemporaryDirectory(dir=file.parent.resolve(), prefix=".backup-") as folder,
    ):
        copy, partial = Path(folder) / DATABASE, Path(folder) / "partial"
        kind = database_copy.dump(copy)
        manifest = _manifest(kind, copy)
        _write(partial, manifest, copy, Path(app.config["DATA_DIR"]))
        os.replace(partial, file)
    return manifest


def _manifest(kind: str, copy: Path) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": kind,
        "revision": current_revision(),
        "made_at": clock.now().isoformat(),
        "sha256": digest(copy),
    }


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(partial: Path, manifest: dict[str, Any], copy: Path, data: Path) -> None:
    notes = copy.with_name(MANIFEST)
    notes.write_text(json.dumps(manifest, indent=1))
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar:
        tar.add(notes, MANIFEST)
        tar.add(copy, DATABASE)
        for path in sorted(data.rglob("*")):
            if path.is_file() and _belongs(path, partial.parent):
                tar.add(path, f"{DATA}/{path.relative_to(data)}", recursive=False)


def _belongs(path: Path, workshop: Path) -> bool:
    """Not the database's own files, not what we are just writing, not older backups."""
    ours = path.is_relative_to(workshop) or path.suffix == SUFFIX
    return not ours and not database_copy.is_part_of_database(path)
