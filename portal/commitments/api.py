"""Commitments in `/api/v1`: the same operations and rules as the pages, state changes as resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments import operations, queries, rules
from portal.commitments import schemas as shapes
from portal.commitments.models import Commitment
from portal.commitments.queries import CommitmentFilters
from portal.commitments.seeing import ANSWERS, seen
from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import ApiBlueprint, Items, items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("commitments", __name__)
PLACE = "/commitments/<int:commitment_id>"


@bp.get("/commitments")
@require(SIGNED_IN)
@bp.input(CommitmentFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.CommitmentView])
def index(filters: CommitmentFilters) -> Any:
    """Commitments that the caller may see, by the filters of the page."""
    page = queries.commitments(current_user, filters)
    queries.name_askers(page.items)
    return items(page, shapes.commitment_view)


@bp.post("/commitments")
@require(SIGNED_IN)
@bp.input(shapes.DraftIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers, status_code=201)
def draft(data: shapes.DraftIn) -> Any:
    """Draft an ask. Nobody is asked before `/request`."""
    project = _project(data.project)
    commitment = operations.draft_commitment(
        project,
        kind=data.kind,
        department=data.asked_department(),
        terms=data.terms(),
        note=data.note,
        answer_due_on=data.answer_due_on,
        milestones=data.needed_for(project),
        by=current_user.person,
        now=clock.now(),
    )
    return _shown(commitment)


def _project(code: str) -> Project:
    """The project for which the caller asks. One that they may not see does not exist for them."""
    project = project_by_code(code)
    if project is None or not projects.read(current_user, project):
        raise Invalid(project=_("There is no project %(code)s.", code=code))
    check(rules.ask, project)
    return project


@bp.get(PLACE)
@require(rules.read, of=queries.commitment_by_id)
@bp.output(shapes.CommitmentWithOffers)
def show(commitment: Commitment) -> Any:
    """A commitment with every version of its terms."""
    return _shown(commitment)


@bp.patch(PLACE)
@require(rules.revise, of=queries.commitment_by_id)
@bp.input(shapes.DraftChangesIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def revise(commitment: Commitment, data: shapes.DraftChangesIn) -> Any:
    """Change a draft; what was asked cannot be changed."""
    values = {"department": data.asked_department(), "terms": data.terms()}
    more: dict[str, Any] = {"note": data.note, "answer_due_on": data.answer_due_on}
    more["milestones"] = data.needed_for(commitment.project)
    return _carried_out(commitment, "revise", operations.revise_draft, data, **values, **more)


@bp.post(f"{PLACE}/request")
@require(rules.request, of=queries.commitment_by_id)
@bp.input(shapes.Versioned, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def request(commitment: Commitment, data: shapes.Versioned) -> Any:
    """Ask the head of the department on this day."""
    return _carried_out(commitment, "request", operations.request_commitment, data)


@bp.post(f"{PLACE}/request-again")
@require(rules.ask_again, of=queries.commitment_by_id)
@bp.input(shapes.AskAgainIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def ask_again(commitment: Commitment, data: shapes.AskAgainIn) -> Any:
    """Put other terms to the department instead of accepting its counter-offer."""
    commitment.insist_can_be_asked_again(current_user.today)
    values = {"department": data.asked_department(), "terms": data.terms(), "note": data.note}
    due_on = {"answer_due_on": data.answer_due_on}
    return _carried_out(commitment, "ask_again", operations.ask_again, data, **values, **due_on)


@bp.post(f"{PLACE}/confirmation")
@require(rules.confirm, of=queries.commitment_by_id)
@bp.input(shapes.ConfirmationIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def confirm(commitment: Commitment, data: shapes.ConfirmationIn) -> Any:
    """The head's yes."""
    values = {"person": data.chosen(), "note": data.note}
    return _carried_out(commitment, "confirm", operations.confirm_commitment, data, **values)


@bp.post(f"{PLACE}/counter-offer")
@require(rules.counter, of=queries.commitment_by_id)
@bp.input(shapes.CounterIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def counter(commitment: Commitment, data: shapes.CounterIn) -> Any:
    """The head's other offer."""
    values = {"terms": data.terms(), "note": data.note}
    return _carried_out(commitment, "counter", operations.counter_commitment, data, **values)


@bp.post(f"{PLACE}/refusal")
@require(rules.refuse, of=queries.commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def refuse(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """The head's no, and why."""
    return _carried_out(commitment, "refuse", operations.refuse_commitment, data, reason=data.reason)


@bp.post(f"{PLACE}/acceptance")
@require(rules.accept, of=queries.commitment_by_id)
@bp.input(shapes.NoteIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def accept(commitment: Commitment, data: shapes.NoteIn) -> Any:
    """Take the counter-offer."""
    return _carried_out(commitment, "accept", operations.accept_counter, data, note=data.note)


@bp.post(f"{PLACE}/withdrawal")
@require(rules.withdraw, of=queries.commitment_by_id)
@bp.input(shapes.OptionalReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def withdraw(commitment: Commitment, data: shapes.OptionalReasonIn) -> Any:
    """The project no longer asks."""
    return _carried_out(commitment, "withdraw", operations.withdraw_commitment, data, reason=data.reason)


@bp.post(f"{PLACE}/release")
@require(rules.release, of=queries.commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def release(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """Give people back before the end."""
    return _carried_out(commitment, "release", operations.release_commitment, data, reason=data.reason)


@bp.post(f"{PLACE}/recall")
@require(rules.recall, of=queries.commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def recall(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """The department takes its word back; the sponsor is told why."""
    return _carried_out(commitment, "recall", operations.recall_commitment, data, reason=data.reason)


@bp.post(f"{PLACE}/amendments")
@require(rules.amend, of=queries.commitment_by_id)
@bp.input(shapes.AmendmentIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers, status_code=201)
def amend(commitment: Commitment, data: shapes.AmendmentIn) -> Any:
    """Propose other terms for a promise in force. It stands until the other side accepts."""
    values = {"terms": data.terms(), "note": data.note, "side": rules.side_of(current_user, commitment)}
    return _carried_out(commitment, "amend", operations.propose_amendment, data, **values)


@bp.post(f"{PLACE}/hand-over")
@require(rules.hand_over, of=queries.commitment_by_id)
@bp.input(shapes.HandOverIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers, status_code=201)
def hand_over(commitment: Commitment, data: shapes.HandOverIn) -> Any:
    """Propose that somebody else of the department does it."""
    values = {"person": data.chosen(), "note": data.note, "side": rules.side_of(current_user, commitment)}
    return _carried_out(commitment, "hand_over", operations.hand_over_commitment, data, **values)


@bp.post(f"{PLACE}/amendments/acceptance")
@require(rules.answer_amendment, of=queries.commitment_by_id)
@bp.input(shapes.NoteIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def accept_amendment(commitment: Commitment, data: shapes.NoteIn) -> Any:
    """The other side's yes: the proposed terms count from now on."""
    return _carried_out(commitment, "accept_amendment", operations.accept_amendment, data, note=data.note)


@bp.post(f"{PLACE}/amendments/refusal")
@require(rules.answer_amendment, of=queries.commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def decline_amendment(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """The other side's no, and why: the promise stands."""
    act = operations.decline_amendment
    return _carried_out(commitment, "decline_amendment", act, data, reason=data.reason)


@bp.post(f"{PLACE}/amendments/withdrawal")
@require(rules.withdraw_amendment, of=queries.commitment_by_id)
@bp.input(shapes.OptionalReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def withdraw_amendment(commitment: Commitment, data: shapes.OptionalReasonIn) -> Any:
    """Whoever proposed the other terms takes them back: the promise stands."""
    act = operations.withdraw_amendment
    return _carried_out(commitment, "withdraw_amendment", act, data, reason=data.reason)


@bp.post(f"{PLACE}/fulfilment")
@require(rules.fulfil, of=queries.commitment_by_id)
@bp.input(shapes.NoteIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def fulfil(commitment: Commitment, data: shapes.NoteIn) -> Any:
    """The promise was kept."""
    return _carried_out(commitment, "fulfil", operations.fulfil_commitment, data, note=data.note)


@bp.post(f"{PLACE}/miss")
@require(rules.miss, of=queries.commitment_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.CommitmentWithOffers)
def miss(commitment: Commitment, data: shapes.ReasonIn) -> Any:
    """The promise was not kept, and why."""
    return _carried_out(commitment, "miss", operations.miss_commitment, data, reason=data.reason)


def _carried_out(
    commitment: Commitment, move: str, act: Callable[..., object], data: shapes.Versioned, **values: Any
) -> Any:
    """Whoever comes second gets a sentence; whoever answers an older version, too."""
    operations.hold(commitment)
    commitment.insist_on(move)
    check_version(commitment, data.version)
    if move in ANSWERS:
        values["seen"] = seen(commitment, getattr(data, "seen", ""))
    act(commitment, **values, by=current_user.person, now=clock.now())
    return _shown(commitment)


def _shown(commitment: Commitment) -> dict[str, Any]:
    session().flush()
    return shapes.commitment_with_offers(commitment, current_user.today)
