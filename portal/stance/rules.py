"""Who sees how departments act towards a project. Everybody else is told that there is no such page.

The manager, the sponsor, the CIO, the programme office; and the head of the department concerned, who reads
what is said of it. Neither administrators nor those who read everything else.
"""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.accounts.models import Role
from portal.core.access import rule
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.stance.models import CircleMember, EngagementStep, Observation, Stakeholder
from portal.stance.queries import has_stake, is_in_closed_circle, names_persons, observed_persons

CIRCLE = frozenset({Role.CIO, Role.PROGRAMME_OFFICE})
Part = Stakeholder | EngagementStep | Observation


def stakeholder_of(part: Part) -> Stakeholder:
    return part if isinstance(part, Stakeholder) else part.stakeholder


def in_circle(actor: Actor, project: Project) -> bool:
    """Does the actor see everything of this project's register?"""
    if not projects.read(actor, project):
        return False
    return bool(actor.roles & CIRCLE) or projects.manages(actor, project) or projects.sponsors(actor, project)


@rule("stakeholders_register:read")
def open_register(actor: Actor, project: Project) -> bool:
    """The circle; and heads of departments that stand in it, who find their own."""
    if in_circle(actor, project):
        return True
    return bool(actor.headed) and projects.read(actor, project) and has_stake(project, actor.headed)


@rule("stakeholders_register:add", visible=open_register)
def add(actor: Actor, project: Project) -> bool:
    return not actor.only_reads and in_circle(actor, project)


@rule("stakeholder:read")
def read(actor: Actor, part: Part) -> bool:
    stakeholder = stakeholder_of(part)
    if in_circle(actor, stakeholder.project):
        return True
    return actor.heads(stakeholder.department_id) and projects.read(actor, stakeholder.project)


@rule("stakeholder:keep", visible=read)
def keep(actor: Actor, part: Part) -> bool:
    return add(actor, stakeholder_of(part).project)


@rule("stakeholder:observe", visible=read)
def observe(actor: Actor, part: Part) -> bool:
    """Nobody judges the department that they head themselves."""
    return keep(actor, part) and not actor.heads(stakeholder_of(part).department_id)


@rule("stakeholder:reply", visible=read)
def reply(actor: Actor, part: Part) -> bool:
    """The head's own words."""
    stakeholder = stakeholder_of(part)
    return actor.heads(stakeholder.department_id) and not actor.only_reads and read(actor, part)


def names_circle(actor: Actor, project: Project) -> bool:
    return bool(actor.roles & CIRCLE) or projects.sponsors(actor, project)


def is_concerned(actor: Actor, project: Project) -> bool:
    """Is something recorded about the actor that has not expired?"""
    return bool(observed_persons(project, actor.today, actor.id))


@rule("stance_people:read")
def open_people(actor: Actor, project: Project) -> bool:
    """The closed circle, who names it, and whoever something is recorded about. Nobody while it is off."""
    if not projects.read(actor, project) or not names_persons():
        return False
    return (
        names_circle(actor, project) or is_in_closed_circle(project, actor.id) or is_concerned(actor, project)
    )


@rule("stance_people:name", visible=open_people)
def name_circle(actor: Actor, project: Project) -> bool:
    return not actor.only_reads and open_people(actor, project) and names_circle(actor, project)


@rule("stance_people:end", visible=lambda actor, member: open_people(actor, member.project))
def end_circle(actor: Actor, member: CircleMember) -> bool:
    return name_circle(actor, member.project)


@rule("stance_people:observe", visible=open_people)
def observe_person(actor: Actor, project: Project) -> bool:
    """Those in the closed circle alone; who names it reads nothing by that."""
    if actor.only_reads or not open_people(actor, project):
        return False
    return is_in_closed_circle(project, actor.id)


@rule("stance_people:state", visible=open_people)
def state_position(actor: Actor, project: Project) -> bool:
    """The person whom it is about."""
    return not actor.only_reads and open_people(actor, project) and is_concerned(actor, project)
