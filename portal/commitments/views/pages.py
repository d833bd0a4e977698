"""What the pages of commitments share: the blueprint, and carrying out a form's intention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.commitments import operations, queries, seeing
from portal.commitments.models import Commitment
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint

UNSHOWN = {"csrf_token", "once", "version", "milestones"}

bp = PageBlueprint("commitments", __name__)


def carried_out(
    form: Form, commitment: Commitment, move: str, act: Callable[..., object], **values: Any
) -> bool:
    """Was the form sent, and did it happen? A complaint of the operation stands at its field.

    Whoever comes second is told what the first one did; whoever answers an older text sees both.
    """
    if not form.submitted():
        return False
    operations.hold(commitment)
    commitment.insist_on(move)
    check_version(commitment, form.version.data, _both_texts(form, commitment))
    if move in seeing.ANSWERS:
        values["seen"] = seeing.seen(commitment, request.form.get("seen"))
    try:
        act(commitment, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def offer_people(form: Any, commitment: Commitment) -> None:
    """The department's people to choose from, each with what they have on; whoever was named stays."""
    if "person" in form and commitment.department is not None:
        without = commitment.id
        own = queries.candidates(
            commitment.department, commitment.terms(), reader=current_user, without=without
        )
        form.person.offer(own, commitment.person)


def _both_texts(form: Form, commitment: Commitment) -> list[tuple[str, str, str]]:
    """What is stored now beside what was submitted, for every field that people see."""
    rows = []
    for field in form:
        if field.name not in UNSHOWN and not field.name.startswith("part"):
            stored = getattr(commitment, field.name, None)
            rows.append((str(field.label.text), _text(stored), _text(field.data)))
    return rows


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def status_of(form: Form) -> int:
    return 422 if form.errors else 200


def page(template: str, form: Form, commitment: Commitment, **more: Any) -> Any:
    """The form's page, with 422 where something is wrong."""
    more.setdefault("shown", seeing.shown(commitment))
    return render_template(
        f"commitments/{template}.html", form=form, commitment=commitment, **more
    ), status_of(form)


def done(commitment: Commitment, message: str, tone: str = "success") -> Response:
    """Back to the commitment, saying what happened."""
    flash(message, tone)
    return redirect(url_for("commitments.show", commitment_id=commitment.id), 303)
