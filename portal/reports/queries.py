"""The programme board: what the records say about each project of a page, and a summary of all that fit the
filters.

A page costs the same number of statements whatever the size of the portfolio: the projects come by key from
an index, and each
other column is one grouped statement over the ids of the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Numeric, case, cast, func, not_, or_, select

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.actions.models import ActionItem, ActionState
from portal.commitments.models import OPEN, Commitment, Kind, State
from portal.core.lists import Page, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.marks import Mark, marks_of
from portal.projects.models import AppointmentRole, Phase, Programme, Project, Rating
from portal.projects.queries import NextMilestone, ProjectFilters, next_milestones, visible_to
from portal.projects.queries.appointments import Holder, holders_of
from portal.projects.queries.lists import COLUMNS, SORTS, filtered
from portal.risks.models import ALIVE, Level, Risk
from portal.steering.models import Decision, DecisionState

#: A report older than this no longer says how a project is.
OLD_AFTER = dt.timedelta(days=35)
#: Promises that stand, and asks that were made at all (a withdrawn ask no longer asks).
PROMISED = (State.CONFIRMED, State.FULFILLED)
ASKED = (*OPEN, *PROMISED, State.REFUSED, State.MISSED, State.LAPSED)
SERIOUS = (Level.HIGH, Level.CRITICAL)
#: What "saying it is bad" means on the board.
TROUBLED = (Rating.RED, Rating.AMBER_RED)
ENDED = (Phase.CLOSED,)


class BoardFilters(ProjectFilters):
    """The filters of the list of projects; the worst comes first."""

    default_sort: ClassVar[str] = "-rating"


class Capacity(NamedTuple):
    """People's time in full-time equivalents that is needed now or later: asked for, and promised of that."""

    asked: Decimal
    promised: Decimal

    @property
    def percent(self) -> int | None:
        return int(100 * self.promised / self.asked) if self.asked else None


class TopRisk(NamedTuple):
    """The worst living risk of a project, and how many serious ones there are."""

    id: int
    title: str
    level: str
    serious: int


@dataclass
class BoardRow:
    """One project on the board; `project` has the columns of `projects.queries.lists.COLUMNS`."""

    project: Any
    is_report_old: bool
    sponsors: list[Holder] = field(default_factory=list)
    milestone: NextMilestone | None = None
    open_asks: int = 0
    overdue_asks: int = 0
    capacity: Capacity | None = None
    overdue_decisions: int = 0
    overdue_actions: int = 0
    risk: TopRisk | None = None
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """How many, how bad, and what waits; over everything that fits the filters."""

    projects: int
    ratings: dict[str, int]
    old_reports: int
    overdue_asks: int
    overdue_decisions: int
    overdue_actions: int
    serious_risks: int

    @property
    def troubled(self) -> int:
        return sum(self.ratings.get(rating, 0) for rating in TROUBLED)


def board(filters: BoardFilters, actor: Actor, today: dt.date) -> Page[BoardRow]:
    """One page of the board. Eight statements, however many projects there are."""
    rows: Any = select(*COLUMNS)
    statement = _joined(rows).where(visible_to(actor))
    page = paginate(filtered(statement, filters, today), filters, sorts=SORTS, key=Project.id, scalars=False)
    page.items = fill(page.items, today)
    return page


def fill(projects: Sequence[Any], today: dt.date) -> list[BoardRow]:
    """The board's rows for these projects (rows with `COLUMNS`)."""
    ids = [project.id for project in projects]
    sponsors = holders_of(ids, today, AppointmentRole.SPONSOR)[AppointmentRole.SPONSOR]
    milestones = next_milestones(ids, today)
    marks = marks_of(ids, today)
    asks, risks = _asks(ids, today), _top_risks(ids)
    decisions, actions = dict(_overdue_decisions(ids, today).all()), dict(_overdue_actions(ids, today).all())
    return [
        BoardRow(
            project,
            is_old(project.said_on, today),
            sponsors.get(project.id, []),
            milestones.get(project.id),
            *asks.get(project.id, (0, 0, None)),
            decisions.get(project.id, 0),
            actions.get(project.id, 0),
            risks.get(project.id),
            marks.get(project.id, []),
        )
        for project in projects
    ]


def is_old(said_on: dt.date | None, today: dt.date) -> bool:
    """Does the last report no longer say how the project is (or was there never one)?"""
    return said_on is None or said_on < today - OLD_AFTER


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Project)
        .outerjoin(Programme, Programme.id == Project.programme_id)
        .outerjoin(Department, Department.id == Project.lead_department_id)
    )


def _full_time() -> Any:
    """The share of a full-time post that a commitment is about, from its percentage or its weekly hours."""
    of_hours = cast(Commitment.hours_per_week, Numeric(10, 4)) / func.coalesce(
        func.nullif(Person.hours_per_week, 0), 40
    )
    return func.coalesce(cast(Commitment.share_percent, Numeric(10, 4)) / 100, of_hours, 0)


def _asks(ids: Collection[int], today: dt.date) -> dict[int, tuple[int, int, Capacity | None]]:
    """Per project: open asks, those past their date, and capacity that is needed from today on."""
    return {
        project: (int(waiting), int(late), _capacity(total, given))
        for project, waiting, late, total, given in _asked(ids, today)
    }


@prepared
def _asked(ids: Collection[int], today: dt.date) -> Any:
    still_needed = (Commitment.kind == Kind.STAFFING) & (Commitment.valid_to >= today)
    asked = case((still_needed & Commitment.state.in_(ASKED), _full_time()), else_=0)
    promised = case((still_needed & Commitment.state.in_(PROMISED), _full_time()), else_=0)
    is_open = Commitment.state.in_(OPEN)
    return (
        select(
            Commitment.project_id,
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((is_open & (Commitment.answer_due_on < today), 1), else_=0)),
            func.sum(asked),
            func.sum(promised),
        )
        .outerjoin(Person, Person.id == Commitment.person_id)
        .where(Commitment.project_id.in_(ids))
        .group_by(Commitment.project_id)
    )


def _capacity(asked: Any, promised: Any) -> Capacity | None:
    if not asked:
        return None
    return Capacity(_tenth(asked), _tenth(promised))


def _tenth(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.1"))


@prepared
def _overdue_decisions(ids: Collection[int], today: dt.date) -> Any:
    return (
        select(Decision.project_id, func.count())
        .where(Decision.project_id.in_(ids), Decision.state == DecisionState.DECIDED, Decision.due_on < today)
        .group_by(Decision.project_id)
    )


@prepared
def _overdue_actions(ids: Collection[int], today: dt.date) -> Any:
    return (
        select(ActionItem.project_id, func.count())
        .where(
            ActionItem.project_id.in_(ids), ActionItem.state == ActionState.OPEN, ActionItem.due_on < today
        )
        .group_by(ActionItem.project_id)
    )


def _top_risks(ids: Collection[int]) -> dict[int, TopRisk]:
    """The worst living risk of each project, if any is serious."""
    return {row.project_id: TopRisk(*row[1:]) for row in _ranked_first(ids)}


@prepared
def _ranked_first(ids: Collection[int]) -> Any:
    place = func.row_number().over(partition_by=Risk.project_id, order_by=(Risk.rank.desc(), Risk.id))
    count = func.count().over(partition_by=Risk.project_id)
    ranked = (
        select(Risk.project_id, Risk.id, Risk.title, Risk.level, place.label("place"), count.label("serious"))
        .where(Risk.project_id.in_(ids), Risk.state.in_(ALIVE), Risk.level.in_(SERIOUS))
        .subquery()
    )
    shown = (ranked.c.project_id, ranked.c.id, ranked.c.title, ranked.c.level, ranked.c.serious)
    return select(*shown).where(ranked.c.place == 1)


# --- the summary above the table
# -----------------------------------------------------------------------------


def summary(filters: BoardFilters, actor: Actor, today: dt.date) -> Summary:
    """What a CIO reads in five seconds. Five statements that count by an index."""
    ratings: dict[str, int] = {}
    old = 0
    is_stale = case((Project.said_on.is_(None) | (Project.said_on < today - OLD_AFTER), 1), else_=0)
    counted: Any = select(Project.said_rating, func.count(), func.sum(is_stale)).group_by(Project.said_rating)
    for rating, count, stale in session().execute(_fitting(counted, filters, actor, today)):
        ratings[rating] = count
        old += int(stale)
    return Summary(
        sum(ratings.values()),
        ratings,
        old,
        _count(
            filters, actor, today, Commitment, Commitment.state.in_(OPEN), Commitment.answer_due_on < today
        ),
        _count(
            filters, actor, today, Decision, Decision.state == DecisionState.DECIDED, Decision.due_on < today
        ),
        _count(
            filters, actor, today, ActionItem, ActionItem.state == ActionState.OPEN, ActionItem.due_on < today
        ),
        _count(filters, actor, today, Risk, Risk.state.in_(ALIVE), Risk.level.in_(SERIOUS)),
    )


def _fitting(statement: Any, filters: BoardFilters, actor: Actor, today: dt.date) -> Any:
    """The statement over the projects that the actor may see and that fit the filters."""
    return filtered(_joined(statement).where(visible_to(actor)), filters, today)


def _count(filters: BoardFilters, actor: Actor, today: dt.date, model: Any, *conditions: Any) -> int:
    counted: Any = select(func.count()).select_from(model).where(*conditions)
    projects: Any = select(Project.id)
    if filters.is_filtered:
        counted = counted.where(model.project_id.in_(_fitting(projects, filters, actor, today)))
    elif not actor.reads_everything:
        hidden = model.project_id.in_(projects.where(not_(visible_to(actor))))
        counted = _without(counted, or_(hidden, model.project_id.is_(None)) if _may_lack(model) else hidden)
    return session().scalar(counted) or 0


def _without(counted: Any, hidden: Any) -> Any:
    """All of them less those that are hidden, which are few: both are counted along an index."""
    return select(counted.scalar_subquery() - counted.where(hidden).scalar_subquery())


def _may_lack(model: Any) -> bool:
    return bool(model.__table__.c.project_id.nullable)
