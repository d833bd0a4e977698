"""Who may read, edit, ask and answer."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements.answerers import answerer_on
from portal.agreements.models import AgreementParty
from portal.agreements.substitutes import stands_for
from portal.core.access import rule
from portal.raci import queries
from portal.raci.models import Proposal
from portal.stakeholders import rules as stakeholders


@rule("raci:read")
def read(actor: Actor, proposal: Proposal) -> bool:
    """Whoever sees the project sees who answers for what in it."""
    return stakeholders.read(actor, proposal.project)


@rule("raci:withdraw", visible=read)
def withdraw(actor: Actor, proposal: Proposal) -> bool:
    """Whoever keeps the matrix."""
    return stakeholders.assign(actor, proposal.project)


@rule("raci:answer", visible=read)
def answer(actor: Actor, proposal: Proposal) -> bool:
    """The party that was asked, or their recorded substitute; never who asks."""
    return read(actor, proposal) and party_for(actor, proposal) is not None


def party_for(actor: Actor, proposal: Proposal) -> AgreementParty | None:
    """As whom the actor answers: what still waits first."""
    version = queries.version_of(proposal)
    mine = [party for party in version.parties if is_for(actor, party)] if version is not None else []
    return min(mine, key=lambda party: (party.answer is not None, party.number), default=None)


def is_for(actor: Actor, party: AgreementParty) -> bool:
    if actor.only_reads or actor.id == party.version.made_by_id:
        return False
    who = answerer_on(party, actor.today)
    return who is not None and stands_for(actor, who.id)
