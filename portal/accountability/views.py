"""Page and files: who was accountable on a day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.accountability import rules
from portal.accountability.bundle import bundle_of
from portal.accountability.printing import printed, remarks
from portal.accountability.records import beside_today, record_of
from portal.core import clock
from portal.core.access import require
from portal.core.lists import Filters, OptionalDay
from portal.core.printing import PDF, pdf_of
from portal.core.web import PageBlueprint
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code

bp = PageBlueprint("accountability", __name__)
add_tab("day", _l("On a day"), "accountability.show", order=105, within="history")

PLACE = "/projects/<code>/record"


class DayFilters(Filters):
    """`on`: the day that is asked about; none is today, and a day to come is answered with today."""

    on: OptionalDay = None

    def day(self, today: dt.date) -> dt.date:
        return min(self.on or today, today)


@bp.get(PLACE)
@require(rules.read, of=project_by_code)
def show(project: Project) -> Any:
    today = clock.today()
    filters = DayFilters.from_request()
    record = record_of(project, filters.day(today), today)
    return render_template(
        "accountability/show.html",
        project=project,
        filters=filters,
        record=record,
        compared=beside_today(record, today),
        day=record.moment.day,
        today=today,
        remarks=remarks,
    )


@bp.get(f"{PLACE}.pdf")
@require(rules.read, of=project_by_code)
def pdf(project: Project) -> Any:
    return _file(project, pdf_of(printed(_asked(project))), PDF, "pdf")


@bp.get(f"{PLACE}.json")
@require(rules.read, of=project_by_code)
def bundle(project: Project) -> Any:
    """With the register's proofs: `python standalone.py bundle FILE` checks it without the portal."""
    content = json.dumps(bundle_of(_asked(project), clock.now()), ensure_ascii=False, default=str, indent=1)
    return _file(project, content.encode("utf-8", "surrogatepass"), "application/json", "json")


def _asked(project: Project) -> Any:
    today = clock.today()
    return record_of(project, DayFilters.from_request().day(today), today)


def _file(project: Project, content: bytes, content_type: str, ending: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{project.code}-record.{ending}")
    return response
