"""Who may read capacity: everybody. Promises are made by name, and whoever asks must see what is there.

What is promised to a confidential project counts for everybody; its name is for those who may see it.
"""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.core.access import rule
from portal.projects import rules as projects
from portal.projects.models import Project


@rule("capacity:read")
def read(actor: Actor, subject: Any) -> bool:
    return actor.is_authenticated


@rule("capacity:read_project", visible=projects.read)
def read_project(actor: Actor, project: Project) -> bool:
    return projects.read(actor, project)


def is_own(actor: Actor, person: Person) -> bool:
    return actor.id == person.id
