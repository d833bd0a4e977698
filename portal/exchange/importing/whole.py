"""A whole import: plan, run, and the entry that says that it happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.database import session
from portal.exchange import events
from portal.exchange.files import Source
from portal.exchange.importing.engine import Wish, run_import
from portal.exchange.importing.plan import plan_import
from portal.exchange.importing.report import Report
from portal.exchange.mapping.rules import Mapping as ColumnMapping
from portal.exchange.models import ImportRun
from portal.register.operations import record


def import_sources(
    sources: Sequence[Source],
    wish: Wish,
    refusals: Path,
    *,
    mapping: ColumnMapping | None = None,
    skip: Sequence[str] = (),
    progress: Callable[[str, int], None] = lambda sheet, rows: None,
) -> Report:
    """Everything is written. The caller commits, or rolls back after a dry run or a refusal."""
    plan = plan_import(sources, mapping, skip)
    report = run_import(plan.feeds, wish, refusals, progress, first=plan.refusals)
    for sentence in plan.notes:
        report.notes.add(sentence)
    return report


def tell_import(run: ImportRun, report: Report, wish: Wish, mapping: str) -> None:
    """One entry for the import as a whole; each record has its own."""
    counts: Mapping[str, Any] = report.as_stored()["counts"]
    record(
        events.IMPORTED,
        run,
        by=wish.by,
        now=wish.now,
        session=session(),
        files=run.names,
        sha256=[file["sha256"] for file in run.files],
        mapping=mapping,
        counts={sheet: {name: n for name, n in count.items() if n} for sheet, count in counts.items()},
        new_people=report.new_people.items[:200],
    )
