"""Who answers, who records that a project goes on with gaps, who ticks."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.readiness.models import Proceeding, Term, Voice
from portal.readiness.queries import Gate, GateItem

VoiceOf = tuple[Voice, int | None]


def voices_of(actor: Actor, project: Project) -> list[VoiceOf]:
    """For whom somebody answers: for one side only. Whoever would lead does not also speak for a department."""
    if projects.manages(actor, project):
        return [(Voice.LEAD, None)]
    if projects.sponsors(actor, project):
        return [(Voice.SPONSOR, None)]
    if actor.heads(project.lead_department_id):
        return [(Voice.LEAD, None)]
    return [(Voice.DEPARTMENT, number) for number in sorted(actor.headed)]


@rule("readiness:answer", visible=projects.read)
def answer(actor: Actor, project: Project) -> bool:
    """The manager and the head of the department that leads; the sponsor and the heads of the others."""
    return not actor.only_reads and projects.read(actor, project) and bool(voices_of(actor, project))


@rule("readiness:proceed", visible=projects.read)
def proceed(actor: Actor, project: Project) -> bool:
    """Whoever keeps the project, or its sponsor: it was decided by others, and must hold."""
    is_sponsor = projects.sponsors(actor, project) and not actor.only_reads
    return projects.edit(actor, project) or (is_sponsor and projects.read(actor, project))


@rule("readiness:set_term", visible=lambda actor, each: projects.read(actor, each.project))
def set_term(actor: Actor, proceeding: Proceeding) -> bool:
    return proceed(actor, proceeding.project)


@rule("readiness:report", visible=lambda actor, each: projects.read(actor, each.project))
def report(actor: Actor, term: Term) -> bool:
    """Who sees to it, or whoever keeps the project."""
    project = term.project
    is_owner = term.owner_id == actor.id and not actor.only_reads and projects.read(actor, project)
    return is_owner or projects.edit(actor, project)


@rule("gates:tick", visible=lambda actor, each: projects.read(actor, each.project))
def tick(actor: Actor, each: GateItem) -> bool:
    """Whoever keeps the project: their word, with what it rests on."""
    return projects.edit(actor, each.project)


@rule("gates:override", visible=lambda actor, each: projects.read(actor, each.project))
def override(actor: Actor, each: Gate) -> bool:
    return projects.edit(actor, each.project)
