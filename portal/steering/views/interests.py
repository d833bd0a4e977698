"""Pages: declaring an interest to a group, and ending it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.steering import forms, operations, queries, rules
from portal.steering.models import Interest, SteeringGroup
from portal.steering.views.pages import bp, done_by, page, to_group


@bp.route("/groups/<int:group_id>/interests/new", methods=["GET", "POST"])
@require(rules.declare_interest, of=queries.group_by_id)
def declare_interest(group: SteeringGroup) -> Any:
    """Members declare for themselves; who prepares the group writes down what others said."""
    seats = group.members_on(current_user.today)
    if not rules.prepare(current_user, group):
        seats = [seat for seat in seats if seat.person_id == current_user.id]
    form = forms.InterestForm(data={"valid_from": current_user.today, "person": str(current_user.id)})
    form.person.choices = [(str(seat.person_id), seat.person.name) for seat in seats]
    if form.submitted():
        values = form.values()
        values["person"] = next(seat.person for seat in seats if str(seat.person_id) == values["person"])
        if done_by(form, operations.declare_interest, group, **values):
            return to_group(group, _("The interest is declared. It is shown before each decision."))
    return page("interest_form", form, group=group)


@bp.route("/groups/<int:group_id>/interests/<int:interest_id>/end", methods=["GET", "POST"])
@require(rules.end_interest, of=queries.interest_of)
def end_interest(interest: Interest) -> Any:
    form = forms.InterestEndForm(data={"valid_to": current_user.today})
    if form.submitted() and done_by(form, operations.end_interest, interest, **form.values()):
        return to_group(interest.group, _("The interest has ended. That it was declared stays on record."))
    return page("interest_end", form, interest=interest)
