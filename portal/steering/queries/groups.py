"""Reads of steering groups."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Programme, Project
from portal.projects.queries import visible_to
from portal.steering.models import PREPARING, Meeting, MeetingState, Membership, SteeringGroup
from portal.steering.queries.finding import found, not_hidden


def group_by_id(group_id: int) -> SteeringGroup | None:
    """Loader for addresses: the group with its seats and what it decides for."""
    if by_number(SteeringGroup, group_id) is None:
        return None
    statement = (
        select(SteeringGroup)
        .where(SteeringGroup.id == group_id)
        .options(
            selectinload(SteeringGroup.members).joinedload(Membership.person),
            joinedload(SteeringGroup.programme),
            joinedload(SteeringGroup.project).selectinload(Project.insiders),
        )
    )
    return session().scalars(statement).one_or_none()


def membership_of(group_id: int, membership_id: int) -> Membership | None:
    """Loader for addresses: the seat, if it belongs to this group."""
    seat = by_number(Membership, membership_id)
    return seat if seat is not None and seat.group_id == group_id else None


class GroupFilters(Filters):
    """`project` and `programme` are codes."""

    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name", "code")

    q: OptionalText = None
    project: OptionalText = None
    programme: OptionalText = None


SORTS = {
    "name": Sort(SteeringGroup.name, lambda row: row.name),
    "code": Sort(SteeringGroup.code, lambda row: row.code),
}


class SeatRow(NamedTuple):
    """A seat as the list shows it."""

    name: str
    role: str
    votes: int


@dataclass
class GroupRow:
    """A group as the list shows it; `group` has columns, no record is loaded."""

    group: Any
    seats: list[SeatRow] = field(default_factory=list)
    next_meeting: Any = None

    def holding(self, role: str) -> list[str]:
        return [seat.name for seat in self.seats if seat.role == role]

    @property
    def voters(self) -> int:
        return sum(seat.votes > 0 for seat in self.seats)


def list_groups(filters: GroupFilters, actor: Actor, *, today: dt.date, now: dt.datetime) -> Page[GroupRow]:
    """The groups that the actor may see, with who sits there and when they meet next. Three statements."""
    statement: Any = select(
        SteeringGroup.id,
        SteeringGroup.code,
        SteeringGroup.name,
        SteeringGroup.quorum,
        Project.code.label("project_code"),
        Project.name.label("project_name"),
        Programme.code.label("programme_code"),
        Programme.name.label("programme_name"),
    )
    statement = (
        statement.outerjoin(Project, Project.id == SteeringGroup.project_id)
        .outerjoin(Programme, Programme.id == SteeringGroup.programme_id)
        .where(not_hidden(actor, SteeringGroup.project_id))
    )
    if filters.q:
        statement = statement.where(found("group", SteeringGroup.id, filters.q))
    if filters.project:
        statement = statement.where(Project.code == filters.project)
    if filters.programme:
        statement = statement.where(Programme.code == filters.programme)
    page = paginate(statement, filters, sorts=SORTS, key=SteeringGroup.id, scalars=False)
    ids = [row.id for row in page.items]
    seats, upcoming = _seats(ids, today), _next_meetings(ids, now)
    page.items = [GroupRow(row, seats[row.id], upcoming.get(row.id)) for row in page.items]
    return page


def _seats(group_ids: list[int], day: dt.date) -> dict[int, list[SeatRow]]:
    statement = (
        select(Membership.group_id, Person.name, Membership.role, Membership.votes)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id.in_(group_ids), Membership.holding_on(day))
        .order_by(Membership.id)
    )
    seats: dict[int, list[SeatRow]] = defaultdict(list)
    for group_id, name, role, votes in session().execute(statement):
        seats[group_id].append(SeatRow(name, role, votes))
    return seats


def _next_meetings(group_ids: list[int], now: dt.datetime) -> dict[int, Any]:
    """The earliest meeting of each group that is still to come."""
    coming = (MeetingState.DRAFT, MeetingState.CALLED, MeetingState.OPEN)
    rank = func.row_number().over(partition_by=Meeting.group_id, order_by=(Meeting.held_at, Meeting.id))
    ranked = (
        select(Meeting.group_id, Meeting.id, Meeting.title, Meeting.held_at, rank.label("rank"))
        .where(
            Meeting.group_id.in_(group_ids),
            Meeting.state.in_(coming),
            Meeting.held_at >= now - dt.timedelta(hours=12),
        )
        .subquery()
    )
    return {row.group_id: row for row in session().execute(select(ranked).where(ranked.c.rank == 1))}


def groups_to_choose(actor: Actor, limit: int = 300) -> Sequence[Any]:
    """(code, name) of the groups that the actor may see, for the filters of lists."""
    statement = select(SteeringGroup.code, SteeringGroup.name).where(
        not_hidden(actor, SteeringGroup.project_id)
    )
    return session().execute(statement.order_by(SteeringGroup.name, SteeringGroup.id).limit(limit)).all()


def groups_kept_by(actor: Actor, limit: int = 20) -> Sequence[Any]:
    """(id, name) of the groups where the actor is chair, deputy or secretary today."""
    if actor.only_reads:
        return []
    kept: Sequence[Any] = _kept_by(actor.id, actor.today, limit).all()
    return kept


@prepared
def _kept_by(person_id: int, today: dt.date, limit: int) -> Any:
    return (
        select(SteeringGroup.id, SteeringGroup.name)
        .join(Membership, Membership.group_id == SteeringGroup.id)
        .where(
            Membership.person_id == person_id,
            Membership.role.in_(PREPARING),
            Membership.holding_on(today),
        )
        .order_by(SteeringGroup.name)
        .limit(limit)
    )


def groups_of_project(project: Project, actor: Actor) -> Sequence[SteeringGroup]:
    """Who decides about a project: its own groups, and those of its programme."""
    own = SteeringGroup.project_id == project.id
    if project.programme_id is not None:
        own |= (SteeringGroup.programme_id == project.programme_id) & SteeringGroup.project_id.is_(None)
    statement = (
        select(SteeringGroup)
        .where(own, not_hidden(actor, SteeringGroup.project_id))
        .options(selectinload(SteeringGroup.members).joinedload(Membership.person))
        .order_by(SteeringGroup.name)
        .limit(20)
    )
    return session().scalars(statement).all()


def governing(projects: Mapping[int, int | None]) -> dict[int, SteeringGroup]:
    """Whose times count for these projects (number → number of its programme): the project's own group, else
    that of its programme. Projects without either are left out: `silence.USUAL` counts. One statement.
    """
    own = SteeringGroup.project_id.in_(projects)
    above = SteeringGroup.programme_id.in_({each for each in projects.values() if each is not None})
    statement = select(SteeringGroup).where(own | (above & SteeringGroup.project_id.is_(None)))
    by_project: dict[int, SteeringGroup] = {}
    by_programme: dict[int, SteeringGroup] = {}
    for group in session().scalars(statement.order_by(SteeringGroup.id.desc())):
        if group.project_id is not None:
            by_project[group.project_id] = group
        elif group.programme_id is not None:
            by_programme[group.programme_id] = group
    found = {
        each: by_project.get(each) or by_programme.get(above_it or 0) for each, above_it in projects.items()
    }
    return {number: group for number, group in found.items() if group is not None}


def projects_to_decide_about(group: SteeringGroup, actor: Actor, limit: int = 500) -> Sequence[Any]:
    """(code, name) of what a group without a project of its own decides about, as the actor sees it."""
    statement = select(Project.code, Project.name).where(visible_to(actor))
    if group.programme_id is not None:
        statement = statement.where(Project.programme_id == group.programme_id)
    return session().execute(statement.order_by(Project.code).limit(limit)).all()
