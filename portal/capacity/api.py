"""Capacity and balances in `/api/v1`: what the pages show."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.accounts.models import Department, Person
from portal.accounts.queries import department_by_id, person_by_id
from portal.capacity import balance, queries, rules
from portal.capacity import schemas as shapes
from portal.capacity.queries import CapacityFilters
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("capacity", __name__)


@bp.get("/capacity")
@require(rules.read)
@bp.input(CapacityFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.DepartmentLoadView])
def index(filters: CapacityFilters) -> Any:
    """Departments by week, in alphabetical order."""
    picture = queries.capacity(filters, current_user, clock.today())
    return {"items": shapes.department_views(picture), "next": None}


@bp.get("/departments/<int:department_id>/capacity")
@require(rules.read, of=department_by_id)
@bp.input(CapacityFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.PersonLoadView])
def department(department: Department, filters: CapacityFilters) -> Any:
    """The people of a department and those below it, by week."""
    picture = queries.capacity(filters, current_user, clock.today(), department=department)
    return {"items": [shapes.person_view(row, picture) for row in picture.rows()], "next": None}


@bp.get("/people/<int:person_id>/capacity")
@require(rules.read, of=person_by_id)
@bp.input(CapacityFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.PersonLoadView])
def person(person: Person, filters: CapacityFilters) -> Any:
    """One person's weeks."""
    picture = queries.capacity_of(person, filters.span(clock.today()), current_user)
    return {"items": [shapes.person_view(row, picture) for row in picture.rows()], "next": None}


@bp.get("/departments/<int:department_id>/balance")
@require(rules.read, of=department_by_id)
@bp.output(shapes.BalanceView)
def department_balance(department: Department) -> Any:
    """What a department was asked, what it promised and gave."""
    return shapes.balance_view(balance.balance_of_department(department, current_user))


@bp.get("/projects/<code>/balance")
@require(rules.read_project, of=project_by_code)
@bp.output(shapes.BalanceView)
def project_balance(project: Project) -> Any:
    """What a project asked, what it was promised and given."""
    return shapes.balance_view(balance.balance_of_project(project, current_user))
