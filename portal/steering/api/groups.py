"""Steering groups and their seats."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.api import Items, items
from portal.core.errors import Invalid
from portal.projects import rules as project_rules
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.projects.references import coded_programme
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp, carry_out
from portal.steering.models import Membership, SteeringGroup
from portal.steering.queries import GroupFilters

PLACE = "/groups/<int:group_id>"


def seen_project(code: str | None) -> Project | None:
    """The project of this code; one that the caller may not see does not exist for them."""
    if not code:
        return None
    found = project_by_code(code)
    if found is None or not project_rules.read(current_user, found):
        raise Invalid(project=_("There is no project %(code)s.", code=code))
    return found


def shown(group: SteeringGroup) -> dict[str, Any]:
    return shapes.group_view(group, current_user.today)


@bp.get("/groups")
@require(SIGNED_IN)
@bp.input(GroupFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.GroupRowView])
def groups(filters: GroupFilters) -> Any:
    """Steering groups that the caller may see, by the filters of the page."""
    page = queries.list_groups(filters, current_user, today=current_user.today, now=clock.now())
    return items(page, shapes.group_row)


@bp.post("/groups")
@require(rules.create_group)
@bp.input(shapes.GroupIn, arg_name="data")
@bp.output(shapes.GroupView, status_code=201)
def create_group(data: shapes.GroupIn) -> Any:
    """Make a group for a project or a programme."""
    values = data.model_dump(exclude={"version", "project", "programme"})
    group = operations.create_group(
        **values,
        project=seen_project(data.project),
        programme=coded_programme(data.programme),
        by=current_user.person,
        now=clock.now(),
    )
    return shown(group)


@bp.get(PLACE)
@require(rules.read_group, of=queries.group_by_id)
@bp.output(shapes.GroupView)
def group(group: SteeringGroup) -> Any:
    """A group with its seats of all times, and what its composition lacks today."""
    return shown(group)


@bp.patch(PLACE)
@require(rules.edit_group, of=queries.group_by_id)
@bp.input(shapes.GroupChangesIn, arg_name="data")
@bp.output(shapes.GroupView)
def edit_group(group: SteeringGroup, data: shapes.GroupChangesIn) -> Any:
    """Name, purpose, quorum and rule. What was decided keeps the quorum of its day."""
    carry_out(operations.edit_group, group, **data.model_dump())
    return shown(group)


@bp.post(f"{PLACE}/members")
@require(rules.edit_group, of=queries.group_by_id)
@bp.input(shapes.MemberIn, arg_name="data")
@bp.output(shapes.MemberView, status_code=201)
def add_member(group: SteeringGroup, data: shapes.MemberIn) -> Any:
    """Give somebody else a seat."""
    values = data.model_dump(exclude={"person"})
    return shapes.member_view(carry_out(operations.add_member, group, person=data.named(), **values))


@bp.post(f"{PLACE}/members/<int:membership_id>/end")
@require(rules.end_membership, of=queries.membership_of)
@bp.input(shapes.MembershipEndIn, arg_name="data")
@bp.output(shapes.MemberView)
def end_membership(seat: Membership, data: shapes.MembershipEndIn) -> Any:
    """End a seat with a day; it is never deleted."""
    carry_out(operations.end_membership, seat, **data.model_dump())
    return shapes.member_view(seat)
