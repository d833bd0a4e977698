"""Pages of a promise in force that is to change: other terms, another person, the answer to them."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments import forms, operations, queries, rules
from portal.commitments.models import Commitment, Side
from portal.commitments.versions import amendment_columns, amendment_rows
from portal.commitments.views.pages import bp, carried_out, done, offer_people, page
from portal.core.access import require


@bp.route("/commitments/<int:commitment_id>/amendments/new", methods=["GET", "POST"])
@require(rules.amend, of=queries.commitment_by_id)
def amendment_new(commitment: Commitment) -> Any:
    """Propose other terms; the promise stands until the other side accepts them."""
    commitment.insist_on("amend")
    form = forms.fill(forms.AMENDMENT_FORMS[commitment.kind], commitment)
    offer_people(form, commitment)
    values = {"terms": form.terms(), "note": form.note.data or "", "side": _side(commitment)}
    if carried_out(form, commitment, "amend", operations.propose_amendment, **values):
        return done(commitment, _("The other terms are with the other side. The promise stands as it is."))
    return page("amendment_new", form, commitment)


@bp.route("/commitments/<int:commitment_id>/hand-over", methods=["GET", "POST"])
@require(rules.hand_over, of=queries.commitment_by_id)
def hand_over(commitment: Commitment) -> Any:
    """Somebody else of the department is to do it."""
    commitment.insist_on("hand_over")
    form = forms.HandOverForm(data={"version": commitment.version})
    offer_people(form, commitment)
    values = {**form.values(), "side": _side(commitment)}
    if carried_out(form, commitment, "hand_over", operations.hand_over_commitment, **values):
        return done(commitment, _("The project has been asked. Until it accepts, nothing changes."))
    return page("hand_over", form, commitment)


@bp.get("/commitments/<int:commitment_id>/amendment")
@require(rules.read, of=queries.commitment_by_id)
def amendment(commitment: Commitment) -> Any:
    """What counts now beside what is proposed, and the answer to it."""
    waiting = commitment.open_amendment
    if waiting is None:
        return redirect(url_for("commitments.show", commitment_id=commitment.id))
    answers = {
        "acceptance": forms.set_apart(forms.NoteForm(data={"version": commitment.version}), "acceptance"),
        "refusal": forms.set_apart(forms.RefusalForm(data={"version": commitment.version}), "refusal"),
    }
    return page("amendment", answers["acceptance"], commitment, **answers, **_context(commitment))


@bp.route("/commitments/<int:commitment_id>/amendment/acceptance", methods=["GET", "POST"])
@require(rules.answer_amendment, of=queries.commitment_by_id)
def amendment_acceptance(commitment: Commitment) -> Any:
    commitment.insist_on("accept_amendment")
    form = forms.NoteForm(data={"version": commitment.version})
    if carried_out(form, commitment, "accept_amendment", operations.accept_amendment, **form.values()):
        return done(commitment, _("The other terms count from now on."))
    return page("amendment_acceptance", form, commitment, **_context(commitment))


@bp.route("/commitments/<int:commitment_id>/amendment/refusal", methods=["GET", "POST"])
@require(rules.answer_amendment, of=queries.commitment_by_id)
def amendment_refusal(commitment: Commitment) -> Any:
    commitment.insist_on("decline_amendment")
    form = forms.RefusalForm(data={"version": commitment.version})
    if carried_out(form, commitment, "decline_amendment", operations.decline_amendment, **form.values()):
        return done(commitment, _("Declined. The promise stands as it was."))
    return page("amendment_refusal", form, commitment)


@bp.route("/commitments/<int:commitment_id>/amendment/withdrawal", methods=["GET", "POST"])
@require(rules.withdraw_amendment, of=queries.commitment_by_id)
def amendment_withdrawal(commitment: Commitment) -> Any:
    commitment.insist_on("withdraw_amendment")
    form = forms.WithdrawalForm(data={"version": commitment.version})
    if carried_out(form, commitment, "withdraw_amendment", operations.withdraw_amendment, **form.values()):
        return done(commitment, _("The other terms are taken back. The promise stands as it was."))
    return page("amendment_withdrawal", form, commitment)


def _side(commitment: Commitment) -> Side:
    side = rules.side_of(current_user, commitment)
    assert side is not None  # the rule has asked
    return side


def _context(commitment: Commitment) -> dict[str, Any]:
    """Both terms beside each other, and what the proposed ones do to the week of whom they name."""
    waiting = commitment.open_amendment
    return {
        "waiting": waiting,
        "moves": rules.moves_of(current_user, commitment),
        "columns": amendment_columns(commitment),
        "rows": amendment_rows(commitment),
        "people": queries.people_in_question(
            commitment, reader=current_user, terms=waiting.offer.terms() if waiting else None
        ),
        "today": current_user.today,
    }
