"""The workbook out: everything, an archive of CSV files, the empty template."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Response, render_template, request, send_file
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.forms import FIRST_DAY, LAST_DAY
from portal.exchange import queries, rules
from portal.exchange.exporting.archive import write_archive
from portal.exchange.exporting.template import template_workbook
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.queries import RunFilters
from portal.exchange.sheets import SHEETS
from portal.exchange.views.blueprint import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
Write = Callable[[Path, dt.date, dt.date | None], dict[str, int]]


@bp.get("/exchange")
@require(rules.export)
def index() -> Any:
    sees = rules.see_imports(current_user)
    page = queries.list_runs(RunFilters.from_request()) if sees else None
    return render_template("exchange/index.html", page=page, sheets=SHEETS.values(), today=clock.today())


@bp.get("/exchange/export.xlsx")
@require(rules.export)
def export_workbook() -> Response:
    return exported(write_workbook, XLSX, "xlsx")


@bp.get("/exchange/export.zip")
@require(rules.export)
def export_archive() -> Response:
    return exported(write_archive, ZIP, "zip")


@bp.get("/exchange/template.xlsx")
@require(rules.export)
def template() -> Response:
    response = Response(template_workbook(), content_type=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="accord-template.xlsx")
    return response


def exported(write: Write, content_type: str, suffix: str) -> Response:
    """A file that is written before the first byte leaves: half a workbook is none."""
    as_of, today = wanted_day(), clock.today()
    file = tempfile.NamedTemporaryFile(suffix=f".{suffix}")  # noqa: SIM115  # closed when it has been sent
    write(Path(file.name), today, as_of)
    name = f"accord-{(as_of or today).isoformat()}.{suffix}"
    response: Response = send_file(file.name, mimetype=content_type, as_attachment=True, download_name=name)
    response.call_on_close(file.close)
    return response


def wanted_day() -> dt.date | None:
    """`?as_of=2026-03-31`; anything that is no day means now."""
    try:
        day = dt.date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
