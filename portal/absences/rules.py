"""Who may see and record absences.

That somebody is away, and who stands in, everybody sees: they wait for an answer. Why, is for the person,
whoever heads them, and administrators. The programme office records absences of people who cannot do it
themselves, but never who stands in: it often asks, and would choose who answers.
"""

from __future__ import annotations

from typing import Any

from portal.absences.models import Absence
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person, Role
from portal.core.access import rule


def heads_over(actor: Actor, person: Person) -> bool:
    """Does the actor head the person's department, or one above it, today?"""
    department: Department | None = person.department
    seen: set[int] = set()
    while department is not None and department.id not in seen:
        if actor.heads(department):
            return True
        seen.add(department.id)
        department = department.parent
    return False


def _is_office(actor: Actor) -> bool:
    return Role.PROGRAMME_OFFICE in actor.roles


@rule("absences:read")
def read(actor: Actor, subject: Any) -> bool:
    return actor.is_authenticated


@rule("absences:read_kind")
def read_kind(actor: Actor, person: Person) -> bool:
    """Why somebody is away."""
    return actor.id == person.id or actor.is_administrator or heads_over(actor, person)


@rule("absences:name_substitute")
def name_substitute(actor: Actor, person: Person) -> bool:
    """Who answers in somebody's place is for them or their head to say."""
    return not actor.only_reads and (actor.id == person.id or heads_over(actor, person))


@rule("absences:record")
def record(actor: Actor, person: Person) -> bool:
    """One's own, those of one's people, and for the programme office everybody's."""
    return name_substitute(actor, person) or (_is_office(actor) and not actor.only_reads)


@rule("absences:edit", visible=read)
def edit(actor: Actor, absence: Absence) -> bool:
    """The form shows the kind."""
    return name_substitute(actor, absence.person)


@rule("absences:cancel", visible=read)
def cancel(actor: Actor, absence: Absence) -> bool:
    return record(actor, absence.person)


@rule("absences:keep_holidays")
def keep_holidays(actor: Actor, subject: Any) -> bool:
    """On which days nobody of the organization works."""
    return not actor.only_reads and (actor.is_administrator or _is_office(actor))
