"""Who puts a proposal to a written resolution. Positions are taken as on every proposal."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.resolutions.models import WrittenResolution
from portal.steering import rules as steering
from portal.steering.models import Decision


@rule("resolutions:read")
def read(actor: Actor, resolution: WrittenResolution) -> bool:
    return steering.read_decision(actor, resolution.decision)


@rule("resolutions:ask", visible=steering.read_decision)
def ask(actor: Actor, decision: Decision) -> bool:
    """Who prepares the group's meetings. Without a group there is nobody to ask."""
    return decision.group is not None and steering.keep_decision(actor, decision)


@rule("resolutions:withdraw", visible=read)
def withdraw(actor: Actor, resolution: WrittenResolution) -> bool:
    return ask(actor, resolution.decision)


@rule("resolutions:agree", visible=read)
def agree(actor: Actor, resolution: WrittenResolution) -> bool:
    return steering.take_position(actor, resolution.decision)
