"""What waits for whom: the rows of the desk, of a project and of a department.

The desk names the parties of all its rows at once, see `name_parties`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.commitments.capacity import percent_of_week
from portal.commitments.models import IN_FORCE, OPEN, Commitment, Kind, Offer, State
from portal.commitments.queries.lists import mine, name_parties
from portal.commitments.queries.records import headed_on, visible_to
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Project

SHOWN = 25


def asked_of(actor: Actor, limit: int = SHOWN) -> list[Commitment]:
    """Asks to the actor's departments, counter-offers to their own asks; what is due first comes first."""
    due_first = (Commitment.answer_due_on.is_(None), Commitment.answer_due_on, Commitment.id)
    rows = _shown(_theirs("asked_of_me", actor).order_by(*due_first), limit)
    load_versions([row for row in rows if row.state != State.REQUESTED])
    return rows


def load_versions(rows: Collection[Commitment]) -> None:
    """Every version of these, in one statement: of an ask, only who reads it in another language needs them."""
    if rows:
        versions = selectinload(Commitment.offers).joinedload(Offer.person)
        wanted = select(Commitment).where(Commitment.id.in_([row.id for row in rows]))
        session().scalars(wanted.options(versions)).all()


def waiting_for_others(actor: Actor, limit: int = SHOWN) -> list[Commitment]:
    """What the actor asked or offered and has no answer to; the oldest first."""
    rows = _theirs("i_wait_for", actor)
    return _shown(rows.order_by(Commitment.moved_on, Commitment.id), limit)


def _theirs(which: str, actor: Actor) -> Select[Commitment]:
    """Of what they may still see: an asker may have left a confidential project, an absence may be over."""
    return select(Commitment).join(Commitment.project).where(mine(which, actor), visible_to(actor))


def promised_by(actor: Actor, limit: int = SHOWN) -> list[Commitment]:
    """What the actor's departments have promised and still owe; what ends first comes first."""
    return _promised(mine("promised_by_me", actor), limit)


def given_to(actor: Actor, limit: int = SHOWN) -> list[Commitment]:
    """What of the actor's own time is promised."""
    return _promised(mine("my_time", actor), limit)


def _promised(condition: ColumnElement[bool], limit: int) -> list[Commitment]:
    rows = select(Commitment).join(Commitment.project).where(condition)
    return _shown(rows.order_by(Commitment.valid_to.is_(None), Commitment.valid_to, Commitment.id), limit)


def _shown(statement: Select[Commitment], limit: int) -> list[Commitment]:
    """One row more than is shown, so that a page can say that there are more."""
    return list(session().scalars(statement.limit(limit + 1)))


def count_open(project: Project, actor: Actor) -> int:
    """For the project's tab: how many asks wait for an answer."""
    return int(_count_open(project.id).scalar_one())


@prepared
def _count_open(project_id: int) -> Any:
    is_open = Commitment.state.in_(OPEN)
    return select(func.count()).select_from(Commitment).where(Commitment.project_id == project_id, is_open)


def open_by_project(project: Project, limit: int = 5) -> list[Commitment]:
    """The project's oldest open asks."""
    statement = select(Commitment).join(Commitment.project)
    statement = statement.where(Commitment.project_id == project.id, Commitment.state.in_(OPEN))
    rows = _shown(statement.order_by(Commitment.answer_due_on, Commitment.id), limit)
    name_parties(rows)
    return rows


@dataclass(frozen=True)
class Sums:
    """What is asked and what is promised, in percent of weeks, of everything that is not over yet.

    A week asked for in two projects counts twice: it was asked for twice.
    """

    asked: Decimal
    promised: Decimal
    open_asks: int
    overdue: int
    vacancies: int


def sums_of_project(project: Project, actor: Actor) -> Sums:
    """What the project asked of departments, and what of it they promised."""
    return _sums(Commitment.project_id == project.id, actor)


def sums_of_department(department: Department, actor: Actor) -> Sums:
    """What the department is asked for, and what of it is promised."""
    return _sums(Commitment.department_id == department.id, actor)


def _sums(which: ColumnElement[bool], actor: Actor) -> Sums:
    columns = (
        *(Commitment.kind, Commitment.state, Commitment.department_id, Commitment.share_percent),
        *(Commitment.hours_per_week, Commitment.valid_to, Commitment.answer_due_on),
        Person.hours_per_week.label("week"),
    )
    statement = (
        select(*columns)
        .join(Commitment.project)
        .outerjoin(Person, Person.id == Commitment.person_id)
        .where(which, Commitment.state.in_((*OPEN, *IN_FORCE)), visible_to(actor))
    )
    rows = session().execute(statement).all()
    headed = headed_on((row.department_id for row in rows), actor.today)
    weeks = [row for row in rows if row.kind == Kind.STAFFING and _is_ahead(row, actor.today)]
    waiting = [row for row in rows if row.state in OPEN]
    return Sums(
        asked=sum((_percent(row) for row in weeks), Decimal(0)),
        promised=sum((_percent(row) for row in weeks if row.state in IN_FORCE), Decimal(0)),
        open_asks=len(waiting),
        overdue=sum(row.answer_due_on is not None and row.answer_due_on < actor.today for row in waiting),
        vacancies=sum(row.state == State.REQUESTED and row.department_id not in headed for row in waiting),
    )


def _percent(row: Any) -> Decimal:
    return percent_of_week(row.share_percent, row.hours_per_week, row.week) or Decimal(0)


def _is_ahead(row: Any, today: dt.date) -> bool:
    return row.valid_to is None or row.valid_to >= today
