"""Who starts a hand-over, and who sees it. Who starts it never takes anything from it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.core.access import rule
from portal.handovers.models import Handover, HandoverItem
from portal.projects import rules as projects
from portal.projects.models import Project


@dataclass(frozen=True)
class Leaving:
    """A person who may leave a project, or the organization."""

    person: Person
    project: Project | None = None


def _knows(actor: Actor, leaving: Leaving) -> bool:
    return leaving.project is None or bool(projects.read(actor, leaving.project))


@rule("handovers:start", visible=_knows)
def start(actor: Actor, leaving: Leaving) -> bool:
    """The leaver, the programme office, or who keeps the project."""
    if actor.only_reads or not _knows(actor, leaving):
        return False
    keeps = leaving.project is not None and projects.edit(actor, leaving.project)
    return actor.id == leaving.person.id or actor.keeps_portfolio or keeps


@rule("handovers:read")
def read(actor: Actor, handover: Handover) -> bool:
    """Those in it; besides, in a project everybody who reads that, else those who read everything."""
    if actor.reads_everything or actor.id in {handover.leaver_id, handover.started_by_id}:
        return True
    if any(each.receiver_id == actor.id for each in handover.items):
        return True
    return handover.project is not None and bool(projects.read(actor, handover.project))


@rule("handovers:name", visible=lambda actor, item: read(actor, item.handover))
def name(actor: Actor, item: HandoverItem) -> bool:
    """Naming another receiver: whoever may start it."""
    return bool(start(actor, Leaving(item.handover.leaver, item.handover.project)))


@rule("handovers:accept", visible=read)
def accept(actor: Actor, handover: Handover) -> bool:
    """Everything at once, by somebody who was asked."""
    asked = any(each.receiver_id == actor.id for each in handover.items)
    return asked and not actor.only_reads and actor.id != handover.started_by_id
