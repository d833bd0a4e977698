"""Pages of steering groups, meetings and decisions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.web import Destination
from portal.projects.panels import add_panel, add_tab
from portal.steering import queries
from portal.steering.limits import limits_exceeded
from portal.steering.views import agenda, decisions, groups, interests, meetings, minutes, outcomes, preparing
from portal.steering.views.pages import bp

__all__ = [
    "NAVIGATION",
    "agenda",
    "bp",
    "decisions",
    "groups",
    "interests",
    "meetings",
    "minutes",
    "outcomes",
    "preparing",
]

NAVIGATION = [
    Destination(_l("Decisions"), "steering.decisions", "gavel", order=40),
    Destination(_l("Meetings"), "steering.meetings", "calendar", order=42),
    Destination(_l("Steering groups"), "steering.groups", "users", order=44),
]

bp.add_app_template_global(limits_exceeded)
add_tab("decisions", _l("Decisions"), "steering.of_project", order=60, count=queries.count_open)
add_panel(60, "steering/_project_panel.html", decisions.project_panel)
