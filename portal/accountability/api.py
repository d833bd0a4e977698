"""`/projects/{code}/record` in `/api/v1`."""

from __future__ import annotations

from typing import Any

from portal.accountability import rules, schemas
from portal.accountability.records import beside_today, record_of
from portal.accountability.views import DayFilters
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.projects.models import Project
from portal.projects.queries import project_by_code

bp = ApiBlueprint("accountability", __name__)


@bp.get("/projects/<code>/record")
@require(rules.read, of=project_by_code)
@bp.input(DayFilters, location="query", arg_name="filters")
@bp.output(schemas.RecordView)
def record(project: Project, filters: DayFilters) -> Any:
    """Who was accountable on the day `on` (none: today), next to today."""
    today = clock.today()
    found = record_of(project, filters.day(today), today)
    return schemas.record_view(found, beside_today(found, today))
