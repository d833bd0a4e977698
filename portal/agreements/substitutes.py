"""For whom somebody may answer today: themselves, and those whose recorded substitute they are."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from portal.absences.queries import stands_in_for
from portal.accounts.actors import Actor
from portal.accounts.models import DepartmentHead
from portal.database import session


def represented(actor: Actor) -> set[int]:
    """The persons for whom the actor stands in today."""
    return _once(actor, "represents", lambda: stands_in_for(actor.id, actor.today))


def stands_for(actor: Actor, person_id: int | None) -> bool:
    """Is the actor this person, or their substitute today?"""
    return person_id is not None and (person_id == actor.id or person_id in represented(actor))


def departments_of(actor: Actor) -> set[int]:
    """The departments for which the actor speaks today: as their head, or as the substitute of their head."""
    return _once(actor, "departments", lambda: set(actor.headed) | _headed_by(actor))


def speaks_for(actor: Actor, department_id: int | None) -> bool:
    """Does the actor speak for this department today?"""
    return department_id is not None and department_id in departments_of(actor)


def _headed_by(actor: Actor) -> set[int]:
    if not (people := represented(actor)):
        return set()
    statement = select(DepartmentHead.department_id)
    statement = statement.where(DepartmentHead.person_id.in_(people), DepartmentHead.holding_on(actor.today))
    return set(session().scalars(statement))


def _once(actor: Actor, name: str, look_up: Callable[[], set[int]]) -> set[int]:
    """A page asks a dozen times."""
    if name not in actor.facts:
        actor.facts[name] = look_up()
    found: set[int] = actor.facts[name]
    return found
