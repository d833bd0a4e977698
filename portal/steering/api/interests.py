"""Interests that members declared to a group."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.core.api import Items
from portal.core.errors import Invalid
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp, carry_out
from portal.steering.api.groups import PLACE
from portal.steering.api.meetings import listed
from portal.steering.models import Interest, SteeringGroup


@bp.get(f"{PLACE}/interests")
@require(rules.read_group, of=queries.group_by_id)
@bp.output(Items[shapes.InterestView])
def interests(group: SteeringGroup) -> Any:
    """Declared interests of all times."""
    return listed([shapes.interest_view(each) for each in queries.interests_of(group)])


@bp.post(f"{PLACE}/interests")
@require(rules.declare_interest, of=queries.group_by_id)
@bp.input(shapes.InterestIn, arg_name="data")
@bp.output(shapes.InterestView, status_code=201)
def declare_interest(group: SteeringGroup, data: shapes.InterestIn) -> Any:
    """Declare an interest: one's own, or as who prepares the group what somebody said."""
    person = data.named() if data.person else current_user.person
    if person.id != current_user.id and not rules.prepare(current_user, group):
        raise Invalid(person=_("Members declare their own interests."))
    values = data.model_dump(exclude={"person"})
    return shapes.interest_view(carry_out(operations.declare_interest, group, person=person, **values))


@bp.post(f"{PLACE}/interests/<int:interest_id>/end")
@require(rules.end_interest, of=queries.interest_of)
@bp.input(shapes.InterestEndIn, arg_name="data")
@bp.output(shapes.InterestView)
def end_interest(interest: Interest, data: shapes.InterestEndIn) -> Any:
    """End it with a day; it is never deleted."""
    carry_out(operations.end_interest, interest, **data.model_dump())
    return shapes.interest_view(interest)
