"""Reads of meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.queries.numbers import by_number
from portal.core import clock
from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Project
from portal.steering.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingState,
    Membership,
    SteeringGroup,
)
from portal.steering.queries.finding import found, not_hidden

_blank = BeforeValidator(lambda value: None if value == "" else value)
#: A year that a date can have.
OptionalYear = Annotated[Annotated[int, Field(ge=1900, le=2200)] | None, _blank]


def meeting_by_id(meeting_id: int) -> Meeting | None:
    """Loader for addresses: the meeting with its group, agenda and attendance."""
    if by_number(Meeting, meeting_id) is None:
        return None
    group = joinedload(Meeting.group)
    statement = (
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            group.selectinload(SteeringGroup.members).joinedload(Membership.person),
            group.joinedload(SteeringGroup.project).selectinload(Project.insiders),
            selectinload(Meeting.agenda),
            selectinload(Meeting.attendance).joinedload(Attendance.person),
            joinedload(Meeting.minuted_by),
            joinedload(Meeting.approved_by),
            joinedload(Meeting.called_by),
            joinedload(Meeting.cancelled_by),
        )
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).one_or_none()


def agenda_item_of(meeting_id: int, item_id: int) -> AgendaItem | None:
    """Loader for addresses: the item, if it belongs to this meeting."""
    item = by_number(AgendaItem, item_id)
    return item if item is not None and item.meeting_id == meeting_id else None


class MeetingFilters(Filters):
    """`group` and `project` are codes."""

    default_sort: ClassVar[str] = "-held_at"
    sortable: ClassVar[tuple[str, ...]] = ("held_at", "title")

    q: OptionalText = None
    group: OptionalText = None
    project: OptionalText = None
    state: Annotated[MeetingState | None, _blank] = None
    year: OptionalYear = None


SORTS = {
    "held_at": Sort(Meeting.held_at, lambda row: row.held_at),
    "title": Sort(Meeting.title, lambda row: row.title),
}


def list_meetings(filters: MeetingFilters, actor: Actor) -> Page[Any]:
    """The meetings that the actor may see, as columns. One statement."""
    statement: Any = select(
        Meeting.id,
        Meeting.code,
        Meeting.title,
        Meeting.held_at,
        Meeting.place,
        Meeting.state,
        SteeringGroup.id.label("group_id"),
        SteeringGroup.code.label("group_code"),
        SteeringGroup.name.label("group_name"),
        Project.code.label("project_code"),
        Project.name.label("project_name"),
    )
    statement = (
        statement.join(SteeringGroup, SteeringGroup.id == Meeting.group_id)
        .outerjoin(Project, Project.id == Meeting.project_id)
        .where(not_hidden(actor, Meeting.project_id, SteeringGroup.project_id))
    )
    if filters.q:
        statement = statement.where(found("meeting", Meeting.id, filters.q))
    if filters.group:
        statement = statement.where(SteeringGroup.code == filters.group)
    if filters.project:
        statement = statement.where(Project.code == filters.project)
    if filters.state:
        statement = statement.where(Meeting.state == filters.state)
    if filters.year:
        begin, end = _bounds(filters.year)
        statement = statement.where(Meeting.held_at >= begin, Meeting.held_at < end)
    return paginate(statement, filters, sorts=SORTS, key=Meeting.id, scalars=False)


def _bounds(year: int) -> tuple[dt.datetime, dt.datetime]:
    """The organization's year, as instants."""
    zone = clock.timezone()
    return dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)


def years_of_meetings() -> list[tuple[int, int]]:
    """The years to choose from, newest first; by the ends of an index."""
    return years_between(*_ends().one())


@prepared
def _ends() -> Any:
    """Each by itself: SQLite reads the whole index for both at once."""
    first, last = select(func.min(Meeting.held_at)), select(func.max(Meeting.held_at))
    return select(first.scalar_subquery(), last.scalar_subquery())


def years_between(first: dt.date | None, last: dt.date | None) -> list[tuple[int, int]]:
    """As choices of a filter, newest first, fifty at most; none where there is nothing."""
    if first is None or last is None:
        return []
    return [(year, year) for year in range(last.year, first.year - 1, -1)][:50]


def meetings_around(
    group: SteeringGroup, now: dt.datetime, limit: int = 6
) -> tuple[Sequence[Meeting], Sequence[Meeting]]:
    """What comes next, soonest first; and what was, latest first."""
    own = select(Meeting).where(Meeting.group_id == group.id)
    soon = now - dt.timedelta(hours=12)
    begun = (MeetingState.CLOSED, MeetingState.APPROVED, MeetingState.CANCELLED)
    coming = own.where(Meeting.held_at >= soon, Meeting.state.not_in(begun))
    past = own.where((Meeting.held_at < soon) | Meeting.state.in_(begun))
    return (
        session().scalars(coming.order_by(Meeting.held_at, Meeting.id).limit(limit)).all(),
        session().scalars(past.order_by(Meeting.held_at.desc(), Meeting.id.desc()).limit(limit)).all(),
    )


def decisions_of_meeting(meeting: Meeting) -> Sequence[Decision]:
    """What was, or is to be, decided in it; and what it ratified."""
    statement = (
        select(Decision)
        .where((Decision.meeting_id == meeting.id) | (Decision.ratified_in_id == meeting.id))
        .options(joinedload(Decision.owner), selectinload(Decision.positions))
        .order_by(Decision.id)
    )
    return session().scalars(statement).all()


def next_meeting(group: SteeringGroup, now: dt.datetime) -> Meeting | None:
    """The next meeting of a group that has not begun: what comes up now can still be put on its agenda."""
    statement = (
        select(Meeting)
        .where(
            Meeting.group_id == group.id,
            Meeting.state.in_((MeetingState.DRAFT, MeetingState.CALLED)),
            Meeting.held_at > now,
        )
        .options(selectinload(Meeting.agenda))
        .order_by(Meeting.held_at, Meeting.id)
        .limit(1)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).one_or_none()
