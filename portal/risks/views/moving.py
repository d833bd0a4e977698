"""The moves of a risk, each with a page that says what it means and asks for the grounds."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.actions.queries import of_origin
from portal.core.access import require
from portal.risks import forms, labels, operations, queries, rules
from portal.risks.models import Risk
from portal.risks.views.blueprint import bp, carried_out, done, page

PLACE = "/risks/<int:risk_id>"


@bp.route(f"{PLACE}/treatment", methods=["GET", "POST"])
@require(rules.treat, of=queries.risk_by_id)
def treatment(risk: Risk) -> Any:
    risk.insist_on("treat")
    data = {"response": risk.response, "response_note": risk.response_note, "version": risk.version}
    form = forms.TreatmentForm(data=data)
    if carried_out(form, risk, "treat", operations.treat_risk):
        return done(risk, _("The risk is being treated. Give what must be done to somebody as an action."))
    return page("treatment", form, risk, notes=labels.RESPONSE_MEANINGS)


@bp.route(f"{PLACE}/actions/new", methods=["GET", "POST"])
@require(rules.add_action, of=queries.risk_by_id)
def new_action(risk: Risk) -> Any:
    risk.insist_on("add_action")
    form = forms.ActionForm(data={"owner": risk.owner, "version": risk.version})
    if carried_out(form, risk, "add_action", operations.add_action):
        return done(risk, _("The action is given; its owner has been told."))
    return page("action", form, risk)


@bp.route(f"{PLACE}/acceptance-request", methods=["GET", "POST"])
@require(rules.request_acceptance, of=queries.risk_by_id)
def acceptance_request(risk: Risk) -> Any:
    risk.insist_on("request_acceptance")
    form = forms.ReasonForm(data={"version": risk.version})
    if carried_out(form, risk, "request_acceptance", operations.request_acceptance):
        return done(risk, _("The sponsor has been asked to accept this risk."))
    return page("acceptance_request", form, risk, today=current_user.today)


@bp.route(f"{PLACE}/acceptance", methods=["GET", "POST"])
@require(rules.accept, of=queries.risk_by_id)
def acceptance(risk: Risk) -> Any:
    risk.insist_on("accept")
    form = forms.ReasonForm(data={"version": risk.version})
    if carried_out(form, risk, "accept", operations.accept_risk):
        return done(risk, _("You have accepted this risk. Its owner has been told."))
    return page("acceptance", form, risk)


@bp.route(f"{PLACE}/closure", methods=["GET", "POST"])
@require(rules.close, of=queries.risk_by_id)
def closure(risk: Risk) -> Any:
    risk.insist_on("close")
    form = forms.ReasonForm(data={"version": risk.version})
    if carried_out(form, risk, "close", operations.close_risk):
        return done(risk, _("The risk is closed; its history stays."))
    open_actions = [action for action in of_origin(risk_id=risk.id) if action.is_open]
    return page("closure", form, risk, open_actions=open_actions)


@bp.route(f"{PLACE}/materialisation", methods=["GET", "POST"])
@require(rules.materialise, of=queries.risk_by_id)
def materialisation(risk: Risk) -> Any:
    risk.insist_on("materialise")
    form = forms.MaterialisationForm(data={"materialised_on": current_user.today, "version": risk.version})
    if carried_out(form, risk, "materialise", operations.materialise_risk):
        return done(risk, _("It is recorded that this has come true. Sponsor and manager have been told."))
    return page("materialisation", form, risk)


@bp.route(f"{PLACE}/reopening", methods=["GET", "POST"])
@require(rules.reopen, of=queries.risk_by_id)
def reopening(risk: Risk) -> Any:
    risk.insist_on("reopen")
    form = forms.ReasonForm(data={"version": risk.version})
    if carried_out(form, risk, "reopen", operations.reopen_risk):
        return done(risk, _("The risk is alive again."))
    return page("reopening", form, risk)
