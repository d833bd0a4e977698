"""Entering and ending who answers for what."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.projects.models import Project
from portal.projects.operations import admit
from portal.register.operations import record
from portal.stakeholders import events
from portal.stakeholders.models import RaciEntry


def assign(
    project: Project,
    *,
    item: str,
    role: str,
    valid_from: dt.date,
    by: Person | None,
    now: dt.datetime,
    person: Person | None = None,
    department: Department | None = None,
    valid_to: dt.date | None = None,
) -> RaciEntry:
    """One letter of the matrix, from a day on. A second A is not refused but said: it may be the truth.

    A person who answers for something in a confidential project must be able to see it.
    """
    _check_party(person, department)
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    entry = RaciEntry(
        project=project,
        item=item,
        role=role,
        person=person,
        department=department,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _insist_on_new(project, entry, person, department)
    session().add(entry)
    session().flush()
    if person is not None:
        admit(project, person)
    record(
        events.ASSIGNED,
        entry,
        by=by,
        now=now,
        project=project,
        about=[entry.party],
        item=item,
        party=entry.party.name,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return entry


def end_assignment(
    entry: RaciEntry,
    *,
    valid_to: dt.date,
    note: str,
    by: Person | None,
    now: dt.datetime,
    is_agreed: bool = False,
) -> None:
    """Ended with a last day, never deleted: who answered for it then is still known.

    What a party accepted ends only when they agree to that (`is_agreed`).
    """
    if entry.is_accepted and not is_agreed:
        raise Refused(
            _(
                "%(party)s has accepted this. Propose the change in the grid: it holds once they accept it.",
                party=entry.party.name,
            )
        )
    if valid_to < entry.valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    entry.end(valid_to)
    record(
        events.ENDED,
        entry,
        by=by,
        now=now,
        project=entry.project,
        about=[entry.party],
        item=entry.item,
        party=entry.party.name,
        role=entry.role,
        valid_to=valid_to,
        note=note,
    )


def take_back(entry: RaciEntry, *, day: dt.date, note: str, by: Person | None, now: dt.datetime) -> None:
    """Undone before it held on a day that is over; that it was entered stays in the register."""
    valid_from = entry.valid_from
    entry.take_back(day)
    record(
        events.TAKEN_BACK,
        entry,
        by=by,
        now=now,
        project=entry.project,
        about=[entry.party],
        item=entry.item,
        party=entry.party.name,
        role=entry.role,
        valid_from=valid_from,
        note=note,
    )


def _check_party(person: Person | None, department: Department | None) -> None:
    if person is None and department is None:
        raise Invalid(person=_("Name a person or a department."))
    if person is not None and department is not None:
        raise Invalid(person=_("Name a person or a department, not both."))


def _insist_on_new(
    project: Project, entry: RaciEntry, person: Person | None, department: Department | None
) -> None:
    """The same letter for the same party twice at a time says nothing new."""
    same = exists().where(
        RaciEntry.project_id == project.id,
        RaciEntry.item == entry.item,
        RaciEntry.role == entry.role,
        RaciEntry.is_void.is_(False),
        RaciEntry.person_id == (person.id if person else None),
        RaciEntry.department_id == (department.id if department else None),
        or_(RaciEntry.valid_to.is_(None), RaciEntry.valid_to >= entry.valid_from),
    )
    if entry.valid_to is not None:
        same = same.where(RaciEntry.valid_from <= entry.valid_to)
    if session().scalar(select(same)):
        raise Invalid(role=_("This stands in the matrix already."))
