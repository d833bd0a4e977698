"""Reads of the register of stakeholders."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.database import session
from portal.projects.models import Project
from portal.stance.models import EngagementStep, Observation, Stakeholder


def has_stake(project: Project, departments: Collection[int]) -> bool:
    """Does one of these departments stand in the project's register?"""
    statement = select(Stakeholder.id).where(
        Stakeholder.project_id == project.id, Stakeholder.department_id.in_(departments)
    )
    return session().scalar(statement.limit(1)) is not None


def stakeholders_of(project: Project, departments: Collection[int] | None = None) -> list[Stakeholder]:
    """By name of the department, with the newest of everything; of these departments only. Few statements."""
    statement = select(Stakeholder).where(Stakeholder.project_id == project.id)
    if departments is not None:
        statement = statement.where(Stakeholder.department_id.in_(departments))
    parts = (Stakeholder.assessments, Stakeholder.steps, Stakeholder.observations)
    statement = statement.options(joinedload(Stakeholder.department), *map(selectinload, parts))
    return sorted(session().scalars(statement), key=lambda each: (each.department.name, each.id))


def stakeholder_by_id(stakeholder_id: int) -> Stakeholder | None:
    return session().get(Stakeholder, stakeholder_id)


def step_by_id(step_id: int) -> EngagementStep | None:
    return session().get(EngagementStep, step_id)


def observation_by_id(observation_id: int) -> Observation | None:
    return session().get(Observation, observation_id)
