"""`/projects/{code}/milestones`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import Items, items
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import operations, queries, rules
from portal.projects import schemas as shapes
from portal.projects.api.blueprint import bp
from portal.projects.models import Milestone, Project
from portal.projects.queries.milestones import MilestoneFilters

PLACE = "/projects/<code>/milestones"
ONE = f"{PLACE}/<int:milestone_id>"


@bp.get(PLACE)
@require(rules.read, of=queries.project_by_code)
@bp.input(MilestoneFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.MilestoneView])
def milestones(project: Project, filters: MilestoneFilters) -> Any:
    """By the date that is expected now."""
    return items(queries.list_milestones(project, filters), shapes.milestone_view)


@bp.post(PLACE)
@require(rules.schedule, of=queries.project_by_code)
@bp.input(shapes.MilestoneIn, arg_name="data")
@bp.output(shapes.MilestoneView, status_code=201)
def add_milestone(project: Project, data: shapes.MilestoneIn) -> Any:
    """Plan a milestone; its first baseline is kept."""
    by, now = current_user.person, clock.now()
    milestone = operations.add_milestone(project, **data.model_dump(), by=by, now=now)
    session().flush()
    return shapes.milestone_view(milestone)


@bp.get(ONE)
@require(rules.read, of=queries.milestone_of)
@bp.output(shapes.MilestoneView)
def milestone(milestone: Milestone) -> Any:
    """One milestone."""
    return shapes.milestone_view(milestone)


@bp.patch(ONE)
@require(rules.schedule, of=queries.milestone_of)
@bp.input(shapes.NameIn, arg_name="data")
@bp.output(shapes.MilestoneView)
def rename_milestone(milestone: Milestone, data: shapes.NameIn) -> Any:
    """Another name, the same dates."""
    return _done(milestone, operations.rename_milestone, data)


@bp.post(f"{ONE}/forecast")
@require(rules.schedule, of=queries.milestone_of)
@bp.input(shapes.ForecastIn, arg_name="data")
@bp.output(shapes.MilestoneView)
def move_forecast(milestone: Milestone, data: shapes.ForecastIn) -> Any:
    """Move the expected date."""
    return _done(milestone, operations.move_forecast, data)


@bp.post(f"{ONE}/baseline")
@require(rules.schedule, of=queries.milestone_of)
@bp.input(shapes.BaselineIn, arg_name="data")
@bp.output(shapes.MilestoneView)
def rebaseline_milestone(milestone: Milestone, data: shapes.BaselineIn) -> Any:
    """Agree a new baseline; the first one is kept."""
    return _done(milestone, operations.rebaseline_milestone, data)


@bp.post(f"{ONE}/arrival")
@require(rules.schedule, of=queries.milestone_of)
@bp.input(shapes.ArrivalIn, arg_name="data")
@bp.output(shapes.MilestoneView)
def reach_milestone(milestone: Milestone, data: shapes.ArrivalIn) -> Any:
    """Record when it was reached, or correct that day."""
    return _done(milestone, operations.reach_milestone, data, today=clock.today())


def _done(
    milestone: Milestone, operation: Callable[..., None], data: shapes.Versioned, **more: Any
) -> dict[str, Any]:
    check_version(milestone, data.version)
    values = data.model_dump(exclude={"version"})
    operation(milestone, **values, by=current_user.person, now=clock.now(), **more)
    session().flush()
    return shapes.milestone_view(milestone)
