"""Pages: proposals on the table, positions as they are said, amendments with every wording, ratifying."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.sittings import forms, operations, queries, rules
from portal.sittings.queries import OnTable
from portal.sittings.views.acting import ITEM, by
from portal.sittings.views.pages import bp, page, to_desk
from portal.sittings.wordings import versions_of
from portal.steering import operations as steering
from portal.steering.models import AgendaItem, Decision, Stand
from portal.steering.queries import decision_by_id
from portal.steering.rules import read_decision

DECISION = f"{ITEM}/decisions/<int:decision_id>"


@bp.route(f"{ITEM}/proposals/new", methods=["GET", "POST"])
@require(rules.keep_item, of=queries.item_on_table)
def new_proposal(item: AgendaItem) -> Any:
    form = forms.ProposalHereForm(data={"title": item.title})
    if form.submitted():
        try:
            made = operations.propose_here(item, **form.values(), **by())
            return to_desk(item.meeting, item, _("%(code)s is on the table.", code=made.code))
        except Invalid as error:
            form.reject(error)
    return page("proposal", form, meeting=item.meeting, item=item)


@bp.post("/meetings/<int:meeting_id>/decisions/<int:decision_id>/tabling")
@require(rules.table, of=queries.loose)
def tabling(found: queries.Loose) -> Any:
    """One tap: a proposal for this meeting gets an item of its own."""
    item = operations.put_on_table(found.meeting, decision=found.decision, **by())
    return to_desk(found.meeting, item)


@bp.post(f"{DECISION}/positions")
@require(rules.decide, of=queries.on_table)
def hear(found: OnTable) -> Any:
    """One tap for what somebody says; an objection with its reason."""
    form = forms.HeardForm()
    if not form.submitted() or form.position.data not in set(Stand):
        flash(_("Choose one."), "error")
        return to_desk(found.meeting, found.item)
    who = queries.participant(found.meeting.id, form.person_id.data)
    if who is None:
        raise Invalid(person_id=_("Nobody of this name is known. Use their e-mail address."))
    steering.hear_position(
        found.decision,
        meeting=found.meeting,
        person=who.person,
        position=form.position.data,
        reason=form.reason.data or "",
        **by(),
    )
    return to_desk(found.meeting, found.item)


@bp.route(f"{DECISION}/amendment", methods=["GET", "POST"])
@require(rules.decide, of=queries.on_table)
def amendment(found: OnTable) -> Any:
    decision = found.decision
    decision.expect_editable()
    stored = {name: getattr(decision, name) for name in ("title", "context", "options", "version")}
    form = forms.AmendmentForm(data=stored)
    if form.submitted():
        texts = [
            (name, getattr(decision, name), form[name].data or "") for name in ("title", "context", "options")
        ]
        check_version(decision, form.version.data, [row for row in texts if row[1] != row[2]])
        operations.amend(decision, meeting=found.meeting, **form.values(), **by())
        message = _("The proposal is amended. The first wording is kept.")
        return to_desk(found.meeting, found.item, message)
    return page("amendment", form, meeting=found.meeting, item=found.item, decision=decision)


@bp.post(f"{DECISION}/ratification")
@require(rules.decide, of=queries.on_table)
def ratification(found: OnTable) -> Any:
    """Here and now, if this meeting has the quorum that the first one lacked."""
    steering.ratify(found.decision, meeting=found.meeting, today=current_user.today, **by())
    message = _("%(code)s is ratified and binds from now on.", code=found.decision.code)
    return to_desk(found.meeting, found.item, message)


@bp.get("/decisions/<int:decision_id>/wordings")
@require(read_decision, of=decision_by_id)
def wordings(decision: Decision) -> Any:
    """The first wording, every later one, and what differs."""
    return render_template("sittings/wordings.html", decision=decision, versions=versions_of(decision))
