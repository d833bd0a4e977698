"""The blueprint of the portfolio's pages, its own tabs, and the words that its templates use."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.core.web import Destination, PageBlueprint
from portal.projects import labels, panels
from portal.projects.marks import Mark, marks_of
from portal.projects.models import Project
from portal.projects.panels import add_tab

bp = PageBlueprint("projects", __name__)
NAVIGATION = [Destination(_l("Projects"), "projects.index", "briefcase", order=20)]

add_tab("overview", _l("Overview"), "projects.show", order=0)
add_tab("reports", _l("Reports"), "projects.reports", order=10)
add_tab("milestones", _l("Milestones"), "projects.milestones", order=20)
add_tab("people", _l("People"), "projects.people", order=30)
add_tab("history", _l("History"), "projects.history", order=100)


@bp.app_template_global()
def project_tabs(project: Project, current: str | None = None) -> list[dict[str, Any]]:
    """The tabs of a project for the signed-in person."""
    return panels.tabs_of(project, current_user, current)


@bp.app_template_global()
def project_tabs_within(project: Project, current: str | None = None) -> list[dict[str, Any]]:
    """The second row of tabs, below the current one."""
    return panels.tabs_within(project, current)


@bp.app_template_global()
def project_notes(place: str, project: Project) -> list[panels.Filled]:
    """What other features say about the project on this page."""
    return panels.notes_of(place, project, current_user)


@bp.app_template_global()
def project_marks(project: Project) -> list[Mark]:
    """What other parts of the portal say about the project today."""
    return marks_of([project.id], current_user.today)[project.id]


@bp.app_template_global()
def phase_word(code: str | None) -> str:
    return labels.word(labels.PHASES, code)


@bp.app_template_global()
def lead_model_word(code: str | None) -> str:
    return labels.word(labels.LEAD_MODELS, code)


@bp.app_template_global()
def role_word(code: str | None) -> str:
    return labels.word(labels.ROLES, code)
