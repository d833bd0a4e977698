"""Reads of decisions: the log, one decision with its chain, and the counts that other pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from sqlalchemy import ColumnElement, and_, func, select, union
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, OptionalFlag, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Project
from portal.steering.models import (
    HOLDING,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    Membership,
    Position,
    SteeringGroup,
)
from portal.steering.queries.finding import found, not_hidden, of_person
from portal.steering.queries.meetings import OptionalYear, years_between

_blank = BeforeValidator(lambda value: None if value == "" else value)
BRIEF = 400
CHOICES = 60


def decision_by_id(decision_id: int) -> Decision | None:
    """Loader for addresses: the decision with everything that its page and its rules ask for."""
    if by_number(Decision, decision_id) is None:
        return None
    group = joinedload(Decision.group)
    statement = (
        select(Decision)
        .where(Decision.id == decision_id)
        .options(
            group.selectinload(SteeringGroup.members).joinedload(Membership.person),
            group.joinedload(SteeringGroup.project).selectinload(Project.insiders),
            joinedload(Decision.project).selectinload(Project.insiders),
            joinedload(Decision.owner),
            joinedload(Decision.recorded_by),
            joinedload(Decision.meeting),
            joinedload(Decision.ratified_in),
            joinedload(Decision.supersedes),
            selectinload(Decision.positions).options(
                joinedload(Position.person), joinedload(Position.entered_by)
            ),
        )
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).one_or_none()


class DecisionFilters(Filters):
    """`group` and `project` are codes; `owner` is an e-mail or part of a name; `holds`: what holds now."""

    default_sort: ClassVar[str] = "-date"
    sortable: ClassVar[tuple[str, ...]] = ("date", "title", "due", "code")

    q: OptionalText = None
    state: Annotated[DecisionState | None, _blank] = None
    group: OptionalText = None
    project: OptionalText = None
    owner: OptionalText = None
    year: OptionalYear = None
    holds: OptionalFlag = None
    overdue: OptionalFlag = None
    mine: OptionalFlag = None


SORTS = {
    "date": Sort(Decision.listed_on, lambda row: row.listed_on),
    "title": Sort(Decision.title, lambda row: row.title),
    "due": Sort(Decision.due_on, lambda row: row.due_on, nullable=True),
    "code": Sort(Decision.code, lambda row: row.code),
}

COLUMNS = (
    Decision.id,
    Decision.code,
    Decision.title,
    func.substr(Decision.outcome, 1, BRIEF).label("outcome"),
    Decision.state,
    Decision.listed_on,
    Decision.decided_on,
    Decision.due_on,
    Decision.review_on,
    Decision.implemented_on,
    Decision.is_reversal,
    SteeringGroup.id.label("group_id"),
    SteeringGroup.code.label("group_code"),
    SteeringGroup.name.label("group_name"),
    Project.code.label("project_code"),
    Project.name.label("project_name"),
    Person.name.label("owner_name"),
)


def list_decisions(filters: DecisionFilters, actor: Actor, project: Project | None = None) -> Page[Any]:
    """The log across groups and years, or of one project, as columns. One statement, by an index."""
    statement: Any = select(*COLUMNS)
    statement = (
        statement.outerjoin(SteeringGroup, SteeringGroup.id == Decision.group_id)
        .outerjoin(Project, Project.id == Decision.project_id)
        .outerjoin(Person, Person.id == Decision.owner_id)
        .where(not_hidden(actor, Decision.project_id, SteeringGroup.project_id))
        .where(*conditions(filters, actor))
    )
    if project is not None:
        statement = statement.where(Decision.project_id == project.id)
    return paginate(statement, filters, sorts=SORTS, key=Decision.id, scalars=False)


def conditions(filters: DecisionFilters, actor: Actor) -> list[ColumnElement[bool]]:
    """What was asked for, with `SteeringGroup` and `Project` joined."""
    asked: list[ColumnElement[bool]] = []
    if filters.q:
        asked.append(found("decision", Decision.id, filters.q))
    if filters.state:
        asked.append(Decision.state == filters.state)
    if filters.group:
        asked.append(SteeringGroup.code == filters.group)
    if filters.project:
        asked.append(Project.code == filters.project)
    if filters.owner:
        asked.append(of_person(Decision.owner_id, filters.owner))
    if filters.year:
        asked.append(Decision.listed_on.between(dt.date(filters.year, 1, 1), dt.date(filters.year, 12, 31)))
    if filters.holds:
        asked.append(Decision.state.in_(HOLDING))
    if filters.overdue:
        asked.append(is_overdue(actor.today))
    if filters.mine:
        asked.append(Decision.owner_id == actor.id)
    return asked


def is_overdue(today: dt.date) -> ColumnElement[bool]:
    """Decided, due and not carried out."""
    return and_(Decision.state == DecisionState.DECIDED, Decision.due_on < today)


def years_of_decisions() -> list[tuple[int, int]]:
    """The years to choose from, newest first; by the ends of an index."""
    return years_between(*_ends().one())


@prepared
def _ends() -> Any:
    """Each by itself: SQLite reads the whole index for both at once."""
    first, last = select(func.min(Decision.listed_on)), select(func.max(Decision.listed_on))
    return select(first.scalar_subquery(), last.scalar_subquery())


def chain_of(decision: Decision) -> Sequence[Decision]:
    """Everything that this decision came from and that came from it, oldest first. One statement."""
    before = (
        select(Decision.id, Decision.supersedes_id)
        .where(Decision.id == decision.id)
        .cte("before", recursive=True)
    )
    before = before.union(
        select(Decision.id, Decision.supersedes_id).join(before, Decision.id == before.c.supersedes_id)
    )
    after = select(Decision.id).where(Decision.id == decision.id).cte("after", recursive=True)
    after = after.union(select(Decision.id).join(after, Decision.supersedes_id == after.c.id))
    ids = union(select(before.c.id), select(after.c.id)).subquery()
    statement = select(Decision).where(Decision.id.in_(select(ids.c.id))).order_by(Decision.id)
    return session().scalars(statement).all()


def meetings_to_choose(group: SteeringGroup | None) -> Sequence[Meeting]:
    """Where something may be put on the table: meetings that are neither locked nor cancelled, latest first."""
    return _meetings(group, Meeting.state.not_in((MeetingState.APPROVED, MeetingState.CANCELLED)))


def meetings_to_record_in(group: SteeringGroup | None) -> Sequence[Meeting]:
    """Meetings that have begun and whose minutes are not yet approved, latest first."""
    return _meetings(group, Meeting.state.in_((MeetingState.OPEN, MeetingState.CLOSED)))


def _meetings(group: SteeringGroup | None, condition: ColumnElement[bool]) -> Sequence[Meeting]:
    if group is None:
        return []
    statement = select(Meeting).where(Meeting.group_id == group.id, condition)
    return (
        session().scalars(statement.order_by(Meeting.held_at.desc(), Meeting.id.desc()).limit(CHOICES)).all()
    )


def open_proposals(group: SteeringGroup, limit: int = 20) -> Sequence[Decision]:
    """What waits for the group: proposals and decisions that need ratification, oldest first."""
    waiting = (DecisionState.PROPOSED, DecisionState.NEEDS_RATIFICATION)
    statement = (
        select(Decision)
        .where(Decision.group_id == group.id, Decision.state.in_(waiting))
        .options(joinedload(Decision.owner), selectinload(Decision.positions))
        .order_by(Decision.id)
        .limit(limit)
    )
    return session().scalars(statement).all()


def latest_of_project(project: Project, actor: Actor, limit: int = 5) -> Page[Any]:
    """The newest decisions of a project, for its overview."""
    return list_decisions(DecisionFilters(limit=limit), actor, project)


def count_open(project: Project, actor: Actor) -> int:
    """How many decisions of the project bind and are not carried out yet."""
    statement = (
        select(func.count())
        .select_from(Decision)
        .outerjoin(SteeringGroup, SteeringGroup.id == Decision.group_id)
        .where(Decision.project_id == project.id, Decision.state == DecisionState.DECIDED)
        .where(not_hidden(actor, SteeringGroup.project_id))
    )
    return session().scalar(statement) or 0


def overdue_decision_counts(project_ids: Collection[int], today: dt.date) -> dict[int, int]:
    """How many decisions of each project are due and not carried out; projects without any are left out."""
    if not project_ids:
        return {}
    statement = (
        select(Decision.project_id, func.count())
        .where(Decision.project_id.in_(project_ids), is_overdue(today))
        .group_by(Decision.project_id)
    )
    return {project_id: count for project_id, count in session().execute(statement) if project_id is not None}
