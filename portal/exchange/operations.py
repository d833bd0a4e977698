"""Receiving files, answering what is open about them, starting the run; saving mappings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.exchange import background, events
from portal.exchange.files import ENCODING_NAMES, Source, Unreadable, sources_of
from portal.exchange.folders import Folder
from portal.exchange.mapping.rules import Mapping as ColumnMapping
from portal.exchange.mapping.rules import MappingRefused, parse_mapping
from portal.exchange.models import ImportRun, RunState, SavedMapping
from portal.exchange.queries import mapping_by_name, runs_at_work
from portal.register.operations import record

KEEP_FILES = dt.timedelta(days=30)
MAX_FILES = 50


def receive_files(
    files: Sequence[FileStorage], *, by: Person, now: dt.datetime, mapping: Mapping[str, Any] | None = None
) -> ImportRun:
    """The files are here and readable; nothing of them is in the portal yet."""
    if not files:
        raise Invalid(files=_("Choose at least one file."))
    if len(files) > MAX_FILES:
        raise Invalid(
            files=_("At most %(limit)d files at once. A zip archive may hold more.", limit=MAX_FILES)
        )
    run = ImportRun(created_by=by, created_at=now, options={}, report={}, refused=0)
    session().add(run)
    session().flush()
    folder = Folder(run.uid)
    try:
        run.files = folder.receive(files)
        if mapping is not None:
            use_mapping(run, mapping)
        sources(run)
    except Unreadable as error:
        folder.delete()
        raise Invalid(files=error.sentence) from error
    except Exception:
        folder.delete()
        raise
    return run


def sources(run: ImportRun) -> list[Source]:
    """The tables of its files. Raises `Unreadable`."""
    folder = Folder(run.uid)
    found = []
    for number, file in enumerate(run.files):
        path = folder.path / file.get("stored", "-")
        if not path.is_file():
            raise Unreadable(_("The files of this import have been deleted. Upload them again."))
        found += sources_of(
            path,
            shown=file["name"],
            scratch=folder.scratch / str(number),
            encodings=run.options.get("encodings", {}),
        )
    return found


def mapping_of(run: ImportRun) -> ColumnMapping | None:
    content = run.options.get("mapping")
    return parse_mapping(content) if content else None


def choose_encodings(run: ImportRun, chosen: Mapping[str, str]) -> None:
    """Somebody has looked at how the text reads, and chosen."""
    insist_idle(run)
    if unknown := set(chosen.values()) - set(ENCODING_NAMES):
        raise Refused(_("The encoding %(encoding)s is not known.", encoding=", ".join(sorted(unknown))[:100]))
    before = run.options.get("encodings", {})
    run.options = {**run.options, "encodings": {**before, **chosen}}
    _start_over(run)


def use_mapping(run: ImportRun, content: Mapping[str, Any]) -> None:
    """From here on the columns are read through this mapping. An empty one takes it away."""
    insist_idle(run)
    if not content:
        run.options = {name: value for name, value in run.options.items() if name != "mapping"}
    else:
        try:
            run.options = {**run.options, "mapping": parse_mapping(content).as_json()}
        except MappingRefused as error:
            raise Invalid(mapping=" ".join(error.sentences)[:1000]) from error
    _start_over(run)


def leave_out(run: ImportRun, tables: Sequence[str]) -> None:
    """Tables that shall not be imported."""
    insist_idle(run)
    run.options = {**run.options, "skip": sorted(set(tables))[:200]}
    _start_over(run)


def _start_over(run: ImportRun) -> None:
    run.state, run.report, run.refused, run.reason = RunState.FOUND, {}, 0, ""


def insist_idle(run: ImportRun) -> None:
    if run.is_running and not Folder(run.uid).is_silent():
        raise Refused(_("This import is at work at this moment. Wait until it has finished."))
    if run.state == RunState.DONE:
        raise Refused(_("This was imported already. Importing the same files again is a new import."))


def check(run: ImportRun, *, by: Person, auth: str, language: str, known_people_only: bool = False) -> None:
    """A dry run in the background: everything is tried and nothing is kept."""
    _start(run, RunState.CHECKING, by, auth, language, known_people_only)


def import_now(run: ImportRun, *, by: Person, auth: str, language: str) -> None:
    """For good. Everything is tried once more: the portal may have changed since the check."""
    if run.state not in (RunState.CHECKED, RunState.INTERRUPTED, RunState.IMPORTING):
        raise Refused(
            _("Check the files first. What was refused must be mended before anything is imported.")
        )
    only_known = bool(run.options.get("known_people_only"))
    _start(run, RunState.IMPORTING, by, auth, language, only_known)


def import_at_once(
    run: ImportRun, *, by: Person, auth: str, language: str, known_people_only: bool = False
) -> None:
    """A script that asked for no check first: what is refused stops all of it, just the same."""
    _start(run, RunState.IMPORTING, by, auth, language, known_people_only)


def _start(
    run: ImportRun, state: RunState, by: Person, auth: str, language: str, known_people_only: bool
) -> None:
    insist_idle(run)
    folder = Folder(run.uid)
    if not folder.has_files(run):
        raise Refused(_("The files of this import have been deleted. Upload them again."))
    if any(not Folder(other.uid).is_silent() for other in runs_at_work() if other.id != run.id):
        raise Refused(_("Another import is at work at this moment. Wait until it has finished."))
    run.options = {**run.options, "known_people_only": known_people_only}
    run.state, run.reason, run.finished_at = state, "", None
    session().flush()
    background.start_after_commit(run, by=by, auth=auth, language=language)


def save_mapping(name: str, content: Mapping[str, Any], *, by: Person, now: dt.datetime) -> SavedMapping:
    """Under its name for the next time; the same name again is a new version of it."""
    try:
        checked = parse_mapping({**content, "name": name}).as_json()
    except MappingRefused as error:
        raise Invalid(mapping=" ".join(error.sentences)[:1000]) from error
    saved = mapping_by_name(name)
    if saved is None:
        saved = SavedMapping(name=name, content=checked, created_by=by, created_at=now)
        session().add(saved)
    elif saved.content == checked:
        return saved
    else:
        saved.content, saved.created_by, saved.created_at = checked, by, now
    session().flush()
    record(events.MAPPING_SAVED, saved, by=by, now=now, version=saved.version)
    return saved


def delete_mapping(saved: SavedMapping, *, by: Person, now: dt.datetime) -> None:
    record(events.MAPPING_DELETED, saved, by=by, now=now)
    session().delete(saved)


def delete_old_files(now: dt.datetime) -> int:
    """Thirty days after an import its files go; its counts and its entries stay. Returns how many imports."""
    old = select(ImportRun).where(
        ImportRun.created_at < now - KEEP_FILES, ImportRun.files_deleted_at.is_(None)
    )
    count = 0
    for run in session().scalars(old.limit(500)):
        Folder(run.uid).delete()
        run.files_deleted_at = now
        count += 1
    return count


def mark_interrupted(now: dt.datetime) -> int:
    """A run whose server died says so; its transaction died with it, nothing is half-stored."""
    count = 0
    for run in runs_at_work():
        if Folder(run.uid).is_silent():
            run.state, run.finished_at = RunState.INTERRUPTED, now
            count += 1
    return count
