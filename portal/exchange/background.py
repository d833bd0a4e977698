"""A run in a thread of the server, with an app context, a session and a transaction of its own.

It says how far it is in a file that every process of the server reads. The state of the run is written in the same
transaction as its rows: a run that dies with its server leaves nothing behind.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass

import structlog
from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.core import clock
from portal.core.errors import Refused
from portal.core.failures import is_busy
from portal.core.transactions import ATTEMPTS, abandon, act_context, is_retryable
from portal.database import reading, session
from portal.exchange.files import Source, Unreadable
from portal.exchange.folders import Folder, Progress
from portal.exchange.importing.engine import Wish
from portal.exchange.importing.report import Refusal, Report
from portal.exchange.importing.whole import import_sources, tell_import
from portal.exchange.mapping.rules import MappingRefused
from portal.exchange.models import ImportRun, RunState

PULSE = 5.0
log = structlog.get_logger()
_threads: dict[uuid.UUID, threading.Thread] = {}


@dataclass(frozen=True)
class Job:
    """What the thread needs to know; no record crosses from one session to another."""

    uid: uuid.UUID
    person_id: int
    auth: str
    language: str


def start_after_commit(run: ImportRun, *, by: Person, auth: str, language: str) -> None:
    """The thread begins when the request that asked for it is committed, and never if it is not."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the app itself
    job = Job(run.uid, by.id, auth, language)
    Folder(run.uid).tell(Progress())

    @event.listens_for(session(), "after_commit", once=True)
    def _start(_session: Session) -> None:
        thread = threading.Thread(target=_work, args=(app, job), name=f"import {job.uid}", daemon=True)
        _threads[job.uid] = thread
        thread.start()


def wait(uid: uuid.UUID, seconds: float = 60) -> None:
    """Until the run of this process has finished (for tests and for whoever wants the answer at once)."""
    thread = _threads.get(uid)
    if thread is not None:
        thread.join(seconds)


def _work(app: Flask, job: Job) -> None:
    reading.set(False)
    with app.app_context(), force_locale(job.language):
        folder = Folder(job.uid)
        done = threading.Event()
        threading.Thread(target=_pulse, args=(folder, done), daemon=True).start()
        try:
            _carry_out(job, folder)
        except Exception as error:
            abandon()
            _note_failure(job, error)
        finally:
            done.set()
            abandon()
            _threads.pop(job.uid, None)


def _pulse(folder: Folder, done: threading.Event) -> None:
    """Signs of life also while a long statement runs."""
    while not done.wait(PULSE):
        folder.touch()


def _carry_out(job: Job, folder: Folder) -> None:
    """Repeated, like a request, when the database asks for it."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _once(job, folder)
            return
        except Exception as error:
            abandon()
            if attempt == ATTEMPTS or not is_retryable(error):
                raise


def _once(job: Job, folder: Folder) -> None:
    from portal.exchange.operations import mapping_of, sources  # the operations start this module

    run = _run(job)
    is_dry = run.state == RunState.CHECKING
    act_context().auth = job.auth
    by = session().get_one(Person, job.person_id)
    creates = not run.options.get("known_people_only")
    wish = Wish(by, clock.now(), clock.today(), is_dry=is_dry, creates_people=creates)
    try:
        tables, mapping = sources(run), mapping_of(run)
        skip = run.options.get("skip", ())
        meter = Meter(folder, tables)
        report = import_sources(tables, wish, folder.refusals, mapping=mapping, skip=skip, progress=meter)
    except Unreadable as error:
        report = _refused_whole(folder, error.sentence)
    except MappingRefused as error:
        report = _refused_whole(folder, " ".join(error.sentences))
    if is_dry or report.refused:
        session().rollback()
        session().expire_all()
        run = _run(job)
    _keep(run, report, wish)
    session().commit()


def _run(job: Job) -> ImportRun:
    return session().scalars(select(ImportRun).where(ImportRun.uid == job.uid)).one()


def _refused_whole(folder: Folder, sentence: str) -> Report:
    report = Report(folder.refusals)
    report.refuse(Refusal("", "", 0, "", "", sentence[:1000]))
    report.close()
    return report


class Meter:
    """Rows of all sheets together, against what the files seem to hold."""

    def __init__(self, folder: Folder, tables: list[Source]) -> None:
        self.folder = folder
        self.expected = sum(table.count for table in tables)
        self.sheet, self.rows, self.before = "", 0, 0

    def __call__(self, sheet: str, rows: int) -> None:
        if sheet != self.sheet or rows < self.rows:
            self.before += self.rows
        self.sheet, self.rows = sheet, rows
        done = self.before + rows
        self.folder.tell(Progress(sheet, done, max(self.expected, done)))


def _keep(run: ImportRun, report: Report, wish: Wish) -> None:
    run.report, run.refused, run.finished_at = report.as_stored(), report.refused, clock.now()
    if report.refused:
        run.state = RunState.REFUSED
    elif wish.is_dry:
        run.state = RunState.CHECKED
    else:
        run.state = RunState.DONE
        tell_import(run, report, wish, str(run.options.get("mapping", {}).get("name", "")))


def _note_failure(job: Job, error: Exception) -> None:
    """Nothing of it was stored; the run says so, in a transaction of its own."""
    if isinstance(error, Refused):
        sentence = error.sentence
    elif isinstance(error, DBAPIError) and is_busy(error):
        sentence = _("Somebody else was storing a lot at that moment. Nothing was stored; please try again.")
    else:
        log.exception("import failed", uid=str(job.uid))
        sentence = _("The import failed and nothing was stored. The log of the server says why.")
    try:
        run = _run(job)
        run.state, run.reason, run.finished_at = RunState.FAILED, sentence[:1000], clock.now()
        session().commit()
    except Exception:
        log.exception("the failure of an import could not be noted", uid=str(job.uid))
