"""Outcomes: recorded once, ratified if there was no quorum, carried out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.core.errors import Invalid
from portal.steering import operations, queries, rules
from portal.steering import schemas as shapes
from portal.steering.api.blueprint import bp, carry_out
from portal.steering.api.decisions import PLACE, numbered_meeting, shown
from portal.steering.models import Decision
from portal.steering.records import shown_evidence


@bp.post(f"{PLACE}/outcome")
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.OutcomeIn, arg_name="data")
@bp.output(shapes.DecisionView)
def record_outcome(decision: Decision, data: shapes.OutcomeIn) -> Any:
    """What was decided, once and for good. Without a quorum it needs ratification."""
    decision.expect_open()
    names = {"outcome", "grounds", "decided_on", "due_on", "review_on", "is_carried", "version"}
    values = data.model_dump(include=names)
    carry_out(
        partial(operations.record_outcome, today=current_user.today),
        decision,
        **values,
        meeting=numbered_meeting(data.meeting, decision.group),
        owner=data.named_owner(),
        heard=data.heard(),
    )
    return shown(decision)


@bp.post(f"{PLACE}/ratification")
@require(rules.keep_decision, of=queries.decision_by_id)
@bp.input(shapes.RatificationIn, arg_name="data")
@bp.output(shapes.DecisionView)
def ratify(decision: Decision, data: shapes.RatificationIn) -> Any:
    """A later meeting with a quorum makes it binding."""
    meeting = numbered_meeting(data.meeting, decision.group)
    if meeting is None:
        raise Invalid(meeting=_("Choose a meeting of the group that decides."))
    act = partial(operations.ratify, today=current_user.today)
    carry_out(act, decision, version=data.version, meeting=meeting)
    return shown(decision)


@bp.post(f"{PLACE}/implementation")
@require(rules.carry_out, of=queries.decision_by_id)
@bp.input(shapes.ImplementationIn, arg_name="data")
@bp.output(shapes.DecisionView)
def carry_out_decision(decision: Decision, data: shapes.ImplementationIn) -> Any:
    """What was done, and when."""
    act = partial(operations.carry_out, today=current_user.today)
    values = {**data.model_dump(), "evidence": shown_evidence(data.evidence, current_user)}
    carry_out(act, decision, **values)
    return shown(decision)
