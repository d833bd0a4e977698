"""Pages: the decision log, one decision, and proposals until they are decided."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.actions.queries import of_origin
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.projects import rules as project_rules
from portal.projects.changes import both_texts
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.register.queries import history_of
from portal.steering import forms, operations, queries, rules
from portal.steering.hiding import are_hidden, shown_positions
from portal.steering.models import Decision, Meeting, SteeringGroup
from portal.steering.models.states import DECISION_WORDS
from portal.steering.queries import DecisionFilters
from portal.steering.views.pages import bp, brief, carried_out, page, to_decision

bp.add_app_template_global(shown_positions, "positions_shown")
bp.add_app_template_global(are_hidden, "positions_hidden")


@bp.get("/decisions")
@require(SIGNED_IN)
def decisions() -> Any:
    """Across groups and years: what was decided, and what of it holds now."""
    filters = DecisionFilters.from_request()
    return render_template(
        "steering/decisions.html",
        page=queries.list_decisions(filters, current_user),
        filters=filters,
        today=current_user.today,
        groups=queries.groups_to_choose(current_user),
        kept=queries.groups_kept_by(current_user),
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    """What the filters of the log offer."""
    states = [(code, str(word)) for code, word in DECISION_WORDS.items()]
    return {"years": queries.years_of_decisions(), "states": states}


@bp.get("/projects/<code>/decisions")
@require(project_rules.read, of=project_by_code)
def of_project(project: Project) -> Any:
    filters = DecisionFilters.from_request()
    groups = queries.groups_of_project(project, current_user)
    return render_template(
        "steering/of_project.html",
        project=project,
        page=queries.list_decisions(filters, current_user, project),
        filters=filters,
        today=current_user.today,
        groups=groups,
        preparing=[group for group in groups if rules.prepare(current_user, group)],
        **_choices(),
    )


def project_panel(project: Project, actor: Any) -> Any:
    """The newest decisions on the project's overview; nothing where nothing was decided."""
    newest = queries.latest_of_project(project, actor)
    return newest if newest.items else None


@bp.get("/decisions/<int:decision_id>")
@require(rules.read_decision, of=queries.decision_by_id)
def decision(decision: Decision) -> Any:
    seats = decision.group.voters_on(current_user.today) if decision.group else []
    taken = {each.person_id for each in decision.positions}
    return render_template(
        "steering/decision.html",
        decision=decision,
        today=current_user.today,
        chain=queries.chain_of(decision),
        silent=[seat for seat in seats if seat.person_id not in taken],
        actions=of_origin(decision_id=decision.id),
        history=brief(history_of(decision, limit=30)),
    )


@bp.route("/groups/<int:group_id>/decisions/new", methods=["GET", "POST"])
@require(rules.prepare, of=queries.group_by_id)
def new_decision(group: SteeringGroup) -> Any:
    meetings = queries.meetings_to_choose(group)
    form = _proposal_form(group, request.args.get("meeting", ""))
    form.offer(meetings)
    if form.submitted() and (made := _drafted(form, meetings, group=group)) is not None:
        return to_decision(made, _drafted_message(made))
    return page("proposal_form", form, group=group, project=group.project, decision=None)


def _proposal_form(group: SteeringGroup, meeting: str) -> Any:
    data = {"meeting": meeting[:12]}
    if group.project is not None:
        return forms.ProposalForm(data=data)
    form = forms.ProgrammeProposalForm(data=data)
    form.offer_projects(
        queries.projects_to_decide_about(group, current_user), required=group.programme_id is None
    )
    return form


@bp.route("/projects/<code>/decisions/new", methods=["GET", "POST"])
@require(rules.decide_in_project, of=project_by_code)
def new_in_project(project: Project) -> Any:
    """Decided without a group, by those who have the project's authority."""
    form = forms.ProposalForm()
    form.offer([])
    if form.submitted() and (made := _drafted(form, [], project=project)) is not None:
        return to_decision(made, _drafted_message(made))
    return page("proposal_form", form, group=None, project=project, decision=None)


def _drafted(form: Any, meetings: Any, **place: Any) -> Decision | None:
    """Draft, and propose unless it is to stay a draft: one intention, so both happen or neither."""
    by, now = current_user.person, clock.now()
    try:
        made = operations.draft_decision(**_values(form, meetings), **place, by=by, now=now)
    except Invalid as error:
        form.reject(error)
        return None
    if request.form.get("act") != "draft":
        operations.propose(made, by=by, now=now)
    return made


def _values(form: Any, meetings: Any) -> dict[str, Any]:
    values: dict[str, Any] = form.values()
    values["meeting"] = chosen(form.meeting.data, meetings)
    if "project" in values:
        values["project"] = project_by_code(values["project"]) if values["project"] else None
    return values


def chosen(number: str | None, meetings: Any) -> Meeting | None:
    """The meeting of the list that was chosen."""
    return next((each for each in meetings if str(each.id) == (number or "")), None)


def _drafted_message(decision: Decision) -> str:
    if decision.is_editable and decision.state == "draft":
        return _("%(code)s is kept as a draft.", code=decision.code)
    return _("%(code)s is proposed. The members are asked for their positions.", code=decision.code)


@bp.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@require(rules.keep_decision, of=queries.decision_by_id)
def edit_decision(decision: Decision) -> Any:
    decision.expect_editable()
    meetings = queries.meetings_to_choose(decision.group)
    stored = forms.proposal_as_entered(decision)
    form, shown = forms.ProposalForm(data=stored), forms.ProposalForm(None, data=stored)
    form.offer(meetings)
    shown.offer(meetings)
    values = {**form.values(), "meeting": chosen(form.meeting.data, meetings)}
    if carried_out(form, operations.edit_proposal, decision, both=both_texts(form, shown), **values):
        return to_decision(decision, _("The changes are stored."))
    return page("proposal_form", form, group=decision.group, project=decision.project, decision=decision)


@bp.post("/decisions/<int:decision_id>/proposal")
@require(rules.keep_decision, of=queries.decision_by_id)
def proposal(decision: Decision) -> Any:
    operations.propose(decision, by=current_user.person, now=clock.now())
    return to_decision(decision, _drafted_message(decision))


@bp.route("/decisions/<int:decision_id>/position", methods=["GET", "POST"])
@require(rules.take_position, of=queries.decision_by_id)
def position(decision: Decision) -> Any:
    """A member's own word, on the text that they saw."""
    decision.expect_open()
    taken = decision.position_of(current_user.id)
    stored = {"position": taken.position, "reason": taken.reason} if taken else {}
    form = forms.PositionForm(data={**stored, "version": decision.version})
    if carried_out(form, operations.take_position, decision, **form.values()):
        return to_decision(
            decision, _("Your position is noted. You can change it until the outcome is recorded.")
        )
    return page("position", form, decision=decision)


@bp.route("/decisions/<int:decision_id>/supersession", methods=["GET", "POST"])
@require(rules.keep_decision, of=queries.decision_by_id)
def supersession(decision: Decision) -> Any:
    decision.expect_replaceable()
    meetings = queries.meetings_to_choose(decision.group)
    form = forms.SupersessionForm(
        data={"title": decision.title, "context": decision.context, "owner": decision.owner}
    )
    form.offer(meetings)
    if form.submitted() and (made := _superseding(decision, form, meetings)) is not None:
        return to_decision(made, _drafted_message(made))
    return page("supersession", form, decision=decision)


def _superseding(decision: Decision, form: Any, meetings: Any) -> Decision | None:
    by, now = current_user.person, clock.now()
    values = _values(form, meetings)
    is_reversal = values.pop("kind") == "reverse"
    try:
        made = operations.supersede(decision, **values, is_reversal=is_reversal, by=by, now=now)
    except Invalid as error:
        form.reject(error)
        return None
    operations.propose(made, by=by, now=now)
    return made


@bp.route("/decisions/<int:decision_id>/dropping", methods=["GET", "POST"])
@require(rules.keep_decision, of=queries.decision_by_id)
def dropping(decision: Decision) -> Any:
    decision.expect_droppable()
    form = forms.ReasonForm(data={"version": decision.version})
    if carried_out(form, operations.drop_decision, decision, **form.values()):
        return to_decision(decision, _("%(code)s is dropped. The reason is on record.", code=decision.code))
    return page("dropping", form, decision=decision)
