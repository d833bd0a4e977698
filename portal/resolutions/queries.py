"""Reads of written resolutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.accounts.queries.numbers import by_number
from portal.core.lists import Filters, OptionalText, Page, Sort, paginate
from portal.database import session
from portal.projects.models import Project
from portal.resolutions.models import ResolutionState, WrittenResolution
from portal.steering.models import Decision, DecisionState, Membership, Position, SteeringGroup
from portal.steering.queries import decision_by_id
from portal.steering.queries.finding import not_hidden

_blank = BeforeValidator(lambda value: None if value == "" else value)


def resolution_by_id(resolution_id: int) -> WrittenResolution | None:
    """Loader for addresses: the resolution with its decision and everything around that."""
    found = by_number(WrittenResolution, resolution_id)
    if found is None or decision_by_id(found.decision_id) is None:
        return None
    return found


def latest_of(decision: Decision) -> WrittenResolution | None:
    """The newest written resolution about a proposal; there may have been earlier ones."""
    statement = select(WrittenResolution).where(WrittenResolution.decision_id == decision.id)
    return session().scalars(statement.order_by(WrittenResolution.id.desc()).limit(1)).first()


def open_of(decision: Decision) -> WrittenResolution | None:
    """The one that runs, if one does."""
    statement = select(WrittenResolution).where(
        WrittenResolution.decision_id == decision.id, WrittenResolution.state == ResolutionState.OPEN
    )
    return session().scalars(statement.execution_options(populate_existing=True)).first()


class ResolutionFilters(Filters):
    """`group` is a code."""

    default_sort: ClassVar[str] = "-closes_on"
    sortable: ClassVar[tuple[str, ...]] = ("closes_on",)

    group: OptionalText = None
    state: Annotated[ResolutionState | None, _blank] = None


SORTS = {"closes_on": Sort(WrittenResolution.closes_on, lambda row: row.closes_on)}


def list_resolutions(filters: ResolutionFilters, actor: Actor) -> Page[Any]:
    """Those that the actor may see, as columns. One statement."""
    statement: Any = select(
        WrittenResolution.id,
        WrittenResolution.state,
        WrittenResolution.closes_on,
        Decision.id.label("decision_id"),
        Decision.code,
        Decision.title,
        SteeringGroup.id.label("group_id"),
        SteeringGroup.code.label("group_code"),
        SteeringGroup.name.label("group_name"),
        Project.code.label("project_code"),
        Person.name.label("asked_by"),
    )
    statement = (
        statement.join(Decision, Decision.id == WrittenResolution.decision_id)
        .join(Person, Person.id == WrittenResolution.asked_by_id)
        .join(SteeringGroup, SteeringGroup.id == Decision.group_id)
        .outerjoin(Project, Project.id == Decision.project_id)
        .where(not_hidden(actor, Decision.project_id, SteeringGroup.project_id))
    )
    if filters.group:
        statement = statement.where(SteeringGroup.code == filters.group)
    if filters.state:
        statement = statement.where(WrittenResolution.state == filters.state)
    return paginate(statement, filters, sorts=SORTS, key=WrittenResolution.id, scalars=False)


def silent(decision: Decision, day: dt.date) -> list[Person]:
    """Members with a vote on that day who have said nothing yet."""
    spoke = {taken.person_id for taken in decision.positions}
    voters = decision.group.voters_on(day) if decision.group else []
    return [seat.person for seat in voters if seat.person_id not in spoke]


def owed_by(actor: Actor, limit: int) -> Sequence[WrittenResolution]:
    """Open ones on which the reader has a vote and has said nothing, the most urgent first. One statement."""
    if actor.only_reads:
        return []
    votes = select(Membership.group_id).where(
        Membership.person_id == actor.id, Membership.votes > 0, Membership.holding_on(actor.today)
    )
    spoke = select(Position.decision_id).where(Position.person_id == actor.id)
    statement = (
        _running()
        .join(WrittenResolution.decision)
        .join(SteeringGroup, SteeringGroup.id == Decision.group_id)
        .where(
            WrittenResolution.closes_on >= actor.today,
            Decision.group_id.in_(votes),
            Decision.id.not_in(spoke),
            not_hidden(actor, Decision.project_id, SteeringGroup.project_id),
        )
    )
    return session().scalars(statement.limit(limit)).all()


def running(today: dt.date) -> Sequence[WrittenResolution]:
    """Those on which positions are still taken, with group and positions, for the letters of the day."""
    decision = joinedload(WrittenResolution.decision)
    statement = _running().where(WrittenResolution.closes_on >= today)
    members = decision.joinedload(Decision.group).selectinload(SteeringGroup.members)
    loaded = statement.options(
        members.joinedload(Membership.person), decision.selectinload(Decision.positions)
    )
    return session().scalars(loaded).all()


def _running() -> Select[WrittenResolution]:
    decision = joinedload(WrittenResolution.decision)
    return (
        select(WrittenResolution)
        .where(WrittenResolution.state == ResolutionState.OPEN)
        .options(decision.joinedload(Decision.group), decision.joinedload(Decision.project))
        .options(joinedload(WrittenResolution.asked_by))
        .order_by(WrittenResolution.closes_on, WrittenResolution.id)
    )


def over(today: dt.date) -> Sequence[int]:
    """Open ones whose last day has passed, oldest first."""
    return _numbers(WrittenResolution.state == ResolutionState.OPEN, WrittenResolution.closes_on < today)


def to_remind_of(today: dt.date) -> Sequence[int]:
    """Open ones that close tomorrow or today and of which nobody has been reminded."""
    return _numbers(
        WrittenResolution.state == ResolutionState.OPEN,
        WrittenResolution.closes_on.between(today, today + dt.timedelta(days=1)),
        WrittenResolution.reminded_on.is_(None),
    )


def waiting_for_a_meeting() -> Sequence[int]:
    """Stopped or unsettled, not on any agenda yet, and still to be decided."""
    return _numbers(
        WrittenResolution.state == ResolutionState.TO_MEETING,
        WrittenResolution.meeting_id.is_(None),
        WrittenResolution.decision.has(Decision.state == DecisionState.PROPOSED),
    )


def _numbers(*conditions: Any) -> Sequence[int]:
    return (
        session()
        .scalars(select(WrittenResolution.id).where(*conditions).order_by(WrittenResolution.id))
        .all()
    )


def locked(number: int) -> WrittenResolution:
    """The resolution and its decision, locked in this order against whoever acts at the same moment.

    The decision comes first because positions lock it first.
    """
    decision_id = select(WrittenResolution.decision_id).where(WrittenResolution.id == number)
    fresh = {"populate_existing": True}
    session().execute(
        select(Decision)
        .where(Decision.id == decision_id.scalar_subquery())
        .with_for_update()
        .execution_options(**fresh)
    )
    statement = select(WrittenResolution).where(WrittenResolution.id == number)
    found = session().scalars(statement.with_for_update().execution_options(**fresh)).one()
    session().expire(found.decision, ["positions"])
    return found


__all__ = [
    "ResolutionFilters",
    "latest_of",
    "list_resolutions",
    "locked",
    "open_of",
    "over",
    "owed_by",
    "resolution_by_id",
    "running",
    "silent",
    "to_remind_of",
    "waiting_for_a_meeting",
]
