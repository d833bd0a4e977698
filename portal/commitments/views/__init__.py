"""Pages of asks, answers and promises."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.panels import add_department_panel, add_person_panel
from portal.commitments import queries, sentences, subject
from portal.commitments.views import amending, answering, asking, ending, lists, showing
from portal.commitments.views.pages import bp
from portal.core.web import Destination
from portal.projects.panels import add_panel, add_tab

__all__ = ["NAVIGATION", "amending", "answering", "asking", "bp", "ending", "lists", "showing", "subject"]

NAVIGATION = [Destination(_l("Commitments"), "commitments.index", "heart-handshake", order=30)]

add_tab("commitments", _l("Commitments"), "commitments.of_project", order=50, count=queries.count_open)
add_panel(40, "commitments/_project_panel.html", showing.project_panel)
add_department_panel(30, _l("Commitments"), "commitments/_department_panel.html", showing.department_panel)
add_person_panel(30, _l("Promised time"), "commitments/_person_panel.html", showing.person_panel)

bp.record_once(
    lambda state: state.app.jinja_env.globals.update(commitment_words=sentences, told_ask=sentences.told)
)
