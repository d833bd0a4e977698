"""Who may see and keep a project. Other features build their rules on these."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Role
from portal.core.access import rule
from portal.projects.models import (
    Appointment,
    AppointmentRole,
    Insider,
    Milestone,
    Project,
    StatusReport,
)

Part = Appointment | Insider | Milestone | StatusReport


def _project_of(subject: Project | Part) -> Project:
    return subject if isinstance(subject, Project) else subject.project


@rule("projects:read")
def read(actor: Actor, subject: Project | Part) -> bool:
    """Agreements are for everybody to see, except in confidential projects: those are for insiders."""
    project = _project_of(subject)
    if not project.is_confidential or actor.reads_everything:
        return True
    return any(insider.person_id == actor.id for insider in project.insiders)


@rule("projects:edit", visible=read)
def edit(actor: Actor, subject: Project | Part) -> bool:
    """The manager keeps the project; the programme office keeps them all."""
    project = _project_of(subject)
    return (
        not actor.only_reads and read(actor, project) and (actor.keeps_portfolio or manages(actor, project))
    )


@rule("projects:create")
def create(actor: Actor, _subject: Any = None) -> bool:
    return actor.keeps_portfolio and not actor.only_reads


@rule("projects:create_confidential")
def create_confidential(actor: Actor, _subject: Any = None) -> bool:
    """The programme office alone; others create openly and ask it."""
    return Role.PROGRAMME_OFFICE in actor.roles and not actor.only_reads


@rule("projects:confide", visible=read)
def confide(actor: Actor, subject: Project | Part) -> bool:
    """What is hidden from colleagues is decided in one place: the programme office."""
    return create_confidential(actor)


@rule("projects:appoint", visible=read)
def appoint(actor: Actor, subject: Project | Part) -> bool:
    """Whoever keeps the project; nobody appoints themselves to its lead (see the operation)."""
    return edit(actor, subject)


@rule("projects:schedule", visible=read)
def schedule(actor: Actor, subject: Project | Part) -> bool:
    """Milestones are the manager's word."""
    return edit(actor, subject)


@rule("projects:report", visible=read)
def report(actor: Actor, subject: Project | Part) -> bool:
    """A status report is the manager's word, or the programme office's in their place."""
    return edit(actor, subject)


@rule("projects:read_report", visible=lambda actor, subject: subject.is_published and read(actor, subject))
def read_report(actor: Actor, subject: StatusReport) -> bool:
    """A draft is not said yet: only those see it who may publish it, and audit."""
    if subject.is_published:
        return read(actor, subject)
    return edit(actor, subject) or (actor.only_reads and read(actor, subject))


@rule("programmes:read")
def read_programme(actor: Actor, _subject: Any = None) -> bool:
    """Programmes are for everybody; their page lists the projects that the reader may see."""
    return bool(actor.is_authenticated)


@rule("programmes:keep")
def keep_programme(actor: Actor, _subject: Any = None) -> bool:
    return create(actor)


def manages(actor: Actor, project: Project) -> bool:
    """Is the actor this project's manager today?"""
    return project.is_held_by(actor.id, actor.today, AppointmentRole.MANAGER)


def sponsors(actor: Actor, project: Project) -> bool:
    """Is the actor this project's sponsor today?"""
    return project.is_held_by(actor.id, actor.today, AppointmentRole.SPONSOR)
