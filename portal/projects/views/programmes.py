"""Pages: programmes and what their projects say."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.projects import changes, forms, operations, queries, rules
from portal.projects.models import Programme
from portal.projects.queries.programmes import ProgrammeFilters
from portal.projects.views.blueprint import bp
from portal.register.queries import history_of


@bp.get("/programmes")
@require(rules.read_programme)
def programmes() -> Any:
    filters = ProgrammeFilters.from_request()
    page = queries.list_programmes(filters)
    ratings = queries.ratings_by_programme([row.id for row in page.items], current_user)
    return render_template("projects/programmes.html", page=page, filters=filters, ratings=ratings)


@bp.route("/programmes/new", methods=["GET", "POST"])
@require(rules.keep_programme)
def new_programme() -> Any:
    form = forms.ProgrammeForm()
    if form.submitted():
        try:
            programme = operations.create_programme(**form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The programme exists. Put projects into it by editing them."), "success")
            return redirect(url_for("projects.programme", programme_code=programme.code), 303)
    return render_template("projects/programme_form.html", form=form, programme=None), (
        422 if form.errors else 200
    )


@bp.get("/programmes/<programme_code>")
@require(rules.read_programme, of=queries.programme_by_code)
def programme(programme: Programme) -> Any:
    filters = queries.ProjectFilters.from_request().model_copy(update={"programme": programme.code})
    page = queries.list_projects(filters, current_user, clock.today())
    return render_template(
        "projects/programme.html",
        programme=programme,
        page=page,
        filters=filters,
        ratings=queries.ratings_by_programme([programme.id], current_user).get(programme.id, {}),
        history=history_of(programme, limit=20),
    )


@bp.route("/programmes/<programme_code>/edit", methods=["GET", "POST"])
@require(rules.keep_programme, of=queries.programme_by_code)
def edit_programme(programme: Programme) -> Any:
    stored = forms.programme_as_entered(programme)
    form = forms.ProgrammeEditForm(data=stored)
    if form.submitted():
        both = changes.both_texts(form, forms.ProgrammeEditForm(None, data=stored))
        check_version(programme, form.version.data, both)
        operations.edit_programme(programme, **form.values(), by=current_user.person, now=clock.now())
        flash(_("The changes are stored."), "success")
        return redirect(url_for("projects.programme", programme_code=programme.code), 303)
    context = {"form": form, "programme": programme}
    return render_template("projects/programme_form.html", **context), 422 if form.errors else 200
