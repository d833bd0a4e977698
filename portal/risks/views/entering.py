"""Entering a risk and changing its words."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.risks import forms, operations, queries, rules
from portal.risks.models import Risk
from portal.risks.views.blueprint import bp, carried_out, done, page
from portal.risks.views.picture import marked_picture


@bp.get("/risks/new")
@require(SIGNED_IN)
def choose_project() -> Any:
    """A risk belongs to a project: which one?"""
    return render_template("risks/choose_project.html", projects=queries.projects_to_keep(current_user))


@bp.route("/projects/<code>/risks/new", methods=["GET", "POST"])
@require(rules.create, of=project_by_code)
def new(project: Project) -> Any:
    matrix = queries.matrix_in_force()
    form = forms.RiskForm()
    form.offer(matrix)
    if form.submitted():
        try:
            by, now, today = current_user.person, clock.now(), clock.today()
            risk = operations.create_risk(project, **form.values(), by=by, now=now, today=today)
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The risk is entered. Next: what is done about it, by whom, until when?"), "success")
            return redirect(url_for("risks.show", risk_id=risk.id), 303)
    context = {"form": form, "project": project, "picture": marked_picture(matrix, {})}
    return render_template("risks/new.html", **context), 422 if form.errors else 200


@bp.route("/risks/<int:risk_id>/edit", methods=["GET", "POST"])
@require(rules.edit, of=queries.risk_by_id)
def edit(risk: Risk) -> Any:
    risk.insist_on("edit")
    form = forms.WordsForm(data=forms.words_as_entered(risk))
    if form.submitted():
        operations.hold(risk)
    stored = forms.WordsForm(None, data=forms.words_as_entered(risk))
    if carried_out(form, risk, "edit", _edit, stored):
        return done(risk, _("The changes are stored."))
    return page("edit", form, risk, project=risk.project)


def _edit(risk: Risk, *, today: Any, **values: Any) -> None:
    operations.edit_risk(risk, **values)
