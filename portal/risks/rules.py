"""Who may see, keep, accept and end a risk, and who sets the organization's matrix."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Role
from portal.core.access import Rule, rule
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.risks.models import Risk


@rule("risks:read")
def read(actor: Actor, risk: Risk) -> bool:
    """Whoever sees the project sees what could go wrong with it."""
    return projects.read(actor, risk.project)


@rule("risks:create", visible=projects.read)
def create(actor: Actor, project: Project) -> bool:
    """The manager keeps the project's register; the portfolio's keepers may help."""
    return projects.edit(actor, project)


@rule("risks:edit", visible=read)
def edit(actor: Actor, risk: Risk) -> bool:
    """Whoever keeps the project, and the person who owns the risk."""
    owns = risk.owner_id == actor.id and not actor.only_reads and read(actor, risk)
    return owns or projects.edit(actor, risk.project)


@rule("risks:review", visible=read)
def review(actor: Actor, risk: Risk) -> bool:
    return edit(actor, risk)


@rule("risks:add_action", visible=read)
def add_action(actor: Actor, risk: Risk) -> bool:
    return edit(actor, risk)


@rule("risks:treat", visible=read)
def treat(actor: Actor, risk: Risk) -> bool:
    return edit(actor, risk)


@rule("risks:request_acceptance", visible=read)
def request_acceptance(actor: Actor, risk: Risk) -> bool:
    return edit(actor, risk)


@rule("risks:accept", visible=read)
def accept(actor: Actor, risk: Risk) -> bool:
    """The sponsor bears what is accepted, or a portfolio keeper; never its owner, never who asked for it."""
    if actor.only_reads or actor.id in {risk.owner_id, risk.acceptance_asked_by_id}:
        return False
    return read(actor, risk) and (actor.keeps_portfolio or projects.sponsors(actor, risk.project))


@rule("risks:close", visible=read)
def close(actor: Actor, risk: Risk) -> bool:
    """That a danger has passed is not for its owner alone to say."""
    return projects.edit(actor, risk.project)


@rule("risks:materialise", visible=read)
def materialise(actor: Actor, risk: Risk) -> bool:
    """The owner often knows first."""
    return edit(actor, risk)


@rule("risks:reopen", visible=read)
def reopen(actor: Actor, risk: Risk) -> bool:
    """Whoever keeps the project; and the sponsor, who takes an acceptance back."""
    if actor.only_reads or not read(actor, risk):
        return False
    return projects.edit(actor, risk.project) or projects.sponsors(actor, risk.project)


@rule("risks:set_matrix")
def set_matrix(actor: Actor, _subject: Any = None) -> bool:
    """What counts as critical is the organization's decision, not a project's."""
    return bool(actor.roles & {Role.ADMINISTRATOR, Role.PROGRAMME_OFFICE}) and not actor.only_reads


#: The rule of each move.
RULES: dict[str, Rule] = {
    "edit": edit,
    "review": review,
    "add_action": add_action,
    "treat": treat,
    "request_acceptance": request_acceptance,
    "accept": accept,
    "close": close,
    "materialise": materialise,
    "reopen": reopen,
}


def moves_of(actor: Actor, risk: Risk) -> set[str]:
    """What the actor can do with it now: the state allows it and the rule does."""
    possible = {move for move in RULES if risk.can_be(move) and RULES[move](actor, risk)}
    if risk.acceptance_asked_by_id is not None or accept(actor, risk):
        possible.discard("request_acceptance")
    return possible
