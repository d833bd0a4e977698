"""Pages: the list of actions, one action, and everything that happens to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from portal.actions import operations as actions
from portal.actions.models import ACTION_WORDS, ActionItem
from portal.actions.queries import carried_to, of_origin
from portal.agreements import rules as agreement_rules
from portal.agreements import subjects
from portal.agreements.batches import carry_out
from portal.agreements.models import AgreementParty
from portal.agreements.operations import insist_answerable
from portal.agreements.seen import mark_of, seen_by_mark
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Refused
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import Destination, PageBlueprint
from portal.followup import accepting, forms, operations, queries, relying, rules
from portal.followup.queries import ActionFilters
from portal.followup.subjects import Followed, Origin
from portal.projects import rules as project_rules
from portal.projects.changes import both_texts
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.register.queries import history_of
from portal.steering import rules as steering_rules
from portal.steering.models import Meeting
from portal.steering.queries import meeting_by_id
from portal.steering.views.pages import done_by, told

__all__ = ["bp", "relying"]

bp = PageBlueprint("followup", __name__)
NAVIGATION = [Destination(_l("Actions"), "followup.index", "checklist", order=46)]

add_tab("actions", _l("Actions"), "followup.of_project", order=80)


def _states() -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in ACTION_WORDS.items()]


@bp.app_template_global()
def origin_words() -> dict[str, str]:
    return {
        "meeting": _("In a meeting"),
        "decision": _("By a decision"),
        "risk": _("Against a risk"),
        "project": _("In a project"),
    }


@bp.get("/actions")
@require(SIGNED_IN)
def index() -> Any:
    filters = ActionFilters.from_request()
    return render_template(
        "followup/index.html",
        page=queries.list_actions(filters, current_user),
        filters=filters,
        today=current_user.today,
        states=_states(),
    )


@bp.get("/projects/<code>/actions")
@require(project_rules.read, of=project_by_code)
def of_project(project: Project) -> Any:
    filters = ActionFilters.from_request()
    return render_template(
        "followup/of_project.html",
        project=project,
        page=queries.list_actions(filters, current_user, project),
        filters=filters,
        today=current_user.today,
        states=_states(),
        may_add=rules.create(current_user, Origin(project)),
    )


@bp.get("/actions/<int:action_id>")
@require(rules.read, of=queries.followed_by_id)
def action(followed: Followed) -> Any:
    return render_template(
        "followup/action.html",
        followed=followed,
        action=followed.action,
        origin=followed.origin,
        sees_origin=rules.sees(current_user, followed.origin),
        today=current_user.today,
        history=history_of(followed.action),
    )


@bp.route("/projects/<code>/actions/new", methods=["GET", "POST"])
@require(rules.create, of=queries.origin_in_project)
def new_for_project(origin: Origin) -> Any:
    return _new(origin)


@bp.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
@require(rules.create, of=queries.origin_in_meeting)
def new_for_meeting(origin: Origin) -> Any:
    return _new(origin)


@bp.route("/decisions/<int:decision_id>/actions/new", methods=["GET", "POST"])
@require(rules.create, of=queries.origin_in_decision)
def new_for_decision(origin: Origin) -> Any:
    return _new(origin)


def _new(origin: Origin) -> Any:
    form = forms.ActionForm()
    if form.submitted():
        made = operations.give_action(origin, **form.values(), by=current_user.person, now=clock.now())
        message = _("%(code)s is given to %(name)s.", code=made.code, name=str(made.owner))
        return told(message, "followup.action", action_id=made.id)
    return _page("new", form, origin=origin)


def _page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    return render_template(f"followup/{template}.html", form=form, **context), 422 if form.errors else 200


def _carried_out(
    form: Form, act: Callable[..., Any], followed: Followed, both: Any = (), **values: Any
) -> bool:
    """Was the form sent on the version that is stored, and did it happen?"""
    if not form.submitted():
        return False
    check_version(followed.action, form.version.data, both)
    return done_by(form, act, followed.action, project=followed.project, **values)


def _to(followed: Followed, message: str) -> Any:
    return told(message, "followup.action", action_id=followed.action.id)


@bp.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@require(rules.keep, of=queries.followed_by_id)
def edit(followed: Followed) -> Any:
    followed.action.expect_open()
    stored = forms.wording_as_entered(followed)
    form = forms.WordingForm(data=stored)
    both = both_texts(form, forms.WordingForm(None, data=stored))
    if _carried_out(form, actions.reword_action, followed, both, **form.values()):
        return _to(followed, _("The changes are stored."))
    return _page("edit", form, followed=followed)


@bp.route("/actions/<int:action_id>/completion", methods=["GET", "POST"])
@require(rules.act, of=queries.followed_by_id)
def completion(followed: Followed) -> Any:
    followed.action.expect_open()
    form = forms.CompletionForm(data={"version": followed.action.version})
    complete = partial(operations.complete, actor=current_user)
    if form.submitted():
        check_version(followed.action, form.version.data)
        if done_by(form, complete, followed, **form.values()):
            return _to(followed, _("Done. Whoever gave it has been told."))
    return _page("completion", form, followed=followed)


@bp.route("/actions/<int:action_id>/cancellation", methods=["GET", "POST"])
@require(rules.keep, of=queries.followed_by_id)
def cancellation(followed: Followed) -> Any:
    followed.action.expect_open()
    form = forms.CancellationForm(data={"version": followed.action.version})
    cancel = partial(actions.cancel_action, today=current_user.today)
    if _carried_out(form, cancel, followed, **form.values()):
        return _to(followed, _("Cancelled. The owner has been told why."))
    return _page("cancellation", form, followed=followed)


@bp.route("/actions/<int:action_id>/hand-over", methods=["GET", "POST"])
@require(rules.act, of=queries.followed_by_id)
def hand_over(followed: Followed) -> Any:
    followed.action.expect_open()
    form = forms.HandOverForm(data={"version": followed.action.version})
    if form.submitted():
        check_version(followed.action, form.version.data)
        if done_by(form, operations.hand_over, followed, **form.values()):
            return _to(followed, _handed_over(followed, form.owner.data))
    return _page("hand_over", form, followed=followed)


def _handed_over(followed: Followed, receiver: Any) -> str:
    if followed.action.owner_id == receiver.id:
        return _("%(name)s owns it now.", name=receiver.name)
    return _("%(name)s is asked. Until they say yes, it stays with its owner.", name=receiver.name)


@bp.route("/actions/<int:action_id>/acceptance", methods=["GET", "POST"])
@require(agreement_rules.answer, of=queries.party_of_owner)
def acceptance(party: AgreementParty) -> Any:
    """The owner's own yes or no."""
    return _own_answer(party, _("You accepted it."), _("You declined it. Whoever gave it has been told why."))


@bp.route("/actions/<int:action_id>/hand-over/answer", methods=["GET", "POST"])
@require(agreement_rules.answer, of=queries.party_of_receiver)
def hand_over_answer(party: AgreementParty) -> Any:
    """Whoever is to take it over says yes or no."""
    return _own_answer(
        party, _("It is yours now."), _("It stays where it is. Whoever asked has been told why.")
    )


def _own_answer(party: AgreementParty, taken: str, left: str) -> Any:
    insist_answerable(party, None)
    about = subjects.about(party.agreement)
    followed, text = about.record, about.words(party.version)
    form = forms.OwnAnswerForm(data={"seen": mark_of(party.version, text)})
    if form.submitted() and _answered(form, party, about):
        return _to(followed, taken if form.answer.data == "accept" else left)
    return _page("own_answer", form, followed=followed, party=party, text=text)


def _answered(form: forms.OwnAnswerForm, party: AgreementParty, about: subjects.About) -> bool:
    seen = seen_by_mark(form.seen.data, party.version, lambda: about.words(party.version))
    said = {"answer": form.answer.data, "reason": form.reason.data or ""}
    try:
        carry_out(party, about, **said, by_actor=current_user, seen=seen, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


bp.add_app_template_global(queries.carries_of, "carries_of")
bp.add_app_template_global(carried_to, "actions_carried_to")


@bp.app_template_global()
def asked_about(action: ActionItem, purpose: str) -> AgreementParty | None:
    """Who is asked at this moment to accept an action, or to take it over."""
    return accepting.open_party(action.id, purpose)


@bp.get("/meetings/<int:meeting_id>/actions")
@require(steering_rules.read_meeting, of=meeting_by_id)
def of_meeting(meeting: Meeting) -> Any:
    """What it gave, what it took over from earlier meetings, and what those left open."""
    may = not meeting.is_locked and steering_rules.prepare_meeting(current_user, meeting)
    return render_template(
        "followup/of_meeting.html",
        meeting=meeting,
        actions=of_origin(meeting_id=meeting.id),
        waiting=queries.left_open(meeting, current_user) if may else [],
        today=current_user.today,
    )


@bp.post("/meetings/<int:meeting_id>/actions")
@require(steering_rules.prepare_meeting, of=meeting_by_id)
def carry_over(meeting: Meeting) -> Any:
    """Those that were chosen go on to this meeting; one action stays one action."""
    wanted = set(request.form.getlist("action"))
    chosen = [each for each in queries.left_open(meeting, current_user) if str(each.id) in wanted]
    if not chosen:
        raise Refused(_("Choose at least one action that this meeting takes up."))
    operations.carry_over(meeting, actions=chosen, by=current_user.person, now=clock.now())
    message = ngettext("%(num)d action is carried over.", "%(num)d actions are carried over.", len(chosen))
    return told(message, "followup.of_meeting", meeting_id=meeting.id)


@bp.route("/actions/<int:action_id>/due-date", methods=["GET", "POST"])
@require(rules.act, of=queries.followed_by_id)
def due_date(followed: Followed) -> Any:
    followed.action.expect_open()
    form = forms.DueDateForm(data={"version": followed.action.version})
    if _carried_out(form, actions.put_off_action, followed, **form.values()):
        return _to(followed, _("The new date stands, with its reason."))
    return _page("due_date", form, followed=followed)
