"""Pages: the capacity of everybody, of a department, of a person; the balances; the downloads."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.accounts.panels import add_department_panel
from portal.accounts.queries import department_by_id, department_choices, person_by_id
from portal.capacity import balance, queries, rules, words
from portal.capacity.calendar import own_calendar
from portal.capacity.heat import by_project, by_week
from portal.capacity.queries import CapacityFilters
from portal.capacity.workbook import capacity_workbook
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.web import Destination, PageBlueprint
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_PANEL = 8
#: The overloads of so many people are told on a page; a department's own page has its own.
TOLD = 30
LENGTHS = (4, 8, 26, 52)

bp = PageBlueprint("capacity", __name__)
NAVIGATION = [Destination(_l("Capacity"), "capacity.index", "chart-bar", order=35)]


@bp.get("/capacity")
@require(rules.read)
def index() -> Any:
    """Departments by week, and who is promised to more than a week has."""
    return _overview("capacity/index.html", by="week")


@bp.get("/capacity/projects")
@require(rules.read)
def projects() -> Any:
    """Departments by project: whose people work for what."""
    return _overview("capacity/projects.html", by="project")


def _overview(template: str, by: str) -> str:
    filters, today = CapacityFilters.from_request(), clock.today()
    picture = queries.capacity(filters, current_user, today)
    return render_template(
        template,
        heat=by_week(picture) if by == "week" else by_project(picture),
        picture=picture,
        overloads=picture.overloads(TOLD) if by == "week" else [],
        more=max(0, picture.people_over - TOLD),
        tabs=_tabs(filters, by),
        departments=department_choices(),
        **_frame(filters, picture),
    )


def _frame(filters: CapacityFilters, picture: queries.Picture) -> dict[str, Any]:
    """What every page with a span needs."""
    return {
        "filters": filters,
        "span": picture.span,
        "months": words.months(picture.span),
        "words": words,
        "lengths": LENGTHS,
        "today": clock.today(),
    }


def _tabs(filters: CapacityFilters, by: str) -> list[dict[str, Any]]:
    kept = filters.parameters()
    return [
        {"label": _("By week"), "url": url_for("capacity.index", **kept), "is_current": by == "week"},
        {
            "label": _("By project"),
            "url": url_for("capacity.projects", **kept),
            "is_current": by == "project",
        },
    ]


@bp.get("/departments/<int:department_id>/capacity")
@require(rules.read, of=department_by_id)
def department(department: Department) -> Any:
    """Person by person, with the departments below."""
    filters, today = CapacityFilters.from_request(), clock.today()
    picture = queries.capacity(filters, current_user, today, department=department)
    return render_template(
        "capacity/department.html",
        department=department,
        heat=by_week(picture, people=True),
        picture=picture,
        overloads=picture.overloads(),
        **_frame(filters, picture),
    )


@bp.get("/people/<int:person_id>/capacity")
@require(rules.read, of=person_by_id)
def person(person: Person) -> Any:
    """One person's weeks: promised to what, away when."""
    filters = CapacityFilters.from_request()
    picture = queries.capacity_of(person, filters.span(clock.today()), current_user)
    row = next(picture.rows(), None)
    return render_template(
        "capacity/person.html",
        person=person,
        row=row,
        picture=picture,
        overloads=picture.overloads(),
        is_own=person.id == current_user.id,
        **_frame(filters, picture),
    )


@bp.get("/capacity.xlsx")
@require(rules.read)
def export() -> Any:
    """What the page shows, as a workbook."""
    picture = queries.capacity(CapacityFilters.from_request(), current_user, clock.today())
    name = f"{_('capacity')}-{picture.span.first.isoformat()}.xlsx"
    return _download(capacity_workbook(picture), XLSX, name)


@bp.get("/capacity/mine.ics")
@require(SIGNED_IN)
def calendar() -> Any:
    """One's own promises and absences for one's calendar."""
    content = own_calendar(current_user, clock.now())
    return _download(content, "text/calendar; charset=utf-8", "accord.ics")


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/departments/<int:department_id>/balance")
@require(rules.read, of=department_by_id)
def department_balance(department: Department) -> Any:
    found = balance.balance_of_department(department, current_user)
    return render_template(
        "capacity/department_balance.html", department=department, balance=found, words=words
    )


@bp.get("/projects/<code>/balance")
@require(rules.read_project, of=project_by_code)
def project_balance(project: Project) -> Any:
    found = balance.balance_of_project(project, current_user)
    return render_template("capacity/project_balance.html", project=project, balance=found, words=words)


def _department_panel(department: Department, actor: Actor) -> Any:
    """The next weeks of the department and those below it; nothing where nobody is in them."""
    filters = CapacityFilters(weeks=IN_PANEL)
    picture = queries.capacity(filters, actor, actor.today, department=department)
    if not picture.groups:
        return None
    return {"heat": by_week(picture), "months": words.months(picture.span), "span": picture.span}


add_department_panel(33, _l("Capacity"), "capacity/_department_panel.html", _department_panel)
add_tab("balance", _l("Balance"), "capacity.project_balance", order=57, within="commitments")
