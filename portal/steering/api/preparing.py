"""What waits for a meeting: taken onto its agenda, or left off it."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import Items
from portal.database import session
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp
from portal.steering.api.meetings import ITEM, PLACE, listed
from portal.steering.models import AgendaItem, Meeting
from portal.steering.queries.suggestions import Suggested

ONE = f"{PLACE}/suggestions/<kind>/<int:number>"


def _waiting(meeting: Meeting) -> Any:
    return listed(
        [shapes.suggestion_view(each) for each in queries.suggestions_for(meeting, current_user.today)]
    )


@bp.get(f"{PLACE}/suggestions")
@require(rules.prepare_meeting, of=queries.meeting_by_id)
@bp.output(Items[shapes.SuggestionView])
def suggestions(meeting: Meeting) -> Any:
    """What waits for the group and is neither on this agenda nor left off it."""
    return _waiting(meeting)


@bp.post(f"{ONE}/taking")
@require(rules.prepare_suggestion, of=queries.suggested)
@bp.input(shapes.TakingIn, arg_name="data")
@bp.output(shapes.AgendaItemView, status_code=201)
def take_suggestion(found: Suggested, data: shapes.TakingIn) -> Any:
    """Put it on the agenda, at the end."""
    item = operations.take_suggestion(found, **data.model_dump(), by=current_user.person, now=clock.now())
    return shapes.agenda_item_view(item)


@bp.post(f"{ONE}/dropping")
@require(rules.prepare_suggestion, of=queries.suggested)
@bp.input(shapes.DroppingIn, arg_name="data")
@bp.output(Items[shapes.SuggestionView])
def drop_suggestion(found: Suggested, data: shapes.DroppingIn) -> Any:
    """Leave it off this agenda, with the reason. Answers with what still waits."""
    operations.drop_suggestion(found, reason=data.reason, by=current_user.person, now=clock.now())
    return _waiting(found.meeting)


@bp.post(f"{ITEM}/unfinished")
@require(rules.prepare_item, of=queries.agenda_item_of)
@bp.input(shapes.UnfinishedIn, arg_name="data")
@bp.output(shapes.AgendaItemView)
def leave_unfinished(item: AgendaItem, data: shapes.UnfinishedIn) -> Any:
    """Time ran out: it returns on the next agenda by itself. Or it was finished after all."""
    operations.leave_unfinished(
        item, is_unfinished=data.is_unfinished, by=current_user.person, now=clock.now()
    )
    session().flush()
    return shapes.agenda_item_view(item)
