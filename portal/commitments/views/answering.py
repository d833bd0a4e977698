"""Pages of the head: the ask on one screen, and the three answers, each with an address of its own."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments import forms, operations, queries, rules, seeing
from portal.commitments.models import Commitment, Kind
from portal.commitments.views.pages import bp, carried_out, done, offer_people, page
from portal.core.access import require


@bp.get("/commitments/<int:commitment_id>/answer")
@require(rules.answer, of=queries.commitment_by_id)
def answer(commitment: Commitment) -> Any:
    """The ask in one sentence, what the people have on already, three equal choices with their forms."""
    if not commitment.can_be("confirm"):
        return redirect(url_for("commitments.show", commitment_id=commitment.id))
    context = _context(commitment)
    answers = {
        "confirmation": _confirmation_form(commitment, context["people"]),
        "counter": _counter_form(commitment),
        "refusal": forms.RefusalForm(data={"version": commitment.version}),
    }
    for mark, form in answers.items():
        forms.set_apart(form, mark)
    context["shown"] = seeing.shown(commitment)
    return render_template("commitments/answer.html", commitment=commitment, **answers, **context)


@bp.route("/commitments/<int:commitment_id>/confirmation", methods=["GET", "POST"])
@require(rules.confirm, of=queries.commitment_by_id)
def confirmation(commitment: Commitment) -> Any:
    commitment.insist_on("confirm")
    context = _context(commitment)
    form = _confirmation_form(commitment, context["people"])
    if carried_out(form, commitment, "confirm", operations.confirm_commitment, **form.values()):
        return done(commitment, _("You have confirmed. The project has been told."))
    return page("confirmation", form, commitment, **context)


def _confirmation_form(commitment: Commitment, people: list[queries.Candidate]) -> Any:
    needs_name = commitment.kind == Kind.STAFFING and commitment.person is None
    form = (forms.NamingConfirmationForm if needs_name else forms.ConfirmationForm)(
        data={"version": commitment.version}
    )
    if needs_name:
        form.person.offer(people)
    return form


@bp.route("/commitments/<int:commitment_id>/counter-offer", methods=["GET", "POST"])
@require(rules.counter, of=queries.commitment_by_id)
def counter_offer(commitment: Commitment) -> Any:
    commitment.insist_on("counter")
    form = _counter_form(commitment)
    values = {"terms": form.terms(), "note": form.note.data or ""}
    if carried_out(form, commitment, "counter", operations.counter_commitment, **values):
        return done(commitment, _("Your counter-offer is with the project."))
    return page("counter_offer", form, commitment, **_context(commitment))


def _counter_form(commitment: Commitment) -> Any:
    form = forms.fill(forms.COUNTER_FORMS[commitment.kind], commitment)
    if "skill" in form and not commitment.skill:
        del form.skill
    offer_people(form, commitment)
    return form


@bp.route("/commitments/<int:commitment_id>/refusal", methods=["GET", "POST"])
@require(rules.refuse, of=queries.commitment_by_id)
def refusal(commitment: Commitment) -> Any:
    commitment.insist_on("refuse")
    form = forms.RefusalForm(data={"version": commitment.version})
    if carried_out(form, commitment, "refuse", operations.refuse_commitment, **form.values()):
        return done(commitment, _("You have refused. The project has been told why."))
    return page("refusal", form, commitment, **_context(commitment))


def _context(commitment: Commitment) -> dict[str, Any]:
    """What the head needs to know before the answer: whose week it is, and what hangs on it."""
    return {
        "today": current_user.today,
        "people": queries.people_in_question(commitment, reader=current_user),
        "decisions": queries.decisions_beside(commitment),
    }
