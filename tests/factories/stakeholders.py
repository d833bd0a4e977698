"""Entries of the responsibility matrix as they are after the operations."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Department, Person
from portal.database import session
from portal.projects.models import Project
from portal.stakeholders.models import RaciEntry, RaciRole
from tests.factories.accounts import LONG_AGO


def make_raci(
    project: Project,
    party: Person | Department,
    role: str = RaciRole.ACCOUNTABLE,
    item: str = "Clean up item data",
    since: dt.date = LONG_AGO,
    until: dt.date | None = None,
) -> RaciEntry:
    entry = RaciEntry(project=project, item=item, role=role, valid_from=since, valid_to=until)
    if isinstance(party, Person):
        entry.person = party
    else:
        entry.department = party
    session().add(entry)
    session().flush()
    return entry
