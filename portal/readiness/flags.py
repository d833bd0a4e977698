"""Where readiness speaks up outside its own pages: beside the mandate, on agendas, before a phase changes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from portal.core.language import date
from portal.projects.gates import add_gate
from portal.projects.models import Project
from portal.projects.panels import add_note
from portal.readiness import queries
from portal.steering.suggestions import MOST_OF_A_KIND, Scope, Suggestion, add_source


@add_gate
def shut(project: Project, phase: str) -> Iterable[str]:
    """An open item blocks the move to the next phase, unless a decision that holds says otherwise."""
    for gate in queries.shut_gates(project, phase):
        yield queries.why_shut(gate)


def returned(scope: Scope) -> Iterable[Suggestion]:
    """Conditions on which a project went on: on their day they come back to those who decided."""
    if not scope.project_ids:
        return
    for term in queries.returned(scope.today, scope.project_ids, MOST_OF_A_KIND):
        project = term.project
        why = _("A condition for going on: due on %(day)s, not reported as met (%(name)s).")
        said = {"day": date(term.due_on), "name": term.owner.name}
        title = f"{project.code} {term.register_label()}"
        address = f"/projects/{project.code}/readiness"
        yield Suggestion(term.register_kind, term.id, title, why % said, address)


add_source(70, returned)
add_note("mandates", "readiness/_note.html", queries.standing)
