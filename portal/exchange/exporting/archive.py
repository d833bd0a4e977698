"""The same as CSV files in an archive: UTF-8 with a mark that spreadsheets understand, and no formulas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from portal.exchange.exporting.rows import rows_of
from portal.exchange.files.delimited import guarded
from portal.exchange.sheets import SHEETS


def write_archive(target: Path, today: dt.date, as_of: dt.date | None = None) -> dict[str, int]:
    """One CSV file per sheet; returns how many rows each has."""
    counts = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in SHEETS.values():
            with (
                archive.open(f"{sheet.name}.csv", "w") as raw,
                io.TextIOWrapper(raw, "utf-8-sig", newline="") as file,
            ):
                writer = csv.writer(file)
                writer.writerow([column.name for column in sheet.columns])
                count = 0
                for count, row in enumerate(rows_of(sheet, today, as_of), start=1):  # noqa: B007  # kept after it
                    writer.writerow([written(value) for value in row])
                counts[sheet.name] = count
    return counts


def written(value: Any) -> Any:
    """A value as a text; what a spreadsheet would run gets an apostrophe before it."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return "" if value is None else value
