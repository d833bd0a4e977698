"""Actions in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.actions import operations as actions
from portal.actions.queries import carried_to, of_origin
from portal.agreements import rules as agreement_rules
from portal.agreements import subjects
from portal.agreements.batches import carry_out as answer_party
from portal.agreements.models import AgreementParty
from portal.agreements.seen import seen_by_mark
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
from portal.steering import rules as steering_rules
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id

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
    check_version(followed.action, data.version)
    said = {"outcome": data.outcome, "evidence": data.evidence}
    operations.complete(followed, **said, actor=current_user, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.action_view(followed)


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
    """Ask somebody else to own it; it is theirs once they say yes. Who names themselves owns it at once."""
    check_version(followed.action, data.version)
    owner = named_person(data.owner, "owner")
    operations.hand_over(followed, owner=owner, note=data.note, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.action_view(followed)


@bp.post(f"{PLACE}/acceptance")
@require(agreement_rules.answer, of=queries.party_of_owner)
@bp.input(shapes.OwnAnswerIn, arg_name="data")
@bp.output(shapes.ActionView)
def accept(party: AgreementParty, data: shapes.OwnAnswerIn) -> Any:
    """The owner's own yes, or no with the reason."""
    return _answered(party, data)


@bp.post(f"{PLACE}/hand-over/answer")
@require(agreement_rules.answer, of=queries.party_of_receiver)
@bp.input(shapes.OwnAnswerIn, arg_name="data")
@bp.output(shapes.ActionView)
def answer_hand_over(party: AgreementParty, data: shapes.OwnAnswerIn) -> Any:
    """Whoever is to take it over says yes, or no with the reason."""
    return _answered(party, data)


def _answered(party: AgreementParty, data: shapes.OwnAnswerIn) -> Any:
    about = subjects.about(party.agreement)
    seen = seen_by_mark(data.seen, party.version, lambda: about.words(party.version))
    said = {"answer": data.answer, "reason": data.reason}
    answer_party(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    session().flush()
    return shapes.action_view(about.record)


@bp.get("/meetings/<int:meeting_id>/actions")
@require(steering_rules.read_meeting, of=meeting_by_id)
@bp.output(shapes.OfMeetingView)
def of_meeting(meeting: Meeting) -> Any:
    """What a meeting gave, what it took up from earlier ones, and what those left open."""
    return _of_meeting(meeting)


def _of_meeting(meeting: Meeting) -> dict[str, Any]:
    groups = {
        "given": of_origin(meeting_id=meeting.id),
        "carried_over": carried_to(meeting.id),
        "left_open": queries.left_open(meeting, current_user),
    }
    return {name: [shapes.short_view(each) for each in found] for name, found in groups.items()}


@bp.post("/meetings/<int:meeting_id>/actions")
@require(steering_rules.prepare_meeting, of=meeting_by_id)
@bp.input(shapes.CarryIn, arg_name="data")
@bp.output(shapes.OfMeetingView)
def carry_over(meeting: Meeting, data: shapes.CarryIn) -> Any:
    """Carry open actions of earlier meetings over to this one."""
    chosen = [each for each in queries.left_open(meeting, current_user) if each.id in data.actions]
    if len(chosen) != len(set(data.actions)):
        raise Invalid(actions=_("Name actions of earlier meetings of this group that are still open."))
    operations.carry_over(meeting, actions=chosen, by=current_user.person, now=clock.now())
    session().flush()
    return _of_meeting(meeting)


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
