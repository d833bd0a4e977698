"""Stakeholders of a project, made by the operations that people use."""

from __future__ import annotations

from portal.accounts.models import Department, Person
from portal.database import session
from portal.projects.models import Project
from portal.stance import operations
from portal.stance.models import Level, Observation, Stakeholder, Stance
from tests.support.times import NOW, TODAY


def make_stakeholder(
    project: Project,
    department: Department,
    by: Person,
    influence: str = Level.HIGH,
    interest: str = Level.LOW,
) -> Stakeholder:
    stakeholder = operations.add_stakeholder(
        project,
        department=department,
        influence=influence,
        interest=interest,
        reason="Half of the work is theirs.",
        by=by,
        now=NOW,
    )
    session().flush()
    return stakeholder


def make_observation(
    stakeholder: Stakeholder, by: Person, grounds: str = "Three asks waited."
) -> Observation:
    observation = operations.observe(
        stakeholder,
        stance=Stance.FRICTION,
        grounds=grounds,
        tried="A talk with the foremen.",
        observed_on=TODAY,
        by=by,
        now=NOW,
    )
    session().flush()
    return observation
