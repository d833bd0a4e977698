"""What the API takes and gives for the responsibility matrix."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.core.api import Schema, View
from portal.core.values import Day, Line, OptionalLine, Paragraph
from portal.projects.references import coded_department, named_person
from portal.stakeholders.models import RaciEntry, RaciRole
from portal.stakeholders.queries import Fault


class AssignmentIn(Schema):
    """Either a person (e-mail or handle) or a department (code)."""

    item: Line
    role: RaciRole
    person: OptionalLine | None = None
    department: OptionalLine | None = None
    valid_from: Day
    valid_to: Day | None = None

    def values(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "role": self.role,
            "person": named_person(self.person) if self.person else None,
            "department": coded_department(self.department),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


class EndIn(Schema):
    """The last day."""

    valid_to: Day
    note: Paragraph = ""


class EntryView(View):
    """`person` or `department`, never both."""

    id: int
    item: str
    role: RaciRole
    person: str | None
    department: str | None
    valid_from: dt.date
    valid_to: dt.date | None


class FaultView(View):
    """Why the matrix does not settle an item; `fault` is a code, `sentence` is for people."""

    item: str
    fault: str
    sentence: str


def entry_view(entry: RaciEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "item": entry.item,
        "role": entry.role,
        "person": entry.person.key if entry.person else None,
        "department": entry.department.code if entry.department else None,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }


def fault_view(fault: Fault) -> dict[str, Any]:
    return {"item": fault.item, "fault": fault.kind, "sentence": fault.sentence}
