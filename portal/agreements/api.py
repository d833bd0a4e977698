"""Agreements in `/api/v1`: what the caller must answer, everything that was said, and the answers."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.agreements import batches, queries, rules, subjects
from portal.agreements import schemas as shapes
from portal.agreements.models import Agreement, AgreementParty
from portal.agreements.owed import OwedRow, rows_for
from portal.agreements.seen import seen_by_mark
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.api import ApiBlueprint, Items
from portal.core.errors import Refused
from portal.database import session

bp = ApiBlueprint("agreements", __name__)


@bp.get("/agreements")
@require(SIGNED_IN)
@bp.output(Items[shapes.OwedView])
def index() -> Any:
    """What waits for the caller's own answer, as asked or as somebody's substitute; earliest due first."""
    return {"items": [_owed(row) for row in rows_for(current_user)], "next": None}


def _owed(row: OwedRow) -> dict[str, Any]:
    agreement = row.party.agreement
    return {
        "party": row.party.id,
        "agreement": agreement.id,
        "subject_kind": agreement.subject_kind,
        "subject_id": agreement.subject_id,
        "title": row.title,
        "text": row.text,
        "digest": row.party.version.digest,
        "since": row.party.since,
        "answer_due_on": row.party.answer_due_on,
    }


@bp.get("/agreements/<int:agreement_id>")
@require(rules.read, of=queries.agreement_by_id)
@bp.output(shapes.AgreementView)
def show(agreement: Agreement) -> Any:
    """Every version with its exact text, who was asked, who answered and for whom."""
    return shapes.agreement_view(agreement, queries.versions_of(agreement))


@bp.post("/agreements/parties/<int:party_id>/answer")
@require(rules.answer, of=queries.party_by_id)
@bp.input(shapes.AnswerIn, arg_name="data")
@bp.output(shapes.AgreementView)
def answer(party: AgreementParty, data: shapes.AnswerIn) -> Any:
    """Accept, decline or counter the newest version."""
    about = subjects.about(party.agreement)
    seen = seen_by_mark(data.seen, party.version, lambda: about.words(party.version))
    said = {"answer": str(data.answer), "reason": data.reason}
    batches.carry_out(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    session().flush()
    return shapes.agreement_view(party.agreement, queries.versions_of(party.agreement))


@bp.post("/agreements/answers")
@require(SIGNED_IN)
@bp.input(shapes.RowsIn, arg_name="data")
@bp.output(shapes.OutcomesView)
def answers(data: shapes.RowsIn) -> Any:
    """Answer many at once: each is recorded on its own, and the outcome of each is told."""
    rows = [batches.Row(row.party, str(row.answer), row.reason, row.seen) for row in data.answers]
    outcomes = batches.answer_rows(rows, actor=current_user, now=clock.now())
    if not any(outcome.happened for outcome in outcomes):
        raise Refused(" ".join(f"{outcome.title}: {outcome.sentence}" for outcome in outcomes))
    return {"outcomes": [shapes.outcome_view(outcome) for outcome in outcomes]}
