"""Status reports of a project, and the latest of each of many. What is not published, others do not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.core.lists import Filters, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Project, StatusReport

PUBLISHED = StatusReport.published_at.is_not(None)


class ReportFilters(Filters):
    default_sort: ClassVar[str] = "-reported_on"
    sortable: ClassVar[tuple[str, ...]] = ("reported_on",)


class Said(NamedTuple):
    """One overall rating of the past."""

    id: int
    reported_on: dt.date
    overall: str


def reports_of(project: Project) -> Any:
    """A select of its published reports, for a list or an export."""
    return select(StatusReport).where(StatusReport.project_id == project.id, PUBLISHED)


def list_reports(project: Project, filters: ReportFilters) -> Page[StatusReport]:
    sorts = {"reported_on": Sort(StatusReport.reported_on, lambda row: row.reported_on)}
    statement = reports_of(project).options(joinedload(StatusReport.author))
    return paginate(statement, filters, sorts=sorts, key=StatusReport.id)


def report_by_id(report_id: int) -> StatusReport | None:
    """Loader for addresses."""
    return session().get(StatusReport, report_id, options=[joinedload(StatusReport.project)])


def report_of(code: str, report_id: int) -> StatusReport | None:
    """Loader for addresses: the report, if it belongs to the project of that code."""
    report = report_by_id(report_id)
    return report if report and report.project.code == code else None


def draft_of(project: Project) -> StatusReport | None:
    """The report that is being written, if any."""
    found: StatusReport | None = _drafts(project.id).scalars().first()
    return found


@prepared
def _drafts(project_id: int) -> Any:
    drafts = select(StatusReport).where(
        StatusReport.project_id == project_id, StatusReport.published_at.is_(None)
    )
    return drafts.limit(1)


def latest_report(project: Project) -> StatusReport | None:
    """The last word that was published."""
    found: StatusReport | None = _published(project.id).scalars().first()
    return found


@prepared
def _published(project_id: int) -> Any:
    published = select(StatusReport).where(StatusReport.project_id == project_id, PUBLISHED)
    return published.order_by(StatusReport.reported_on.desc()).limit(1)


def latest_reports(project_ids: Iterable[int]) -> dict[int, StatusReport]:
    """The last published report of each of these projects. One statement."""
    newest_first = StatusReport.reported_on.desc()
    position = func.row_number().over(partition_by=StatusReport.project_id, order_by=newest_first)
    ranked = (
        select(StatusReport.id, position.label("position"))
        .where(StatusReport.project_id.in_(list(project_ids)), PUBLISHED)
        .subquery()
    )
    statement = (
        select(StatusReport).join(ranked, ranked.c.id == StatusReport.id).where(ranked.c.position == 1)
    )
    return {report.project_id: report for report in session().scalars(statement)}


def said_over_time(project: Project, limit: int = 12) -> list[Said]:
    """The last overall ratings, oldest first."""
    statement = (
        reports_of(project)
        .with_only_columns(StatusReport.id, StatusReport.reported_on, StatusReport.overall)
        .order_by(StatusReport.reported_on.desc())
        .limit(limit)
    )
    return [Said(*row) for row in reversed(session().execute(statement).all())]


def neighbours_of(report: StatusReport) -> tuple[StatusReport | None, StatusReport | None]:
    """The published reports before and after this one."""
    others = reports_of(report.project)
    day = StatusReport.reported_on
    before = others.where(day < report.reported_on).order_by(day.desc()).limit(1)
    after = others.where(day > report.reported_on).order_by(day).limit(1)
    return session().scalars(before).one_or_none(), session().scalars(after).one_or_none()
