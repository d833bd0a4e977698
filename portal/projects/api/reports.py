"""`/projects/{code}/reports`: published is frozen, here too."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import Items, items
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import forms, operations, queries, rules
from portal.projects import schemas as shapes
from portal.projects.api.blueprint import bp
from portal.projects.models import Project, StatusReport
from portal.projects.queries.reports import ReportFilters

PLACE = "/projects/<code>/reports"
ONE = f"{PLACE}/<int:report_id>"


@bp.get(PLACE)
@require(rules.read, of=queries.project_by_code)
@bp.input(ReportFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.ReportView])
def reports(project: Project, filters: ReportFilters) -> Any:
    """What was published, newest first."""
    return items(queries.list_reports(project, filters), shapes.report_view)


@bp.post(PLACE)
@require(rules.report, of=queries.project_by_code)
@bp.input(shapes.ReportIn, arg_name="data")
@bp.output(shapes.ReportView, status_code=201)
def draft_report(project: Project, data: shapes.ReportIn) -> Any:
    """Begin a report; `/publication` publishes it."""
    start = forms.report_to_start_from(queries.latest_report(project), clock.today())
    values = {**{name: value for name, value in start.items() if name != "version"}, **data.values()}
    by, now, today = current_user.person, clock.now(), clock.today()
    return shapes.report_view(operations.draft_report(project, **values, by=by, now=now, today=today))


@bp.get(ONE)
@require(rules.read_report, of=queries.report_of)
@bp.output(shapes.ReportView)
def report(report: StatusReport) -> Any:
    """One report."""
    return shapes.report_view(report)


@bp.patch(ONE)
@require(rules.report, of=queries.report_of)
@bp.input(shapes.ReportChangesIn, arg_name="data")
@bp.output(shapes.ReportView)
def edit_report(report: StatusReport, data: shapes.ReportChangesIn) -> Any:
    """Change a draft."""
    check_version(report, data.version)
    values = {**forms.report_as_entered(report), **data.values()}
    values.pop("version")
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.edit_report(report, **values, by=by, now=now, today=today)
    session().flush()
    return shapes.report_view(report)


@bp.post(f"{ONE}/discard")
@require(rules.report, of=queries.report_of)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output({}, status_code=204)
def discard_report(report: StatusReport, data: shapes.Versioned) -> Any:
    """Discard a draft."""
    check_version(report, data.version)
    operations.discard_report(report, by=current_user.person, now=clock.now())
    return ""


@bp.post(f"{ONE}/publication")
@require(rules.report, of=queries.report_of)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.ReportView)
def publish_report(report: StatusReport, data: shapes.Versioned) -> Any:
    """Publish it: from here on it is frozen."""
    check_version(report, data.version)
    operations.publish_report(report, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.report_view(report)
