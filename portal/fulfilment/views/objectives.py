"""What shall be reached: proposed by the project, answered by the head."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.commitments.models import Commitment
from portal.commitments.queries import commitment_by_id
from portal.core.access import require
from portal.fulfilment import forms, operations, queries, rules
from portal.fulfilment.models import Objectives, ObjectivesAnswer
from portal.fulfilment.views.blueprint import back_to, bp, carried_out, page


@bp.route("/commitments/<int:commitment_id>/objectives", methods=["GET", "POST"])
@require(rules.propose_objectives, of=commitment_by_id)
def propose_objectives(commitment: Commitment) -> Any:
    """Propose objectives, or others instead of those that were proposed before."""
    versions = queries.objectives_of(commitment)
    form = forms.ObjectivesForm(data={"texts": _as_lines(versions[0]) if versions else ""})
    if carried_out(form, operations.propose_objectives, commitment, texts=form.lines()):
        return back_to(commitment, _("The objectives are proposed. The head has been told."))
    return page("objectives", form, commitment, versions=versions)


@bp.route("/commitments/<int:commitment_id>/objectives/answer", methods=["GET", "POST"])
@require(rules.answer_objectives, of=commitment_by_id)
def answer_objectives(commitment: Commitment) -> Any:
    """The head takes the objectives into the promise, or declines them with a reason."""
    proposed = queries.open_objectives(commitment)
    form = forms.ObjectivesAnswerForm(data={"number": proposed.number if proposed else ""})
    values = {"number": form.seen, "answer": form.answer.data, "reason": form.reason.data}
    if carried_out(form, operations.answer_objectives, commitment, **values):
        is_yes = form.answer.data == ObjectivesAnswer.ACCEPTED
        return back_to(
            commitment,
            _("The objectives are part of the promise.")
            if is_yes
            else _("Declined. The project has been told."),
        )
    return page("objectives_answer", form, commitment, proposed=proposed)


def _as_lines(version: Objectives) -> str:
    return "\n".join(item.text for item in version.items)
