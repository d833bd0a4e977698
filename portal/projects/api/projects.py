"""`/projects`: the list, one project, its phase, who may see it, its history."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import Items, items
from portal.core.lists import Filters
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import operations, queries, rules
from portal.projects import schemas as shapes
from portal.projects.api.blueprint import bp
from portal.projects.models import Insider, Project
from portal.projects.queries.projects import seq_of
from portal.projects.references import named_person
from portal.register.queries import history_of_project

EDITABLE = (
    "name",
    "programme",
    "purpose",
    "measure_of_success",
    "lead_department",
    "lead_model",
    "start_on",
    "go_live_on",
    "end_on",
    "budget",
    "currency",
)


@bp.get("/projects")
@require(SIGNED_IN)
@bp.input(queries.ProjectFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.ProjectItem])
def projects(filters: queries.ProjectFilters) -> Any:
    """Projects that the caller may see, by the filters of the page."""
    return items(queries.list_projects(filters, current_user, clock.today()), shapes.project_item)


@bp.post("/projects")
@require(rules.create)
@bp.input(shapes.ProjectIn, arg_name="data")
@bp.output(shapes.ProjectView, status_code=201)
def create_project(data: shapes.ProjectIn) -> Any:
    """Create a project. Only the programme office creates confidential ones."""
    if data.is_confidential:
        check(rules.create_confidential, None)
    return _shown(operations.create_project(**data.values(), by=current_user.person, now=clock.now()))


@bp.get("/projects/<code>")
@require(rules.read, of=queries.project_by_code)
@bp.output(shapes.ProjectView)
def project(project: Project) -> Any:
    """One project."""
    return _shown(project)


@bp.patch("/projects/<code>")
@require(rules.edit, of=queries.project_by_code)
@bp.input(shapes.ProjectChangesIn, arg_name="data")
@bp.output(shapes.ProjectView)
def edit_project(project: Project, data: shapes.ProjectChangesIn) -> Any:
    """Change what is sent."""
    check_version(project, data.version)
    values = {**{name: getattr(project, name) for name in EDITABLE}, **data.values()}
    operations.edit_project(project, **values, by=current_user.person, now=clock.now())
    return _shown(project)


@bp.post("/projects/<code>/phase")
@require(rules.edit, of=queries.project_by_code)
@bp.input(shapes.PhaseIn, arg_name="data")
@bp.output(shapes.ProjectView)
def change_phase(project: Project, data: shapes.PhaseIn) -> Any:
    """Move it to another phase, with the grounds."""
    check_version(project, data.version)
    operations.change_phase(
        project, phase=data.phase, note=data.note, by=current_user.person, now=clock.now()
    )
    return _shown(project)


@bp.post("/projects/<code>/confidentiality")
@require(rules.confide, of=queries.project_by_code)
@bp.input(shapes.ConfidentialityIn, arg_name="data")
@bp.output(shapes.ProjectView)
def change_confidentiality(project: Project, data: shapes.ConfidentialityIn) -> Any:
    """Make it confidential, or open it to everybody who is signed in."""
    by, now = current_user.person, clock.now()
    if data.is_confidential:
        operations.make_confidential(project, reason=data.reason, by=by, now=now, today=clock.today())
    else:
        operations.open_project(project, reason=data.reason, by=by, now=now)
    return _shown(project)


@bp.get("/projects/<code>/insiders")
@require(rules.read, of=queries.project_by_code)
@bp.output(Items[shapes.InsiderView])
def insiders(project: Project) -> Any:
    """Who sees it once it is confidential, besides those who read everything."""
    rows = [{"id": each.person_id, "person": each.person.key} for each in project.insiders]
    return {"items": rows, "next": None}


@bp.post("/projects/<code>/insiders")
@require(rules.confide, of=queries.project_by_code)
@bp.input(shapes.InsiderIn, arg_name="data")
@bp.output(shapes.InsiderView, status_code=201)
def invite_insider(project: Project, data: shapes.InsiderIn) -> Any:
    """Let somebody without a role see it."""
    person = named_person(data.person)
    by, now = current_user.person, clock.now()
    operations.invite_insider(project, person=person, reason=data.reason, by=by, now=now)
    return {"id": person.id, "person": person.key}


@bp.post("/projects/<code>/insiders/<int:person_id>/end")
@require(rules.confide, of=queries.insider_of)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.InsiderView)
def dismiss_insider(insider: Insider, data: shapes.ReasonIn) -> Any:
    """End the access of somebody without an appointment."""
    view = {"id": insider.person_id, "person": insider.person.key}
    by, now = current_user.person, clock.now()
    operations.dismiss_insider(insider, reason=data.reason, by=by, now=now, today=clock.today())
    return view


class HistoryFilters(Filters):
    """`after` is the `seq` at which the page before ended."""


@bp.get("/projects/<code>/history")
@require(rules.read, of=queries.project_by_code)
@bp.input(HistoryFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.HistoryView])
def history(project: Project, filters: HistoryFilters) -> Any:
    """What happened in it, newest first."""
    entries = history_of_project(project, limit=filters.limit + 1, before=seq_of(filters.after))
    has_more = len(entries) > filters.limit
    shown = entries[: filters.limit]
    return {
        "items": [shapes.history_view(entry) for entry in shown],
        "next": str(shown[-1].seq) if has_more else None,
    }


def _shown(project: Project) -> dict[str, Any]:
    session().flush()
    today = clock.today()
    upcoming = queries.next_milestones([project.id], today).get(project.id)
    draft = queries.draft_of(project) if rules.report(current_user, project) else None
    return shapes.project_view(project, today, upcoming, draft)
