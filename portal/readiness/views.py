"""Pages: readiness of a project, both sides' answers, going on with gaps, its gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts.models import Department
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.database import session
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.readiness import flags, forms, operations, queries, rules
from portal.readiness.assessment import Assessment, assess
from portal.readiness.models import VOICE_WORDS, Proceeding, Term, Voice
from portal.readiness.preconditions import PRECONDITIONS
from portal.readiness.queries import Gate, GateItem

bp = PageBlueprint("readiness", __name__)
NAVIGATION: list[Any] = []
add_tab("readiness", _l("Readiness"), "readiness.of_project", order=39, within="mandates")
add_tab("gates", _l("Phase gates"), "readiness.gates", order=40, within="mandates")
__all__ = ["NAVIGATION", "bp", "flags"]

PLACE = "/projects/<code>/readiness"
GATES = "/projects/<code>/gates"


def _to(endpoint: str, project: Project, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for(endpoint, code=project.code), 303)


def _page(template: str, form: Form, project: Project, **context: Any) -> tuple[str, int]:
    words = render_template(f"readiness/{template}.html", form=form, project=project, **context)
    return words, 422 if form.errors else 200


def _done(form: Form, act: Callable[..., Any], record: Any, **values: Any) -> bool:
    """Carry out what the form asks; a complaint of the operation stands at its field."""
    try:
        with session().begin_nested():
            act(record, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


@bp.get(PLACE)
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    answers = queries.answers_of(project)
    return render_template(
        "readiness/of_project.html",
        project=project,
        assessment=assess(answers),
        earlier=list(reversed(answers))[:60],
        proceedings=queries.proceedings_of(project),
        today=current_user.today,
    )


def _voice_choices(project: Project) -> list[tuple[str, str]]:
    """What somebody may speak for, as (code, words)."""
    found = []
    for voice, number in rules.voices_of(current_user, project):
        department = session().get_one(Department, number) if number else None
        words = department.name if department else str(VOICE_WORDS[voice])
        found.append((f"{voice}:{number or ''}", words))
    return found


def _spoken(choice: str) -> tuple[Voice, Department | None]:
    voice, _colon, number = choice.partition(":")
    return Voice(voice), session().get_one(Department, int(number)) if number else None


def _as_answered(assessment: Assessment, project: Project) -> dict[str, Any]:
    """What the actor's first voice said before."""
    voice, number = rules.voices_of(current_user, project)[0]
    data: dict[str, Any] = {}
    for finding in assessment.findings:
        for each in finding.answers:
            if (each.voice, each.department_id) == (voice, number):
                data[f"answer_{finding.code}"] = each.answer
                data[f"evidence_{finding.code}"] = each.evidence
    return data


@bp.route(f"{PLACE}/answers", methods=["GET", "POST"])
@require(rules.answer, of=project_by_code)
def answer(project: Project) -> Any:
    """All preconditions on one page; each answer with its evidence."""
    voices = _voice_choices(project)
    assessment = assess(queries.answers_of(project))
    form = forms.AnswersForm(data={"voice": voices[0][0], **_as_answered(assessment, project)})
    form.voice.choices = voices
    if form.submitted():
        voice, department = _spoken(form.voice.data)
        operations.answer_readiness(
            project,
            voice=voice,
            department=department,
            said=form.said(),
            by=current_user.person,
            now=clock.now(),
        )
        return _to("readiness.of_project", project, _("Your answers are stored."))
    return _page("answers", form, project, voices=voices, preconditions=PRECONDITIONS)


@bp.route(f"{PLACE}/proceedings/new", methods=["GET", "POST"])
@require(rules.proceed, of=project_by_code)
def proceed(project: Project) -> Any:
    form = forms.ProceedingForm(data={"due_on": _in_two_weeks()})
    form.decision.choices = [("", "—"), *queries.holding_decisions(project)]
    if form.submitted() and _done(
        form, operations.proceed, project, **_decided(form, project), today=current_user.today
    ):
        return _to("readiness.of_project", project, _("It is recorded. The condition returns on its day."))
    assessment = assess(queries.answers_of(project))
    return _page("proceeding", form, project, assessment=assessment)


def _decided(form: Form, project: Project) -> dict[str, Any]:
    values = form.values()
    number = values["decision"]
    return {**values, "decision": queries.decision_of(project, int(number) if number else None)}


def _in_two_weeks() -> dt.date:
    day: dt.date = current_user.today + dt.timedelta(days=14)
    return day


@bp.route("/readiness/proceedings/<int:proceeding_id>/conditions/new", methods=["GET", "POST"])
@require(rules.set_term, of=queries.proceeding_by_id)
def set_term(proceeding: Proceeding) -> Any:
    form = forms.TermForm(data={"due_on": _in_two_weeks()})
    values = form.values()
    if form.submitted() and _done(form, operations.set_term, proceeding, **values, today=current_user.today):
        return _to("readiness.of_project", proceeding.project, _("The condition returns on its day."))
    return _page("condition", form, proceeding.project, proceeding=proceeding)


@bp.route("/readiness/conditions/<int:term_id>/report", methods=["GET", "POST"])
@require(rules.report, of=queries.term_by_id)
def report(term: Term) -> Any:
    form = forms.ReportForm(data={"version": term.version})
    if form.submitted():
        check_version(term, form.version.data)
        if _done(form, operations.report_met, term, **form.values(), today=current_user.today):
            return _to("readiness.of_project", term.project, _("Reported as met."))
    return _page("report", form, term.project, term=term)


@bp.get(GATES)
@require(projects.read, of=project_by_code)
def gates(project: Project) -> Any:
    found = queries.gates_of(project)
    ahead = [each for each in found if not each.is_behind]
    return render_template(
        "readiness/gates.html",
        project=project,
        ahead=ahead,
        behind=[each for each in found if each.is_behind],
    )


@bp.route(f"{GATES}/items/<item>", methods=["GET", "POST"])
@require(rules.tick, of=queries.item_of)
def mark_item(each: GateItem) -> Any:
    """Tick it, or open it again."""
    form = forms.OpeningForm() if each.is_done else forms.ItemForm()
    values = {**form.values(), "is_done": not each.is_done}
    if form.submitted() and _done(form, operations.mark_item, each, **values):
        words = _("Opened again.") if each.is_done else _("Ticked.")
        return _to("readiness.gates", each.project, words)
    return _page("item", form, each.project, each=each)


@bp.route(f"{GATES}/<phase>/override", methods=["GET", "POST"])
@require(rules.override, of=queries.gate_of)
def override(gate: Gate) -> Any:
    project = gate.project
    form = forms.OverrideForm()
    form.decision.choices = [("", "—"), *queries.holding_decisions(project)]
    if form.submitted() and _done(form, operations.override_gate, gate, **_decided(form, project)):
        return _to("readiness.gates", project, _("The gate may be passed as long as the decision holds."))
    return _page("override", form, project, gate=gate)
