"""Pages: written resolutions, putting a proposal to one, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.register.queries import history_of
from portal.resolutions import forms, operations, queries, rules
from portal.resolutions.models import STATE_TONES, STATE_WORDS, WrittenResolution
from portal.resolutions.queries import ResolutionFilters
from portal.steering.days import day_in_zone
from portal.steering.models import Decision, Stand
from portal.steering.operations import count_of, take_position
from portal.steering.queries import decision_by_id

bp = PageBlueprint("resolutions", __name__)
bp.add_app_template_global(queries.latest_of, "resolution_of")

#: A week is what most groups give.
USUAL_DAYS = 7


def _page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    return render_template(f"resolutions/{template}.html", form=form, **context), 422 if form.errors else 200


def _to(resolution: WrittenResolution, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("resolutions.show", resolution_id=resolution.id), 303)


@bp.get("/resolutions")
@require(SIGNED_IN)
def index() -> Any:
    filters = ResolutionFilters.from_request()
    return render_template(
        "resolutions/index.html",
        page=queries.list_resolutions(filters, current_user),
        filters=filters,
        states=[(code, str(word)) for code, word in STATE_WORDS.items()],
        words=STATE_WORDS,
        tones=STATE_TONES,
    )


@bp.get("/resolutions/<int:resolution_id>")
@require(rules.read, of=queries.resolution_by_id)
def show(resolution: WrittenResolution) -> Any:
    decision = resolution.decision
    return render_template(
        "resolutions/resolution.html",
        resolution=resolution,
        decision=decision,
        silent=queries.silent(decision, resolution.closes_on) if resolution.is_open else [],
        counted=count_of(decision, resolution.closes_on) if resolution.is_open else None,
        is_over=current_user.today > resolution.closes_on,
        ended_early=_ended_early(resolution),
        why=operations.in_words(resolution),
        history=history_of(resolution, limit=30),
    )


def _ended_early(resolution: WrittenResolution) -> bool:
    """The job records on the day after the last; who ends sooner had all answers."""
    ended_at = resolution.ended_at
    return ended_at is not None and day_in_zone(ended_at) <= resolution.closes_on


@bp.post("/resolutions/<int:resolution_id>/agreement")
@require(rules.agree, of=queries.resolution_by_id)
def agreement(resolution: WrittenResolution) -> Any:
    """One tap on the desk: agreed, to the words that stood there."""
    resolution.expect_open()
    decision = resolution.decision
    check_version(decision, request.form.get("version"))
    take_position(decision, position=Stand.AGREE, by=current_user.person, now=clock.now())
    flash(_("Your position is noted. You can change it until the outcome is recorded."), "success")
    return redirect(url_for("desk.index"), 303)


@bp.route("/decisions/<int:decision_id>/written-resolution", methods=["GET", "POST"])
@require(rules.ask, of=decision_by_id)
def ask(decision: Decision) -> Any:
    decision.expect_open()
    closes_on = current_user.today + dt.timedelta(days=USUAL_DAYS)
    form = forms.AskForm(data={"closes_on": closes_on, "version": decision.version})
    if form.submitted():
        check_version(decision, form.version.data)
        try:
            made = operations.ask(decision, **form.values(), by=current_user.person, now=clock.now())
            return _to(made, _("The members are asked. An objection brings it to the next meeting."))
        except Invalid as error:
            form.reject(error)
    return _page("ask", form, decision=decision)


@bp.route("/resolutions/<int:resolution_id>/withdrawal", methods=["GET", "POST"])
@require(rules.withdraw, of=queries.resolution_by_id)
def withdrawal(resolution: WrittenResolution) -> Any:
    resolution.expect_open()
    resolution.expect_unanswered()
    form = forms.WithdrawalForm(data={"version": resolution.version})
    if form.submitted():
        check_version(resolution, form.version.data)
        operations.withdraw(resolution, **form.values(), by=current_user.person, now=clock.now())
        return _to(resolution, _("The written resolution is withdrawn. The proposal stays."))
    return _page("withdrawal", form, resolution=resolution, decision=resolution.decision)
