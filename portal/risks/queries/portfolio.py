"""What other features ask about the risks of many projects, or of one person. Each is one statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Appointment, AppointmentRole, Insider, Project
from portal.risks.models import Risk
from portal.risks.queries.records import is_alive, visible_to


class TopRisk(NamedTuple):
    """A risk as boards and panels need it."""

    project_id: int
    id: int
    code: str
    title: str
    category: str
    level: str | None
    rank: int
    probability: int | None
    impact: int | None
    state: str
    response: str | None
    owner_name: str | None
    next_review_on: dt.date | None


def top_risks(project_ids: Collection[int], limit: int = 3) -> dict[int, list[TopRisk]]:
    """The most serious living risks of each of these projects, worst first; the caller sees the projects."""
    found: dict[int, list[TopRisk]] = defaultdict(list)
    for row in _top(project_ids, limit):
        found[row.project_id].append(TopRisk(*row))
    return found


@prepared
def _top(project_ids: Collection[int], limit: int) -> Any:
    position = func.row_number().over(partition_by=Risk.project_id, order_by=(Risk.rank.desc(), Risk.id))
    ranked = (
        select(Risk.id, position.label("position"))
        .where(Risk.project_id.in_(project_ids), is_alive())
        .subquery()
    )
    columns = [getattr(Risk, name) for name in TopRisk._fields if name != "owner_name"]
    columns.insert(TopRisk._fields.index("owner_name"), Person.name)
    return (
        select(*columns)
        .join(ranked, ranked.c.id == Risk.id)
        .outerjoin(Person, Person.id == Risk.owner_id)
        .where(ranked.c.position <= limit)
        .order_by(Risk.project_id, ranked.c.position)
    )


def level_counts(project_ids: Collection[int]) -> dict[int, dict[str | None, int]]:
    """How many living risks of each project stand at each level (None: not rated), worst first."""
    found: dict[int, dict[str | None, int]] = defaultdict(dict)
    for project_id, level, _rank, count in sorted(_counted(project_ids), key=lambda row: -row[2]):
        found[project_id][level] = count
    return found


@prepared
def _counted(project_ids: Collection[int]) -> Any:
    return (
        select(Risk.project_id, Risk.level, Risk.rank, func.count())
        .where(Risk.project_id.in_(project_ids), is_alive())
        .group_by(Risk.project_id, Risk.level, Risk.rank)
    )


def overdue_review_counts(project_ids: Iterable[int], today: dt.date) -> dict[int, int]:
    """How many living risks of each project wait for a review that is past its date."""
    statement = (
        select(Risk.project_id, func.count())
        .where(Risk.project_id.in_(list(project_ids)), is_alive(), Risk.next_review_on < today)
        .group_by(Risk.project_id)
    )
    return {row[0]: row[1] for row in session().execute(statement)}


def count_alive(project: Project, _actor: Actor) -> int:
    """For the tab on the project's page."""
    return int(_alive(project.id).scalar_one())


@prepared
def _alive(project_id: int) -> Any:
    return select(func.count()).where(Risk.project_id == project_id, is_alive())


def reviews_due(actor: Actor, until: dt.date, limit: int = 50) -> Sequence[Risk]:
    """Risks that the actor owns and must look at by this day, the oldest date first. For the desk."""
    statement = _seen(actor).where(Risk.owner_id == actor.id, is_alive(), Risk.next_review_on <= until)
    return session().scalars(statement.order_by(Risk.next_review_on, Risk.id).limit(limit)).unique().all()


def waiting_for_acceptance(actor: Actor, limit: int = 50) -> Sequence[Risk]:
    """Risks whose acceptance was asked of the sponsor that the actor is, the worst first. For the desk."""
    sponsors = exists().where(
        Appointment.project_id == Risk.project_id,
        Appointment.person_id == actor.id,
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.holding_on(actor.today),
    )
    statement = _seen(actor).where(
        sponsors,
        is_alive(),
        Risk.acceptance_asked_by_id.is_not(None),
        Risk.acceptance_asked_by_id != actor.id,
        or_(Risk.owner_id.is_(None), Risk.owner_id != actor.id),
    )
    return session().scalars(statement.order_by(Risk.rank.desc(), Risk.id).limit(limit)).unique().all()


def _seen(actor: Actor) -> Select[Any]:
    return (
        select(Risk)
        .join(Risk.project)
        .options(contains_eager(Risk.project), joinedload(Risk.acceptance_asked_by))
        .where(visible_to(actor))
    )


def overdue_with_owners(today: dt.date, limit: int = 5000) -> Sequence[Risk]:
    """Living risks past their review whose owner has an address and may still see the project."""
    may_see = or_(
        Project.is_confidential.is_(False),
        exists().where(Insider.project_id == Project.id, Insider.person_id == Risk.owner_id),
    )
    statement = (
        select(Risk)
        .join(Risk.project)
        .join(Risk.owner)
        .options(contains_eager(Risk.project), contains_eager(Risk.owner))
        .where(is_alive(), Risk.next_review_on < today, Person.email.is_not(None), may_see)
        .order_by(Risk.next_review_on, Risk.id)
        .limit(limit)
    )
    return session().scalars(statement).all()
