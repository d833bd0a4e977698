"""The register with its matrix: of everything, and of one project."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import SIGNED_IN, require
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import all_programmes, project_by_code
from portal.risks import labels, queries
from portal.risks.catalogue import category_choices, category_word
from portal.risks.queries import RiskFilters
from portal.risks.views.blueprint import bp
from portal.risks.views.picture import counted_picture


@bp.get("/risks")
@require(SIGNED_IN)
def index() -> Any:
    return _listed("risks/index.html", programmes=all_programmes())


@bp.get("/projects/<code>/risks")
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    return _listed("risks/of_project.html", project=project)


def _listed(template: str, *, project: Project | None = None, **more: Any) -> Any:
    filters = RiskFilters.from_request()
    matrix = queries.matrix_in_force()
    counted = queries.count_places(filters, current_user, matrix, project=project)
    return render_template(
        template,
        page=queries.list_risks(filters, current_user, matrix, project=project),
        filters=filters,
        counted=counted,
        picture=counted_picture(matrix, counted, filters),
        project=project,
        today=current_user.today,
        state_choices=state_choices(),
        level_choices=level_choices(),
        category_choices=category_choices(),
        active=active_filters(filters),
        **more,
    )


def state_choices() -> list[tuple[str, str]]:
    return [*((code, str(word)) for code, word in labels.STATES.items()), ("all", _("All, closed ones too"))]


def level_choices() -> list[tuple[str, str]]:
    words = [(str(code), str(word)) for code, word in labels.LEVELS.items()]
    return [*reversed(words), ("unrated", _("Not rated"))]


def active_filters(filters: RiskFilters) -> list[tuple[str, str, str]]:
    """The filters that are set, in words, for the chips."""
    words = {
        "q": (_("Text"), filters.q),
        "state": (_("State"), dict(state_choices()).get(filters.state or "")),
        "level": (_("Level"), dict(level_choices()).get(filters.level or "")),
        "category": (_("Category"), category_word(filters.category) if filters.category else None),
        "programme": (_("Programme"), filters.programme),
        "project": (_("Project"), filters.project),
        "owner": (_("Owner"), filters.owner),
        "mine": (_("Owner"), _("I myself") if filters.mine else None),
        "overdue": (_("Review"), _("is overdue") if filters.overdue else None),
        "waiting": (_("Acceptance"), _("has been asked for") if filters.waiting else None),
        "probability": (_("Probability"), _step(filters.probability)),
        "impact": (_("Impact"), _step(filters.impact)),
        "unplaced": (_("Place on the matrix"), _("no place") if filters.unplaced else None),
    }
    return [(name, label, text) for name, (label, text) in words.items() if text]


def _step(step: int | None) -> str | None:
    return None if step is None else str(step)
