"""Pages: the mandates of a project, one letter, drafting, signing, acknowledging, renewing, ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.agreements.models import AgreementParty
from portal.agreements.seen import mark_of, seen_by_mark
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Refused
from portal.core.forms import Form
from portal.core.printing import PDF, pdf_of
from portal.core.transactions import check_version
from portal.core.web import Destination, PageBlueprint
from portal.database import session
from portal.mandates import flags, forms, letter, operations, queries, rules, subject
from portal.mandates.models import (
    STATE_TONES,
    STATE_WORDS,
    Mandate,
    MandateState,
    TouchedDepartment,
)
from portal.mandates.operations.signing import USUAL_DAYS
from portal.mandates.printing import printed
from portal.mandates.queries import MandateFilters
from portal.projects import rules as projects
from portal.projects.changes import both_texts
from portal.projects.models import AppointmentRole, LeadModel, Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.register.queries import history_of

bp = PageBlueprint("mandates", __name__)
NAVIGATION = [Destination(_l("Mandates"), "mandates.index", "file-text", order=34)]
add_tab("mandates", _l("Mandate"), "mandates.of_project", order=38)

PLACE = "/mandates/<int:mandate_id>"
TOUCHED = f"{PLACE}/departments/<int:touched_id>"
__all__ = ["NAVIGATION", "bp", "flags", "subject"]


def _page(template: str, form: Form, mandate: Mandate, **context: Any) -> tuple[str, int]:
    words = render_template(
        f"mandates/{template}.html", form=form, mandate=mandate, project=mandate.project, **context
    )
    return words, 422 if form.errors else 200


def _to(mandate: Mandate, message: str) -> BaseResponse:
    flash(message, "success")
    return redirect(url_for("mandates.show", mandate_id=mandate.id), 303)


def _done(form: Form, act: Callable[..., Any], record: Any, **values: Any) -> Any:
    """Carry out what the form asks; a complaint of the operation stands at its field. None: it did not happen."""
    try:
        return act(record, **values, by=current_user.person, now=clock.now()) or record
    except Invalid as error:
        form.reject(error)
        return None


@bp.get("/mandates")
@require(SIGNED_IN)
def index() -> Any:
    filters = MandateFilters.from_request()
    return render_template(
        "mandates/index.html",
        page=queries.list_mandates(filters, current_user),
        filters=filters,
        states=[(code, str(word)) for code, word in STATE_WORDS.items() if code != MandateState.DRAFT],
        words=STATE_WORDS,
        tones=STATE_TONES,
    )


@bp.get("/projects/<code>/mandates")
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    found = [each for each in queries.of_project(project) if rules.read(current_user, each)]
    today = current_user.today
    current = next((each for each in found if each.holds_on(today)), None)
    coming = next((each for each in found if each.is_in_force and each is not current), None)
    return render_template(
        "mandates/of_project.html",
        project=project,
        mandates=found,
        current=current,
        coming=coming,
        preparing=next((each for each in found if each.is_preparing), None),
        today=today,
    )


@bp.route("/projects/<code>/mandates/new", methods=["GET", "POST"])
@require(rules.draft, of=project_by_code)
def draft(project: Project) -> Any:
    """From the template of the lead model: four choices, then the letter is there to be made precise."""
    managers = project.holders(AppointmentRole.MANAGER, current_user.today)
    proposed = {
        "lead_model": project.lead_model or LeadModel.JOINT,
        "grantee": managers[0] if managers else None,
        "chinese": current_user.language if current_user.language in letter.CHINESE else letter.CHINESE[0],
    }
    form = forms.DraftForm(data=proposed)
    if form.submitted():
        made = _done(form, operations.draft_mandate, project, **form.values(), today=current_user.today)
        if made is not None:
            flash(_("The draft is there, from the template. Now make it precise."), "success")
            return redirect(url_for("mandates.show", mandate_id=made.id), 303)
    words = render_template("mandates/draft.html", form=form, project=project)
    return words, 422 if form.errors else 200


@bp.get(PLACE)
@require(rules.read, of=queries.mandate_by_id)
def show(mandate: Mandate) -> Any:
    queries.loaded([mandate.id])
    mine = [each for each in mandate.waiting if rules.acknowledge(current_user, each)]
    signature = queries.signature_party(mandate) if mandate.put_at else None
    return render_template(
        "mandates/show.html",
        mandate=mandate,
        project=mandate.project,
        pairs=letter.pairs(mandate),
        signature=signature,
        mine=mine,
        today=current_user.today,
        history=history_of(mandate, limit=40),
    )


@bp.get(f"{PLACE}/letter.pdf")
@require(rules.read, of=queries.mandate_by_id)
def pdf(mandate: Mandate) -> Any:
    """The letter to print and to send: what counts is this text, its digest and the register."""
    queries.loaded([mandate.id])
    response = Response(pdf_of(printed(mandate)), content_type=PDF)
    name = (mandate.number or f"mandate-{mandate.project.code}").replace("/", "-")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return response


@bp.route(f"{PLACE}/edit", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def edit(mandate: Mandate) -> Any:
    mandate.expect(MandateState.DRAFT)
    stored = forms.as_entered(mandate)
    form = forms.MandateForm(data=stored)
    milestones = queries.milestones_to_choose(mandate.project)
    form.offer(milestones)
    if form.submitted():
        before = forms.MandateForm(None, data=stored)
        before.offer(milestones)
        check_version(mandate, form.version.data, both_texts(form, before))
        values = form.values()
        values["until_milestone"] = queries.milestone_in(mandate.project, values["until_milestone"])
        if _done(form, operations.edit_mandate, mandate, **values, today=current_user.today):
            return _to(mandate, _("The draft is stored."))
    return _page("edit", form, mandate)


@bp.route(f"{PLACE}/departments/new", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def add_department(mandate: Mandate) -> Any:
    mandate.expect(MandateState.DRAFT)
    form = forms.DepartmentForm(
        data={
            **letter.starting_duty(mandate.lead_model, mandate.chinese, leads=False),
            "version": mandate.version,
        }
    )
    if form.submitted() and _done(form, operations.add_department, mandate, **form.values()):
        return _to(mandate, _("The department is named in the draft."))
    return _page("department", form, mandate, touched=None)


@bp.route(f"{TOUCHED}/edit", methods=["GET", "POST"])
@require(rules.edit_department, of=queries.touched_of)
def change_duty(touched: TouchedDepartment) -> Any:
    mandate = touched.mandate
    mandate.expect(MandateState.DRAFT)
    form = forms.DutyForm(data=forms.duty_as_entered(touched))
    if form.submitted():
        check_version(mandate, form.version.data)
        _done(form, operations.change_duty, touched, **form.values())
        return _to(mandate, _("The draft is stored."))
    return _page("department", form, mandate, touched=touched)


@bp.route(f"{TOUCHED}/removal", methods=["GET", "POST"])
@require(rules.edit_department, of=queries.touched_of)
def remove_department(touched: TouchedDepartment) -> Any:
    mandate, name = touched.mandate, touched.department.name
    mandate.expect(MandateState.DRAFT)
    form = forms.RemovalForm()
    if not form.submitted():
        return _page("removal", form, mandate, touched=touched)
    operations.remove_department(touched, by=current_user.person, now=clock.now())
    return _to(mandate, _("%(name)s is no longer named in the draft.", name=name))


@bp.route(f"{PLACE}/putting", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def put(mandate: Mandate) -> Any:
    """The whole letter once more, who signs, and by when."""
    mandate.expect(MandateState.DRAFT)
    form = forms.PuttingForm(data={"due_on": _in_a_week(), "version": mandate.version})
    if form.submitted():
        check_version(mandate, form.version.data)
        values = {**form.values(), "today": current_user.today}
        if _done(form, operations.put_mandate, mandate, **values):
            return _to(mandate, _("The mandate is put to the sponsor for signature."))
    sponsors = mandate.project.holders(AppointmentRole.SPONSOR, current_user.today)
    return _page("putting", form, mandate, sponsors=sponsors, pairs=letter.pairs(mandate))


def _in_a_week() -> dt.date:
    day: dt.date = current_user.today + dt.timedelta(days=USUAL_DAYS)
    return day


@bp.route(f"{PLACE}/signature", methods=["GET", "POST"])
@require(rules.sign, of=queries.mandate_by_id)
def signature(mandate: Mandate) -> Any:
    """The exact letter, and two equal choices."""
    mandate.expect(MandateState.AT_SIGNATURE)
    party = _asked(queries.signature_party(mandate))
    form = forms.SignatureForm(data={"seen": mark_of(party.version, party.version.text)})
    if form.submitted() and _answered(form, party, operations.answer_signature, mandate):
        if form.answer.data == "decline":
            return _to(mandate, _("You declined to sign. Who drafted the mandate is told why."))
        return _to(mandate, _("The mandate is signed. The departments are asked to acknowledge it."))
    return _page("signature", form, mandate, party=party, pairs=letter.pairs(mandate))


@bp.route(f"{PLACE}/acknowledgements/<int:touched_id>", methods=["GET", "POST"])
@require(rules.acknowledge, of=queries.touched_of)
def acknowledgement(touched: TouchedDepartment) -> Any:
    """What the letter changes for this department, the exact words, and two equal choices."""
    mandate = touched.mandate
    mandate.expect(MandateState.SIGNED)
    party = _asked(queries.acknowledgement_party(touched))
    form = forms.AcknowledgementForm(data={"seen": mark_of(party.version, party.version.text)})
    if form.submitted() and _answered(form, party, operations.answer_acknowledgement, touched):
        if form.answer.data == "decline":
            return _to(mandate, _("Your refusal is recorded. Lead and sponsor are told why."))
        return _to(mandate, _("Your acknowledgement is recorded."))
    return _page("acknowledgement", form, mandate, party=party, touched=touched, pairs=letter.pairs(mandate))


def _asked(party: AgreementParty | None) -> AgreementParty:
    if party is None:
        raise Refused(_("This was not put to you."))
    return party


def _answered(form: Any, party: AgreementParty, act: Callable[..., Any], record: Any) -> bool:
    seen = seen_by_mark(form.seen.data, party.version, lambda: party.version.text)
    values = {"answer": form.answer.data, "reason": form.reason.data or "", "seen": seen}
    return _done(form, act, record, **values) is not None


@bp.route(f"{PLACE}/withdrawal", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def withdraw(mandate: Mandate) -> Any:
    form = forms.ReasonForm(data={"version": mandate.version})
    if form.submitted():
        check_version(mandate, form.version.data)
        _done(form, operations.withdraw_mandate, mandate, **form.values(), today=current_user.today)
        return _to(mandate, _("The mandate is withdrawn."))
    if not mandate.is_preparing:
        raise Refused(
            _("Only a mandate that is being prepared is withdrawn. One in force is revoked by the sponsor.")
        )
    return _page("withdrawal", form, mandate)


@bp.route(f"{PLACE}/revocation", methods=["GET", "POST"])
@require(rules.revoke, of=queries.mandate_by_id)
def revoke(mandate: Mandate) -> Any:
    mandate.expect(MandateState.IN_FORCE)
    form = forms.ReasonForm(data={"version": mandate.version})
    if form.submitted():
        check_version(mandate, form.version.data)
        _done(form, operations.revoke_mandate, mandate, **form.values(), today=current_user.today)
        return _to(mandate, _("The mandate is revoked. Everybody whom it reached is told."))
    return _page("revocation", form, mandate)


@bp.route(f"{PLACE}/amendment", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def amend(mandate: Mandate) -> Any:
    mandate.expect(MandateState.IN_FORCE)
    form = forms.AmendmentForm(data={"version": mandate.version})
    if form.submitted():
        check_version(mandate, form.version.data)
        made = _done(form, operations.amend_mandate, mandate, **form.values(), today=current_user.today)
        if made is not None:
            return _to(made, _("The new edition is a draft. The present one holds until it is issued."))
    return _page("amendment", form, mandate)


@bp.route(f"{PLACE}/extension", methods=["GET", "POST"])
@require(rules.edit, of=queries.mandate_by_id)
def extend(mandate: Mandate) -> Any:
    mandate.expect(MandateState.IN_FORCE)
    form = forms.ExtensionForm(data={"version": mandate.version, "due_on": _in_a_week()})
    if form.submitted():
        check_version(mandate, form.version.data)
        with session().begin_nested():
            made = _extended(form, mandate)
        if made is not None:
            return _to(made, _("The extension is put to the sponsor for signature."))
    return _page("extension", form, mandate)


def _extended(form: forms.ExtensionForm, mandate: Mandate) -> Mandate | None:
    made: Mandate | None = _done(
        form, operations.extend_mandate, mandate, **form.values(), today=current_user.today
    )
    return made
