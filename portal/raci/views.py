"""Pages: the grid, pasting from Excel, and what parties accept."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.agreements.seen import mark_of, seen_by_mark
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid, Refused
from portal.core.forms import clean, has_control_characters
from portal.core.web import PageBlueprint
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.raci import forms, labels, marks, operations, pasting, queries, rules, subject
from portal.raci import grid as grids
from portal.raci.cells import CellErrors, Change, Outcome, key_of
from portal.raci.models import Proposal
from portal.raci.wording import told
from portal.register.queries import history_of
from portal.stakeholders import rules as stakeholders
from portal.stakeholders.labels import ROLES
from portal.stakeholders.queries import Party, RaciFilters

bp = PageBlueprint("raci", __name__)
__all__ = ["bp", "marks", "subject"]

PLACE = "/projects/<code>/raci"
PROPOSAL = "/raci/proposals/<int:proposal_id>"
DECLINED = re.compile(r"decline-([1-9][0-9]{0,4})")


@bp.route(f"{PLACE}/grid", methods=["GET", "POST"])
@require(stakeholders.assign, of=project_by_code)
def grid(project: Project) -> Any:
    """The matrix as a form: one submission, one entry of the register for each letter."""
    today = current_user.today
    filters = RaciFilters.from_request()
    form = forms.GridForm(data={"valid_from": today})
    shown = grids.grid_of(project, filters, request.args.getlist("with"), today)
    if form.submitted() and (outcome := _stored(form, shown, project)) is not None:
        _tell(outcome)
        return redirect(request.full_path.rstrip("?"), 303)
    form.seen.data = shown.seen
    page = render_template(
        "raci/grid.html",
        project=project,
        form=form,
        grid=shown,
        filters=filters,
        kinds=labels.KINDS,
        departments=queries.departments_to_choose(),
        column_form=forms.ColumnForm(formdata=None, prefix="add-"),
        today=today,
    )
    return page, 422 if form.errors else 200


def _stored(form: forms.GridForm, shown: grids.Grid, project: Project) -> Outcome | None:
    """None: something is wrong, and stands at its cell."""
    errors: dict[tuple[str, str], str] = {}
    try:
        typed = grids.submitted(request.form, form.seen.data or "")
    except Invalid as error:
        form.reject(error)
        return None
    try:
        how = {"valid_from": form.valid_from.data, "today": current_user.today}
        return _store(project, typed.changes, typed.kinds, **how)
    except CellErrors as error:
        errors = error.cells
        form.form_errors.append(
            ngettext("%(num)d cell cannot be stored.", "%(num)d cells cannot be stored.", len(errors))
        )
    except Invalid as error:
        form.reject(error)
    grids.shown_again(shown, typed, errors)
    return None


def _store(project: Project, changes: list[Change], kinds: dict[str, str], **how: Any) -> Outcome:
    return operations.store_changes(
        project, changes, kinds=kinds, by=current_user.person, now=clock.now(), **how
    )


def _tell(outcome: Outcome) -> None:
    if outcome.begun or outcome.ended:
        flash(
            _("Stored: %(begun)d begin, %(ended)d end.", begun=outcome.begun, ended=outcome.ended), "success"
        )
    elif not outcome.proposed:
        flash(_("No letter was changed."), "info")
    if outcome.proposed:
        flash(
            ngettext(
                "%(num)d row was accepted before: its change is put to the parties, and what they accepted"
                " stands until then.",
                "%(num)d rows were accepted before: their changes are put to the parties, and what they"
                " accepted stands until then.",
                len(outcome.proposed),
            ),
            "info",
        )


@bp.get(f"{PLACE}/columns")
@require(stakeholders.assign, of=project_by_code)
def column(project: Project) -> Any:
    """Back to the grid with one more column."""
    form = forms.ColumnForm(request.args, prefix="add-", meta={"csrf": False})
    keys = request.args.getlist("with")[: grids.MOST_COLUMNS]
    if not form.validate():
        flash(" ".join(str(each) for field in form for each in field.errors), "warning")
    elif (found := form.department.department) is not None:
        keys.append(key_of(Party("department", found.id, found.name)))
    elif form.person.data is not None:
        keys.append(key_of(Party("person", form.person.data.id, form.person.data.name)))
    shown: dict[str, Any] = {"with": list(dict.fromkeys(keys))}
    return redirect(url_for("raci.grid", code=project.code, **shown), 303)


@bp.get(f"{PLACE}.tsv")
@require(stakeholders.read, of=project_by_code)
def sheet(project: Project) -> Any:
    """The matrix of the day as cells for a spreadsheet; pasted again it says the same."""
    on = RaciFilters.from_request().on or current_user.today
    response = Response(_as_cells(project, on), content_type="text/tab-separated-values; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"raci-{project.code}.tsv")
    return response


def _as_cells(project: Project, on: Any) -> str:
    parties, rows = queries.sheet(project, on)
    kinds = queries.kinds_of(project, list(rows))
    head = [_("Item"), "Kind", *(_column_name(party, parties) for party in parties)]
    lines = [
        [item, kinds.get(item, ""), *(cells.get(key_of(party), "") for party in parties)]
        for item, cells in rows.items()
    ]
    return "".join("\t".join(pasting.guarded(cell) for cell in line) + "\r\n" for line in [head, *lines])


def _column_name(party: Party, parties: list[Party]) -> str:
    """The name; where two have the same, what tells them apart."""
    is_known = sum(each.name.casefold() == party.name.casefold() for each in parties) == 1
    return party.name if is_known else queries.unmistakable(party)


@bp.route(f"{PLACE}/paste", methods=["GET", "POST"])
@require(stakeholders.assign, of=project_by_code)
def paste(project: Project) -> Any:
    """First what the cells say and what is wrong with them; stored by the second button."""
    today = current_user.today
    form = forms.PasteForm(data={"valid_from": today})
    preview = None
    if form.submitted():
        try:
            preview = pasting.Preview.of(project, form.text.data, today)
            if request.form.get("store"):
                how = {"valid_from": form.valid_from.data, "today": today}
                outcome = _store(project, preview.changes, preview.pasted.kinds, **how)
                _tell(outcome)
                _tell_left_out(preview)
                return redirect(url_for("stakeholders.raci", code=project.code), 303)
            form.once.data = uuid.uuid4().hex  # storing is another submission than reading
        except Invalid as error:
            form.reject(error)
    page = render_template(
        "raci/paste.html", project=project, form=form, preview=preview, kinds=labels.KINDS, key_of=key_of
    )
    return page, 422 if form.errors else 200


def _tell_left_out(preview: pasting.Preview) -> None:
    if count := len(preview.pasted.complaints):
        message = ngettext(
            "%(num)d cell could not be read and was left out.",
            "%(num)d cells could not be read and were left out.",
            count,
        )
        flash(message, "warning")


@bp.get(f"{PLACE}/acceptance")
@require(stakeholders.read, of=project_by_code)
def acceptance(project: Project) -> Any:
    """Who accepted which rows, what was declined and why, and which changes wait."""
    return _acceptance_page(project, forms.AskForm(formdata=None, data={"due_on": _in_a_week()}))


def _in_a_week() -> Any:
    return current_user.today + dt.timedelta(days=operations.USUAL_DAYS)


def _acceptance_page(project: Project, form: forms.AskForm) -> Any:
    proposals = queries.of_project(project)
    return render_template(
        "raci/acceptance.html",
        project=project,
        form=form,
        shares=queries.shares_of(project, current_user.today),
        waiting=[each for each in proposals if each.is_open],
        closed=[each for each in proposals if not each.is_open][:40],
        mine={each.id for each in proposals if each.is_open and _may_answer(each)},
        words=labels.STATES,
        roles=ROLES,
        history=history_of(proposals[0], limit=40) if proposals else [],
    ), 422 if form.errors else 200


def _may_answer(proposal: Proposal) -> bool:
    party = rules.party_for(current_user, proposal)
    return party is not None and party.answer is None


@bp.post(f"{PLACE}/acceptance")
@require(stakeholders.assign, of=project_by_code)
def ask(project: Project) -> Any:
    """Put to parties the rows that they have neither accepted nor been asked for."""
    form = forms.AskForm()
    if form.submitted():
        chosen = request.form.getlist("party") or None
        try:
            made = operations.ask_parties(
                project,
                parties=chosen,
                due_on=form.due_on.data,
                by=current_user.person,
                now=clock.now(),
                today=current_user.today,
            )
        except Invalid as error:
            form.reject(error)
        else:
            flash(ngettext("%(num)d party is asked.", "%(num)d parties are asked.", len(made)), "success")
            return redirect(url_for("raci.acceptance", code=project.code), 303)
    return _acceptance_page(project, form)


@bp.route(f"{PROPOSAL}/answer", methods=["GET", "POST"])
@require(rules.answer, of=queries.proposal_by_id)
def answer(proposal: Proposal) -> Any:
    """All rows in one go; a row that is not taken over is marked, with the reason."""
    party = rules.party_for(current_user, proposal)
    assert party is not None, "the rule found it"
    text = told(party.version.terms)
    form = forms.AnswerForm(data={"seen": mark_of(party.version, text)})
    if not proposal.is_open or party.answer is not None:
        raise Refused(_("This was answered or withdrawn already."))
    if form.submitted():
        try:
            operations.answer_proposal(
                proposal,
                party,
                answer=form.answer.data,
                reason=form.reason.data or "",
                declined=_declined(),
                seen=seen_by_mark(form.seen.data, party.version, lambda: text),
                by=current_user.person,
                now=clock.now(),
            )
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("Your answer is recorded."), "success")
            return redirect(url_for("raci.acceptance", code=proposal.project.code), 303)
    page = render_template(
        "raci/answer.html",
        proposal=proposal,
        project=proposal.project,
        party=party,
        form=form,
        text=text,
        roles=ROLES,
        title=subject.title(proposal),
        sent=request.form,
    )
    return page, 422 if form.errors else 200


def _declined() -> dict[int, str]:
    found = {}
    for name in request.form:
        if match := DECLINED.fullmatch(name):
            reason = clean(request.form.get(f"reason-{match[1]}", "")) or ""
            if len(reason) > 2000:
                raise Invalid(reason=_("Keep this to %(max)d characters at most.", max=2000))
            if has_control_characters(reason, multiline=True):
                raise Invalid(reason=_("Remove the control characters from this text."))
            found[int(match[1])] = reason
    return found


@bp.route(f"{PROPOSAL}/withdrawal", methods=["GET", "POST"])
@require(rules.withdraw, of=queries.proposal_by_id)
def withdraw(proposal: Proposal) -> Any:
    form = forms.WithdrawalForm()
    if form.submitted():
        operations.withdraw_proposal(proposal, **form.values(), by=current_user.person, now=clock.now())
        flash(_("Withdrawn. Nobody needs to answer it any more."), "success")
        return redirect(url_for("raci.acceptance", code=proposal.project.code), 303)
    page = render_template(
        "raci/withdrawal.html",
        form=form,
        proposal=proposal,
        project=proposal.project,
        title=subject.title(proposal),
    )
    return page, 422 if form.errors else 200


def waiting_for(project: Project, items: list[str]) -> dict[str, Proposal]:
    """For the page of the matrix: what is proposed beside what stands."""
    return queries.open_changes(project, items)


bp.record_once(lambda state: state.app.jinja_env.globals.update(raci_waiting=waiting_for))
