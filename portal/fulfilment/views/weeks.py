"""The weeks of one promise: entering, looking, disagreeing, answering."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment, Kind
from portal.commitments.queries import commitment_by_id
from portal.core.access import require
from portal.core.errors import Invalid, Refused
from portal.fulfilment import forms, operations, queries, rules
from portal.fulfilment.amounts import said
from portal.fulfilment.models import Settlement
from portal.fulfilment.views.blueprint import back_to, back_to_week, bp, carried_out, page
from portal.fulfilment.weeks import Standing, Week, whole_of


@bp.route("/commitments/<int:commitment_id>/deliveries", methods=["GET", "POST"])
@require(rules.enter, of=commitment_by_id)
def deliveries(commitment: Commitment) -> Any:
    """Enter what was given in one week; every week until now stands below."""
    commitment.insist_on("deliver")
    if commitment.kind != Kind.STAFFING:
        raise Refused(_("Hours are counted for people only."))
    form = forms.EntryForm(data={"week_on": proposed_week(commitment)})
    if _entered(form, commitment):
        return back_to(commitment, _("The hours are entered."))
    weeks = queries.weeks_of(commitment, current_user.today)
    return page("deliveries", form, commitment, weeks=weeks, whole=whole_of(weeks))


def proposed_week(commitment: Commitment) -> dt.date:
    """The oldest complete week without a figure, else the last complete one."""
    today = current_user.today
    missing = [
        week.week_on
        for week in queries.weeks_of(commitment, today)
        if rules.enters(current_user, week) and week.standing == Standing.WAITING and week.promised > 0
    ]
    last = monday_of(today) - dt.timedelta(weeks=1)
    return max(min(missing, default=last), monday_of(commitment.valid_from or last))


def _entered(form: forms.EntryForm, commitment: Commitment) -> bool:
    if not form.submitted():
        return False
    try:
        hours = said(form.hours.data or "").hours(commitment)
    except Invalid as error:
        form.reject(error)
        return False
    values = {"week_on": form.week_on.data, "hours": hours}
    return carried_out(form, operations.enter_week, commitment, **values)


PLACE = "/commitments/<int:commitment_id>/weeks/<week_on>"


@bp.get(PLACE)
@require(rules.read, of=queries.week_of)
def week(week: Week) -> Any:
    """One week: both figures, both reasons, who said what and until when one may disagree."""
    standing, actor = week.standing, current_user
    looks = standing == Standing.OPEN and rules.look(actor, week)
    return render_template(
        "fulfilment/week.html",
        week=week,
        commitment=week.commitment,
        looks=looks,
        settles=standing == Standing.DISPUTED and rules.settle(actor, week),
        explains=week.is_short and rules.explain(actor, week),
        enters=not week.is_settled
        and standing != Standing.DISPUTED
        and week.commitment.can_be("deliver")
        and week.week_on <= actor.today
        and rules.enters(actor, week),
        form=forms.LookForm(data={"seen": week.given}) if looks else None,
    )


@bp.post(f"{PLACE}/agreement")
@require(rules.look, of=queries.week_of)
def agree(week: Week) -> Any:
    form = forms.LookForm()
    values = {"seen": form.figure}
    if carried_out(form, operations.agree_with_week, week, **values):
        return back_to_week(week, _("Agreed. This week stands."))
    return page("objection", forms.ObjectionForm(), week.commitment, week=week)


@bp.route(f"{PLACE}/objection", methods=["GET", "POST"])
@require(rules.look, of=queries.week_of)
def objection(week: Week) -> Any:
    """The head's own figure, with a reason."""
    form = forms.ObjectionForm(data={"seen": week.given})
    values = {"hours": form.hours.data, "reason": form.reason.data, "seen": form.figure}
    if carried_out(form, operations.disagree_with_week, week, **values):
        return back_to_week(week, _("Your figure stands beside the other. The project has been told."))
    return page("objection", form, week.commitment, week=week)


@bp.route(f"{PLACE}/settlement", methods=["GET", "POST"])
@require(rules.settle, of=queries.week_of)
def settlement(week: Week) -> Any:
    """The project's answer to a disagreement."""
    form = forms.SettlementForm()
    if carried_out(form, operations.settle_week, week, **form.values()):
        is_corrected = form.settlement.data == Settlement.CORRECTED
        message = _("Corrected by agreement.") if is_corrected else _("Both figures stand, visibly.")
        return back_to_week(week, message)
    return page("settlement", form, week.commitment, week=week)
