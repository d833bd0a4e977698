"""Lists: all, of a project, of a department."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import rules as accounts
from portal.accounts.models import Department
from portal.accounts.queries import department_by_id
from portal.commitments import labels, queries
from portal.commitments.models import Commitment
from portal.commitments.queries import CommitmentFilters
from portal.commitments.views.pages import bp
from portal.core.access import SIGNED_IN, require
from portal.core.lists import Page
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code


@bp.get("/commitments")
@require(SIGNED_IN)
def index() -> Any:
    filters = CommitmentFilters.from_request()
    page = queries.commitments(current_user, filters)
    return _listed("commitments/index.html", page, may_ask=queries.may_ask(current_user))


@bp.get("/projects/<code>/commitments")
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    filters = CommitmentFilters.from_request()
    page = queries.commitments(current_user, filters, project=project)
    sums = queries.sums_of_project(project, current_user)
    return _listed("commitments/of_project.html", page, project=project, sums=sums)


@bp.get("/departments/<int:department_id>/commitments")
@require(accounts.read, of=department_by_id)
def of_department(department: Department) -> Any:
    filters = CommitmentFilters.from_request()
    page = queries.commitments(current_user, filters, department=department)
    head = queries.heads_on([department.id], current_user.today).get(department.id)
    sums = queries.sums_of_department(department, current_user)
    return _listed("commitments/of_department.html", page, department=department, head=head, sums=sums)


def _listed(template: str, page: Page[Commitment], **more: Any) -> Any:
    filters = page.filters
    assert isinstance(filters, CommitmentFilters)
    heads = queries.headed_on((row.department_id for row in page.items), current_user.today)
    return render_template(
        template,
        page=page,
        filters=filters,
        heads=heads,
        today=current_user.today,
        state_choices=[(code, str(word)) for code, word in labels.STATES.items()],
        kind_choices=[(code, str(word)) for code, word in labels.KINDS.items()],
        department_choices=queries.department_choices(),
        mine_choices=mine_choices(),
        active=_active(filters),
        **more,
    )


def mine_choices() -> list[tuple[str, str]]:
    return [
        ("asked_of_me", _("Asked of me")),
        ("i_wait_for", _("I wait for an answer")),
        ("promised_by_me", _("Promised by my department")),
        ("my_time", _("My own time")),
    ]


def _active(filters: CommitmentFilters) -> list[tuple[str, str, str]]:
    """The filters that are set, in words, for the chips."""
    words = {
        "mine": (_("Concerns me"), dict(mine_choices()).get(filters.mine or "")),
        "state": (_("State"), labels.word(labels.STATES, filters.state)),
        "kind": (_("Kind"), labels.word(labels.KINDS, filters.kind)),
        "project": (_("Project"), filters.project),
        "department": (_("Department"), filters.department),
        "person": (_("Person"), filters.person),
        "head": (_("Head asked"), filters.head),
        "from_on": (_("Still running on"), filters.from_on.isoformat() if filters.from_on else None),
        "open": (_("Open"), _("waits for an answer") if filters.open else None),
        "overdue": (_("Overdue"), _("answer is late") if filters.overdue else None),
        "vacancy": (_("Vacancy"), _("nobody can answer") if filters.vacancy else None),
    }
    return [(name, label, text) for name, (label, text) in words.items() if text]
