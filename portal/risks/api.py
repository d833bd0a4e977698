"""Risks in `/api/v1`: the same operations and rules as the pages, state changes as resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.actions.queries import of_origin
from portal.core import clock
from portal.core.access import SIGNED_IN, check, require
from portal.core.api import ApiBlueprint, Items, items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.risks import operations, queries, rules
from portal.risks import schemas as shapes
from portal.risks.models import Risk
from portal.risks.queries import RiskFilters

bp = ApiBlueprint("risks", __name__)
PLACE = "/risks/<int:risk_id>"


@bp.get("/risks")
@require(SIGNED_IN)
@bp.input(RiskFilters, location="query", arg_name="filters")
@bp.output(Items[shapes.RiskView])
def index(filters: RiskFilters) -> Any:
    """Risks that the caller may see, by the filters of the page; only the living unless `state` is given."""
    page = queries.list_risks(filters, current_user, queries.matrix_in_force())
    return items(page, shapes.row_view)


@bp.get("/risks/counts")
@require(SIGNED_IN)
@bp.input(RiskFilters, location="query", arg_name="filters")
@bp.output(shapes.CountsView)
def counts(filters: RiskFilters) -> Any:
    """The matrix with the number of risks at each place, for the same filters."""
    matrix = queries.matrix_in_force()
    return shapes.counts_view(matrix, queries.count_places(filters, current_user, matrix))


@bp.post("/risks")
@require(SIGNED_IN)
@bp.input(shapes.RiskIn, arg_name="data")
@bp.output(shapes.RiskWithScores, status_code=201)
def create(data: shapes.RiskIn) -> Any:
    """Enter a risk into a project's register."""
    project = _project(data.project)
    by, now, today = current_user.person, clock.now(), clock.today()
    return _shown(operations.create_risk(project, **data.values(), by=by, now=now, today=today))


def _project(code: str) -> Project:
    """The project of this code, in whose register the caller may write. A hidden one does not exist."""
    project = project_by_code(code)
    if project is None or not projects.read(current_user, project):
        raise Invalid(project=_("There is no project %(code)s.", code=code))
    check(rules.create, project)
    return project


@bp.get(PLACE)
@require(rules.read, of=queries.risk_by_id)
@bp.output(shapes.RiskWithScores)
def show(risk: Risk) -> Any:
    """A risk with its whole history."""
    return _shown(risk)


@bp.patch(PLACE)
@require(rules.edit, of=queries.risk_by_id)
@bp.input(shapes.RiskChangesIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def edit(risk: Risk, data: shapes.RiskChangesIn) -> Any:
    """Change the words, the owner or the response. Only what is sent changes."""
    _hold(risk, "edit", data)
    operations.edit_risk(risk, **data.values(risk), by=current_user.person, now=clock.now())
    return _shown(risk)


@bp.get(f"{PLACE}/reviews")
@require(rules.read, of=queries.risk_by_id)
@bp.output(Items[shapes.ScoreView])
def reviews(risk: Risk) -> Any:
    """Every rating that was ever given, oldest first."""
    return {"items": [shapes.score_view(score) for score in queries.scores_of(risk)], "next": None}


@bp.post(f"{PLACE}/reviews")
@require(rules.review, of=queries.risk_by_id)
@bp.input(shapes.ReviewIn, arg_name="data")
@bp.output(shapes.RiskWithScores, status_code=201)
def review(risk: Risk, data: shapes.ReviewIn) -> Any:
    """Add a review; none before is changed."""
    return _carried_out(risk, "review", operations.review_risk, data)


@bp.post(f"{PLACE}/treatment")
@require(rules.treat, of=queries.risk_by_id)
@bp.input(shapes.TreatmentIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def treat(risk: Risk, data: shapes.TreatmentIn) -> Any:
    """Begin the treatment."""
    return _carried_out(risk, "treat", operations.treat_risk, data)


@bp.get(f"{PLACE}/actions")
@require(rules.read, of=queries.risk_by_id)
@bp.output(Items[shapes.ActionView])
def actions(risk: Risk) -> Any:
    """What is done against it."""
    return {"items": [shapes.action_view(action) for action in of_origin(risk_id=risk.id)], "next": None}


@bp.post(f"{PLACE}/actions")
@require(rules.add_action, of=queries.risk_by_id)
@bp.input(shapes.ActionIn, arg_name="data")
@bp.output(shapes.ActionView, status_code=201)
def add_action(risk: Risk, data: shapes.ActionIn) -> Any:
    """Give an action against the risk to somebody."""
    _hold(risk, "add_action", data)
    by, now, today = current_user.person, clock.now(), clock.today()
    return shapes.action_view(operations.add_action(risk, **data.values(), by=by, now=now, today=today))


@bp.post(f"{PLACE}/acceptance-request")
@require(rules.request_acceptance, of=queries.risk_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def request_acceptance(risk: Risk, data: shapes.ReasonIn) -> Any:
    """Ask the sponsor to accept it."""
    return _carried_out(risk, "request_acceptance", operations.request_acceptance, data)


@bp.post(f"{PLACE}/acceptance")
@require(rules.accept, of=queries.risk_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def accept(risk: Risk, data: shapes.ReasonIn) -> Any:
    """A knowing yes, by somebody who neither owns the risk nor asked for it."""
    return _carried_out(risk, "accept", operations.accept_risk, data)


@bp.post(f"{PLACE}/closure")
@require(rules.close, of=queries.risk_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def close(risk: Risk, data: shapes.ReasonIn) -> Any:
    """It can no longer happen, or no longer matters."""
    return _carried_out(risk, "close", operations.close_risk, data)


@bp.post(f"{PLACE}/materialisation")
@require(rules.materialise, of=queries.risk_by_id)
@bp.input(shapes.MaterialisationIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def materialise(risk: Risk, data: shapes.MaterialisationIn) -> Any:
    """It has come true."""
    return _carried_out(risk, "materialise", operations.materialise_risk, data)


@bp.post(f"{PLACE}/reopening")
@require(rules.reopen, of=queries.risk_by_id)
@bp.input(shapes.ReasonIn, arg_name="data")
@bp.output(shapes.RiskWithScores)
def reopen(risk: Risk, data: shapes.ReasonIn) -> Any:
    """It is a danger again, or the acceptance is taken back."""
    return _carried_out(risk, "reopen", operations.reopen_risk, data)


@bp.get("/risks/matrix")
@require(SIGNED_IN)
@bp.output(shapes.MatrixView)
def matrix() -> Any:
    """The matrix in force."""
    return shapes.matrix_view(queries.matrix_in_force())


@bp.post("/risks/matrix")
@require(rules.set_matrix)
@bp.input(shapes.MatrixIn, arg_name="data")
@bp.output(shapes.MatrixView, status_code=201)
def set_matrix(data: shapes.MatrixIn) -> Any:
    """Put another matrix in force; scores until now keep their level."""
    try:
        wanted = data.matrix()
    except ValueError as error:
        raise Invalid(rows=_("All rows of a matrix have the same number of levels.")) from error
    operations.set_matrix(wanted, by=current_user.person, now=clock.now())
    return shapes.matrix_view(wanted)


def _hold(risk: Risk, move: str, data: shapes.Versioned) -> None:
    """Whoever comes second gets a sentence; whoever answers an older version, too."""
    operations.hold(risk)
    risk.insist_on(move)
    check_version(risk, data.version)


def _carried_out(risk: Risk, move: str, act: Callable[..., Any], data: shapes.Versioned) -> Any:
    _hold(risk, move, data)
    values = data.model_dump(exclude={"version"})
    act(risk, **values, by=current_user.person, now=clock.now(), today=clock.today())
    return _shown(risk)


def _shown(risk: Risk) -> dict[str, Any]:
    session().flush()
    return shapes.risk_view(risk, queries.scores_of(risk))
