"""The first page of everybody."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from portal.agreements.batches import answer_rows
from portal.commitments.versions import changes
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Refused
from portal.core.web import Destination, PageBlueprint
from portal.desk.answering import submitted_rows
from portal.desk.queries import desk_of

bp = PageBlueprint("desk", __name__)
NAVIGATION = [Destination(_l("Desk"), "desk.index", "home", order=10)]


@bp.get("/")
@require(SIGNED_IN)
def index() -> Any:
    desk = desk_of(current_user, clock.now())
    return render_template("desk/index.html", desk=desk, today=current_user.today, changes=changes)


@bp.post("/desk/answers")
@require(SIGNED_IN)
def answers() -> Any:
    """Confirm one row, or several that were chosen; each is recorded on its own."""
    rows = submitted_rows(request.form)
    if not rows:
        raise Refused(_("Choose at least one ask that you confirm."))
    outcomes = answer_rows(rows, actor=current_user, now=clock.now())
    failed = [
        _("%(title)s: %(why)s", title=each.title, why=each.sentence) for each in outcomes if not each.happened
    ]
    done = len(outcomes) - len(failed)
    if not done:
        raise Refused(" ".join(failed))
    flash(_told(done), "good")
    for sentence in failed:
        flash(sentence, "warning")
    return redirect(url_for("desk.index"), 303)


def _told(done: int) -> str:
    if request.form.get("about") == "text":
        return ngettext("%(num)d answer recorded.", "%(num)d answers recorded.", done)
    return ngettext(
        "%(num)d ask confirmed. The projects have been told.",
        "%(num)d asks confirmed. The projects have been told.",
        done,
    )
