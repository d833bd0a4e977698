"""Decisions until they are decided: drafts, proposals, positions, supersession."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import Items, items
from portal.core.errors import Invalid
from portal.database import session
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp, carry_out
from portal.steering.api.groups import seen_project
from portal.steering.api.meetings import coded_group
from portal.steering.models import Decision, Meeting, SteeringGroup
from portal.steering.queries import DecisionFilters

PLACE = "/decisions/<int:decision_id>"


def shown(decision: Decision) -> dict[str, Any]:
    session().flush()
    return shapes.decision_view(decision)


def numbered_meeting(number: int | None, group: SteeringGroup | None) -> Meeting | None:
    """A meeting of the group by its id; any other does not exist for it."""
    if number is None:
        return None
    meeting = queries.meeting_by_id(number)
    if meeting is None or group is None or meeting.group_id != group.id:
        raise Invalid(meeting=_("Choose a meeting of the group that decides."))
    return meeting


def _proposal(data: shapes.ProposalChangesIn, group: SteeringGroup | None) -> dict[str, Any]:
    owner: Person | None = data.named_owner()
    values = data.model_dump(include={"title", "context", "options", "due_on", "amount"})
    return {**values, "owner": owner, "meeting": numbered_meeting(data.meeting, group)}


@bp.get("/decisions")
@require(SIGNED_IN)
@bp.input(DecisionFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.DecisionRowView])
def decisions(filters: DecisionFilters) -> Any:
    """The decision log across groups and years, by the filters of the page."""
    return items(queries.list_decisions(filters, current_user), shapes.decision_row)


@bp.post("/decisions")
@require(SIGNED_IN)
@bp.input(shapes.ProposalIn, arg_name="data")
@bp.output(shapes.DecisionView, status_code=201)
def draft_decision(data: shapes.ProposalIn) -> Any:
    """Propose something to a group, or for a project without one."""
    group = coded_group(data.group) if data.group else None
    project = seen_project(data.project)
    if group is not None:
        check(rules.prepare, group)
    elif project is not None:
        check(rules.decide_in_project, project)
    by, now = current_user.person, clock.now()
    decision = operations.draft_decision(
        **_proposal(data, group), group=group, project=project, by=by, now=now
    )
    if data.propose:
        operations.propose(decision, by=by, now=now)
    return shown(decision)


@bp.get(PLACE)
@require(rules.read_decision, of=queries.decision_by_id)
@bp.output(shapes.DecisionView)
def decision(decision: Decision) -> Any:
    """A decision with its positions and who was there."""
    return shown(decision)


@bp.patch(PLACE)
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.ProposalChangesIn, arg_name="data")
@bp.output(shapes.DecisionView)
def edit_decision(decision: Decision, data: shapes.ProposalChangesIn) -> Any:
    """Change a draft or proposal. What is recorded is never edited: 409."""
    decision.expect_editable()
    values = _proposal(data, decision.group)
    carry_out(operations.edit_proposal, decision, version=data.version, **values)
    return shown(decision)


@bp.post(f"{PLACE}/proposal")
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.DecisionView)
def propose(decision: Decision, data: shapes.Versioned) -> Any:
    """Ask the members where they stand."""
    carry_out(operations.propose, decision, version=data.version)
    return shown(decision)


@bp.post(f"{PLACE}/positions")
@require(rules.take_position, of=queries.decision_by_id)
@bp.input(shapes.PositionIn, arg_name="data")
@bp.output(shapes.DecisionView)
def take_position(decision: Decision, data: shapes.PositionIn) -> Any:
    """The caller's own position; nobody takes another's."""
    carry_out(operations.take_position, decision, **data.model_dump())
    return shown(decision)


@bp.post(f"{PLACE}/supersession")
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.SupersessionIn, arg_name="data")
@bp.output(shapes.DecisionView, status_code=201)
def supersede(decision: Decision, data: shapes.SupersessionIn) -> Any:
    """Propose a new decision that takes the place of this one once it is decided itself."""
    values = _proposal(data, decision.group)
    later = carry_out(
        operations.supersede, decision, version=data.version, **values, is_reversal=data.is_reversal
    )
    operations.propose(later, by=current_user.person, now=clock.now())
    return shown(later)


@bp.post(f"{PLACE}/dropping")
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.DecisionView)
def drop_decision(decision: Decision, data: shapes.ReasonIn) -> Any:
    """Not pursued, or not ratified, and why."""
    carry_out(operations.drop_decision, decision, **data.model_dump())
    return shown(decision)
