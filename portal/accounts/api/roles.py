"""Roles in `/api/v1`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts import schemas as shapes
from portal.accounts.api.blueprint import bp
from portal.accounts.models import Person, RoleGrant
from portal.accounts.queries import GrantFilters
from portal.core import clock
from portal.core.access import require
from portal.core.api import Items, items
from portal.database import session


@bp.get("/roles")
@require(rules.read)
@bp.input(GrantFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.GrantView])
def roles(filters: GrantFilters) -> Any:
    """Every role that was granted, the latest first, with who granted it."""
    return items(queries.grants(filters, clock.today()), shapes.grant_view)


@bp.get("/people/<int:person_id>/roles")
@require(rules.read, of=queries.person_by_id)
@bp.output(Items[shapes.GrantView])
def roles_of(person: Person) -> Any:
    """The roles that a person had, has or will have."""
    return {"items": [shapes.grant_view(grant) for grant in queries.grants_of(person)], "next": None}


@bp.post("/people/<int:person_id>/roles")
@require(rules.grant_role, of=queries.person_by_id)
@bp.input(shapes.GrantIn, arg_name="data")
@bp.output(shapes.GrantView, status_code=201)
def grant_role(person: Person, data: shapes.GrantIn) -> Any:
    """Grant somebody else a role."""
    grant = operations.grant_role(person, **data.model_dump(), by=current_user.person, now=clock.now())
    session().flush()
    return shapes.grant_view(grant)


@bp.post("/roles/<int:grant_id>/ending")
@require(rules.end_role, of=queries.grant_by_id)
@bp.input(shapes.EndIn, arg_name="data")
@bp.output(shapes.GrantView)
def end_role(grant: RoleGrant, data: shapes.EndIn) -> Any:
    """Set the last day of a role; yesterday ends it at once."""
    view = shapes.grant_view(grant)
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.end_role(grant, valid_to=data.valid_to, by=by, now=now, today=today)
    return {**view, "valid_to": data.valid_to}
