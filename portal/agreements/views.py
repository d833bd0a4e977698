"""Pages of agreements: what waits for an answer, one agreement with everything that was said, the answer."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.agreements import batches, labels, queries, rules, subjects
from portal.agreements.forms import AnswerForm, RowsForm
from portal.agreements.models import Agreement, AgreementParty
from portal.agreements.owed import rows_for
from portal.agreements.seen import mark_of, seen_by_mark
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Refused
from portal.core.forms import form_from_json
from portal.core.web import PageBlueprint
from portal.register.queries import history_of

bp = PageBlueprint("agreements", __name__)
bp.record_once(lambda state: state.app.jinja_env.globals.update(agreement_words=labels))
ROW = re.compile(r"answer-([1-9][0-9]{0,9})")


@bp.get("/agreements")
@require(SIGNED_IN)
def index() -> Any:
    """What waits for the reader's own answer; on the row, many at once."""
    return _rows_page(RowsForm(), 200)


def _rows_page(form: RowsForm, status: int) -> Any:
    rows = rows_for(current_user, batches.MOST_ROWS)
    return render_template("agreements/index.html", rows=rows, form=form, today=current_user.today), status


@bp.post("/agreements/answers")
@require(SIGNED_IN)
def answers() -> Any:
    """Many answers at once; what could not be recorded is said by name."""
    form = RowsForm()
    if not form.submitted():
        return _rows_page(form, 422)
    rows = _submitted_rows()
    if not rows:
        form.form_errors.append(_("Choose an answer in at least one row."))
        return _rows_page(form, 422)
    outcomes = batches.answer_rows(rows, actor=current_user, now=clock.now())
    done = sum(outcome.happened for outcome in outcomes)
    failed = [outcome for outcome in outcomes if not outcome.happened]
    if not done:
        raise Refused(" ".join(_failure(outcome) for outcome in failed))
    flash(ngettext("%(num)d answer recorded.", "%(num)d answers recorded.", done), "success")
    for outcome in failed:
        flash(_failure(outcome), "warning")
    return redirect(url_for("agreements.index"), 303)


def _failure(outcome: batches.Outcome) -> str:
    return _("%(title)s: not recorded. %(why)s", title=outcome.title, why=outcome.sentence)


def _submitted_rows() -> list[batches.Row]:
    found = [match for name in request.form if (match := ROW.fullmatch(name)) and request.form[name]]
    return [_submitted_row(match[1]) for match in found[: batches.MOST_ROWS]]


def _submitted_row(number: str) -> batches.Row:
    names = ("answer", "reason", "seen")
    values = {name: request.form.get(f"{name}-{number}", "") for name in names}
    form = form_from_json(AnswerForm, values)
    complaint = "" if form.validate() else " ".join(str(each) for field in form for each in field.errors)
    said = {"answer": form.answer.data or "", "reason": form.reason.data or "", "mark": form.seen.data or ""}
    return batches.Row(int(number), **said, complaint=complaint)


@bp.get("/agreements/<int:agreement_id>")
@require(rules.read, of=queries.agreement_by_id)
def show(agreement: Agreement) -> Any:
    """Every version, exactly as it was put, who was asked in what capacity, who answered, and for whom."""
    about = subjects.about(agreement)
    versions = queries.versions_of(agreement)
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        title=about.title(agreement),
        address=about.address(agreement) if about.kind else None,
        versions=versions,
        words=about.words(versions[-1]) if versions else "",
        mine=[
            about.answer_address(party)
            for version in versions[-1:]
            for party in version.parties
            if agreement.is_open and party.answer is None and rules.may_answer(current_user, party)
        ],
        history=history_of(about.record if about.record is not None else agreement),
        today=current_user.today,
    )


@bp.route("/agreements/parties/<int:party_id>/answer", methods=["GET", "POST"])
@require(rules.answer, of=queries.party_by_id)
def answer(party: AgreementParty) -> Any:
    """The exact text, and three equal choices."""
    about = subjects.about(party.agreement)
    text = about.words(party.version)
    form = AnswerForm(data={"seen": mark_of(party.version, text)})
    if form.submitted() and _answered(form, party, about):
        flash(_("Your answer is recorded."), "success")
        return redirect(url_for("agreements.show", agreement_id=party.agreement.id), 303)
    context = {"title": about.title(party.agreement), "text": text, "party": party, "form": form}
    return render_template("agreements/answer.html", **context), 422 if form.errors else 200


def _answered(form: AnswerForm, party: AgreementParty, about: subjects.About) -> bool:
    seen = seen_by_mark(form.seen.data, party.version, lambda: about.words(party.version))
    said = {"answer": form.answer.data, "reason": form.reason.data or ""}
    try:
        batches.carry_out(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True
