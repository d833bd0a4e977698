"""The evaluation of a contribution: three people see these pages, for everybody else they do not exist."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.fulfilment import forms, operations, queries, rules
from portal.fulfilment.contributions import Contribution, Part
from portal.fulfilment.export import as_text
from portal.fulfilment.views.blueprint import back_to, bp, carried_out, page
from portal.fulfilment.weeks import whole_of

PLACE = "/commitments/<int:commitment_id>/evaluation"
SHOW = "fulfilment.evaluation"


@bp.get(PLACE)
@require(rules.read_evaluation, of=queries.contribution_of)
def evaluation(contribution: Contribution) -> Any:
    commitment, stored, actor = contribution.commitment, contribution.evaluation, current_user
    return render_template(
        "fulfilment/evaluation.html",
        commitment=commitment,
        contribution=contribution,
        evaluation=stored,
        agreed=queries.agreed_objectives(commitment),
        whole=whole_of(queries.weeks_of(commitment, actor.today)),
        part=contribution.part_of(actor),
        can_begin=contribution.can_begin(actor.today),
        form=Form(data={"version": stored.version if stored else ""}),
    )


@bp.route(f"{PLACE}/edit", methods=["GET", "POST"])
@require(rules.write_evaluation, of=queries.contribution_of)
def write_evaluation(contribution: Contribution) -> Any:
    """One text that both sides write; whoever changes it last is confirmed by both again."""
    commitment, stored = contribution.commitment, contribution.evaluation
    agreed = queries.agreed_objectives(commitment)
    data = {"text": stored.text, "version": stored.version} if stored else {}
    form = forms.evaluation_form(agreed, data)
    if form.submitted() and stored is not None:
        check_version(stored, form.version.data or 0, [(_("The contribution"), stored.text, form.text.data)])
    values = {"text": form.text.data, "outcomes": form.outcomes()}
    if carried_out(form, operations.write_evaluation, contribution, **values):
        return back_to(commitment, _("Saved. Both sides confirm it before it can be read."), SHOW)
    return page("evaluation_form", form, commitment, agreed=agreed, contribution=contribution)


@bp.post(f"{PLACE}/confirmation")
@require(rules.write_evaluation, of=queries.contribution_of)
def confirm_evaluation(contribution: Contribution) -> Any:
    """One side stands behind exactly the text that it saw."""
    form, part = Form(), contribution.part_of(current_user)
    if contribution.evaluation is not None:
        check_version(contribution.evaluation, form.version.data or 0, _shown(contribution))
    carried_out(form, operations.confirm_evaluation, contribution, part=part)
    return back_to(contribution.commitment, _("You stand behind this evaluation."), SHOW)


def _shown(contribution: Contribution) -> list[tuple[str, str, str]]:
    stored = contribution.evaluation
    return [(_("The contribution"), stored.text, "")] if stored else []


@bp.post(f"{PLACE}/reading")
@require(rules.respond, of=queries.contribution_of)
def read_evaluation(contribution: Contribution) -> Any:
    """The person has read it, and need not say anything about it."""
    carried_out(Form(), operations.mark_read, contribution)
    return back_to(contribution.commitment, _("Marked as read. This is no consent."), SHOW)


@bp.route(f"{PLACE}/words", methods=["GET", "POST"])
@require(rules.respond, of=queries.contribution_of)
def own_words(contribution: Contribution) -> Any:
    """The person's own words beside the text."""
    stored = contribution.evaluation
    form = forms.OwnWordsForm(data={"own_words": stored.own_words if stored else ""})
    if carried_out(form, operations.add_own_words, contribution, own_words=form.own_words.data):
        return back_to(contribution.commitment, _("Your words stand beside the evaluation."), SHOW)
    return page("own_words", form, contribution.commitment, evaluation=stored)


@bp.get(f"{PLACE}/record.txt")
@require(rules.export, of=queries.contribution_of)
def export(contribution: Contribution) -> Any:
    """For the department's own records: only its head takes it out of the portal."""
    if contribution.part_of(current_user) != Part.HEAD or contribution.evaluation is None:
        return back_to(contribution.commitment, _("Nobody has written anything yet."), SHOW)
    weeks = queries.weeks_of(contribution.commitment, current_user.today)
    agreed = queries.agreed_objectives(contribution.commitment)
    text = as_text(contribution.commitment, contribution.evaluation, agreed, whole_of(weeks))
    response = Response("\ufeff" + text, content_type="text/plain; charset=utf-8")
    name = f"{contribution.commitment.code}-evaluation.txt"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
