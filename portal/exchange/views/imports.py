"""An import step by step: files, what was found in them, the check, the import, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.language import current_locale
from portal.core.web import is_htmx
from portal.exchange import operations, queries, rules
from portal.exchange.exporting.refusals import as_csv, as_xlsx
from portal.exchange.files import ENCODING_NAMES, Source, Unreadable
from portal.exchange.folders import Folder
from portal.exchange.forms import CheckForm, UploadForm
from portal.exchange.importing.feeds import sheet_named
from portal.exchange.importing.report import SHOWN, read_refusals
from portal.exchange.mapping.drafting import foreign
from portal.exchange.mapping.rules import Mapping, MappingRefused
from portal.exchange.mapping.transform import names
from portal.exchange.models import RUNNING, ImportRun, RunState
from portal.exchange.views.blueprint import bp
from portal.exchange.views.exports import XLSX
from portal.register.queries import history_of

#: Nothing more can be said to these: they are at work, or done.
SETTLED = (*RUNNING, RunState.DONE)
ONE = "/exchange/imports/<int:run_id>"


@bp.route("/exchange/imports/new", methods=["GET", "POST"])
@require(rules.import_)
def new_import() -> Any:
    form = UploadForm()
    if form.submitted():
        try:
            run = operations.receive_files(
                form.chosen_files, by=current_user.person, now=clock.now(), mapping=form.chosen_mapping()
            )
            return redirect(url_for("exchange.show", run_id=run.id), 303)
        except Invalid as error:
            form.reject(error)
    return render_template("exchange/new.html", form=form), 422 if form.errors else 200


@bp.get(ONE)
@require(rules.see_imports, of=queries.run_by_id)
def show(run: ImportRun) -> Any:
    folder = Folder(run.uid)
    is_dead = run.is_running and folder.is_silent()
    state = RunState.INTERRUPTED if is_dead else run.state
    found, trouble = ([], "") if state in SETTLED else _found(run)
    mapping = _mapping(run)
    return render_template(
        "exchange/show.html",
        run=run,
        state=state,
        progress=folder.progress(),
        found=_placed_all(found, mapping),
        trouble=trouble,
        mapping=mapping,
        encodings=ENCODING_NAMES,
        refusals=_first_refusals(run, folder),
        form=CheckForm(known_people_only=bool(run.options.get("known_people_only"))),
        history=history_of(run),
    )


def _found(run: ImportRun) -> tuple[list[Source], str]:
    try:
        return operations.sources(run), ""
    except Unreadable as error:
        return [], error.sentence


def _mapping(run: ImportRun) -> Mapping | None:
    try:
        return operations.mapping_of(run)
    except MappingRefused:
        return None


@dataclass(frozen=True)
class FoundTable:
    """A table in the files, the sheets that it feeds, and whether it needs a mapping."""

    source: Source
    sheets: list[str]
    is_foreign: bool


def _placed_all(found: list[Source], mapping: Mapping | None) -> list[FoundTable]:
    needing = {id(source) for source in foreign(found) if source.count} if mapping is None else set()
    return [FoundTable(source, _placed(source, mapping), id(source) in needing) for source in found]


def _placed(source: Source, mapping: Mapping | None) -> list[str]:
    """The sheets that a table feeds."""
    for rule in mapping.tables if mapping else ():
        if names(rule, source):
            return list(dict.fromkeys(sheet.sheet for sheet in rule.sheets))
    own = sheet_named(source.name)
    return [own.name] if own else []


def _first_refusals(run: ImportRun, folder: Folder) -> list[Any]:
    if not run.refused:
        return []
    return [refusal for _number, refusal in zip(range(SHOWN), read_refusals(folder.refusals), strict=False)]


@bp.get(f"{ONE}/progress")
@require(rules.see_imports, of=queries.run_by_id)
def progress(run: ImportRun) -> Any:
    """A fragment that asks for itself again; when there is nothing to wait for it opens the page anew."""
    folder = Folder(run.uid)
    if not is_htmx():
        return redirect(url_for("exchange.show", run_id=run.id), 303)
    response = make_response(
        render_template("exchange/_progress.html", run=run, state=run.state, progress=folder.progress())
    )
    if not run.is_running or folder.is_silent():
        response.headers["HX-Redirect"] = url_for("exchange.show", run_id=run.id)
    return response


@bp.post(f"{ONE}/encodings")
@require(rules.import_, of=queries.run_by_id)
def encodings(run: ImportRun) -> Any:
    chosen = {
        file: encoding
        for number, file in enumerate(request.form.getlist("file"))
        if (encoding := request.form.get(f"encoding-{number}"))
    }
    known = {source.file for source in _found(run)[0]} | {file["name"] for file in run.files}
    operations.choose_encodings(run, {file: encoding for file, encoding in chosen.items() if file in known})
    return redirect(url_for("exchange.show", run_id=run.id), 303)


@bp.post(f"{ONE}/tables")
@require(rules.import_, of=queries.run_by_id)
def tables(run: ImportRun) -> Any:
    """Which tables are left out."""
    there = {source.name for source in _found(run)[0]}
    kept = set(request.form.getlist("table"))
    operations.leave_out(run, sorted(there - kept))
    return redirect(url_for("exchange.show", run_id=run.id), 303)


@bp.post(f"{ONE}/check")
@require(rules.import_, of=queries.run_by_id)
def check(run: ImportRun) -> Any:
    form = CheckForm()
    if not form.submitted():
        flash(_("Please check what you entered. Nothing has been saved yet."), "bad")
        return redirect(url_for("exchange.show", run_id=run.id), 303)
    by = current_user
    operations.check(run, by=by.person, auth=by.auth, language=current_locale(), **form.values())
    return redirect(url_for("exchange.show", run_id=run.id), 303)


@bp.post(f"{ONE}/import")
@require(rules.import_, of=queries.run_by_id)
def import_now(run: ImportRun) -> Any:
    by = current_user
    operations.import_now(run, by=by.person, auth=by.auth, language=current_locale())
    return redirect(url_for("exchange.show", run_id=run.id), 303)


@bp.get(f"{ONE}/refused.csv")
@require(rules.see_imports, of=queries.run_by_id)
def refused_csv(run: ImportRun) -> Response:
    rows = as_csv(read_refusals(Folder(run.uid).refusals))
    response = Response(rows, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"refused-{run.id}.csv")
    return response


@bp.get(f"{ONE}/refused.xlsx")
@require(rules.see_imports, of=queries.run_by_id)
def refused_xlsx(run: ImportRun) -> Response:
    response = Response(as_xlsx(read_refusals(Folder(run.uid).refusals)), content_type=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"refused-{run.id}.xlsx")
    return response
