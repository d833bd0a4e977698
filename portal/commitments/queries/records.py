"""Single records, and which of them an actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import load_only

from portal.accounts.actors import Actor
from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries.numbers import by_number
from portal.agreements.substitutes import departments_of
from portal.commitments.models import OPEN, Commitment, Kind, State, needed_for
from portal.commitments.queries.askers import managed_by
from portal.core.statements import prepared
from portal.database import session
from portal.projects import queries as projects
from portal.projects.models import Phase, Project

CODE_LENGTH = 64


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Commitment` joined with `Project`; the same as `rules.read`."""
    if actor.reads_everything:
        return true()
    sees_project = projects.visible_to(actor)
    is_about_them = or_(Commitment.person_id == actor.id, Commitment.department_id.in_(departments_of(actor)))
    own: ColumnElement[bool] = Commitment.requester_id == actor.id
    if managed := managed_by(actor):
        own = or_(own, Commitment.project_id.in_(managed))
    own_draft = and_(sees_project, own)
    return or_(and_(Commitment.state != State.DRAFT, or_(sees_project, is_about_them)), own_draft)


def commitment_by_id(commitment_id: int) -> Commitment | None:
    """Loader for addresses."""
    return by_number(Commitment, commitment_id)


def commitment_by_code(code: str) -> Commitment | None:
    return session().scalars(select(Commitment).where(Commitment.code == code)).one_or_none()


def department_choices() -> list[tuple[str, str]]:
    """All departments as (code, name), for a filter."""
    return [(code, name) for code, name in _department_choices()]


@prepared
def _department_choices() -> Any:
    return select(Department.code, Department.name).order_by(Department.name)


def decisions_beside(commitment: Commitment, limit: int = 5) -> list[Commitment]:
    """Decisions that are asked for and hang on the same milestones: they move with them."""
    numbers = [each.id for each in commitment.milestones]
    if not numbers:
        return []
    hanging = select(needed_for.c.commitment_id).where(needed_for.c.milestone_id.in_(numbers))
    statement = select(Commitment).where(
        Commitment.id.in_(hanging),
        Commitment.id != commitment.id,
        Commitment.kind == Kind.DECISION,
        Commitment.state.in_(OPEN),
    )
    return list(session().scalars(statement.order_by(Commitment.valid_to, Commitment.id).limit(limit)))


def recalled_of(project: Project, limit: int = 3) -> list[Commitment]:
    """Promises that departments took back, the latest first."""
    return list(_recalled(project.id, limit).scalars())


@prepared
def _recalled(project_id: int, limit: int) -> Any:
    recalled = select(Commitment).where(Commitment.project_id == project_id, Commitment.is_recalled)
    return recalled.order_by(Commitment.moved_on.desc(), Commitment.id).limit(limit)


def heads_on(department_ids: Iterable[int | None], day: dt.date) -> dict[int, Person]:
    """Who heads these departments on that day. One statement."""
    wanted = {number for number in department_ids if number is not None}
    return dict(_heads(wanted, day).all()) if wanted else {}


@prepared
def _heads(department_ids: Collection[int], day: dt.date) -> Any:
    return (
        select(DepartmentHead.department_id, Person)
        .join(Person, DepartmentHead.person_id == Person.id)
        .where(DepartmentHead.department_id.in_(department_ids), DepartmentHead.holding_on(day))
        .options(load_only(Person.key, Person.name, Person.hours_per_week))
        .order_by(DepartmentHead.valid_from)
    )


def headed_on(department_ids: Iterable[int | None], day: dt.date) -> set[int]:
    """Which of these departments have a head on that day. One statement, and nobody is loaded."""
    wanted = {number for number in department_ids if number is not None}
    return set(_headed(wanted, day).scalars()) if wanted else set()


@prepared
def _headed(department_ids: Collection[int], day: dt.date) -> Any:
    is_headed = DepartmentHead.department_id.in_(department_ids), DepartmentHead.holding_on(day)
    return select(DepartmentHead.department_id).where(*is_headed)


def units_of(department: Department) -> set[int]:
    """The department and every unit below it. One statement over the whole tree, which is small."""
    below: dict[int | None, list[int]] = {}
    for number, parent in session().execute(select(Department.id, Department.parent_id)):
        below.setdefault(parent, []).append(number)
    found, todo = set(), [department.id]
    while todo:
        number = todo.pop()
        if number not in found:
            found.add(number)
            todo += below.get(number, [])
    return found


def next_code(project: Project) -> str:
    """`STORE-C12`. The project's row is locked until the commit, so two asks at once get two numbers."""
    database = session()
    database.execute(select(Project.id).where(Project.id == project.id).with_for_update())
    taken = set(database.scalars(select(Commitment.code).where(Commitment.project_id == project.id)))
    mark = f"{project.code}-C"
    numbers = [code[len(mark) :] for code in taken if code.startswith(mark)]
    number = max((int(digits) for digits in numbers if digits.isdecimal()), default=0) + 1
    while True:
        suffix = f"-C{number}"
        code = project.code[: CODE_LENGTH - len(suffix)] + suffix
        if code not in taken and not database.scalar(select(exists().where(Commitment.code == code))):
            return code
        number += 1


def overdue_to_lapse(today: dt.date, limit: int = 500) -> list[Commitment]:
    """Asks whose end has passed while nobody answered."""
    statement = (
        select(Commitment)
        .where(Commitment.state.in_(OPEN), Commitment.valid_to < today)
        .order_by(Commitment.id)
        .limit(limit)
        .with_for_update()
    )
    return list(session().scalars(statement))


def may_ask(actor: Actor) -> bool:
    """Is there any project for which the actor may ask?"""
    if actor.only_reads or actor.keeps_portfolio:
        return not actor.only_reads
    return bool(managed_by(actor))


def projects_to_ask_for(actor: Actor, limit: int = 200) -> list[Project]:
    """Projects for which the actor may ask, by code."""
    if actor.only_reads:
        return []
    statement = select(Project).where(projects.visible_to(actor), Project.phase != Phase.CLOSED)
    if not actor.keeps_portfolio:
        statement = statement.where(Project.id.in_(managed_by(actor)))
    return list(session().scalars(statement.order_by(Project.code).limit(limit)))
