"""Pages: the list of projects, one project, creating and changing it, who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.projects import changes, forms, labels, operations, panels, queries, rules
from portal.projects.models import Insider, Project
from portal.projects.queries.projects import seq_of
from portal.projects.views.blueprint import bp
from portal.register.queries import history_of_project

HISTORY_PAGE = 50


@bp.get("/projects")
@require(SIGNED_IN)
def index() -> Any:
    filters = queries.ProjectFilters.from_request()
    page = queries.list_projects(filters, current_user, clock.today())
    return render_template(
        "projects/index.html",
        page=page,
        filters=filters,
        programmes=(programmes := queries.all_programmes()),
        departments=(departments := queries.lead_departments()),
        active=active_filters(filters, dict(programmes), dict(departments)),
        labels=labels,
    )


def active_filters(
    filters: queries.ProjectFilters, programmes: dict[str, str], departments: dict[str, str]
) -> list[tuple[str, str, str]]:
    """The filters in force as (name, label, text), for the chips that take one away."""
    words: dict[str, tuple[str, Mapping[str, object]]] = {
        "q": (_("Name or code"), {}),
        "programme": (_("Programme"), programmes),
        "phase": (_("Phase"), labels.PHASES),
        "rating": (_("Rating"), labels.RATINGS),
        "department": (_("Lead department"), departments),
        "lead_model": (_("Who leads"), labels.LEAD_MODELS),
        "sponsor": (_("Sponsor"), {}),
        "vacant": (_("Sponsor"), {"True": _("nobody")}),
    }
    chosen = {name: str(value) for name, value in filters.active().items() if name in words}
    return [(name, words[name][0], str(words[name][1].get(value, value))) for name, value in chosen.items()]


@bp.get("/projects/<code>")
@require(rules.read, of=queries.project_with_people)
def show(project: Project) -> Any:
    today = clock.today()
    return render_template(
        "projects/show.html",
        project=project,
        today=today,
        report=queries.latest_report(project),
        draft=queries.draft_of(project) if rules.report(current_user, project) else None,
        milestone=queries.next_milestones([project.id], today).get(project.id),
        panels=panels.panels_of(project, current_user),
        labels=labels,
    )


@bp.get("/projects/<code>/history")
@require(rules.read, of=queries.project_by_code)
def history(project: Project) -> Any:
    before = seq_of(request.args.get("before"))
    entries = history_of_project(project, limit=HISTORY_PAGE + 1, before=before)
    older = entries[HISTORY_PAGE - 1].seq if len(entries) > HISTORY_PAGE else None
    return render_template(
        "projects/history.html", project=project, entries=entries[:HISTORY_PAGE], older=older, before=before
    )


@bp.route("/projects/new", methods=["GET", "POST"])
@require(rules.create)
def new() -> Any:
    form = forms.ProjectForm()
    if not rules.create_confidential(current_user):
        del form.is_confidential
    if form.submitted():
        try:
            project = operations.create_project(**form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The project exists. Next: who sponsors it, who manages it?"), "success")
            return redirect(url_for("projects.show", code=project.code), 303)
    return render_template("projects/new.html", form=form), 422 if form.errors else 200


@bp.route("/projects/<code>/edit", methods=["GET", "POST"])
@require(rules.edit, of=queries.project_by_code)
def edit(project: Project) -> Any:
    stored = forms.project_as_entered(project)
    form = forms.ProjectEditForm(data=stored)
    if form.submitted():
        check_version(
            project, form.version.data, changes.both_texts(form, forms.ProjectEditForm(None, data=stored))
        )
        try:
            operations.edit_project(project, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The changes are stored."), "success")
            return redirect(url_for("projects.show", code=project.code), 303)
    return render_template("projects/edit.html", form=form, project=project), 422 if form.errors else 200


@bp.route("/projects/<code>/phase", methods=["GET", "POST"])
@require(rules.edit, of=queries.project_by_code)
def phase(project: Project) -> Any:
    form = forms.PhaseForm(data={"version": project.version})
    if form.submitted():
        stored = forms.PhaseForm(None, data={"phase": project.phase})
        check_version(project, form.version.data, changes.both_texts(form, stored))
        try:
            operations.change_phase(project, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            word = labels.word(labels.PHASES, project.phase)
            flash(_("The project is now in the phase “%(phase)s”.", phase=word), "success")
            return redirect(url_for("projects.show", code=project.code), 303)
    status = 422 if form.errors else 200
    return render_template("projects/phase.html", form=form, project=project, labels=labels), status


@bp.route("/projects/<code>/confidentiality", methods=["GET", "POST"])
@require(rules.confide, of=queries.project_by_code)
def confidentiality(project: Project) -> Any:
    """One page for both ways: it says what the other state means and asks for the reason."""
    form = forms.ReasonForm()
    if not form.submitted():
        context = {"form": form, "project": project, "names": _who_stays(project)}
        return render_template("projects/confidentiality.html", **context), 422 if form.errors else 200
    by, now = current_user.person, clock.now()
    if project.is_confidential:
        operations.open_project(project, **form.values(), by=by, now=now)
        flash(_("The project is open to everybody who is signed in."), "success")
    else:
        operations.make_confidential(project, **form.values(), by=by, now=now, today=clock.today())
        flash(_("The project is confidential now."), "success")
    return redirect(url_for("projects.people", code=project.code), 303)


def _who_stays(project: Project) -> list[str]:
    """Who would see the project once it is confidential, besides those who read everything."""
    people = {insider.person for insider in project.insiders}
    people |= {held.person for held in project.appointments if held.holds_on(clock.today())}
    return sorted(person.name for person in people)


@bp.route("/projects/<code>/insiders/new", methods=["GET", "POST"])
@require(rules.confide, of=queries.project_by_code)
def invite_insider(project: Project) -> Any:
    form = forms.InsiderForm()
    if not form.submitted():
        status = 422 if form.errors else 200
        return render_template("projects/insider.html", form=form, project=project), status
    operations.invite_insider(project, **form.values(), by=current_user.person, now=clock.now())
    flash(_("They can see the project now."), "success")
    return redirect(url_for("projects.people", code=project.code), 303)


@bp.route("/projects/<code>/insiders/<int:person_id>/end", methods=["GET", "POST"])
@require(rules.confide, of=queries.insider_of)
def dismiss_insider(insider: Insider) -> Any:
    form, project = forms.ReasonForm(), insider.project
    if not form.submitted():
        context = {"form": form, "project": project, "person": insider.person}
        return render_template("projects/insider_end.html", **context), 422 if form.errors else 200
    by, now = current_user.person, clock.now()
    operations.dismiss_insider(insider, **form.values(), by=by, now=now, today=clock.today())
    flash(_("They can no longer see the project."), "success")
    return redirect(url_for("projects.people", code=project.code), 303)
