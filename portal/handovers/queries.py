"""Reads of hand-overs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import person_by_id
from portal.accounts.queries.numbers import by_number
from portal.database import session
from portal.handovers.models import Handover, HandoverItem, ItemState
from portal.handovers.rules import Leaving
from portal.projects.models import Project
from portal.projects.queries import project_by_code


def leaving_organization(person_id: int) -> Leaving | None:
    """Loader for addresses."""
    person = person_by_id(person_id)
    return Leaving(person) if person is not None else None


def leaving_project(code: str, person_id: int) -> Leaving | None:
    """Loader for addresses."""
    project, person = project_by_code(code), person_by_id(person_id)
    return Leaving(person, project) if project is not None and person is not None else None


def handover_by_id(handover_id: int) -> Handover | None:
    """Loader for addresses."""
    return by_number(Handover, handover_id)


def item_by_id(item_id: int) -> HandoverItem | None:
    """Loader for addresses."""
    return by_number(HandoverItem, item_id)


def items(numbers: Iterable[int]) -> Mapping[int, HandoverItem]:
    """With what says who may read them. A fixed number of statements."""
    whole = selectinload(HandoverItem.handover)
    statement = select(HandoverItem).where(HandoverItem.id.in_(set(numbers)))
    statement = statement.options(
        whole.joinedload(Handover.leaver),
        whole.selectinload(Handover.items),
        whole.selectinload(Handover.project).selectinload(Project.insiders),
    )
    return {each.id: each for each in session().scalars(statement)}


def items_of(handover: Handover) -> list[HandoverItem]:
    """In order, with their receivers. One statement."""
    statement = select(HandoverItem).where(HandoverItem.handover_id == handover.id)
    statement = statement.options(joinedload(HandoverItem.receiver)).order_by(HandoverItem.number)
    return list(session().scalars(statement))


def unanswered(today: dt.date) -> list[HandoverItem]:
    """Asked, and the day has passed."""
    statement = select(HandoverItem).where(HandoverItem.state == ItemState.ASKED, HandoverItem.due_on < today)
    return list(session().scalars(statement.order_by(HandoverItem.id)))


def handovers_of(project: Project) -> list[Handover]:
    """Of this project, and of people who leave the organization with pieces in it; the newest first."""
    pieces = select(HandoverItem.handover_id).where(HandoverItem.project_id == project.id)
    statement = select(Handover).where((Handover.project_id == project.id) | Handover.id.in_(pieces))
    statement = statement.options(selectinload(Handover.items), joinedload(Handover.leaver))
    return list(session().scalars(statement.order_by(Handover.id.desc()).limit(20)))
