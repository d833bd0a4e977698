"""What can be done with programmes, projects, appointments, milestones and status reports."""

from __future__ import annotations

from portal.projects.operations.accepting import ask_to_accept
from portal.projects.operations.access import (
    admit,
    dismiss_insider,
    invite_insider,
    make_confidential,
    open_project,
)
from portal.projects.operations.appointments import appoint, end_appointment
from portal.projects.operations.milestones import (
    add_milestone,
    move_forecast,
    reach_milestone,
    rebaseline_milestone,
    rename_milestone,
)
from portal.projects.operations.programmes import create_programme, edit_programme
from portal.projects.operations.projects import change_phase, create_project, edit_project
from portal.projects.operations.reports import (
    discard_report,
    draft_report,
    edit_report,
    publish_report,
    take_over_report,
)

__all__ = [
    "add_milestone",
    "admit",
    "appoint",
    "ask_to_accept",
    "change_phase",
    "create_programme",
    "create_project",
    "discard_report",
    "dismiss_insider",
    "draft_report",
    "edit_programme",
    "edit_project",
    "edit_report",
    "end_appointment",
    "invite_insider",
    "make_confidential",
    "move_forecast",
    "open_project",
    "publish_report",
    "reach_milestone",
    "rebaseline_milestone",
    "rename_milestone",
    "take_over_report",
]
