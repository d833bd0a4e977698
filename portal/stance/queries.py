"""Reads of the register of stakeholders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.database import session
from portal.projects.models import Project
from portal.stance.models import (
    CircleMember,
    EngagementStep,
    Observation,
    OwnPosition,
    PersonObservation,
    PersonSwitch,
    Stakeholder,
)


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


def switches() -> list[PersonSwitch]:
    """Newest first."""
    return list(session().scalars(select(PersonSwitch).order_by(PersonSwitch.id.desc()).limit(50)))


def names_persons() -> bool:
    """Does the organization let observations name persons? Off until somebody switched it on."""
    newest = select(PersonSwitch.is_on).order_by(PersonSwitch.id.desc()).limit(1)
    return bool(session().scalar(newest))


def circle_of(project: Project) -> list[CircleMember]:
    statement = select(CircleMember).where(
        CircleMember.project_id == project.id, CircleMember.ended_on.is_(None)
    )
    return list(
        session().scalars(statement.options(joinedload(CircleMember.person)).order_by(CircleMember.id))
    )


def circle_member(member_id: int) -> CircleMember | None:
    return session().get(CircleMember, member_id)


def is_in_closed_circle(project: Project, person_id: int) -> bool:
    statement = select(CircleMember.id).where(
        CircleMember.project_id == project.id,
        CircleMember.person_id == person_id,
        CircleMember.ended_on.is_(None),
    )
    return session().scalar(statement) is not None


def observed_persons(
    project: Project, today: dt.date, person_id: int | None = None
) -> list[PersonObservation]:
    """What has not expired, newest first; of one person only."""
    statement = select(PersonObservation).where(
        PersonObservation.project_id == project.id, PersonObservation.expires_on >= today
    )
    if person_id is not None:
        statement = statement.where(PersonObservation.person_id == person_id)
    people = joinedload(PersonObservation.person), joinedload(PersonObservation.observed_by)
    return list(session().scalars(statement.options(*people).order_by(PersonObservation.id.desc())))


def own_positions(project: Project, today: dt.date, person_id: int | None = None) -> list[OwnPosition]:
    statement = select(OwnPosition).where(
        OwnPosition.project_id == project.id, OwnPosition.expires_on >= today
    )
    if person_id is not None:
        statement = statement.where(OwnPosition.person_id == person_id)
    return list(
        session().scalars(statement.options(joinedload(OwnPosition.person)).order_by(OwnPosition.id.desc()))
    )
