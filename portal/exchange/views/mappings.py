"""Pages of mappings: choosing column by column, saving, downloading, deleting."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.exchange import operations, queries, rules
from portal.exchange.cells import DateOrder
from portal.exchange.files import Unreadable
from portal.exchange.forms import MappingForm
from portal.exchange.mapping.drafting import as_mapping, draft, foreign
from portal.exchange.mapping.rules import Orientation
from portal.exchange.models import ImportRun, SavedMapping
from portal.exchange.sheets import SHEETS
from portal.exchange.views.blueprint import bp


@bp.route("/exchange/imports/<int:run_id>/mapping", methods=["GET", "POST"])
@require(rules.import_, of=queries.run_by_id)
def choose_columns(run: ImportRun) -> Any:
    """Foreign tables, each with the sheet it feeds and our columns beside its headings."""
    operations.insist_idle(run)
    form = MappingForm()
    sent = request.form.to_dict() if request.method == "POST" else None
    try:
        tables = draft(foreign(operations.sources(run)), operations.mapping_of(run), sent)
    except Unreadable as error:
        flash(error.sentence, "bad")
        return redirect(url_for("exchange.show", run_id=run.id), 303)
    if form.submitted() and "show" not in request.form:
        try:
            _use(run, as_mapping(tables, form.save_as.data or ""), form.save_as.data or "")
            return redirect(url_for("exchange.show", run_id=run.id), 303)
        except Invalid as error:
            form.reject(error)
    status = 422 if form.errors else 200
    return (
        render_template(
            "exchange/mapping.html",
            run=run,
            form=form,
            tables=tables,
            sheets=SHEETS.values(),
            orders=DateOrder,
            orientations=Orientation,
        ),
        # asking to see the columns of another sheet stores nothing
        422 if request.method == "POST" else status,
    )


def _use(run: ImportRun, content: dict[str, Any], name: str) -> None:
    if not content:
        raise Invalid(mapping=_("Choose a sheet for at least one table, and where its columns come from."))
    operations.use_mapping(run, content)
    if name:
        operations.save_mapping(name, content, by=current_user.person, now=clock.now())
        flash(_("The mapping is saved as “%(name)s”.", name=name), "good")


@bp.post("/exchange/imports/<int:run_id>/mapping/removal")
@require(rules.import_, of=queries.run_by_id)
def drop_mapping(run: ImportRun) -> Any:
    operations.use_mapping(run, {})
    return redirect(url_for("exchange.show", run_id=run.id), 303)


@bp.get("/exchange/imports/<int:run_id>/mapping.json")
@require(rules.see_imports, of=queries.run_by_id)
def mapping_of_run(run: ImportRun) -> Response:
    return _as_file(run.options.get("mapping") or {}, f"mapping-{run.id}.json")


@bp.get("/exchange/mappings")
@require(rules.see_imports)
def mappings() -> Any:
    return render_template("exchange/mappings.html", mappings=queries.saved_mappings())


@bp.get("/exchange/mappings/<int:mapping_id>.json")
@require(rules.see_imports, of=queries.mapping_by_id)
def saved_mapping(mapping: SavedMapping) -> Response:
    return _as_file(mapping.content, "mapping.json")


@bp.route("/exchange/mappings/<int:mapping_id>/deletion", methods=["POST"])
@require(rules.import_, of=queries.mapping_by_id)
def delete_mapping(mapping: SavedMapping) -> Any:
    check_version(mapping, request.form.get("version") or "unknown")
    operations.delete_mapping(mapping, by=current_user.person, now=clock.now())
    flash(_("The mapping is deleted. Imports that used it keep theirs."), "good")
    return redirect(url_for("exchange.mappings"), 303)


def _as_file(content: dict[str, Any], name: str) -> Response:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
