"""Departments and their heads in `/api/v1`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts import schemas as shapes
from portal.accounts.api.blueprint import bp
from portal.accounts.models import Department, DepartmentHead
from portal.core import clock
from portal.core.access import require
from portal.core.api import Items
from portal.core.transactions import check_version
from portal.database import session

PLACE = "/departments/<int:department_id>"


def _shown(department: Department) -> dict[str, Any]:
    return shapes.department_view(department, queries.head_of(department, clock.today()))


@bp.get("/departments")
@require(rules.read)
@bp.input(queries.DepartmentFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.DepartmentView])
def departments(filters: queries.DepartmentFilters) -> Any:
    """Every department by name, with its head today or on the day `on`."""
    page, heads = queries.departments(filters, filters.on or clock.today())
    rows = [shapes.department_view(department, heads.get(department.id)) for department in page.items]
    return {"items": rows, "next": page.next}


@bp.post("/departments")
@require(rules.administer)
@bp.input(shapes.DepartmentIn, arg_name="data")
@bp.output(shapes.DepartmentView, status_code=201)
def create_department(data: shapes.DepartmentIn) -> Any:
    """Add a department."""
    made = operations.create_department(**data.values(), by=current_user.person, now=clock.now())
    return _shown(made)


@bp.get(PLACE)
@require(rules.read, of=queries.department_by_id)
@bp.output(shapes.DepartmentView)
def department(department: Department) -> Any:
    """One department with its head today."""
    return _shown(department)


@bp.patch(PLACE)
@require(rules.administer, of=queries.department_by_id)
@bp.input(shapes.DepartmentChanges, arg_name="data")
@bp.output(shapes.DepartmentView)
def edit_department(department: Department, data: shapes.DepartmentChanges) -> Any:
    """Rename a department or move it in the tree."""
    check_version(department, data.version)
    values = data.values(department)
    operations.edit_department(department, **values, by=current_user.person, now=clock.now())
    return _shown(department)


@bp.get(PLACE + "/heads")
@require(rules.read, of=queries.department_by_id)
@bp.output(Items[shapes.HeadView])
def heads(department: Department) -> Any:
    """Everybody who headed, heads or will head a department, the latest first."""
    return {"items": [shapes.head_view(head) for head in queries.heads_of(department)], "next": None}


@bp.post(PLACE + "/heads")
@require(rules.administer, of=queries.department_by_id)
@bp.input(shapes.HeadIn, arg_name="data")
@bp.output(shapes.HeadView, status_code=201)
def appoint_head(department: Department, data: shapes.HeadIn) -> Any:
    """Appoint somebody else as head from a day on; whoever heads the department then stops the day before."""
    head = operations.appoint_head(
        department,
        person=shapes.named(data.person, "person"),
        valid_from=data.valid_from,
        by=current_user.person,
        now=clock.now(),
        today=clock.today(),
    )
    session().flush()
    return shapes.head_view(head)


@bp.post("/heads/<int:head_id>/ending")
@require(rules.administer, of=queries.head_by_id)
@bp.input(shapes.EndIn, arg_name="data")
@bp.output(shapes.HeadView)
def end_head(head: DepartmentHead, data: shapes.EndIn) -> Any:
    """Set the last day of a head who has no successor yet."""
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.end_head(head, valid_to=data.valid_to, by=by, now=now, today=today)
    return shapes.head_view(head)


@bp.post("/heads/<int:head_id>/withdrawal")
@require(rules.administer, of=queries.head_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.DepartmentView)
def withdraw_head(head: DepartmentHead, data: shapes.ReasonIn) -> Any:
    """Correct an appointment that has not begun."""
    department = head.department
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.withdraw_head(head, reason=data.reason, by=by, now=now, today=today)
    return _shown(department)
