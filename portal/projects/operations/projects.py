"""Creating and changing projects."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import exists, select

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid
from portal.database import session
from portal.projects import changes, events
from portal.projects.gates import in_the_way
from portal.projects.models import Phase, Programme, Project
from portal.projects.operations.access import admit
from portal.register.operations import record

#: A code stands in addresses and spreadsheets: letters of any script, digits, dot, dash, underscore.
CODE = re.compile(r"\w[\w.\-]{0,63}")
RESERVED_CODES = frozenset({"new"})


def create_project(
    *,
    code: str,
    name: str,
    by: Person | None,
    now: dt.datetime,
    programme: Programme | None = None,
    purpose: str = "",
    measure_of_success: str = "",
    lead_department: Department | None = None,
    lead_model: str | None = None,
    phase: str = Phase.IDEA,
    start_on: dt.date | None = None,
    go_live_on: dt.date | None = None,
    end_on: dt.date | None = None,
    budget: Decimal | None = None,
    currency: str | None = None,
    is_confidential: bool = False,
) -> Project:
    """A piece of change gets a name, a purpose and a measure by which its success can be disputed or not."""
    check_code(code, is_taken=session().scalar(select(exists().where(Project.code == code))))
    check_dates(start_on, go_live_on, end_on)
    project = Project(
        code=code,
        name=name,
        programme=programme,
        purpose=purpose,
        measure_of_success=measure_of_success,
        lead_department=lead_department,
        lead_model=lead_model or None,
        phase=phase,
        start_on=start_on,
        go_live_on=go_live_on,
        end_on=end_on,
        budget=budget,
        currency=currency or None,
        is_confidential=is_confidential,
        created_at=now,
    )
    session().add(project)
    session().flush()
    if is_confidential and by is not None:
        admit(project, by)
    _record_creation(project, by, now)
    return project


def _record_creation(project: Project, by: Person | None, now: dt.datetime) -> None:
    record(
        events.CREATED,
        project,
        by=by,
        now=now,
        project=project,
        purpose=project.purpose,
        measure_of_success=project.measure_of_success,
        lead_department=project.lead_department.name if project.lead_department else None,
        lead_model=project.lead_model,
        phase=project.phase,
        programme=project.programme.name if project.programme else None,
    )


def check_code(code: str, *, is_taken: object) -> None:
    """A code is chosen once and never changes: people, spreadsheets and addresses rely on it."""
    if not CODE.fullmatch(code) or code.lower() in RESERVED_CODES:
        raise Invalid(code=_("Use letters, digits, dots, dashes and underscores only, such as STORE-2."))
    if is_taken:
        raise Invalid(code=_("The code %(code)s is taken. Choose another.", code=code))


def check_dates(start_on: dt.date | None, go_live_on: dt.date | None, end_on: dt.date | None) -> None:
    """Start, go-live and end stand in this order where they are known."""
    if start_on and go_live_on and go_live_on < start_on:
        raise Invalid(go_live_on=_("The go-live cannot come before the start."))
    if start_on and end_on and end_on < start_on:
        raise Invalid(end_on=_("The end cannot come before the start."))
    if go_live_on and end_on and end_on < go_live_on:
        raise Invalid(end_on=_("The end cannot come before the go-live."))


def edit_project(
    project: Project,
    *,
    name: str,
    programme: Programme | None,
    purpose: str,
    measure_of_success: str,
    lead_department: Department | None,
    lead_model: str | None,
    start_on: dt.date | None,
    go_live_on: dt.date | None,
    end_on: dt.date | None,
    budget: Decimal | None,
    currency: str | None,
    by: Person,
    now: dt.datetime,
) -> None:
    """What changed stands in the register, with what it was before: a moved goal is visible years later."""
    check_dates(start_on, go_live_on, end_on)
    values = {
        "name": name,
        "programme": programme,
        "purpose": purpose,
        "measure_of_success": measure_of_success,
        "lead_department": lead_department,
        "lead_model": lead_model or None,
        "start_on": start_on,
        "go_live_on": go_live_on,
        "end_on": end_on,
        "budget": budget,
        "currency": currency or None,
    }
    changed = changes.apply(project, values)
    if changed:
        before, after = changed
        record(events.EDITED, project, by=by, now=now, project=project, before=before, after=after)


def change_phase(project: Project, *, phase: str, note: str, by: Person, now: dt.datetime) -> None:
    """An act of its own with its grounds: people are lent and money is spent by phase. Gates may forbid it."""
    if phase == project.phase:
        raise Invalid(phase=_("The project is in this phase already."))
    if reasons := in_the_way(project, phase):
        raise Invalid(phase=" ".join(reasons))
    before, project.phase = project.phase, phase
    record(
        events.PHASE_CHANGED, project, by=by, now=now, project=project, before=before, after=phase, note=note
    )
