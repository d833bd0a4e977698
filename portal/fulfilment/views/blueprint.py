"""What the pages of fulfilment share: the blueprint, its words, and carrying out a form's intention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.commitments.models import Commitment
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.web import PageBlueprint
from portal.fulfilment import labels, sentences
from portal.fulfilment.weeks import Week

bp = PageBlueprint("fulfilment", __name__)


@bp.record_once
def _words(state: Any) -> None:
    """Templates and their macros say verdicts, standings and reasons in the reader's language."""
    state.app.jinja_env.globals.update(fulfilment_words=labels, fulfilment_says=sentences)


def carried_out(form: Form, act: Callable[..., object], *subject: Any, **values: Any) -> bool:
    """Was the form sent, and did it happen? A complaint of the operation stands at its field."""
    if not form.submitted():
        return False
    try:
        act(*subject, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def page(template: str, form: Form, commitment: Commitment, **more: Any) -> Any:
    """The form's page, with 422 where something is wrong."""
    status = 422 if form.errors else 200
    return render_template(f"fulfilment/{template}.html", form=form, commitment=commitment, **more), status


def back_to_week(week: Week, message: str) -> Response:
    """Back to the week, saying what happened."""
    flash(message, "success")
    number, monday = week.commitment.id, week.week_on.isoformat()
    return redirect(url_for("fulfilment.week", commitment_id=number, week_on=monday), 303)


def back_to(commitment: Commitment, message: str, endpoint: str = "commitments.show") -> Response:
    flash(message, "success")
    return redirect(url_for(endpoint, commitment_id=commitment.id), 303)
