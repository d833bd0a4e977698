"""Pages: who is bound and what they said, what relied on a decision, and what the group looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.accounts.models import Department
from portal.accounts.queries.numbers import by_number
from portal.agreements import rules as agreement_rules
from portal.agreements import subjects as agreed
from portal.agreements.batches import carry_out
from portal.agreements.models import AgreementParty
from portal.agreements.operations import insist_answerable
from portal.agreements.seen import mark_of, seen_by_mark
from portal.bindings import forms, operations, queries, relying, rules, sources, subjects
from portal.bindings.models import Binding, Dependant, LookKind, Reliance
from portal.bindings.queries import Relying
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.database import session
from portal.steering import queries as steering
from portal.steering import rules as steering_rules
from portal.steering.models import Decision
from portal.steering.queries import decision_by_id
from portal.steering.views.decisions import chosen
from portal.steering.views.pages import to_decision

__all__ = ["bp", "relying", "sources", "subjects"]

bp = PageBlueprint("bindings", __name__)
bp.add_app_template_global(queries.bindings_of, "bindings_of")
bp.add_app_template_global(queries.reliances_of, "reliances_of")
bp.add_app_template_global(queries.looks_at, "looks_at")

#: A week is what most groups give.
USUAL_DAYS = 7


@bp.app_template_global()
def may_relate(kind: str, number: int) -> bool:
    """May the reader say on which decisions this record relies?"""
    found = queries.relying(kind, number)
    return found is not None and bool(rules.keep_relying(current_user, found))


@bp.app_template_global()
def dependants_of(decision: Decision) -> list[queries.Row]:
    """What relied on a decision that no longer holds, as the reader may see it."""
    return queries.rows_for(current_user, queries.dependants_of(decision))


@bp.app_template_global()
def relying_on(decision: Decision) -> list[queries.Row]:
    """What relies on a decision today."""
    return queries.rows_for(current_user, queries.found_relying(decision))


def _page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    return render_template(f"bindings/{template}.html", form=form, **context), 422 if form.errors else 200


def _happened(form: Form, act: Callable[..., Any], record: Any, **values: Any) -> bool:
    try:
        act(record, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def _told(message: str, address: str) -> Response:
    flash(message, "success")
    return redirect(address, 303)


@bp.route("/decisions/<int:decision_id>/bindings", methods=["GET", "POST"])
@require(rules.name, of=decision_by_id)
def name_bound(decision: Decision) -> Any:
    """Who is bound, one after the other; each is asked to acknowledge it."""
    form = forms.NameForm(data={"due_on": current_user.today + dt.timedelta(days=USUAL_DAYS)})
    values = form.values()
    number = values.pop("department")
    department = by_number(Department, number) if isinstance(number, int) else None
    if form.submitted() and _happened(form, operations.name_bound, decision, **values, department=department):
        return _told(_("Named, and asked."), url_for("bindings.name_bound", decision_id=decision.id))
    return _page("name", form, decision=decision, today=current_user.today)


@bp.route("/bindings/<int:binding_id>/answer", methods=["GET", "POST"])
@require(agreement_rules.answer, of=queries.party_of)
def answer(party: AgreementParty) -> Any:
    """The decision in full, and two equal answers."""
    insist_answerable(party, None)
    about = agreed.about(party.agreement)
    binding, text = about.record, about.words(party.version)
    form = forms.AnswerForm(data={"seen": mark_of(party.version, text)})
    if form.submitted() and _answered(form, party, about):
        return to_decision(binding.decision, _("Your answer is recorded."))
    return _page("answer", form, binding=binding, decision=binding.decision, party=party, text=text)


def _answered(form: forms.AnswerForm, party: AgreementParty, about: agreed.About) -> bool:
    seen = seen_by_mark(form.seen.data, party.version, lambda: about.words(party.version))
    said = {"answer": form.answer.data, "reason": form.reason.data or ""}
    try:
        carry_out(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


@bp.route("/bindings/<int:binding_id>/release", methods=["GET", "POST"])
@require(rules.release, of=queries.binding_by_id)
def release(binding: Binding) -> Any:
    form = forms.ReasonForm(data={"version": binding.version})
    if form.submitted():
        check_version(binding, form.version.data)
        if _happened(form, operations.release, binding, **form.values()):
            return to_decision(binding.decision, _("%(name)s is no longer bound.", name=binding.name))
    return _page("release", form, binding=binding, decision=binding.decision)


@bp.route("/decisions/<int:decision_id>/sighting", methods=["GET", "POST"])
@require(rules.look, of=decision_by_id)
def see_implementation(decision: Decision) -> Any:
    """The group saw what was done."""
    return _look(forms.LookForm(), decision, LookKind.IMPLEMENTATION, operations.see_implementation)


@bp.route("/decisions/<int:decision_id>/review", methods=["GET", "POST"])
@require(rules.name, of=decision_by_id)
def review(decision: Decision) -> Any:
    """The review date had come: it stands, perhaps until another date."""
    return _look(forms.ReviewForm(), decision, LookKind.REVIEW, operations.review)


def _look(form: Any, decision: Decision, kind: LookKind, act: Callable[..., Any]) -> Any:
    meetings = steering.meetings_to_record_in(decision.group)
    form.offer(meetings)
    values = {**form.values(), "meeting": chosen(form.meeting.data, meetings)}
    if form.submitted() and _happened(form, act, decision, **values):
        return to_decision(decision, _("That the group looked at it is on record."))
    return _page("look", form, decision=decision, kind=kind)


@bp.get("/decisions/<int:decision_id>/dependants")
@require(steering_rules.read_decision, of=decision_by_id)
def dependants(decision: Decision) -> Any:
    """What relied on it, and what becomes of each, row by row."""
    return _dependants(decision, None)


def _dependants(decision: Decision, failed: tuple[int, forms.FateForm] | None) -> Any:
    rows = queries.rows_for(current_user, queries.dependants_of(decision))
    wrong, form = failed or (0, None)
    errors = [str(each) for field in form for each in field.errors] if form is not None else []
    page = render_template(
        "bindings/dependants.html", decision=decision, rows=rows, wrong=wrong, form=form, errors=errors
    )
    return page, 422 if failed else 200


@bp.post("/decisions/<int:decision_id>/dependants/<int:dependant_id>")
@require(rules.settle, of=queries.dependant_by_id)
def settle(dependant: Dependant) -> Any:
    """One answer for one row."""
    form = forms.FateForm()
    if form.submitted():
        check_version(dependant, form.version.data)
        if _happened(form, operations.settle, dependant, **form.values()):
            address = url_for("bindings.dependants", decision_id=dependant.decision_id)
            return _told(_("What becomes of it is on record."), f"{address}#row-{dependant.id}")
    return _dependants(dependant.decision, (dependant.id, form))


@bp.route("/relies-on/<kind>/<int:number>", methods=["GET", "POST"])
@require(rules.keep_relying, of=queries.relying)
def relate(found: Relying) -> Any:
    """On which decisions a record relies; one more is added below."""
    form = forms.RelianceForm()
    if form.submitted() and (decision := _named(form)) is not None:
        values = {"decision": decision, "note": form.note.data or ""}
        if _happened(form, operations.relate, found, **values):
            return _told(_("It is on record that this relies on %(code)s.", code=decision.code), request.path)
    rows = queries.reliances_of(found.name, found.number)
    return _page("relate", form, found=found, reliances=rows)


def _named(form: forms.RelianceForm) -> Decision | None:
    found = named_decision(form.decision.data or "")
    if found is None:
        form.reject(Invalid(decision=_("There is no decision of this code.")))
    return found


def named_decision(code: str) -> Decision | None:
    """The decision of this code, if the reader may see it."""
    number = session().scalar(
        select(Decision.id).where(Decision.code.in_({code.strip(), code.strip().upper()}))
    )
    found = decision_by_id(number) if number is not None else None
    return found if found is not None and steering_rules.read_decision(current_user, found) else None


@bp.post("/relies-on/<int:reliance_id>/removal")
@require(rules.remove_reliance, of=queries.reliance_by_id)
def unrelate(reliance: Reliance) -> Any:
    found = queries.relying(reliance.subject_kind, reliance.subject_id)
    assert found is not None, "the rule has loaded it"
    operations.unrelate(reliance, found=found, by=current_user.person, now=clock.now())
    address = url_for("bindings.relate", kind=found.name, number=found.number)
    return _told(_("It no longer relies on it. Both stand in the register."), address)
