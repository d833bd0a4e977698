"""Pages: milestones and the acts that move them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.projects import changes, forms, operations, queries, rules
from portal.projects.models import Milestone, Project
from portal.projects.queries.milestones import MilestoneFilters
from portal.projects.views.blueprint import bp
from portal.register.queries import history_of

PLACE = "/projects/<code>/milestones/<int:milestone_id>"


@bp.get("/projects/<code>/milestones")
@require(rules.read, of=queries.project_by_code)
def milestones(project: Project) -> Any:
    page = queries.list_milestones(project, MilestoneFilters.from_request())
    return render_template("projects/milestones.html", project=project, page=page, today=clock.today())


@bp.route("/projects/<code>/milestones/new", methods=["GET", "POST"])
@require(rules.schedule, of=queries.project_by_code)
def new_milestone(project: Project) -> Any:
    form = forms.MilestoneForm(data={"code": queries.next_code(project)})
    if form.submitted():
        try:
            operations.add_milestone(project, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The milestone is planned."), "success")
            return redirect(url_for("projects.milestones", code=project.code), 303)
    return render_template("projects/milestone_new.html", form=form, project=project), (
        422 if form.errors else 200
    )


@bp.get(PLACE)
@require(rules.read, of=queries.milestone_of)
def milestone(milestone: Milestone) -> Any:
    context = {"project": milestone.project, "today": clock.today(), "history": history_of(milestone)}
    return render_template("projects/milestone.html", milestone=milestone, **context)


@bp.route(f"{PLACE}/name", methods=["GET", "POST"])
@require(rules.schedule, of=queries.milestone_of)
def rename_milestone(milestone: Milestone) -> Any:
    return _act("name", milestone, forms.MilestoneNameForm, operations.rename_milestone, name=milestone.name)


@bp.route(f"{PLACE}/forecast", methods=["GET", "POST"])
@require(rules.schedule, of=queries.milestone_of)
def move_forecast(milestone: Milestone) -> Any:
    day = milestone.expected_on
    return _act("forecast", milestone, forms.ForecastForm, operations.move_forecast, forecast_on=day)


@bp.route(f"{PLACE}/baseline", methods=["GET", "POST"])
@require(rules.schedule, of=queries.milestone_of)
def rebaseline_milestone(milestone: Milestone) -> Any:
    day = milestone.baseline_on
    return _act("baseline", milestone, forms.BaselineForm, operations.rebaseline_milestone, baseline_on=day)


@bp.route(f"{PLACE}/arrival", methods=["GET", "POST"])
@require(rules.schedule, of=queries.milestone_of)
def reach_milestone(milestone: Milestone) -> Any:
    day = milestone.actual_on or clock.today()
    reach = partial(operations.reach_milestone, today=clock.today())
    return _act("arrival", milestone, forms.ArrivalForm, reach, actual_on=day)


def _act(
    act: str, milestone: Milestone, kind: type[Form], operation: Callable[..., None], **stored: Any
) -> Any:
    """The four acts differ in their form and operation only; each has its own words in its own template."""
    project, form = milestone.project, kind(data={**stored, "version": milestone.version})
    if form.submitted():
        check_version(milestone, form.version.data, changes.both_texts(form, kind(None, data=stored)))
        try:
            operation(milestone, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The milestone is brought up to date."), "success")
            return redirect(url_for("projects.milestone", code=project.code, milestone_id=milestone.id), 303)
    context = {"form": form, "milestone": milestone, "project": project}
    return render_template(f"projects/milestone_{act}.html", **context), 422 if form.errors else 200
