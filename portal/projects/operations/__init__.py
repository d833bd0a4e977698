"""What can be done with programmes, projects, appointments, milestones and status reports."""

from __future__ import annotations

from portal.projects.operations.access import admit
from portal.projects.operations.appointments import appoint
from portal.projects.operations.projects import create_project
from portal.projects.operations.reports import publish_report, take_over_report

__all__ = ["admit", "appoint", "create_project", "publish_report", "take_over_report"]
