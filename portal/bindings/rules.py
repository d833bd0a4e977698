"""Who names those bound, who answers for what relied on a decision, who links records to one."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.bindings.models import Binding, Dependant, Reliance
from portal.bindings.queries import Relying, relying
from portal.core.access import rule
from portal.steering import rules as steering
from portal.steering.models import Decision


@rule("bindings:read")
def read(actor: Actor, binding: Binding) -> bool:
    return steering.read_decision(actor, binding.decision)


@rule("bindings:name", visible=steering.read_decision)
def name(actor: Actor, decision: Decision) -> bool:
    """Who records the decision says whom it binds."""
    return steering.keep_decision(actor, decision)


@rule("bindings:release", visible=read)
def release(actor: Actor, binding: Binding) -> bool:
    return steering.keep_decision(actor, binding.decision)


@rule("bindings:look", visible=steering.read_decision)
def look(actor: Actor, decision: Decision) -> bool:
    """Who prepares the group records that it looked again; never who reports for themselves."""
    return decision.owner_id != actor.id and steering.keep_decision(actor, decision)


@rule("dependants:settle", visible=lambda actor, each: steering.read_decision(actor, each.decision))
def settle(actor: Actor, dependant: Dependant) -> bool:
    """Who keeps the decision, or carries out the one that took its place."""
    if actor.only_reads or not steering.read_decision(actor, dependant.decision):
        return False
    is_owner = dependant.successor.owner_id == actor.id
    return is_owner or steering.keep_decision(actor, dependant.decision)


@rule("reliances:read")
def read_relying(actor: Actor, found: Relying) -> bool:
    return found.kind.may_read(actor, found.record)


@rule("reliances:keep", visible=read_relying)
def keep_relying(actor: Actor, found: Relying) -> bool:
    """Who keeps a record says on which decisions it relies."""
    return found.kind.may_keep(actor, found.record)


def _reads_reliance(actor: Actor, reliance: Reliance) -> bool:
    found = relying(reliance.subject_kind, reliance.subject_id)
    return found is not None and read_relying(actor, found)


@rule("reliances:remove", visible=_reads_reliance)
def remove_reliance(actor: Actor, reliance: Reliance) -> bool:
    found = relying(reliance.subject_kind, reliance.subject_id)
    return found is not None and keep_relying(actor, found)
