"""The sheets of the workbook, in the order in which they are imported: nothing refers to what comes later.

`WAITS`: what a sheet settles only after another one (heads of departments are people).
"""

from __future__ import annotations

from portal.exchange.sheets.accounts import Departments, People
from portal.exchange.sheets.appointments import Appointments, Members, Raci
from portal.exchange.sheets.columns import Column
from portal.exchange.sheets.decisions import Decisions, Positions
from portal.exchange.sheets.followup import Actions, Risks
from portal.exchange.sheets.meetings import AttendanceLines, Groups, Meetings
from portal.exchange.sheets.portfolio import Milestones, Programmes, Projects
from portal.exchange.sheets.promises import Commitments, Deliveries
from portal.exchange.sheets.reports import Reports
from portal.exchange.sheets.sheet import Sheet

KINDS: tuple[type[Sheet], ...] = (
    *(Departments, People, Programmes, Projects, Appointments, Reports, Milestones, Raci),
    *(Commitments, Deliveries, Groups, Members, Meetings, AttendanceLines, Decisions, Positions),
    *(Risks, Actions),
)
SHEETS: dict[str, Sheet] = {kind.name: kind() for kind in KINDS}
#: After which sheet another one settles what had to wait.
WAITS = {"departments": "people", "projects": "appointments", "groups": "members"}
#: Sheets of the contract that this release does not keep.
NOT_KEPT = ("lessons",)

__all__ = ["NOT_KEPT", "SHEETS", "WAITS", "Column", "Sheet"]
