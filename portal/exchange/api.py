"""`/imports`, `/export`: the same runs as on the pages, for scripts.

An import answers at once and works on; ask for it again until its state is `checked`, `refused`, `done` or `failed`.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from apiflask.schemas import FileSchema
from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from pydantic import Field

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items, Schema, View, items
from portal.core.errors import Invalid
from portal.core.language import current_locale
from portal.database import session
from portal.exchange import operations, queries, rules
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.folders import Folder
from portal.exchange.importing.report import read_refusals
from portal.exchange.models import ImportRun, RunState
from portal.exchange.queries import RunFilters
from portal.exchange.views.exports import XLSX, exported

bp = ApiBlueprint("exchange", __name__)
ONE = "/imports/<int:run_id>"
MOST = 1000


class CountView(View):
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    repeated: int = 0


class ListedView(View):
    items: list[str] = []
    count: int = 0


class RunView(View):
    """`state`: found, checking, checked, refused, importing, done, failed or interrupted."""

    id: int
    files: list[str]
    state: str
    reason: str
    created_at: dt.datetime
    created_by: str | None
    finished_at: dt.datetime | None
    refused: int
    counts: dict[str, CountView]
    warnings: ListedView
    new_people: ListedView
    notes: ListedView


class RefusalView(View):
    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str


class StartIn(Schema):
    """`dry_run`: check only. Without it everything is stored if nothing is refused."""

    dry_run: bool = True
    known_people_only: bool = False


class RefusalFilters(Schema):
    after: Annotated[int, Field(ge=0, lt=2**31)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 200


def run_view(run: ImportRun) -> dict[str, Any]:
    is_dead = run.is_running and Folder(run.uid).is_silent()
    report = run.report or {}
    empty: dict[str, Any] = {"items": [], "count": 0}
    return {
        "id": run.id,
        "files": [file["name"] for file in run.files],
        "state": RunState.INTERRUPTED if is_dead else run.state,
        "reason": run.reason,
        "created_at": run.created_at,
        "created_by": run.created_by.name if run.created_by else None,
        "finished_at": run.finished_at,
        "refused": run.refused,
        "counts": report.get("counts", {}),
        **{name: report.get(name, empty) for name in ("warnings", "new_people", "notes")},
    }


@bp.get("/imports")
@require(rules.see_imports)
@bp.input(RunFilters, location="query", arg_name="filters")
@bp.output(Items[RunView])
def index(filters: RunFilters) -> Any:
    """Past imports, the newest first."""
    return items(queries.list_runs(filters), run_view)


@bp.post("/imports")
@require(rules.import_)
@bp.output(RunView, status_code=202)
def receive() -> Any:
    """Upload files (multipart: `file` once or more, `mapping` as JSON, `dry_run`, default true) and begin."""
    is_dry = request.form.get("dry_run", "true").strip().lower() not in {"0", "false", "no"}
    only_known = request.form.get("known_people_only", "").strip().lower() in {"1", "true", "yes"}
    run = operations.receive_files(
        request.files.getlist("file"), by=current_user.person, now=clock.now(), mapping=_mapping()
    )
    chosen = {key[9:]: value for key, value in request.form.items() if key.startswith("encoding:")}
    if chosen:
        operations.choose_encodings(run, chosen)
    _begin(run, is_dry, only_known)
    session().flush()
    return run_view(run)


def _mapping() -> dict[str, Any] | None:
    """The mapping in the form: its JSON, or the name of a saved one."""
    given = request.form.get("mapping", "").strip()
    if not given:
        return None
    saved = queries.mapping_by_name(given) if "\x00" not in given and len(given) <= 300 else None
    if saved is not None:
        return saved.content
    try:
        content = json.loads(given)
    except (ValueError, RecursionError):
        raise Invalid(mapping=_("This is neither JSON nor the name of a saved mapping.")) from None
    if not isinstance(content, dict):
        raise Invalid(mapping=_("This is no mapping."))
    return content


def _begin(run: ImportRun, is_dry: bool, only_known: bool) -> None:
    by, language = current_user, current_locale()
    if is_dry:
        operations.check(run, by=by.person, auth=by.auth, language=language, known_people_only=only_known)
    else:
        operations.import_at_once(
            run, by=by.person, auth=by.auth, language=language, known_people_only=only_known
        )


@bp.get(ONE)
@require(rules.see_imports, of=queries.run_by_id)
@bp.output(RunView)
def show(run: ImportRun) -> Any:
    """What came of it, or how it stands."""
    return run_view(run)


@bp.post(f"{ONE}/start")
@require(rules.import_, of=queries.run_by_id)
@bp.input(StartIn, arg_name="data")
@bp.output(RunView, status_code=202)
def start(run: ImportRun, data: StartIn) -> Any:
    """Check its files once more, or import them after a check."""
    by, language = current_user, current_locale()
    if data.dry_run:
        only_known = data.known_people_only
        operations.check(run, by=by.person, auth=by.auth, language=language, known_people_only=only_known)
    else:
        operations.import_now(run, by=by.person, auth=by.auth, language=language)
    session().flush()
    return run_view(run)


@bp.get(f"{ONE}/refusals")
@require(rules.see_imports, of=queries.run_by_id)
@bp.input(RefusalFilters, location="query", arg_name="filters")
@bp.output(Items[RefusalView])
def refusals(run: ImportRun, filters: RefusalFilters) -> Any:
    """The refused rows with sheet, row, column and reason."""
    found, more = [], False
    for number, refusal in enumerate(read_refusals(Folder(run.uid).refusals)):
        if number >= filters.after + filters.limit:
            more = True
            break
        if number >= filters.after:
            found.append(refusal._asdict())
    return {"items": found, "next": str(filters.after + filters.limit) if more else None}


@bp.get("/export")
@bp.output(FileSchema(type="string", format="binary"), content_type=XLSX)
@require(rules.export)
def export() -> Response:
    """The whole workbook (.xlsx); `?as_of=DATE` for facts as they were on that day."""
    return exported(write_workbook, XLSX, "xlsx")
