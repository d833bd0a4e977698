"""Pages of the portfolio, one module per resource."""

from __future__ import annotations

from portal.projects.views import appointments, milestones, programmes, projects, reports
from portal.projects.views.blueprint import NAVIGATION, bp

__all__ = ["NAVIGATION", "appointments", "bp", "milestones", "programmes", "projects", "reports"]
