"""Who proposes, who answers, who asks. What is agreed is read by those who read the project."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements import rules as agreements
from portal.agreements.models import AgreementParty
from portal.agreements.substitutes import speaks_for
from portal.contribution.models import Round, Sharing
from portal.core.access import rule
from portal.projects import rules as projects
from portal.projects.models import Project


@rule("contribution:propose", visible=projects.read)
def propose(actor: Actor, project: Project) -> bool:
    """Whoever keeps the project, or its sponsor: proposing, and asking for confirmation at a milestone."""
    is_sponsor = projects.sponsors(actor, project) and not actor.only_reads
    return projects.edit(actor, project) or (is_sponsor and projects.read(actor, project))


@rule("contribution:read")
def read(actor: Actor, record: Sharing | Round) -> bool:
    return projects.read(actor, record.project)


@rule("contribution:withdraw", visible=read)
def withdraw(actor: Actor, sharing: Sharing) -> bool:
    return propose(actor, sharing.project)


@rule("contribution:answer", visible=lambda actor, party: agreements.read(actor, party.agreement))
def answer(actor: Actor, party: AgreementParty) -> bool:
    """The head of the department, or their recorded substitute; never who put it."""
    return agreements.may_answer(actor, party)


def may_answer(actor: Actor, record: Sharing | Round, party: AgreementParty) -> bool:
    """The same for the page of all that waits, where the record is loaded already."""
    if actor.only_reads or not read(actor, record):
        return False
    return speaks_for(actor, party.department_id) and actor.id != party.version.made_by_id
