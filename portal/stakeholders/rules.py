"""Who may read and keep the responsibility matrix."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.stakeholders.models import RaciEntry


def _project_of(subject: Project | RaciEntry) -> Project:
    return subject if isinstance(subject, Project) else subject.project


@rule("stakeholders:read")
def read(actor: Actor, subject: Project | RaciEntry) -> bool:
    """Whoever sees the project sees who answers for what in it."""
    return projects.read(actor, _project_of(subject))


@rule("stakeholders:assign", visible=read)
def assign(actor: Actor, subject: Project | RaciEntry) -> bool:
    """Whoever keeps the project keeps its matrix."""
    return projects.edit(actor, _project_of(subject))
