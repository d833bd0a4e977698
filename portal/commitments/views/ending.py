"""Pages on which a promise ends: released, recalled, fulfilled, missed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.commitments import forms, operations, queries, rules
from portal.commitments.models import Commitment
from portal.commitments.views.pages import bp, carried_out, done, page
from portal.core.access import require


@bp.route("/commitments/<int:commitment_id>/release", methods=["GET", "POST"])
@require(rules.release, of=queries.commitment_by_id)
def release(commitment: Commitment) -> Any:
    commitment.insist_on("release")
    form = forms.ReasonForm(data={"version": commitment.version})
    if carried_out(form, commitment, "release", operations.release_commitment, **form.values()):
        return done(commitment, _("The promise is released. The department has been told."))
    return page("release", form, commitment)


@bp.route("/commitments/<int:commitment_id>/recall", methods=["GET", "POST"])
@require(rules.recall, of=queries.commitment_by_id)
def recall(commitment: Commitment) -> Any:
    """The department takes its word back, with a reason that the sponsor reads."""
    commitment.insist_on("recall")
    form = forms.RecallForm(data={"version": commitment.version})
    if carried_out(form, commitment, "recall", operations.recall_commitment, **form.values()):
        return done(commitment, _("The promise is recalled. The project and its sponsor have been told why."))
    return page("recall", form, commitment)


@bp.route("/commitments/<int:commitment_id>/fulfilment", methods=["GET", "POST"])
@require(rules.fulfil, of=queries.commitment_by_id)
def fulfilment(commitment: Commitment) -> Any:
    commitment.insist_on("fulfil")
    form = forms.NoteForm(data={"version": commitment.version})
    if carried_out(form, commitment, "fulfil", operations.fulfil_commitment, **form.values()):
        return done(commitment, _("The promise is marked as fulfilled."))
    return page("fulfilment", form, commitment)


@bp.route("/commitments/<int:commitment_id>/miss", methods=["GET", "POST"])
@require(rules.miss, of=queries.commitment_by_id)
def miss(commitment: Commitment) -> Any:
    commitment.insist_on("miss")
    form = forms.ReasonForm(data={"version": commitment.version})
    if carried_out(form, commitment, "miss", operations.miss_commitment, **form.values()):
        return done(commitment, _("The promise is marked as missed. The department has been told."))
    return page("miss", form, commitment)
