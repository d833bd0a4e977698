"""`/programmes`."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.api import Items, items
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import operations, queries, rules
from portal.projects import schemas as shapes
from portal.projects.api.blueprint import bp
from portal.projects.models import Programme
from portal.projects.queries.programmes import ProgrammeFilters


@bp.get("/programmes")
@require(rules.read_programme)
@bp.input(ProgrammeFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.ProgrammeView])
def programmes(filters: ProgrammeFilters) -> Any:
    """Programmes by name."""
    return items(queries.list_programmes(filters), shapes.programme_view)


@bp.post("/programmes")
@require(rules.keep_programme)
@bp.input(shapes.ProgrammeIn, arg_name="data")
@bp.output(shapes.ProgrammeView, status_code=201)
def create_programme(data: shapes.ProgrammeIn) -> Any:
    """Create a programme."""
    by, now = current_user.person, clock.now()
    return shapes.programme_view(operations.create_programme(**data.model_dump(), by=by, now=now))


@bp.get("/programmes/<programme_code>")
@require(rules.read_programme, of=queries.programme_by_code)
@bp.output(shapes.ProgrammeView)
def programme(programme: Programme) -> Any:
    """One programme."""
    return shapes.programme_view(programme)


@bp.patch("/programmes/<programme_code>")
@require(rules.keep_programme, of=queries.programme_by_code)
@bp.input(shapes.ProgrammeChangesIn, arg_name="data")
@bp.output(shapes.ProgrammeView)
def edit_programme(programme: Programme, data: shapes.ProgrammeChangesIn) -> Any:
    """Change what is sent."""
    check_version(programme, data.version)
    stored = {name: getattr(programme, name) for name in ("name", "purpose", "rating_points")}
    values = {**stored, **data.values()}
    operations.edit_programme(programme, **values, by=current_user.person, now=clock.now())
    session().flush()
    return shapes.programme_view(programme)
