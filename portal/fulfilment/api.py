"""What became of promises in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.models import Department
from portal.accounts.queries import department_by_id
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment
from portal.commitments.queries import commitment_by_id
from portal.commitments.rules import read
from portal.commitments.schemas import DeliveryIn, DeliveryView, delivery_view
from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import ApiBlueprint, Items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.fulfilment import operations, queries, rules
from portal.fulfilment import schemas as shapes
from portal.fulfilment.contributions import Contribution
from portal.fulfilment.models import ObjectivesAnswer
from portal.fulfilment.queries.kept import LONG, SHORT
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.weeks import Week, whole_of
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("fulfilment", __name__)
PLACE = "/commitments/<int:commitment_id>"


@bp.get(f"{PLACE}/deliveries")
@require(read, of=commitment_by_id)
@bp.output(Items[DeliveryView])
def deliveries(commitment: Commitment) -> Any:
    """What was given, week by week."""
    return {"items": [delivery_view(each) for each in commitment.deliveries], "next": None}


@bp.post(f"{PLACE}/deliveries")
@require(rules.enter, of=commitment_by_id)
@bp.input(DeliveryIn, arg_name="data")
@bp.output(DeliveryView, status_code=201)
def deliver(commitment: Commitment, data: DeliveryIn) -> Any:
    """Enter or correct the hours of a week; the head may disagree for a week."""
    values = {"week_on": data.week_on, "hours": data.hours}
    return delivery_view(_act(operations.enter_week, commitment, **values))


@bp.get(f"{PLACE}/weeks")
@require(read, of=commitment_by_id)
@bp.output(Items[shapes.WeekView])
def weeks(commitment: Commitment) -> Any:
    """Every week until this one, newest first: promised, given, who disagrees, and why less was given."""
    found = queries.weeks_of(commitment, current_user.today)
    return {"items": [shapes.week_view(week) for week in found], "next": None}


@bp.post(f"{PLACE}/looks")
@require(read, of=commitment_by_id)
@bp.input(shapes.WeekIn, arg_name="data")
@bp.output(shapes.WeekView)
def agree(commitment: Commitment, data: shapes.WeekIn) -> Any:
    """The head agrees with a figure: it stands."""
    week = _week(commitment, data, rules.look)
    _act(operations.agree_with_week, week, seen=data.seen)
    return _again(week)


@bp.post(f"{PLACE}/objections")
@require(read, of=commitment_by_id)
@bp.input(shapes.ObjectionIn, arg_name="data")
@bp.output(shapes.WeekView, status_code=201)
def disagree(commitment: Commitment, data: shapes.ObjectionIn) -> Any:
    """The head's own figure, and why."""
    week = _week(commitment, data, rules.look)
    _act(operations.disagree_with_week, week, hours=data.hours, reason=data.reason, seen=data.seen)
    return _again(week)


@bp.post(f"{PLACE}/settlements")
@require(read, of=commitment_by_id)
@bp.input(shapes.SettlementIn, arg_name="data")
@bp.output(shapes.WeekView)
def settle(commitment: Commitment, data: shapes.SettlementIn) -> Any:
    """The project takes the department's figure, or lets both stand."""
    week = _week(commitment, data, rules.settle)
    _act(operations.settle_week, week, settlement=data.settlement, note=data.note)
    return _again(week)


@bp.get(f"{PLACE}/verdict")
@require(read, of=commitment_by_id)
@bp.output(shapes.VerdictView)
def verdict(commitment: Commitment) -> Any:
    """The whole promise: given of promised, and why it was not kept as either side says it."""
    return _verdict(commitment)


@bp.post(f"{PLACE}/verdict")
@require(rules.explain_whole, of=commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.VerdictView)
def explain(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """One side's reason for a week, or for the whole; the other side's stands beside it."""
    week_on = monday_of(data.week_on) if data.week_on else None
    side = rules.side_for(current_user, commitment) or abort(403)
    values = {"week_on": week_on, "side": side, "reason": data.reason, "note": data.note}
    _act(operations.state_reason, commitment, **values)
    return _verdict(commitment)


@bp.get(f"{PLACE}/objectives")
@require(read, of=commitment_by_id)
@bp.output(Items[shapes.ObjectivesView])
def objectives(commitment: Commitment) -> Any:
    """Every version of what shall be reached, newest first."""
    found = queries.objectives_of(commitment)
    return {"items": [shapes.objectives_view(version) for version in found], "next": None}


@bp.post(f"{PLACE}/objectives")
@require(rules.propose_objectives, of=commitment_by_id)
@bp.input(shapes.ObjectivesIn, arg_name="data")
@bp.output(shapes.ObjectivesView, status_code=201)
def propose_objectives(commitment: Commitment, data: shapes.ObjectivesIn) -> Any:
    """Propose what shall be reached; the head answers."""
    version = _act(operations.propose_objectives, commitment, texts=data.objectives)
    return shapes.objectives_view(version)


@bp.post(f"{PLACE}/objectives/answer")
@require(rules.answer_objectives, of=commitment_by_id)
@bp.input(shapes.ObjectivesAnswerIn, arg_name="data")
@bp.output(shapes.ObjectivesView)
def answer_objectives(commitment: Commitment, data: shapes.ObjectivesAnswerIn) -> Any:
    """The head takes the objectives into the promise, or declines them."""
    if data.answer == ObjectivesAnswer.OPEN:
        raise Invalid(answer=_("Accept them or decline them."))
    version = _act(operations.answer_objectives, commitment, **data.model_dump())
    return shapes.objectives_view(version)


@bp.get(f"{PLACE}/evaluation")
@require(rules.read_evaluation, of=queries.contribution_of)
@bp.output(shapes.EvaluationView)
def evaluation(contribution: Contribution) -> Any:
    """For the head, the project manager and the person alone; 404 for everybody else."""
    return _evaluation(contribution)


@bp.put(f"{PLACE}/evaluation")
@require(rules.write_evaluation, of=queries.contribution_of)
@bp.input(shapes.EvaluationIn, arg_name="data")
@bp.output(shapes.EvaluationView)
def write_evaluation(contribution: Contribution, data: shapes.EvaluationIn) -> Any:
    """Write the shared text; a changed word asks both sides to confirm again."""
    if contribution.evaluation is not None:
        check_version(contribution.evaluation, data.version or 0)
    outcomes = {each.number: (each.outcome, each.note) for each in data.outcomes}
    _act(operations.write_evaluation, contribution, text=data.text, outcomes=outcomes)
    return _evaluation(queries.contribution_of(contribution.commitment.id))


@bp.post(f"{PLACE}/evaluation/confirmation")
@require(rules.write_evaluation, of=queries.contribution_of)
@bp.input(shapes.ConfirmationIn, arg_name="data")
@bp.output(shapes.EvaluationView)
def confirm_evaluation(contribution: Contribution, data: shapes.ConfirmationIn) -> Any:
    """One side stands behind the text of this version."""
    if contribution.evaluation is not None:
        check_version(contribution.evaluation, data.version)
    _act(operations.confirm_evaluation, contribution, part=contribution.part_of(current_user))
    return _evaluation(contribution)


@bp.post(f"{PLACE}/evaluation/words")
@require(rules.respond, of=queries.contribution_of)
@bp.input(shapes.OwnWordsIn, arg_name="data")
@bp.output(shapes.EvaluationView)
def own_words(contribution: Contribution, data: shapes.OwnWordsIn) -> Any:
    """The person's own words beside the text."""
    _act(operations.add_own_words, contribution, own_words=data.own_words)
    return _evaluation(contribution)


@bp.get("/departments/<int:department_id>/kept-share")
@require(SIGNED_IN, of=department_by_id)
@bp.output(Items[shapes.KeptShareView])
def kept_by_department(department: Department) -> Any:
    """Both sides over the last 4 and 12 weeks, of what the caller may see."""
    return _kept(department)


@bp.get("/projects/<code>/kept-share")
@require(projects.read, of=project_by_code)
@bp.output(Items[shapes.KeptShareView])
def kept_by_project(project: Project) -> Any:
    """Both sides over the last 4 and 12 weeks."""
    return _kept(project)


def _act(act: Callable[..., Any], *subject: Any, **values: Any) -> Any:
    found = act(*subject, **values, by=current_user.person, now=clock.now())
    session().flush()
    return found


def _week(commitment: Commitment, data: Any, rule: Any) -> Week:
    week = week_at(commitment, monday_of(data.week_on), current_user.today)
    if week is None:
        check(rule, Week(commitment, monday_of(data.week_on), Decimal(0), current_user.today))
        raise Invalid(week_on=_("Nothing was promised for this week."))
    check(rule, week)
    return week


def _again(week: Week) -> dict[str, Any]:
    return shapes.week_view(week_at(week.commitment, week.week_on, current_user.today) or week)


def _verdict(commitment: Commitment) -> dict[str, Any]:
    found = queries.weeks_of(commitment, current_user.today)
    return shapes.verdict_view(whole_of(found), queries.reasons_of_whole(commitment))


def _evaluation(contribution: Contribution | None) -> Any:
    if contribution is None or contribution.evaluation is None:
        abort(404)
    agreed = queries.agreed_objectives(contribution.commitment)
    return shapes.evaluation_view(contribution.evaluation, agreed)


def _kept(subject: Department | Project) -> dict[str, Any]:
    shares = queries.kept_shares([subject], (SHORT, LONG), current_user.today, reader=current_user)
    found = [shapes.kept_view(weeks, share) for weeks, share in shares[subject.id].items()]
    return {"items": found, "next": None}
