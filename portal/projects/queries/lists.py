"""The list of projects: one filter object for the page, the API and the export."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from sqlalchemy import ColumnElement, Select, exists, or_, select

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person, fold
from portal.core.lists import Filters, OptionalFlag, OptionalText, Page, Sort, paginate
from portal.projects.marks import Mark, marks_of
from portal.projects.models import Appointment, AppointmentRole, LeadModel, Phase, Programme, Project, Rating
from portal.projects.queries.appointments import Holder, holders_of
from portal.projects.queries.milestones import NextMilestone, next_milestones
from portal.projects.queries.projects import visible_to

_blank = BeforeValidator(lambda value: None if value == "" else value)


class ProjectFilters(Filters):
    """`programme` and `department` are codes, `sponsor` is part of a name; `vacant`: nobody sponsors it."""

    default_sort: ClassVar[str] = "name"
    sortable: ClassVar[tuple[str, ...]] = ("name", "code", "rating", "reported", "go_live")

    q: OptionalText = None
    programme: OptionalText = None
    phase: Annotated[Phase | None, _blank] = None
    department: OptionalText = None
    lead_model: Annotated[LeadModel | None, _blank] = None
    sponsor: OptionalText = None
    rating: Annotated[Rating | None, _blank] = None
    vacant: OptionalFlag = None


SORTS = {
    "name": Sort(Project.folded_name, lambda row: row.folded_name),
    "code": Sort(Project.code, lambda row: row.code),
    "rating": Sort(Project.said_rank, lambda row: row.said_rank),
    "reported": Sort(Project.said_on, lambda row: row.said_on, nullable=True),
    "go_live": Sort(Project.go_live_on, lambda row: row.go_live_on, nullable=True),
}

COLUMNS = (
    Project.id,
    Project.code,
    Project.name,
    Project.folded_name,
    Project.phase,
    Project.lead_model,
    Project.start_on,
    Project.go_live_on,
    Project.end_on,
    Project.is_confidential,
    Project.said_rating,
    Project.said_rank,
    Project.said_on,
    Programme.code.label("programme_code"),
    Programme.name.label("programme_name"),
    Department.code.label("department_code"),
    Department.name.label("department_name"),
)


@dataclass
class ProjectRow:
    """A project as a list shows it: `project` has the columns of `COLUMNS`, no record is loaded."""

    project: Any
    sponsors: list[Holder] = field(default_factory=list)
    managers: list[Holder] = field(default_factory=list)
    next_milestone: NextMilestone | None = None
    marks: list[Mark] = field(default_factory=list)


def list_projects(filters: ProjectFilters, actor: Actor, today: dt.date) -> Page[ProjectRow]:
    """What the actor may see of the portfolio. Four statements, however long the list."""
    rows: Any = select(*COLUMNS)
    statement = (
        rows.outerjoin(Programme, Programme.id == Project.programme_id)
        .outerjoin(Department, Department.id == Project.lead_department_id)
        .where(visible_to(actor))
    )
    statement = filtered(statement, filters, today)
    page = paginate(statement, filters, sorts=SORTS, key=Project.id, scalars=False)
    ids = [row.id for row in page.items]
    roles = holders_of(ids, today, AppointmentRole.SPONSOR, AppointmentRole.MANAGER)
    upcoming = next_milestones(ids, today)
    marks = marks_of(ids, today)
    page.items = [
        ProjectRow(
            row,
            roles[AppointmentRole.SPONSOR].get(row.id, []),
            roles[AppointmentRole.MANAGER].get(row.id, []),
            upcoming.get(row.id),
            marks.get(row.id, []),
        )
        for row in page.items
    ]
    return page


def filtered(statement: Select[Any], filters: ProjectFilters, today: dt.date) -> Select[Any]:
    """The statement (with `Programme` and `Department` joined) narrowed to what was asked for."""
    conditions: list[ColumnElement[bool]] = []
    if filters.q:
        by_name = Project.folded_name.contains(fold(filters.q), autoescape=True)
        conditions.append(or_(by_name, Project.code.icontains(filters.q, autoescape=True)))
    if filters.programme:
        conditions.append(Programme.code == filters.programme)
    if filters.department:
        conditions.append(Department.code == filters.department)
    if filters.sponsor:
        conditions.append(
            _is_sponsored(today, Person.folded_name.contains(fold(filters.sponsor), autoescape=True))
        )
    if filters.vacant:
        conditions.append(~_is_sponsored(today))
    for column, value in (
        (Project.phase, filters.phase),
        (Project.lead_model, filters.lead_model),
        (Project.said_rating, filters.rating),
    ):
        if value is not None:
            conditions.append(column == value)
    return statement.where(*conditions)


def _is_sponsored(today: dt.date, *by: ColumnElement[bool]) -> ColumnElement[bool]:
    holds = exists().where(
        Appointment.project_id == Project.id,
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.holding_on(today),
    )
    return holds.where(Person.id == Appointment.person_id, *by) if by else holds
