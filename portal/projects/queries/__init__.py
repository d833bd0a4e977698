"""Reads of the portfolio. `visible_to` is the one place that knows which projects an actor may see."""

from __future__ import annotations

from portal.projects.queries.appointments import (
    Holder,
    appointment_of,
    appointments_of,
    holders_of,
    managers_of,
    sponsors_of,
)
from portal.projects.queries.lists import ProjectFilters, ProjectRow, list_projects
from portal.projects.queries.milestones import (
    NextMilestone,
    list_milestones,
    milestone_of,
    next_code,
    next_milestones,
)
from portal.projects.queries.programmes import (
    all_programmes,
    list_programmes,
    programme_by_code,
    ratings_by_programme,
)
from portal.projects.queries.projects import (
    insider_of,
    lead_departments,
    project_by_code,
    project_by_id,
    project_with_people,
    projects_by_ids,
    visible_to,
)
from portal.projects.queries.reports import (
    draft_of,
    latest_report,
    latest_reports,
    list_reports,
    neighbours_of,
    report_by_id,
    report_of,
    reports_of,
    said_over_time,
)

__all__ = [
    "Holder",
    "NextMilestone",
    "ProjectFilters",
    "ProjectRow",
    "all_programmes",
    "appointment_of",
    "appointments_of",
    "draft_of",
    "holders_of",
    "insider_of",
    "latest_report",
    "latest_reports",
    "lead_departments",
    "list_milestones",
    "list_programmes",
    "list_projects",
    "list_reports",
    "managers_of",
    "milestone_of",
    "neighbours_of",
    "next_code",
    "next_milestones",
    "programme_by_code",
    "project_by_code",
    "project_by_id",
    "project_with_people",
    "projects_by_ids",
    "ratings_by_programme",
    "report_by_id",
    "report_of",
    "reports_of",
    "said_over_time",
    "sponsors_of",
    "visible_to",
]
