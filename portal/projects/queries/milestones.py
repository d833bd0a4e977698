"""Milestones of a project, and the next one of each of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, NamedTuple

from pydantic import Field
from sqlalchemy import func, select

from portal.core.lists import MAX_LIMIT, Filters, Page, Sort, paginate
from portal.core.statements import prepared
from portal.database import session
from portal.projects.models import Milestone, Project

#: When it comes, came or should have come.
EXPECTED = func.coalesce(Milestone.actual_on, Milestone.forecast_on, Milestone.baseline_on)


class MilestoneFilters(Filters):
    default_sort: ClassVar[str] = "expected"
    sortable: ClassVar[tuple[str, ...]] = ("expected",)

    limit: int = Field(default=MAX_LIMIT, ge=1, le=MAX_LIMIT)


class NextMilestone(NamedTuple):
    """What a project works towards, as lists need it. `slip_days` counts from what was planned first."""

    project_id: int
    id: int
    code: str
    name: str
    expected_on: dt.date
    slip_days: int | None
    is_overdue: bool


def list_milestones(project: Project, filters: MilestoneFilters) -> Page[Milestone]:
    """By the date that is expected now, what has none last."""
    sorts = {"expected": Sort(EXPECTED, lambda row: row.expected_on, nullable=True)}
    statement = select(Milestone).where(Milestone.project_id == project.id)
    return paginate(statement, filters, sorts=sorts, key=Milestone.id)


def milestone_of(code: str, milestone_id: int) -> Milestone | None:
    """Loader for addresses: the milestone, if it belongs to the project of that code."""
    statement = select(Milestone).join(Project).where(Milestone.id == milestone_id, Project.code == code)
    return session().scalars(statement).one_or_none()


def next_code(project: Project) -> str:
    """A code to propose: M1, M2 … after the highest there is."""
    codes = session().scalars(select(Milestone.code).where(Milestone.project_id == project.id))
    numbers = [int(code[1:]) for code in codes if code[:1] == "M" and code[1:].isdecimal() and len(code) < 8]
    return f"M{max(numbers, default=0) + 1}"


def next_milestones(project_ids: Collection[int], today: dt.date) -> dict[int, NextMilestone]:
    """For each of these projects the first milestone that is not reached, if any. One statement."""
    return {
        row.project_id: NextMilestone(
            row.project_id,
            row.id,
            row.code,
            row.name,
            row.expected_on,
            (row.expected_on - row.planned_on).days if row.planned_on else None,
            row.expected_on < today,
        )
        for row in _first_unreached(project_ids)
    }


@prepared
def _first_unreached(project_ids: Collection[int]) -> Any:
    first = func.row_number().over(partition_by=Milestone.project_id, order_by=(EXPECTED, Milestone.id))
    ranked = (
        select(
            Milestone.project_id,
            Milestone.id,
            Milestone.code,
            Milestone.name,
            EXPECTED.label("expected_on"),
            func.coalesce(Milestone.first_baseline_on, Milestone.baseline_on).label("planned_on"),
            first.label("position"),
        )
        .where(Milestone.project_id.in_(project_ids), Milestone.actual_on.is_(None), EXPECTED.is_not(None))
        .subquery()
    )
    return select(ranked).where(ranked.c.position == 1)
