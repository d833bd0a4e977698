"""The blueprint of the risk pages, its place in navigation and on projects, the words of its templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import Destination, PageBlueprint
from portal.projects import changes
from portal.projects.models import Project
from portal.projects.panels import add_panel, add_tab
from portal.risks import catalogue, labels, operations, queries
from portal.risks.models import Risk

bp = PageBlueprint("risks", __name__)
NAVIGATION = [Destination(_l("Risks"), "risks.index", "alert-triangle", order=40)]
TOP = 5


@bp.record_once
def _words(state: Any) -> None:
    """Templates and their macros say levels, states and categories in the reader's language."""
    state.app.jinja_env.globals.update(risk_words=labels, risk_catalogue=catalogue)


def project_panel(project: Project, actor: Actor) -> Any:
    """The worst living risks on the project's overview, and how many stand at each level."""
    rows = queries.top_risks([project.id], TOP).get(project.id, [])
    counts = queries.level_counts([project.id]).get(project.id, {}) if rows else {}
    return {"rows": rows, "counts": counts, "today": actor.today}


add_tab("risks", _l("Risks"), "risks.of_project", order=60, count=queries.count_alive)
add_panel(30, "risks/_project_panel.html", project_panel)


def carried_out(
    form: Form, risk: Risk, move: str, act: Callable[..., Any], stored: Form | None = None
) -> bool:
    """Was the form sent, and did it happen? A complaint of the operation stands at its field.

    Whoever comes second is told what the first one did; whoever works on an older text sees both (`stored` is
    the form as it would be filled now).
    """
    if not form.submitted():
        return False
    operations.hold(risk)
    risk.insist_on(move)
    check_version(risk, form.version.data, changes.both_texts(form, stored) if stored else ())
    try:
        act(risk, **form.values(), by=current_user.person, now=clock.now(), today=clock.today())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def page(template: str, form: Form, risk: Risk, **more: Any) -> Any:
    """The form's page, with 422 where something is wrong."""
    status = 422 if form.errors else 200
    return render_template(f"risks/{template}.html", form=form, risk=risk, **more), status


def done(risk: Risk, message: str) -> Response:
    """Back to the risk, saying what happened."""
    flash(message, "success")
    return redirect(url_for("risks.show", risk_id=risk.id), 303)
