"""Why less was given: the reason of a week, and of the whole promise."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments.models import Commitment
from portal.commitments.queries import commitment_by_id
from portal.core.access import require
from portal.fulfilment import forms, operations, queries, rules
from portal.fulfilment.models import StatedReason
from portal.fulfilment.views.blueprint import back_to, back_to_week, bp, carried_out, page
from portal.fulfilment.views.weeks import PLACE
from portal.fulfilment.weeks import Week


@bp.route(f"{PLACE}/reason", methods=["GET", "POST"])
@require(rules.explain, of=queries.week_of)
def reason(week: Week) -> Any:
    """One side's reason for one week."""
    side = rules.side_in(current_user, week) or abort(403)
    form = filled(week.reason_of(side))
    values = {**form.values(), "week_on": week.week_on, "side": side}
    if carried_out(form, operations.state_reason, week.commitment, **values):
        return back_to_week(week, _("The reason is stated. The other side may state another: both stand."))
    return page("reason", form, week.commitment, week=week, side=side)


@bp.route("/commitments/<int:commitment_id>/reason", methods=["GET", "POST"])
@require(rules.explain_whole, of=commitment_by_id)
def whole_reason(commitment: Commitment) -> Any:
    """One side's reason why the promise as a whole was not kept."""
    side = rules.side_for(current_user, commitment) or abort(403)
    known = next((each for each in queries.reasons_of_whole(commitment) if each.stated_by == side), None)
    form = filled(known)
    values = {**form.values(), "week_on": None, "side": side}
    if carried_out(form, operations.state_reason, commitment, **values):
        return back_to(commitment, _("The reason is stated. The other side may state another: both stand."))
    return page("reason", form, commitment, week=None, side=side)


def filled(known: StatedReason | None) -> forms.ReasonForm:
    """The form with what this side said before."""
    data = {"reason": known.reason, "note": known.note} if known else {}
    return forms.ReasonForm(data=data).offer()
