"""The import itself: sheet by sheet, two thousand rows at a time, in one transaction."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import database
from portal.accounts.models import Person
from portal.core import clock
from portal.exchange.cells import Shape
from portal.exchange.files import Unreadable
from portal.exchange.importing.feeds import Feed, HeadRefused
from portal.exchange.importing.report import Refusal, Report, RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets import SHEETS, WAITS, Sheet
from portal.register.bulk import record_all
from portal.search import index

CHUNK = 2000
#: How many records are read at once for the search index.
READ = 500
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Wish:
    """Who wants to import, and how. `now` and `today` of the organization are arguments here, too."""

    by: Person | None
    now: dt.datetime
    today: dt.date
    is_dry: bool = False
    creates_people: bool = True


def run_import(
    feeds: Sequence[Feed],
    wish: Wish,
    refusals: Path,
    progress: Progress = lambda sheet, rows: None,
    first: Sequence[Refusal] = (),
) -> Report:
    """Read, write and report. The caller commits if nothing was refused, and rolls back otherwise.

    `feeds`: what is imported, in the order of the sheets whatever the order of the files. `first`: refusals
    that stand before anything is read.
    """
    unit = database.session()
    report = Report(refusals)
    run = Run(
        unit.connection(),
        by=wish.by,
        now=wish.now,
        today=wish.today,
        zone=clock.timezone(),
        report=report,
        is_dry=wish.is_dry,
        creates_people=wish.creates_people,
        progress=progress,
    )
    for refusal in first:
        report.refuse(refusal)
    try:
        with _cycles_seldom_sought():
            for sheet in SHEETS.values():
                _import_sheet(run, sheet, [feed for feed in feeds if feed.sheet == sheet.name])
            if not wish.is_dry and not report.refused:
                progress("", 0)
                _index(run)
                record_all(run.journal.acts(), by=wish.by, now=wish.now, session=unit)
    finally:
        run.journal.close()
        report.close()
    return report


@contextmanager
def _cycles_seldom_sought() -> Iterator[None]:
    """Rows are many small objects and hardly any cycles; seeking these after every 700 costs a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _import_sheet(run: Run, sheet: Sheet, feeds: Sequence[Feed]) -> None:
    if feeds:
        seen: dict[int, int] = {}
        for feed in feeds:
            _take(run, sheet, feed, seen)
        sheet.finish(run)
    for waiting, awaited in WAITS.items():
        if awaited == sheet.name:
            SHEETS[waiting].settle_later(run)


def _take(run: Run, sheet: Sheet, feed: Feed, seen: dict[int, int]) -> None:
    """Read one table. One that breaks off is a refusal of the whole, not an error."""
    run.report.count(sheet.name)
    shapes = {
        column.name: column.shape(run.zone, feed.dates.get(column.name, Shape.dates))
        for column in sheet.columns
    }
    done = 0
    run.repeats = feed.repeats
    try:
        for chunk in chunks(feed.rows(), CHUNK):
            rows = list(_readable(run, sheet, feed, chunk, shapes, seen))
            sheet.write(run, rows)
            done += len(chunk)
            run.progress(sheet.name, done)
    except HeadRefused as refused:
        run.report.refuse(Refusal(feed.source.file, sheet.name, 0, refused.column, "", refused.sentence))
    except Unreadable as refused:
        run.report.refuse(Refusal(feed.source.file, sheet.name, 0, "", "", refused.sentence))


def _readable(
    run: Run, sheet: Sheet, feed: Feed, rows: Iterable[Row], shapes: dict[str, Shape], seen: dict[int, int]
) -> Iterator[Row]:
    for row in rows:
        try:
            sheet.read(run, row, shapes)
            if _is_first(run, sheet, feed, row, seen):
                yield row
        except RowRefused as refusal:
            run.refuse(row, refusal.column, refusal.sentence)
            sheet.was_refused(run, row)


def _is_first(run: Run, sheet: Sheet, feed: Feed, row: Row, seen: dict[int, int]) -> bool:
    """The same key twice in one import is a contradiction, unless a mapping says that the first counts."""
    key = hash(tuple(row.values.get(name) for name in sheet.key))
    before = seen.setdefault(key, -row.number)
    if before < 0:
        seen[key] = row.number
        return True
    if feed.repeats:
        run.report.count(sheet.name).repeated += 1
        return False
    raise RowRefused(sheet.key[0], _("Row %(row)d of this sheet has the same key.", row=before))


def chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _index(run: Run) -> None:
    """Bring the search index up to date for what was touched; memory stays small."""
    for model, ids in run.touched.items():
        for start in range(0, len(ids), READ):
            index.write(run.connection, _documents(run, model, list(ids[start : start + READ])))


def _documents(run: Run, model: Any, ids: list[int]) -> dict[tuple[str, int], Any]:
    """What can be found of these records, read by a session of its own that keeps nothing."""
    with Session(run.connection, join_transaction_mode="rollback_only", autoflush=False) as reader:
        records = reader.scalars(select(model).where(model.id.in_(ids))).unique().all()
        return {(model.register_kind, each.id): each.search_document() for each in records}
