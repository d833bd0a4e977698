"""Who may see and keep a project. Other features build their rules on these."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.projects.models import AppointmentRole, Project


@rule("projects:read")
def read(actor: Actor, project: Project) -> bool:
    """Agreements are for everybody to see, except in confidential projects: those are for insiders."""
    if not project.is_confidential or actor.reads_everything:
        return True
    return any(insider.person_id == actor.id for insider in project.insiders)


@rule("projects:edit", visible=read)
def edit(actor: Actor, project: Project) -> bool:
    """The manager keeps the project; the programme office keeps them all."""
    return (
        not actor.only_reads and read(actor, project) and (actor.keeps_portfolio or manages(actor, project))
    )


@rule("projects:create")
def create(actor: Actor, _subject: Any = None) -> bool:
    return actor.keeps_portfolio and not actor.only_reads


def manages(actor: Actor, project: Project) -> bool:
    """Is the actor this project's manager today?"""
    return project.is_held_by(actor.id, actor.today, AppointmentRole.MANAGER)


def sponsors(actor: Actor, project: Project) -> bool:
    """Is the actor this project's sponsor today?"""
    return project.is_held_by(actor.id, actor.today, AppointmentRole.SPONSOR)
