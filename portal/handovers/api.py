"""Hand-overs in `/api/v1`. Single pieces are answered at `/agreements/parties/{id}/answer`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.database import session
from portal.handovers import accepting, holdings, operations, queries, rules
from portal.handovers import schemas as shapes
from portal.handovers.models import Handover, HandoverItem
from portal.handovers.rules import Leaving
from portal.handovers.views import insist_may_give

bp = ApiBlueprint("handovers", __name__)


@bp.get("/people/<int:person_id>/holdings")
@require(rules.start, of=queries.leaving_organization)
@bp.output(Items[shapes.HoldingView])
def held(leaving: Leaving) -> Any:
    """Everything that somebody holds in the organization today."""
    return _held(leaving)


@bp.get("/projects/<code>/people/<int:person_id>/holdings")
@require(rules.start, of=queries.leaving_project)
@bp.output(Items[shapes.HoldingView])
def held_in_project(leaving: Leaving) -> Any:
    """Everything that somebody holds in one project today."""
    return _held(leaving)


def _held(leaving: Leaving) -> Any:
    found = holdings.held_by(leaving.person, leaving.project, current_user.today)
    return {"items": [shapes.holding_view(each) for each in found], "next": None}


@bp.post("/people/<int:person_id>/handovers")
@require(rules.start, of=queries.leaving_organization)
@bp.input(shapes.StartIn, arg_name="data")
@bp.output(shapes.HandoverView, status_code=201)
def leave(leaving: Leaving, data: shapes.StartIn) -> Any:
    """Hand over everything that somebody holds in the organization."""
    return _started(leaving, data)


@bp.post("/projects/<code>/people/<int:person_id>/handovers")
@require(rules.start, of=queries.leaving_project)
@bp.input(shapes.StartIn, arg_name="data")
@bp.output(shapes.HandoverView, status_code=201)
def leave_project(leaving: Leaving, data: shapes.StartIn) -> Any:
    """Hand over everything that somebody holds in one project."""
    return _started(leaving, data)


def _started(leaving: Leaving, data: shapes.StartIn) -> Any:
    started = operations.start_handover(
        leaving.person,
        project=leaving.project,
        **data.values(),
        may_give=lambda each: holdings.may_give(current_user, each),
        by=current_user.person,
        now=clock.now(),
    )
    return _shown(started)


@bp.get("/handovers/<int:handover_id>")
@require(rules.read, of=queries.handover_by_id)
@bp.output(shapes.HandoverView)
def show(handover: Handover) -> Any:
    """Every piece, who is asked, and what they said."""
    return _shown(handover)


@bp.post("/handovers/<int:handover_id>/acceptance")
@require(rules.accept, of=queries.handover_by_id)
@bp.output(shapes.OutcomesView)
def accept(handover: Handover) -> Any:
    """Take over everything that waits for the caller; the outcome of each piece is told."""
    outcomes = accepting.accept_all(handover, actor=current_user, now=clock.now())
    told = [{"title": each.title, "happened": each.happened, "sentence": each.sentence} for each in outcomes]
    return {"outcomes": told}


@bp.post("/handovers/items/<int:item_id>/receiver")
@require(rules.name, of=queries.item_by_id)
@bp.input(shapes.ReceiverIn, arg_name="data")
@bp.output(shapes.HandoverView)
def name_receiver(item: HandoverItem, data: shapes.ReceiverIn) -> Any:
    """Ask somebody else to take one piece."""
    insist_may_give(item)
    operations.name_receiver(item, **data.values(), by=current_user.person, now=clock.now())
    return _shown(item.handover)


def _shown(handover: Handover) -> Any:
    session().flush()
    return shapes.handover_view(handover, queries.items_of(handover))
