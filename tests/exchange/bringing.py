"""Importing rows that stand in a test."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.exchange.files import sources_of
from portal.exchange.importing.engine import Wish
from portal.exchange.importing.report import Refusal, Report, read_refusals
from portal.exchange.importing.whole import import_sources, tell_import
from portal.exchange.mapping.rules import parse_mapping
from portal.exchange.models import ImportRun
from tests.support.times import NOW, TODAY

Rows = Sequence[Sequence[Any]]
MAPPINGS = Path(__file__).parent / "mappings"


def write_csv(target: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    with target.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return target


def write_folder(target: Path, tables: Mapping[str, Rows]) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    for file in target.glob("*.csv"):
        file.unlink()
    for name, rows in tables.items():
        write_csv(target / f"{name}.csv", rows)
    return target


def table(text: str) -> list[list[str]]:
    """Rows of a table drawn with bars: `code | name`, a line below it `STORE | Store system`."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def bring(
    folder: Path,
    tables: Mapping[str, str] | None = None,
    *paths: Path,
    by: Person | None = None,
    dry: bool = False,
    mapping: Any = None,
    creates_people: bool = True,
    encodings: Mapping[str, str] | None = None,
    skip: Sequence[str] = (),
) -> Report:
    """Import tables drawn in the test, or files; committed if nothing was refused, as the command does it."""
    given = list(paths)
    if tables is not None:
        given.append(write_folder(folder / "drawn", {name: table(text) for name, text in tables.items()}))
    sources = [
        source
        for number, path in enumerate(given)
        for source in sources_of(path, scratch=folder / f"scratch{number}", encodings=encodings)
    ]
    wish = Wish(by, NOW, TODAY, is_dry=dry, creates_people=creates_people)
    parsed = parse_mapping(mapping) if mapping is not None else None
    report = import_sources(sources, wish, folder / "refused.jsonl", mapping=parsed, skip=skip)
    if report.refused or dry:
        session().rollback()
        return report
    run = ImportRun(files=[{"name": path.name, "sha256": ""} for path in given], created_at=NOW)
    session().add(run)
    session().flush()
    tell_import(run, report, wish, "")
    session().commit()
    return report


def saved_mapping(name: str) -> Any:
    return json.loads((MAPPINGS / f"{name}.json").read_text("utf-8"))


def refusals(report: Report) -> list[Refusal]:
    return list(read_refusals(report.path)) if report.refused else []


def reasons(report: Report) -> dict[tuple[str, int, str], str]:
    """(sheet, row, column) → why."""
    return {(each.sheet, each.row, each.column): each.reason for each in refusals(report)}


def counted(report: Report) -> dict[str, tuple[int, int, int]]:
    """Sheet → new, changed, as they were."""
    return {
        sheet: (count.created, count.changed, count.unchanged)
        for sheet, count in report.counts.items()
        if count.created or count.changed or count.unchanged
    }


def changes(report: Report) -> int:
    return report.created + report.changed
