"""Readiness and gates in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.models import Department
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.projects.references import coded_department
from portal.readiness import operations, queries, rules
from portal.readiness import schemas as shapes
from portal.readiness.assessment import assess
from portal.readiness.models import Proceeding, Term, Voice
from portal.readiness.queries import Gate, GateItem

bp = ApiBlueprint("readiness", __name__)
PLACE = "/projects/<code>/readiness"
GATES = "/projects/<code>/gates"


def _shown(project: Project) -> dict[str, Any]:
    session().flush()
    answers = queries.answers_of(project)
    assessment = assess(answers)
    return {
        "project": project.code,
        "is_ready": assessment.is_ready,
        "summary": assessment.summary(),
        "preconditions": shapes.findings_view(assessment),
        "earlier": [shapes.answer_view(each) for each in reversed(answers)],
        "proceedings": [shapes.proceeding_view(each) for each in queries.proceedings_of(project)],
    }


@bp.get(PLACE)
@require(projects.read, of=project_by_code)
@bp.output(shapes.ReadinessView)
def of_project(project: Project) -> Any:
    """What both sides say about the preconditions of the lead, and on what the project goes on."""
    return _shown(project)


@bp.post(f"{PLACE}/answers")
@require(rules.answer, of=project_by_code)
@bp.input(shapes.AnswersIn, arg_name="data")
@bp.output(shapes.ReadinessView, status_code=201)
def answer(project: Project, data: shapes.AnswersIn) -> Any:
    """Answer for one's side, each answer with its evidence."""
    voice, department = _voice(project, data.department)
    said = [each.said() for each in data.answers]
    by, now = current_user.person, clock.now()
    operations.answer_readiness(project, voice=voice, department=department, said=said, by=by, now=now)
    return _shown(project)


def _voice(project: Project, code: str) -> tuple[Voice, Department | None]:
    """The caller's only voice, or the department that they name among those they head."""
    voices = rules.voices_of(current_user, project)
    named = coded_department(code) if code else None
    fitting = [each for each in voices if named is None or each[1] == named.id]
    if not fitting:
        raise Invalid(department=_("You do not answer for this department here."))
    if len(fitting) > 1:
        raise Invalid(department=_("You head several departments. Name the one that you answer for."))
    voice, number = fitting[0]
    return voice, session().get_one(Department, number) if number else None


@bp.post(f"{PLACE}/proceedings")
@require(rules.proceed, of=project_by_code)
@bp.input(shapes.ProceedingIn, arg_name="data")
@bp.output(shapes.ReadinessView, status_code=201)
def proceed(project: Project, data: shapes.ProceedingIn) -> Any:
    """Record that the project goes on with gaps: by which decision, on which first condition."""
    operations.proceed(
        project,
        decision=queries.decision_coded(project, data.decision),
        reason=data.reason,
        **data.values(),
        by=current_user.person,
        now=clock.now(),
        today=current_user.today,
    )
    return _shown(project)


@bp.post("/readiness/proceedings/<int:proceeding_id>/conditions")
@require(rules.set_term, of=queries.proceeding_by_id)
@bp.input(shapes.TermIn, arg_name="data")
@bp.output(shapes.TermView, status_code=201)
def set_term(proceeding: Proceeding, data: shapes.TermIn) -> Any:
    """Another condition, with its owner and the day on which it returns."""
    by, now = current_user.person, clock.now()
    made = operations.set_term(proceeding, **data.values(), by=by, now=now, today=current_user.today)
    return shapes.term_view(made)


@bp.post("/readiness/conditions/<int:term_id>/report")
@require(rules.report, of=queries.term_by_id)
@bp.input(shapes.ReportIn, arg_name="data")
@bp.output(shapes.TermView)
def report(term: Term, data: shapes.ReportIn) -> Any:
    """Report a condition as met, with what shows it."""
    check_version(term, data.version)
    by, now = current_user.person, clock.now()
    operations.report_met(term, evidence=data.evidence, by=by, now=now, today=current_user.today)
    session().flush()
    return shapes.term_view(term)


def _gates(project: Project) -> dict[str, Any]:
    session().flush()
    return {
        "project": project.code,
        "phase": project.phase,
        "gates": [shapes.gate_view(each) for each in queries.gates_of(project)],
    }


@bp.get(GATES)
@require(projects.read, of=project_by_code)
@bp.output(shapes.GatesView)
def gates(project: Project) -> Any:
    """The gates before each phase: items, evidence, decisions to go on all the same."""
    return _gates(project)


@bp.post(f"{GATES}/items/<item>")
@require(rules.tick, of=queries.item_of)
@bp.input(shapes.ItemIn, arg_name="data")
@bp.output(shapes.GatesView, status_code=201)
def mark_item(each: GateItem, data: shapes.ItemIn) -> Any:
    """Tick an item with what shows it, or open it again with the reason."""
    operations.mark_item(each, **data.model_dump(), by=current_user.person, now=clock.now())
    return _gates(each.project)


@bp.post(f"{GATES}/<phase>/overrides")
@require(rules.override, of=queries.gate_of)
@bp.input(shapes.OverrideIn, arg_name="data")
@bp.output(shapes.GatesView, status_code=201)
def override(gate: Gate, data: shapes.OverrideIn) -> Any:
    """Record the decision by which the gate is passed although items are open."""
    decision = queries.decision_coded(gate.project, data.decision)
    operations.override_gate(
        gate, decision=decision, reason=data.reason, by=current_user.person, now=clock.now()
    )
    return _gates(gate.project)
