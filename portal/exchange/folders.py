"""Where the files of an import are, while they are needed: one folder per import in the data folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from portal.core.errors import Invalid
from portal.exchange.files.tables import MAX_FILE
from portal.exchange.models import ImportRun

BLOCK = 1024 * 1024
#: Without a sign of life for so long, whoever worked on it is gone.
SILENCE = 60.0


@dataclass(frozen=True)
class Progress:
    """How far an import is. `sheet` is empty while everything is being brought to its end."""

    sheet: str = ""
    rows: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return min(99, self.rows * 100 // self.total) if self.total else 0


class Folder:
    """The files of one import, its refused rows, and its sign of life."""

    def __init__(self, uid: uuid.UUID) -> None:
        self.path = Path(current_app.config["DATA_DIR"]) / "imports" / str(uid)

    @property
    def refusals(self) -> Path:
        return self.path / "refused.jsonl"

    @property
    def scratch(self) -> Path:
        return self.path / "scratch"

    @property
    def _progress(self) -> Path:
        return self.path / "progress.json"

    def receive(self, files: Sequence[FileStorage]) -> list[dict[str, Any]]:
        """Store uploads under numbers; what they are called stays a word. Raises `Invalid`."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return [self._store(number, file) for number, file in enumerate(files)]

    def _store(self, number: int, file: FileStorage) -> dict[str, Any]:
        name = shown_name(file.filename)
        digest, size, stored = hashlib.sha256(), 0, f"{number}.bin"
        with (self.path / stored).open("wb") as target:
            while block := file.stream.read(BLOCK):
                size += len(block)
                if size > MAX_FILE:
                    limit = MAX_FILE // 1024**2
                    raise Invalid(files=_("%(name)s is larger than %(limit)d MiB.", name=name, limit=limit))
                digest.update(block)
                target.write(block)
        return {"name": name, "sha256": digest.hexdigest(), "size": size, "stored": stored}

    def has_files(self, run: ImportRun) -> bool:
        return bool(run.files) and all((self.path / file.get("stored", "-")).is_file() for file in run.files)

    def tell(self, progress: Progress) -> None:
        """A sign of life; whoever reads it meanwhile sees the one before."""
        fresh = self._progress.with_suffix(".new")
        fresh.write_text(json.dumps(vars(progress)), "utf-8")
        fresh.replace(self._progress)

    def touch(self) -> None:
        self._progress.touch()

    def progress(self) -> Progress:
        try:
            return Progress(**json.loads(self._progress.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Progress()

    def is_silent(self) -> bool:
        """Has whoever worked on it been gone for a while?"""
        try:
            return time.time() - self._progress.stat().st_mtime > SILENCE
        except OSError:
            return True

    def delete(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def shown_name(name: str | None) -> str:
    """The last part of what a browser calls a file, as one harmless line."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable() and sign not in '"<>').strip()[:200] or "file"
