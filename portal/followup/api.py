"""Actions in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.actions import operations as actions
from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import ApiBlueprint, Items, items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.followup import operations, queries, rules
from portal.followup import schemas as shapes
from portal.followup.queries import ActionFilters
from portal.followup.subjects import Followed, Origin
from portal.projects.references import named_person

bp = ApiBlueprint("followup", __name__)
PLACE = "/actions/<int:action_id>"


@bp.get("/actions")
@require(SIGNED_IN)
@bp.input(ActionFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.ActionRowView])
def index(filters: ActionFilters) -> Any:
    """Actions that the caller may see, by the filters of the page."""
    return items(queries.list_actions(filters, current_user), shapes.action_row)


@bp.post("/actions")
@require(SIGNED_IN)
@bp.input(shapes.ActionIn, arg_name="data")
@bp.output(shapes.ActionView, status_code=201)
def create(data: shapes.ActionIn) -> Any:
    """Give an action, born in a meeting, a decision, a risk or a project."""
    origin = _origin(data)
    check(rules.create, origin)
    values = data.model_dump(include={"title", "due_on", "note"})
    owner = named_person(data.owner, "owner")
    made = operations.give_action(origin, **values, owner=owner, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.action_view(Followed(made, origin))


def _origin(data: shapes.ActionIn) -> Origin:
    """The one origin that was named. One that the caller may not see does not exist for them."""
    named: list[tuple[str, Any, Callable[[Any], Origin | None]]] = [
        ("meeting", data.meeting, queries.origin_in_meeting),
        ("decision", data.decision, queries.origin_in_decision),
        ("risk", data.risk, queries.origin_in_risk),
        ("project", data.project, queries.origin_in_project),
    ]
    given = [each for each in named if each[1]]
    if len(given) != 1:
        raise Invalid(project=_("Name one origin: a meeting, a decision, a risk or a project."))
    name, value, load = given[0]
    origin = load(value)
    if origin is None or not rules.sees(current_user, origin):
        raise Invalid(**{name: _("This does not exist.")})
    return origin


@bp.get(PLACE)
@require(rules.read, of=queries.followed_by_id)
@bp.output(shapes.ActionView)
def show(followed: Followed) -> Any:
    """An action with its owner and where it was born."""
    return shapes.action_view(followed)


@bp.patch(PLACE)
@require(rules.keep, of=queries.followed_by_id)
@bp.input(shapes.WordingIn, arg_name="data")
@bp.output(shapes.ActionView)
def reword(followed: Followed, data: shapes.WordingIn) -> Any:
    """Reword an open action."""
    return _carried_out(followed, actions.reword_action, **data.model_dump())


@bp.post(f"{PLACE}/completion")
@require(rules.act, of=queries.followed_by_id)
@bp.input(shapes.CompletionIn, arg_name="data")
@bp.output(shapes.ActionView)
def complete(followed: Followed, data: shapes.CompletionIn) -> Any:
    """Done, with what came of it."""
    act = partial(actions.complete_action, today=current_user.today)
    return _carried_out(followed, act, **data.model_dump())


@bp.post(f"{PLACE}/cancellation")
@require(rules.keep, of=queries.followed_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.ActionView)
def cancel(followed: Followed, data: shapes.ReasonIn) -> Any:
    """No longer needed, and why."""
    act = partial(actions.cancel_action, today=current_user.today)
    return _carried_out(followed, act, **data.model_dump())


@bp.post(f"{PLACE}/hand-over")
@require(rules.act, of=queries.followed_by_id)
@bp.input(shapes.HandOverIn, arg_name="data")
@bp.output(shapes.ActionView)
def hand_over(followed: Followed, data: shapes.HandOverIn) -> Any:
    """Somebody else owns it from now on."""
    check_version(followed.action, data.version)
    owner = named_person(data.owner, "owner")
    operations.hand_over(followed, owner=owner, note=data.note, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.action_view(followed)


@bp.post(f"{PLACE}/due-date")
@require(rules.act, of=queries.followed_by_id)
@bp.input(shapes.DueDateIn, arg_name="data")
@bp.output(shapes.ActionView)
def put_off(followed: Followed, data: shapes.DueDateIn) -> Any:
    """Another date, with the reason."""
    return _carried_out(followed, actions.put_off_action, **data.model_dump())


def _carried_out(
    followed: Followed, act: Callable[..., Any], *, version: int | None = None, **values: Any
) -> Any:
    check_version(followed.action, version)
    act(followed.action, **values, by=current_user.person, now=clock.now(), project=followed.project)
    session().flush()
    return shapes.action_view(followed)
