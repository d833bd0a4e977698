"""What is hung onto the pages of commitments, projects and departments."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import Department
from portal.commitments.models import IN_FORCE, OPEN, Commitment, Kind, State
from portal.fulfilment import queries, rules
from portal.fulfilment.contributions import Contribution
from portal.fulfilment.queries.kept import LONG, SHORT
from portal.fulfilment.weeks import whole_of


def weeks_of_commitment(commitment: Commitment, actor: Actor) -> Any:
    """Week by week what was promised and given; and why the whole was missed, as either side says it."""
    weeks = queries.weeks_of(commitment, actor.today)
    is_over_short = commitment.state in (State.MISSED, State.RELEASED)
    reasons = queries.reasons_of_whole(commitment) if is_over_short else []
    if not weeks and not is_over_short:
        return None
    return {
        "weeks": weeks,
        "whole": whole_of(weeks),
        "reasons": reasons,
        "explains": is_over_short and rules.explain_whole(actor, commitment),
    }


def objectives_of_commitment(commitment: Commitment, actor: Actor) -> Any:
    """What shall be reached: the agreed version, and the one that waits for an answer."""
    if commitment.kind != Kind.STAFFING:
        return None
    versions = queries.objectives_of(commitment)
    is_running = commitment.state in (*OPEN, *IN_FORCE)
    proposes = is_running and rules.propose_objectives(actor, commitment)
    if not versions and not proposes:
        return None
    waiting = versions[0] if versions and versions[0].answer == "open" else None
    return {
        "agreed": next((each for each in versions if each.answer == "accepted"), None),
        "newest": versions[0] if versions else None,
        "waiting": waiting,
        "proposes": proposes,
        "answers": waiting is not None and is_running and rules.answer_objectives(actor, commitment),
    }


def evaluation_of_commitment(commitment: Commitment, actor: Actor) -> Any:
    """A way to the evaluation, for the three people whom it concerns; others do not learn that there is one."""
    if commitment.kind != Kind.STAFFING or commitment.person_id is None:
        return None
    contribution = Contribution(commitment, queries.evaluation_of(commitment))
    if not rules.read_evaluation(actor, contribution):
        return None
    if contribution.evaluation is None and not contribution.can_begin(actor.today):
        return None
    return {"evaluation": contribution.evaluation, "part": contribution.part_of(actor)}


def of_department(department: Department, actor: Actor) -> Any:
    """Whether the department gave what it promised, and whether the projects were ready for it."""
    shares = queries.kept_shares([department], (SHORT, LONG), actor.today, reader=actor)[department.id]
    return None if shares[LONG].is_empty else {"shares": shares}
