"""Pages: recording an outcome, ratifying it, and reporting that it was carried out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.steering import forms, operations, queries, rules
from portal.steering.days import day_of
from portal.steering.models import Decision
from portal.steering.records import shown_evidence
from portal.steering.room import room_of
from portal.steering.views.decisions import chosen
from portal.steering.views.pages import bp, carried_out, page, to_decision, told


@bp.route("/decisions/<int:decision_id>/outcome", methods=["GET", "POST"])
@require(rules.keep_decision, of=queries.decision_by_id)
def outcome(decision: Decision) -> Any:
    """Recorded once and for ever: context, options and positions stand beside the fields."""
    decision.expect_open()
    meetings = queries.meetings_to_record_in(decision.group)
    form = _outcome_form(decision, meetings)
    act = partial(operations.record_outcome, today=current_user.today)
    meeting = chosen(form.meeting.data, meetings)
    if carried_out(form, act, decision, meeting=meeting, **form.values()):
        return _back(decision, _outcome_message(decision))
    aside = room_of(decision.meeting, decision).recused
    seats = decision.group.members_on(_day(decision)) if decision.group else []
    counted = operations.count_of(decision, _day(decision))
    stakes = queries.interests_of(decision.group, _day(decision)) if decision.group else []
    return page(
        "outcome",
        form,
        decision=decision,
        seats=seats,
        meetings=meetings,
        counted=counted,
        interests=stakes,
        aside=aside,
    )


def _back(decision: Decision, message: str) -> Any:
    """To the decision; who came from the secretary's screen goes on there."""
    desk, item = request.args.get("desk", ""), request.args.get("item", "")
    if desk != str(decision.meeting_id or ""):
        return to_decision(decision, message)
    number = item if item.isascii() and item.isdecimal() and len(item) < 10 else None
    return told(message, "sittings.desk", meeting_id=decision.meeting_id, item=number)


def _outcome_form(decision: Decision, meetings: Any) -> forms.OutcomeForm:
    asked = request.args.get("desk", "")
    current = next(
        (each for each in meetings if str(each.id) == asked or each.id == decision.meeting_id), None
    )
    stored = {
        "meeting": str(current.id) if current else "",
        "owner": decision.owner,
        "due_on": decision.due_on,
        "version": decision.version,
    }
    aside = room_of(decision.meeting, decision).recused
    voters = decision.group.voters_on(_day(decision)) if decision.group else []
    seats = [seat for seat in voters if seat.person_id not in aside]
    form = forms.outcome_form(decision, seats, stored)
    none = _("Between meetings") if _may_decide_alone(decision) else _("Choose the meeting")
    forms.offer_meetings(form.meeting, meetings, none)
    return form


def _day(decision: Decision) -> Any:
    """Whose seats count: those of the meeting's day, else today's."""
    return day_of(decision.meeting) if decision.meeting else current_user.today


def _may_decide_alone(decision: Decision) -> bool:
    if decision.group is None:
        return True
    return decision.group.is_chaired_by(current_user.id, current_user.today)


def _outcome_message(decision: Decision) -> str:
    if decision.is_carried is False:
        return _(
            "%(code)s did not carry. That stands in the record, with every position.", code=decision.code
        )
    if decision.holds:
        return _(
            "%(code)s is decided. It stands in the record and is not edited any more.", code=decision.code
        )
    return _(
        "%(code)s was taken without a quorum: it needs ratification at a later meeting.", code=decision.code
    )


@bp.route("/decisions/<int:decision_id>/ratification", methods=["GET", "POST"])
@require(rules.keep_decision, of=queries.decision_by_id)
def ratification(decision: Decision) -> Any:
    decision.expect_ratifiable()
    meetings = [
        each for each in queries.meetings_to_record_in(decision.group) if each.id != decision.meeting_id
    ]
    form = forms.RatificationForm(data={"version": decision.version})
    forms.offer_meetings(form.meeting, meetings, None)
    act = partial(operations.ratify, today=current_user.today)
    if carried_out(form, act, decision, meeting=chosen(form.meeting.data, meetings)):
        return to_decision(decision, _("%(code)s is ratified and binds from now on.", code=decision.code))
    return page("ratification", form, decision=decision, meetings=meetings)


@bp.route("/decisions/<int:decision_id>/implementation", methods=["GET", "POST"])
@require(rules.carry_out, of=queries.decision_by_id)
def implementation(decision: Decision) -> Any:
    decision.expect_to_be_carried_out()
    form = forms.ImplementationForm(data={"carried_out_on": current_user.today, "version": decision.version})
    if carried_out(form, _carry_out, decision, **form.values()):
        return to_decision(decision, _("%(code)s is carried out.", code=decision.code))
    return page("implementation", form, decision=decision)


def _carry_out(decision: Decision, *, evidence: str, **values: Any) -> None:
    shown = shown_evidence(evidence, current_user)
    operations.carry_out(decision, **values, evidence=shown, today=current_user.today)
