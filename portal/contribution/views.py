"""Pages: the contribution to a project, one version, proposing, answering, asking at a milestone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.models import Department
from portal.agreements import batches, subjects
from portal.agreements import queries as agreements
from portal.agreements.models import AgreementParty
from portal.agreements.seen import mark_of, seen_by_mark
from portal.contribution import forms, operations, queries, rules, subject
from portal.contribution.kinds import KINDS, PARTS
from portal.contribution.models import Round, Sharing, SharingState
from portal.contribution.operations.sharing import USUAL_DAYS
from portal.contribution.printing import printed
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.printing import PDF, pdf_of
from portal.core.web import PageBlueprint
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.register.queries import history_of

bp = PageBlueprint("contribution", __name__)
add_tab("contribution", _l("Contribution"), "contribution.of_project", order=41, within="mandates")

PLACE = "/projects/<code>/contribution"
SHARING = "/contribution/<int:sharing_id>"
__all__ = ["bp", "subject"]


def _home(project: Project, message: str) -> BaseResponse:
    flash(message, "success")
    return redirect(url_for("contribution.of_project", code=project.code), 303)


@bp.get(PLACE)
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    """What is agreed, what waits beside it, and what was confirmed at the milestones."""
    found = queries.overview(project)
    return render_template(
        "contribution/of_project.html",
        project=project,
        found=found,
        kinds=KINDS,
        mine=_mine(found),
        today=current_user.today,
    )


def _mine(found: queries.Overview) -> Sequence[AgreementParty]:
    """What waits for the reader's own answer here."""
    sharings = [each.id for each in (found.proposed,) if each is not None]
    rounds = [each.id for each in found.rounds]
    return [
        *agreements.owed_about(current_user, Sharing.register_kind, sharings),
        *agreements.owed_about(current_user, Round.register_kind, rounds),
    ]


@bp.get(SHARING)
@require(rules.read, of=queries.sharing_by_id)
def show(sharing: Sharing) -> Any:
    """One version: its table, who answered what, and its story."""
    queries.sharings([sharing.id])
    before = queries.agreed_on(sharing.project, current_user.today) if sharing.is_proposed else None
    return render_template(
        "contribution/show.html",
        sharing=sharing,
        project=sharing.project,
        before=before,
        text=queries.version_of(sharing),
        kinds=KINDS,
        history=history_of(sharing, limit=40),
    )


@bp.get(f"{PLACE}/record.pdf")
@require(projects.read, of=project_by_code)
def pdf(project: Project) -> Any:
    """What was agreed and confirmed, to print and to keep."""
    document = printed(project, queries.overview(project))
    response = Response(pdf_of(document), content_type=PDF)
    name = f"contribution-{project.code}.pdf".replace("/", "-")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(rules.propose, of=project_by_code)
def propose(project: Project) -> Any:
    """First who contributes, then the table of kinds and departments."""
    versions = queries.of_project(project)
    newest = versions[0] if versions else None
    chosen = queries.departments_of(request.args.getlist("department")[:60])
    if not chosen:
        return _choose(project, newest)
    week = dt.timedelta(days=USUAL_DAYS)
    proposed = {"due_on": current_user.today + week, "base": newest.number if newest else 0}
    form = forms.SharingForm(data=proposed)
    if form.submitted() and _proposed(form, project, chosen):
        return _home(project, _("The departments are asked. What is agreed stands until all have accepted."))
    cells: Mapping[str, str] = request.form if form.is_submitted() else forms.as_entered(newest)
    words = render_template(
        "contribution/propose.html",
        project=project,
        form=form,
        departments=chosen,
        newest=newest,
        cells=cells,
        kinds=KINDS,
        parts=PARTS,
        cell_name=forms.cell_name,
    )
    return words, 422 if form.errors or form.form_errors else 200


def _choose(project: Project, newest: Sharing | None) -> Any:
    known = {each.code for each in newest.departments} if newest else queries.likely_departments(project)
    departments = queries.all_departments()
    return render_template("contribution/choose.html", project=project, departments=departments, known=known)


def _proposed(form: forms.SharingForm, project: Project, chosen: Sequence[Department]) -> bool:
    shares = form.cells(request.form, chosen)
    if form.form_errors:
        return False
    values = {"reason": form.reason.data or "", "due_on": form.due_on.data, "base": form.base_number()}
    try:
        operations.propose_sharing(project, shares=shares, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


@bp.route("/contribution/answers/<int:party_id>", methods=["GET", "POST"])
@require(rules.answer, of=queries.party_by_id)
def answer(party: AgreementParty) -> Any:
    """The exact words with the table, and two equal choices."""
    about = subjects.about(party.agreement)
    text = about.words(party.version)
    is_round = isinstance(about.record, Round)
    kind = forms.ConfirmationForm if is_round else forms.AnswerForm
    form = kind(data={"seen": mark_of(party.version, text)})
    if form.submitted() and _answered(form, party, about):
        return _home(about.record.project, _("Your answer is recorded."))
    sharing = about.record.sharing if is_round else about.record
    current = queries.in_state(sharing.project, SharingState.AGREED)
    context = {
        "title": about.title(party.agreement),
        "record": about.record,
        "sharing": sharing,
        "before": current if current is not None and current.id != sharing.id and not is_round else None,
        "project": sharing.project,
        "is_round": is_round,
        "text": text,
        "party": party,
        "form": form,
        "kinds": KINDS,
    }
    return render_template("contribution/answer.html", **context), 422 if form.errors else 200


def _answered(form: Any, party: AgreementParty, about: subjects.About) -> bool:
    seen = seen_by_mark(form.seen.data, party.version, lambda: about.words(party.version))
    said = {"answer": form.answer.data, "reason": form.reason.data or ""}
    try:
        batches.carry_out(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


@bp.route(f"{SHARING}/withdrawal", methods=["GET", "POST"])
@require(rules.withdraw, of=queries.sharing_by_id)
def withdraw(sharing: Sharing) -> Any:
    sharing.expect_proposed()
    form = forms.ReasonForm()
    if form.submitted():
        operations.withdraw_sharing(sharing, **form.values(), by=current_user.person, now=clock.now())
        return _home(sharing.project, _("The proposal is withdrawn. What is agreed stands."))
    words = render_template(
        "contribution/withdrawal.html", form=form, sharing=sharing, project=sharing.project
    )
    return words, 422 if form.errors else 200


@bp.route(f"{PLACE}/confirmations", methods=["GET", "POST"])
@require(rules.propose, of=project_by_code)
def ask(project: Project) -> Any:
    """Ask the departments at a milestone that was reached. (A milestone reached later asks by itself.)"""
    milestones = queries.milestones_to_ask_at(project, current_user.today)
    form = forms.MilestoneForm()
    form.offer(milestones)
    if form.submitted():
        milestone = next(each for each in milestones if each.code == form.milestone.data)
        operations.ask_for_confirmation(milestone, by=current_user.person, now=clock.now())
        return _home(project, _("The departments are asked to confirm."))
    words = render_template("contribution/ask.html", form=form, project=project, milestones=milestones)
    return words, 422 if form.errors else 200
