"""The list of commitments: filters, order, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, ClassVar, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value

from portal.accounts.actors import Actor
from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.queries import find_people
from portal.agreements.substitutes import departments_of, represented
from portal.commitments.models import (
    IN_FORCE,
    OPEN,
    Amendment,
    AmendmentState,
    Commitment,
    Kind,
    Offer,
    Side,
    State,
)
from portal.commitments.queries.askers import asks_of
from portal.commitments.queries.records import visible_to
from portal.core.lists import Filters, OptionalDay, OptionalFlag, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.projects.models import Project

Mine = Literal["asked_of_me", "promised_by_me", "i_wait_for", "my_time"]


class CommitmentFilters(Filters):
    """What the list of commitments can be narrowed to; page, export and API share it.

    `person` and `head` are an e-mail address, a handle or a whole name; `project` and `department` are codes.
    """

    default_sort: ClassVar[str] = "-created"
    sortable: ClassVar[tuple[str, ...]] = (
        "created",
        "requested_on",
        "answer_due_on",
        "valid_from",
        "valid_to",
    )

    mine: Mine | Literal[""] | None = None
    state: State | Literal[""] | None = None
    kind: Kind | Literal[""] | None = None
    project: OptionalText = None
    department: OptionalText = None
    person: OptionalText = None
    head: OptionalText = None
    from_on: OptionalDay = None
    open: OptionalFlag = None
    overdue: OptionalFlag = None
    vacancy: OptionalFlag = None


SORTS = {
    "created": Sort(Commitment.id, lambda row: row.id),
    "requested_on": Sort(Commitment.requested_on, lambda row: row.requested_on, nullable=True),
    "answer_due_on": Sort(Commitment.answer_due_on, lambda row: row.answer_due_on, nullable=True),
    "valid_from": Sort(Commitment.valid_from, lambda row: row.valid_from, nullable=True),
    "valid_to": Sort(Commitment.valid_to, lambda row: row.valid_to, nullable=True),
}


def commitments(
    actor: Actor,
    filters: CommitmentFilters,
    *,
    project: Project | None = None,
    department: Department | None = None,
) -> Page[Commitment]:
    """A page of what the actor may see, of everything or of one project or department. Its rows know their
    project, department and person; who asked and who is asked only after `name_askers`.
    """
    statement = select(Commitment).join(Commitment.project).where(visible_to(actor))
    if project is not None:
        statement = statement.where(Commitment.project_id == project.id)
    if department is not None:
        statement = statement.where(
            Commitment.department_id == department.id, Commitment.state != State.DRAFT
        )
    page = paginate(narrowed(statement, filters, actor), filters, sorts=SORTS, key=Commitment.id)
    _name_what(page.items)
    _name_people(page.items, "person")
    return page


def name_parties(rows: Sequence[Commitment]) -> None:
    """Give rows their project, department, person, and who asked and who is asked, in three statements.

    Joining them would make the database join and sort all rows before it takes the first fifty.
    """
    _name_what(rows)
    _name_people(rows, "person", "head", "requester")


def name_askers(rows: Sequence[Commitment]) -> None:
    """Give the rows of a page who asked and who is asked, in one statement more."""
    _name_people(rows, "head", "requester")


def _name_what(rows: Sequence[Commitment]) -> None:
    projects = _found(_projects, (row.project_id for row in rows))
    departments = _found(_departments, (row.department_id for row in rows))
    for row in rows:
        set_committed_value(row, "project", projects[row.project_id])
        set_committed_value(row, "department", departments.get(row.department_id))


def _name_people(rows: Sequence[Commitment], *roles: str) -> None:
    people = _found(_people, (getattr(row, f"{role}_id") for row in rows for role in roles))
    for row in rows:
        for role in roles:
            set_committed_value(row, role, people.get(getattr(row, f"{role}_id")))


def _found(records: Callable[..., Any], numbers: Iterable[int | None]) -> dict[int | None, Any]:
    wanted = {number for number in numbers if number is not None}
    return {record.id: record for record in records(wanted).scalars()} if wanted else {}


@prepared
def _projects(numbers: Collection[int]) -> Any:
    return _only(select(Project), Project.code, Project.name).where(Project.id.in_(numbers))


@prepared
def _departments(numbers: Collection[int]) -> Any:
    return _only(select(Department), Department.code, Department.name).where(Department.id.in_(numbers))


@prepared
def _people(numbers: Collection[int]) -> Any:
    columns = (Person.key, Person.name, Person.hours_per_week)
    return _only(select(Person), *columns).where(Person.id.in_(numbers))


def _only(statement: Any, *columns: Any) -> Any:
    """Records with just these columns; a row says no more of them."""
    return statement.options(load_only(*columns))


def narrowed(statement: Select[Commitment], filters: CommitmentFilters, actor: Actor) -> Select[Commitment]:
    for condition in (*_by_columns(filters), *_by_people(filters), *_by_situation(filters, actor)):
        statement = statement.where(condition)
    return statement


def _by_columns(filters: CommitmentFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state:
        found.append(Commitment.state == filters.state)
    if filters.kind:
        found.append(Commitment.kind == filters.kind)
    if filters.project:
        found.append(Project.code == filters.project)
    if filters.department:
        wanted = select(Department.id).where(Department.code == filters.department).scalar_subquery()
        found.append(Commitment.department_id == wanted)
    if filters.from_on:
        found.append(or_(Commitment.valid_to.is_(None), Commitment.valid_to >= filters.from_on))
    return found


def _by_people(filters: CommitmentFilters) -> list[ColumnElement[bool]]:
    """A name that nobody has finds nothing, rather than everything."""
    found: list[ColumnElement[bool]] = []
    for column, text in ((Commitment.person_id, filters.person), (Commitment.head_id, filters.head)):
        if text:
            found.append(column.in_([person.id for person in find_people(text)]))
    return found


def _by_situation(filters: CommitmentFilters, actor: Actor) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.mine:
        found.append(mine(filters.mine, actor))
    if filters.open:
        found.append(Commitment.state.in_(OPEN))
    if filters.overdue:
        found.append(and_(Commitment.state.in_(OPEN), Commitment.answer_due_on < actor.today))
    if filters.vacancy:
        found.append(waits_for_vacancy(actor.today))
    return found


def mine(which: str, actor: Actor) -> ColumnElement[bool]:
    """The four ways in which a commitment concerns the reader."""
    if which == "asked_of_me":
        return or_(answerable_by(actor), _countered_to(actor), _amended_to(actor))
    if which == "i_wait_for":
        return _waits_for_others(actor)
    if which == "my_time":
        return and_(Commitment.person_id == actor.id, Commitment.state.in_(IN_FORCE))
    return and_(Commitment.state.in_(IN_FORCE), Commitment.department_id.in_(actor.headed))


def answerable_by(actor: Actor) -> ColumnElement[bool]:
    """Asks that the actor can answer; the same as `rules.may_answer` for those that wait."""
    return and_(Commitment.state == State.REQUESTED, answered_for_by(actor))


def answered_for_by(actor: Actor) -> ColumnElement[bool]:
    """Of which the actor speaks for the department; the same as `rules.may_answer`."""
    departments = departments_of(actor)
    if actor.only_reads or not departments:
        return false()
    still_heads = exists().where(
        DepartmentHead.department_id == Commitment.department_id,
        DepartmentHead.person_id == Commitment.head_id,
        DepartmentHead.holding_on(actor.today),
    )
    own = Commitment.head_id.in_({actor.id} | represented(actor))
    is_theirs = or_(Commitment.head_id.is_(None), own, not_(still_heads))
    return and_(Commitment.department_id.in_(departments), is_theirs, not_(_asked_by_its_head(actor)))


def _asked_by_its_head(actor: Actor) -> ColumnElement[bool]:
    """Whoever asked, or brought it with an import, is the one who would answer: nobody answers themselves."""
    is_ask = and_(~Offer.is_counter, ~Offer.is_promise, ~Offer.is_amendment)
    importer = (
        select(Offer.made_by_id)
        .where(Offer.commitment_id == Commitment.id, is_ask)
        .order_by(Offer.number.desc())
        .limit(1)
        .correlate(Commitment)
        .scalar_subquery()
    )
    asked_by = func.coalesce(Commitment.requester_id, importer)
    heads_it = exists().where(
        DepartmentHead.department_id == Commitment.department_id,
        DepartmentHead.person_id == asked_by,
        DepartmentHead.holding_on(actor.today),
    )
    return or_(func.coalesce(asked_by, 0) == actor.id, heads_it)


def _countered_to(actor: Actor) -> ColumnElement[bool]:
    """Counter-offers that wait for the actor, who asked, or who manages now what somebody else asked for."""
    if actor.only_reads:
        return false()
    return or_(*asks_of(actor, Commitment.state == State.COUNTERED))


def _amended_to(actor: Actor) -> ColumnElement[bool]:
    """Other terms for a promise in force that wait for the actor."""
    if actor.only_reads:
        return false()
    in_force = Commitment.state.in_(IN_FORCE)
    of_department = and_(
        in_force, Commitment.amending == Side.PROJECT, Commitment.department_id.in_(departments_of(actor))
    )
    of_asker = asks_of(actor, in_force, Commitment.amending == Side.DEPARTMENT)
    return or_(and_(of_department, _is_not_asker(actor)), *of_asker)


def _is_not_asker(actor: Actor) -> ColumnElement[bool]:
    return or_(Commitment.requester_id.is_(None), Commitment.requester_id != actor.id)


def _waits_for_others(actor: Actor) -> ColumnElement[bool]:
    asked = asks_of(actor, Commitment.state == State.REQUESTED)
    offered = and_(Commitment.state == State.COUNTERED, Commitment.answered_by_id == actor.id)
    return or_(*asked, offered, _proposed_by(actor))


def _proposed_by(actor: Actor) -> ColumnElement[bool]:
    """Promises for which the actor proposed other terms that nobody has answered yet.

    Only a promise in force has an open amendment; to ask for its state as well would lead past the index.
    """
    own = select(Amendment.commitment_id).where(
        Amendment.proposed_by_id == actor.id, Amendment.state == AmendmentState.OPEN
    )
    return Commitment.id.in_(own)


def waits_for_vacancy(today: dt.date) -> ColumnElement[bool]:
    """Asked, and there is nobody who could answer: no department, or a department without a head."""
    has_head = exists().where(
        DepartmentHead.department_id == Commitment.department_id, DepartmentHead.holding_on(today)
    )
    return and_(Commitment.state == State.REQUESTED, not_(has_head))
