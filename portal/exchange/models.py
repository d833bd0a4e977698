"""Tables of imports and saved mappings."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.database import Base, Identified, Json, Name


class RunState(enum.StrEnum):
    """From the files to their content. `INTERRUPTED`: its server died, and nothing of it was kept."""

    FOUND = "found"
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


STATE_WORDS: dict[str, object] = {
    RunState.FOUND: _l("Files received"),
    RunState.CHECKING: _l("Being checked"),
    RunState.CHECKED: _l("Checked: ready to import"),
    RunState.REFUSED: _l("Checked: some rows are refused"),
    RunState.IMPORTING: _l("Being imported"),
    RunState.DONE: _l("Imported"),
    RunState.FAILED: _l("Failed"),
    RunState.INTERRUPTED: _l("Interrupted: nothing was stored"),
}
#: Somebody or something is working on it at this moment.
RUNNING = (RunState.CHECKING, RunState.IMPORTING)


class ImportRun(Identified, Base):
    """One import: its files, what is wanted, and what came of it.

    `files`: `{"name", "sha256", "size", "stored"}`; `options`: encodings, mapping, what to leave out; `report`: counts,
    warnings, new people; `reason`: why it failed. The files themselves are in the data folder for thirty days.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_created_at_id", "created_at", "id"),)
    register_kind = "import_run"

    files: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(20), default=RunState.FOUND)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    refused: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    files_deleted_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def names(self) -> str:
        return ", ".join(file["name"] for file in self.files)

    @property
    def state_label(self) -> str:
        return str(STATE_WORDS.get(self.state, self.state))

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def register_label(self) -> str:
        return self.names[:300]


class SavedMapping(Identified, Base):
    """How somebody else's columns become ours, under a name, for the next time. `content` as in docs/import.md."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("name"),)
    register_kind = "import_mapping"

    name: Mapped[Name]
    content: Mapped[dict[str, Any]]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def register_label(self) -> str:
        return self.name
