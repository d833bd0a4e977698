"""Written resolutions in `/api/v1`: the same operations and rules as the pages.

Positions are taken at `/decisions/<id>/positions`, as on every proposal.
"""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint, Items, items
from portal.resolutions import operations, queries, rules
from portal.resolutions import schemas as shapes
from portal.resolutions.models import WrittenResolution
from portal.resolutions.queries import ResolutionFilters
from portal.steering.api.blueprint import carry_out
from portal.steering.models import Decision
from portal.steering.queries import decision_by_id
from portal.steering.schemas import ReasonIn

bp = ApiBlueprint("resolutions", __name__)
PLACE = "/resolutions/<int:resolution_id>"


@bp.get("/resolutions")
@require(SIGNED_IN)
@bp.input(ResolutionFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.ResolutionRowView])
def resolutions(filters: ResolutionFilters) -> Any:
    """Written resolutions, by the filters of the page."""
    return items(queries.list_resolutions(filters, current_user), shapes.resolution_row)


@bp.post("/decisions/<int:decision_id>/written-resolutions")
@require(rules.ask, of=decision_by_id)
@bp.input(shapes.AskIn, arg_name="data")
@bp.output(shapes.ResolutionView, status_code=201)
def ask(decision: Decision, data: shapes.AskIn) -> Any:
    """Put a proposal to a written resolution: the members with a vote are asked."""
    return shapes.resolution_view(carry_out(operations.ask, decision, **data.model_dump()))


@bp.get(PLACE)
@require(rules.read, of=queries.resolution_by_id)
@bp.output(shapes.ResolutionView)
def resolution(resolution: WrittenResolution) -> Any:
    """A written resolution with the positions taken so far."""
    return shapes.resolution_view(resolution)


@bp.post(f"{PLACE}/withdrawal")
@require(rules.withdraw, of=queries.resolution_by_id)
@bp.input(ReasonIn, arg_name="data")
@bp.output(shapes.ResolutionView)
def withdraw(resolution: WrittenResolution, data: ReasonIn) -> Any:
    """Take the question back, with the reason. The proposal stays."""
    carry_out(operations.withdraw, resolution, **data.model_dump())
    return shapes.resolution_view(resolution)
