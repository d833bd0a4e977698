"""Pages of weeks, objectives and evaluations, and their panels on commitments, projects and departments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.panels import add_department_panel
from portal.commitments.panels import add_commitment_panel
from portal.fulfilment.views import evaluating, explaining, grid, objectives, panels, weeks
from portal.fulfilment.views.blueprint import bp
from portal.projects.panels import add_tab

__all__ = ["bp", "evaluating", "explaining", "grid", "objectives", "panels", "weeks"]

add_tab("given", _l("Given"), "fulfilment.of_project", order=55, within="commitments")
add_department_panel(35, _l("Kept promises"), "fulfilment/_department_panel.html", panels.of_department)
add_commitment_panel(20, "fulfilment/_weeks_panel.html", panels.weeks_of_commitment)
add_commitment_panel(30, "fulfilment/_objectives_panel.html", panels.objectives_of_commitment)
add_commitment_panel(40, "fulfilment/_evaluation_panel.html", panels.evaluation_of_commitment)
