"""Pages: steering groups and who sits in them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.projects import rules as project_rules
from portal.projects.changes import both_texts
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.register.queries import history_of
from portal.steering import forms, operations, queries, rules
from portal.steering.models import Membership, SteeringGroup
from portal.steering.queries import DecisionFilters, GroupFilters
from portal.steering.views.pages import bp, brief, carried_out, done_by, page, to_group


@bp.get("/groups")
@require(SIGNED_IN)
def groups() -> Any:
    filters = GroupFilters.from_request()
    rows = queries.list_groups(filters, current_user, today=current_user.today, now=clock.now())
    return render_template("steering/groups.html", page=rows, filters=filters)


@bp.get("/groups/<int:group_id>")
@require(rules.read_group, of=queries.group_by_id)
def group(group: SteeringGroup) -> Any:
    coming, past = queries.meetings_around(group, clock.now())
    today = current_user.today
    return render_template(
        "steering/group.html",
        group=group,
        today=today,
        seats=group.members_on(today),
        former=[seat for seat in group.members if not seat.holds_on(today)],
        gaps=group.gaps(today),
        interests=queries.interests_of(group, today),
        coming=coming,
        past=past,
        waiting=queries.open_proposals(group),
        latest=queries.list_decisions(DecisionFilters(group=group.code, limit=10), current_user),
        history=brief(history_of(group, limit=15)),
    )


@bp.route("/groups/new", methods=["GET", "POST"])
@require(rules.create_group)
def new_group() -> Any:
    form = forms.GroupForm(data={"project": request.args.get("project", "")[:64], "quorum": 3})
    if form.submitted() and (made := _created(form)) is not None:
        return to_group(made, _("The group exists. Next: who chairs it, who sits there?"))
    return page("group_form", form, group=None)


def _created(form: forms.GroupForm) -> SteeringGroup | None:
    try:
        project = _named_project(form.project.data)
        made = operations.create_group(
            **form.values(), project=project, by=current_user.person, now=clock.now()
        )
    except Invalid as error:
        form.reject(error)
        return None
    return made


def _named_project(code: str | None) -> Project | None:
    """A project that the reader may not see is as unknown as one that does not exist."""
    if not code:
        return None
    found = project_by_code(code)
    if found is None or not project_rules.read(current_user, found):
        raise Invalid(project=_("There is no project %(code)s.", code=code))
    return found


@bp.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
@require(rules.edit_group, of=queries.group_by_id)
def edit_group(group: SteeringGroup) -> Any:
    stored = forms.group_as_entered(group)
    form = forms.GroupEditForm(data=stored)
    both = both_texts(form, forms.GroupEditForm(None, data=stored))
    if carried_out(form, operations.edit_group, group, both=both, **form.values()):
        return to_group(group, _("The changes are stored."))
    return page("group_form", form, group=group)


@bp.route("/groups/<int:group_id>/members/new", methods=["GET", "POST"])
@require(rules.edit_group, of=queries.group_by_id)
def new_member(group: SteeringGroup) -> Any:
    form = forms.MemberForm(data={"valid_from": current_user.today, "votes": 1})
    if form.submitted() and done_by(form, operations.add_member, group, **form.values()):
        return to_group(group, _("%(name)s has a seat in the group.", name=str(form.person.data)))
    return page("member_form", form, group=group)


@bp.route("/groups/<int:group_id>/members/<int:membership_id>/end", methods=["GET", "POST"])
@require(rules.end_membership, of=queries.membership_of)
def end_membership(seat: Membership) -> Any:
    form = forms.MembershipEndForm(data={"valid_to": current_user.today})
    if form.submitted():
        check_version(seat.group, form.version.data)
        if done_by(form, operations.end_membership, seat, **form.values()):
            return to_group(seat.group, _("The seat has ended. That it was held stays on record."))
    return page("member_end", form, seat=seat)
