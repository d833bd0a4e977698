"""Adding, changing and moving departments."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts import events
from portal.accounts.models import Department, Person
from portal.accounts.operations.people import change
from portal.core.errors import Invalid
from portal.database import session
from portal.register.operations import record


def create_department(
    *, code: str, name: str, by: Person | None, now: dt.datetime, parent: Department | None = None
) -> Department:
    """A unit that can be asked for people and can answer for work; its head is appointed afterwards."""
    _insist_on_unique_code(code, None)
    department = Department(code=code, name=name, parent=parent)
    session().add(department)
    session().flush()
    upper = parent.name if parent else None
    about = [parent] if parent else ()
    record(events.DEPARTMENT_CREATED, department, by=by, now=now, about=about, code=code, parent=upper)
    return department


def edit_department(
    department: Department,
    *,
    code: str,
    name: str,
    parent: Department | None,
    by: Person | None,
    now: dt.datetime,
) -> None:
    """Rename a department or move it in the tree; where it stood before stays in the register."""
    _insist_on_unique_code(code, department)
    if parent is not department.parent:
        _insist_on_tree(department, parent)
        _move(department, parent, by, now)
    change(department, {"code": code, "name": name}, events.DEPARTMENT_EDITED, by=by, now=now)


def _insist_on_tree(department: Department, parent: Department | None) -> None:
    """No department is part of itself, not even by way of others."""
    _lock_tree()
    upper, seen = parent, set[int]()
    while upper is not None and upper.id not in seen:
        if upper.id == department.id:
            raise Invalid(parent=_("A department cannot be part of itself or of one below it."))
        seen.add(upper.id)
        upper = upper.parent


def _move(department: Department, parent: Department | None, by: Person | None, now: dt.datetime) -> None:
    before, after = (each.name if each else "–" for each in (department.parent, parent))
    about = [each for each in (department.parent, parent) if each is not None]
    department.parent = parent
    record(events.DEPARTMENT_MOVED, department, by=by, now=now, about=about, before=before, after=after)


def _lock_tree() -> None:
    """Two moves at one instant could make a ring of two that are each all right."""
    statement = select(Department).order_by(Department.id).with_for_update()
    session().scalars(statement.execution_options(populate_existing=True)).all()


def _insist_on_unique_code(code: str, department: Department | None) -> None:
    statement = select(Department).where(Department.code == code)
    other = session().scalars(statement).one_or_none()
    if other is not None and other is not department:
        raise Invalid(code=_("This code already means %(name)s.", name=other.name))
