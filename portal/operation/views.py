"""Health, readiness, metrics; the letters that wait or did not leave."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from prometheus_client import CONTENT_TYPE_LATEST

from portal.accounts import rules as accounts
from portal.core import clock
from portal.core.access import PUBLIC, require
from portal.core.forms import Form
from portal.core.web import Destination, PageBlueprint
from portal.operation import health, logs, metrics, operations, requests
from portal.outbox import queries as outbox
from portal.outbox.labels import STATE_TONES, STATE_WORDS
from portal.outbox.models import Letter
from portal.outbox.queries import LetterFilters

bp = PageBlueprint("operation", __name__)
NAVIGATION = [Destination(_l("Letters"), "operation.letters", "mail", order=90, rule=accounts.administer)]


@bp.record_once
def _watch(state: BlueprintSetupState) -> None:
    assert isinstance(state.app, Flask)
    if not state.app.testing:
        logs.configure(state.app.config["LOG_FORMAT"])
    requests.watch(state.app)


@bp.get("/healthz")
@require(PUBLIC)
def healthz() -> Any:
    """The process lives; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@require(PUBLIC)
def readyz() -> Any:
    """503 with the check that failed, in a word: enough for a balancer, nothing for an attacker."""
    checks = health.readiness(clock.now())
    is_ready = all(found == health.OK for found in checks.values())
    return jsonify(status="ok" if is_ready else "not ready", checks=checks), 200 if is_ready else 503


@bp.get("/metrics")
@require(PUBLIC)
def metrics_page() -> Any:
    if not metrics.may_scrape(request):
        abort(403)
    return Response(metrics.exposition(clock.now()), content_type=CONTENT_TYPE_LATEST)


@bp.get("/letters")
@require(accounts.administer)
def letters() -> Any:
    filters = LetterFilters.from_request()
    page = outbox.letters(filters)
    return render_template(
        "operation/letters.html", page=page, filters=filters, states=STATE_WORDS, tones=STATE_TONES
    )


@bp.post("/letters/<int:letter_id>/attempt")
@require(accounts.administer, of=outbox.letter_by_id)
def try_again(letter: Letter) -> Any:
    if not Form().submitted():
        abort(400)
    operations.try_letter_again(letter, by=current_user.person, now=clock.now())
    flash(
        _("The letter to %(name)s is sent with the next run of the jobs, within a minute.", name=letter.name)
    )
    return redirect(url_for("operation.letters", state=request.form.get("state") or None), 303)
