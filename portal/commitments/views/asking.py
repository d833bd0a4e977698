"""Pages of the asking side: draft and ask, accept, ask again, withdraw."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.commitments import forms, labels, operations, queries, rules
from portal.commitments.models import Commitment, Kind
from portal.commitments.views.pages import bp, carried_out, done, page, status_of
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.projects.models import Project
from portal.projects.queries import project_by_code


@bp.get("/commitments/new")
@require(SIGNED_IN)
def choose_project() -> Any:
    """For which project? Whoever manages one only is not asked."""
    found = queries.projects_to_ask_for(current_user)
    if len(found) == 1:
        return redirect(url_for("commitments.new", code=found[0].code))
    return render_template("commitments/choose_project.html", projects=found)


@bp.route("/projects/<code>/commitments/new", methods=["GET", "POST"])
@require(rules.ask, of=project_by_code)
def new(project: Project) -> Any:
    kind = _kind_of(request.args.get("kind"))
    form = forms.ASK_FORMS[kind]()
    forms.offer_milestones(form, project)
    if form.submitted() and (commitment := _asked(project, kind, form)) is not None:
        return done(commitment, _asked_message(commitment))
    context = {"form": form, "project": project, "kind": kind, "kinds": _kinds(), "like": None}
    return render_template("commitments/new.html", **context), status_of(form)


def _kind_of(text: str | None) -> Kind:
    return Kind(text) if text in set(Kind) else Kind.STAFFING


def _kinds() -> list[tuple[str, str, str]]:
    return [(kind, str(labels.KINDS[kind]), str(labels.KIND_MEANINGS[kind])) for kind in Kind]


def _asked(project: Project, kind: Kind, form: Any) -> Commitment | None:
    """Ask, or keep it as a draft; None where something cannot be meant."""
    write = operations.draft_commitment if "draft" in request.form else operations.ask_department
    values = {"department": form.asked_department, "terms": form.terms(), **_note_and_day(form)}
    try:
        return write(project, kind=kind, by=current_user.person, now=clock.now(), **values)
    except Invalid as error:
        form.reject(error)
        return None


def _asked_message(commitment: Commitment) -> str:
    if commitment.can_be("request"):
        return _("The draft is saved. Nobody has been asked yet.")
    if commitment.head is None:
        department = commitment.department.name if commitment.department else ""
        return _(
            "The ask is recorded. Nobody heads %(department)s: it waits for a head.", department=department
        )
    return _("%(name)s has been asked.", name=commitment.head.name)


@bp.route("/commitments/<int:commitment_id>/edit", methods=["GET", "POST"])
@require(rules.revise, of=queries.commitment_by_id)
def edit(commitment: Commitment) -> Any:
    """A draft can still be changed; what was asked cannot."""
    commitment.insist_on("revise")
    more = {
        "department": commitment.department_id,
        "note": commitment.reason,
        "answer_due_on": commitment.answer_due_on,
        "milestones": commitment.milestones,
    }
    form = forms.fill(forms.ASK_FORMS[commitment.kind], commitment, **more)
    values = {"terms": form.terms(), "department": form.asked_department} if form.submitted() else {}
    if carried_out(form, commitment, "revise", operations.revise_draft, **values, **_note_and_day(form)):
        return done(commitment, _("The draft is saved. Nobody has been asked yet."))
    return page("edit", form, commitment)


def _note_and_day(form: Any) -> dict[str, Any]:
    chosen = form.milestones.chosen if "milestones" in form else []
    return {
        "note": form.note.data or "",
        "answer_due_on": form.answer_due_on.data,
        "milestones": chosen,
    }


@bp.post("/commitments/<int:commitment_id>/request")
@require(rules.request, of=queries.commitment_by_id)
def ask_for(commitment: Commitment) -> Any:
    operations.hold(commitment)
    commitment.insist_on("request")
    check_version(commitment, request.form.get("version"))
    try:
        operations.request_commitment(commitment, by=current_user.person, now=clock.now())
    except Invalid as error:
        form = forms.fill(forms.ASK_FORMS[commitment.kind], commitment, department=commitment.department_id)
        form.reject(error)
        return page("edit", form, commitment)
    return done(commitment, _asked_message(commitment))


@bp.route("/commitments/<int:commitment_id>/request-again", methods=["GET", "POST"])
@require(rules.ask_again, of=queries.commitment_by_id)
def ask_again(commitment: Commitment) -> Any:
    commitment.insist_can_be_asked_again(current_user.today)
    form = forms.fill(forms.ASK_FORMS[commitment.kind], commitment, milestones=commitment.milestones)
    if commitment.department is not None:
        del form.department
    values = {"terms": form.terms(), **_note_and_day(form)}
    if "department" in form:
        values["department"] = form.asked_department
    if carried_out(form, commitment, "ask_again", operations.ask_again, **values):
        return done(commitment, _asked_message(commitment))
    return page("request_again", form, commitment)


@bp.route("/commitments/<int:commitment_id>/acceptance", methods=["GET", "POST"])
@require(rules.accept, of=queries.commitment_by_id)
def acceptance(commitment: Commitment) -> Any:
    commitment.insist_on("accept")
    form = forms.NoteForm(data={"version": commitment.version})
    if carried_out(form, commitment, "accept", operations.accept_counter, **form.values()):
        return done(commitment, _("The counter-offer is accepted: it is confirmed."))
    people = queries.people_in_question(commitment, reader=current_user)
    return page("acceptance", form, commitment, people=people)


@bp.route("/commitments/<int:commitment_id>/withdrawal", methods=["GET", "POST"])
@require(rules.withdraw, of=queries.commitment_by_id)
def withdrawal(commitment: Commitment) -> Any:
    commitment.insist_on("withdraw")
    form = forms.WithdrawalForm(data={"version": commitment.version})
    if carried_out(form, commitment, "withdraw", operations.withdraw_commitment, **form.values()):
        return done(commitment, _("The ask is withdrawn."))
    return page("withdrawal", form, commitment)
