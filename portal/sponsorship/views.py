"""Pages: what waits for a project's sponsor, the ledger, one's own sponsorships, entering and correcting an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Refused
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.register.queries import history_of
from portal.sponsorship import forms, months, operations, queries, rules
from portal.sponsorship.ledger import ledger_of
from portal.sponsorship.models import KIND_WORDS, SponsorAct
from portal.sponsorship.picture import month_name, picture_of
from portal.sponsorship.terms import Sponsorship, sponsorship_of
from portal.sponsorship.waiting import waiting_for

bp = PageBlueprint("sponsorship", __name__)
add_tab("sponsorship", _l("Sponsor"), "sponsorship.of_project", order=39, within="mandates")

LEDGER = "/projects/<code>/sponsorship/<int:person_id>"
ACT = "/sponsorship/acts/<int:act_id>"


def _done(form: Form, act: Callable[..., Any], record: Any, **values: Any) -> Any:
    """Carry out what the form asks; a complaint of the operation stands at its field. None: it did not happen."""
    try:
        with session().begin_nested():
            return act(record, **values, by=current_user.person, now=clock.now()) or record
    except Invalid as error:
        form.reject(error)
        return None


def _to_ledger(of: Sponsorship, message: str) -> Response:
    """Back to the ledger; who may not read it, to the project's page."""
    flash(message, "success")
    if rules.read(current_user, of):
        address = url_for("sponsorship.ledger", code=of.project.code, person_id=of.person.id)
    else:
        address = url_for("sponsorship.of_project", code=of.project.code)
    return redirect(address, 303)


def _to_act(act: SponsorAct, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("sponsorship.act", act_id=act.id), 303)


@bp.get("/sponsorship")
@require(SIGNED_IN)
def mine() -> Any:
    """Everything that the reader sponsors, side by side in the order of codes."""
    found = queries.mine(current_user)
    return render_template("sponsorship/mine.html", sponsorships=found, today=current_user.today)


@bp.get("/projects/<code>/sponsorship")
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    found = queries.waits_in(project, current_user)
    return render_template(
        "sponsorship/of_project.html",
        project=project,
        sponsorships=found,
        earlier=[
            each for each in queries.earlier_in(project, current_user) if rules.read(current_user, each)
        ],
        entered=queries.entered_in(project, current_user),
        today=current_user.today,
    )


@bp.get(LEDGER)
@require(rules.read, of=sponsorship_of)
def ledger(of: Sponsorship) -> Any:
    found = ledger_of(of, current_user)
    return render_template(
        "sponsorship/ledger.html",
        project=of.project,
        ledger=found,
        of=of,
        waits=waiting_for(of.person, [of.project], current_user),
        picture=picture_of(found.months),
        kinds=KIND_WORDS,
        month_name=month_name,
        today=current_user.today,
    )


@bp.route(f"{LEDGER}/acts/new", methods=["GET", "POST"])
@require(rules.enter, of=sponsorship_of)
def enter(of: Sponsorship) -> Any:
    form = forms.ActForm(data={"on": current_user.today})
    if form.submitted():
        values = {**form.values(), "today": current_user.today}
        made = _done(form, operations.enter_act, of, **values)
        if made is not None and made.counts:
            return _to_ledger(of, _("It stands in the ledger."))
        if made is not None:
            return _to_ledger(of, _("It stands in the ledger, and counts when the sponsor has confirmed it."))
    words = render_template("sponsorship/enter.html", form=form, of=of, project=of.project, act=None)
    return words, 422 if form.errors else 200


@bp.route(f"{LEDGER}/comments/new", methods=["GET", "POST"])
@require(rules.comment, of=sponsorship_of)
def comment(of: Sponsorship) -> Any:
    """Beside the figures of a month: what they do not say."""
    today = current_user.today
    choices = [(each.isoformat(), month_name(each)) for each in months.months_to(today, of.since)][::-1]
    form = forms.CommentForm(data={"month_on": choices[0][0] if choices else None})
    form.month_on.choices = choices
    if form.submitted():
        values = {**form.values(), "today": today}
        values["month_on"] = dt.date.fromisoformat(values["month_on"])
        if _done(form, operations.comment_on_month, of, **values) is not None:
            return _to_ledger(of, _("Your comment stands beside the month."))
    words = render_template("sponsorship/comment.html", form=form, of=of, project=of.project)
    return words, 422 if form.errors else 200


@bp.get(ACT)
@require(rules.read_act, of=queries.act_by_id)
def act(act: SponsorAct) -> Any:
    return render_template(
        "sponsorship/act.html",
        act=act,
        project=act.project,
        history=history_of(act, include_restricted=True),
    )


@bp.route(f"{ACT}/confirmation", methods=["GET", "POST"])
@require(rules.confirm, of=queries.act_by_id)
def confirmation(act: SponsorAct) -> Any:
    form = forms.ConfirmationForm(data={"version": act.version})
    if form.submitted():
        check_version(act, form.version.data)
        operations.confirm_act(act, by=current_user.person, now=clock.now())
        return _to_act(act, _("It is your word now, and counts."))
    if not act.waits:
        raise Refused(_("This cannot happen now. The entry is: %(state)s.", state=act.standing_label))
    return _page("confirmation", form, act)


@bp.route(f"{ACT}/correction", methods=["GET", "POST"])
@require(rules.correct, of=queries.act_by_id)
def correction(act: SponsorAct) -> Any:
    act.expect_standing()
    form = forms.CorrectionForm(data=forms.as_entered(act))
    if form.submitted():
        check_version(act, form.version.data)
        values = {**form.values(), "today": current_user.today}
        made = _done(form, operations.correct_act, act, **values)
        if made is not None:
            return _to_act(made, _("This entry stands in the place of the earlier one."))
    return _page("enter", form, act)


@bp.route(f"{ACT}/striking", methods=["GET", "POST"])
@require(rules.correct, of=queries.act_by_id)
def striking(act: SponsorAct) -> Any:
    act.expect_standing()
    form = forms.StrikingForm(data={"version": act.version})
    if form.submitted():
        check_version(act, form.version.data)
        operations.strike_act(act, **form.values(), by=current_user.person, now=clock.now())
        return _to_act(act, _("It is marked as not having taken place."))
    return _page("striking", form, act)


def _page(template: str, form: Form, act: SponsorAct) -> tuple[str, int]:
    words = render_template(f"sponsorship/{template}.html", form=form, act=act, project=act.project, of=None)
    return words, 422 if form.errors else 200
