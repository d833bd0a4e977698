"""Who may see, give, do, hand over and cancel an action."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.followup.subjects import Followed, Origin
from portal.projects import rules as project_rules
from portal.steering import rules as steering_rules


def sees(actor: Actor, origin: Origin) -> bool:
    return all(project_rules.read(actor, project) for project in origin.projects())


@rule("actions:create", visible=sees)
def create(actor: Actor, origin: Origin) -> bool:
    """Whoever keeps the record that it is born in, or the project."""
    return not actor.only_reads and sees(actor, origin) and _keeps(actor, origin)


def _keeps(actor: Actor, origin: Origin) -> bool:
    if actor.keeps_portfolio:
        return True
    if origin.group is not None and steering_rules.prepare(actor, origin.group):
        return True
    if origin.risk is not None and origin.risk.owner_id == actor.id:
        return True
    project = origin.project
    return project is not None and steering_rules.decide_in_project(actor, project)


@rule("actions:read")
def read(actor: Actor, followed: Followed) -> bool:
    """Who sees the project sees its actions; an owner sees theirs in any case."""
    return followed.action.owner_id == actor.id or sees(actor, followed.origin)


@rule("actions:keep", visible=read)
def keep(actor: Actor, followed: Followed) -> bool:
    """Who gave it, or keeps what it came from, may reword, put off and cancel it."""
    if actor.only_reads or not read(actor, followed):
        return False
    return followed.action.created_by_id == actor.id or _keeps(actor, followed.origin)


@rule("actions:act", visible=read)
def act(actor: Actor, followed: Followed) -> bool:
    """The owner reports it done, hands it over, asks for another date; who keeps it may too."""
    is_owner = followed.action.owner_id == actor.id
    return not actor.only_reads and (is_owner or keep(actor, followed))
