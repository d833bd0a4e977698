"""Pages: who answers for what, on any day."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.web import PageBlueprint
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.stakeholders import forms, labels, operations, queries, rules
from portal.stakeholders.models import RaciEntry

bp = PageBlueprint("stakeholders", __name__)
add_tab("raci", _l("RACI"), "stakeholders.raci", order=40)

PLACE = "/projects/<code>/raci"
#: A grid with more columns than this is no longer read; the page then lists each item by role.
WIDEST_GRID = 8
#: Faults that the page lists before it only counts them.
MOST_FAULTS = 30


@bp.get(PLACE)
@require(rules.read, of=project_by_code)
def raci(project: Project) -> Any:
    today = clock.today()
    filters = queries.RaciFilters.from_request()
    page = queries.list_rows(project, filters, today)
    parties = queries.parties_of(page.items)
    faults = queries.faults_of(project, filters.on or today)
    return render_template(
        "stakeholders/raci.html",
        project=project,
        filters=filters,
        page=page,
        parties=parties,
        is_grid=filters.layout != "roles" and len(parties) <= WIDEST_GRID,
        is_too_wide=len(parties) > WIDEST_GRID,
        faults=faults[:MOST_FAULTS],
        further_faults=max(0, len(faults) - MOST_FAULTS),
        on=filters.on or today,
        today=today,
        labels=labels,
        order=queries.ORDER,
    )


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(rules.assign, of=project_by_code)
def assign(project: Project) -> Any:
    form = forms.AssignmentForm(
        data={"valid_from": clock.today(), "item": request.args.get("item", "")[:300]}
    )
    form.propose(queries.items_of(project))
    if form.submitted():
        try:
            operations.assign(project, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("It stands in the matrix."), "success")
            return redirect(url_for("stakeholders.raci", code=project.code), 303)
    context = {"form": form, "project": project, "labels": labels}
    return render_template("stakeholders/assignment.html", **context), 422 if form.errors else 200


@bp.route(f"{PLACE}/<int:entry_id>/end", methods=["GET", "POST"])
@require(rules.assign, of=queries.entry_of)
def end_assignment(entry: RaciEntry) -> Any:
    form = forms.AssignmentEndForm(data={"valid_to": clock.today()})
    if form.submitted():
        try:
            operations.end_assignment(entry, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The entry is ended."), "success")
            return redirect(url_for("stakeholders.raci", code=entry.project.code), 303)
    context = {"form": form, "entry": entry, "project": entry.project, "labels": labels}
    return render_template("stakeholders/assignment_end.html", **context), 422 if form.errors else 200
