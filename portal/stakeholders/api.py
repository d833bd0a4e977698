"""`/projects/{code}/raci` in `/api/v1`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items, items
from portal.database import session
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.stakeholders import operations, queries, rules
from portal.stakeholders import schemas as shapes
from portal.stakeholders.models import RaciEntry

bp = ApiBlueprint("stakeholders", __name__)
PLACE = "/projects/<code>/raci"


@bp.get(PLACE)
@require(rules.read, of=project_by_code)
@bp.input(queries.RaciFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.EntryView])
def raci(project: Project, filters: queries.RaciFilters) -> Any:
    """The matrix of today, or of the day `on`, as a list of entries."""
    return items(queries.list_entries(project, filters, clock.today()), shapes.entry_view)


@bp.get(f"{PLACE}/faults")
@require(rules.read, of=project_by_code)
@bp.input(queries.RaciFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.FaultView])
def faults(project: Project, filters: queries.RaciFilters) -> Any:
    """Items that the matrix of the day does not settle."""
    found = queries.faults_of(project, filters.on or clock.today())
    return {"items": [shapes.fault_view(fault) for fault in found], "next": None}


@bp.post(PLACE)
@require(rules.assign, of=project_by_code)
@bp.input(shapes.AssignmentIn, arg_name="data")
@bp.output(shapes.EntryView, status_code=201)
def assign(project: Project, data: shapes.AssignmentIn) -> Any:
    """Enter who is responsible, accountable, consulted or informed, from a day on."""
    entry = operations.assign(project, **data.values(), by=current_user.person, now=clock.now())
    session().flush()
    return shapes.entry_view(entry)


@bp.post(f"{PLACE}/<int:entry_id>/end")
@require(rules.assign, of=queries.entry_of)
@bp.input(shapes.EndIn, arg_name="data")
@bp.output(shapes.EntryView)
def end_assignment(entry: RaciEntry, data: shapes.EndIn) -> Any:
    """End an entry with a last day."""
    operations.end_assignment(entry, **data.model_dump(), by=current_user.person, now=clock.now())
    return shapes.entry_view(entry)
