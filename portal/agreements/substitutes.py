"""For whom somebody may answer today: themselves, and those whose recorded substitute they are."""

from __future__ import annotations

from portal.absences.queries import stands_in_for
from portal.accounts.actors import Actor


def represented(actor: Actor) -> set[int]:
    """For whom the actor stands in today. Looked up once: a page asks a dozen times."""
    if "represents" not in actor.facts:
        actor.facts["represents"] = stands_in_for(actor.id, actor.today)
    found: set[int] = actor.facts["represents"]
    return found


def stands_for(actor: Actor, person_id: int | None) -> bool:
    """Is the actor this person, or their substitute today?"""
    return person_id is not None and (person_id == actor.id or person_id in represented(actor))
