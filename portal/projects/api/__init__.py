"""The portfolio in `/api/v1`: the same operations and rules as the pages, one module per resource."""

from __future__ import annotations

from portal.projects.api import appointments, milestones, programmes, projects, reports
from portal.projects.api.blueprint import bp

__all__ = ["appointments", "bp", "milestones", "programmes", "projects", "reports"]
