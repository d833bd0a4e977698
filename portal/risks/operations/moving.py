"""The moves of a risk: treatment, acceptance by somebody else, closure, coming true, reopening."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.actions.operations import create_action
from portal.core.errors import Invalid
from portal.projects.operations import admit
from portal.risks import events
from portal.risks.labels import RESPONSES, STATES, word
from portal.risks.models import Response, Risk, RiskState
from portal.risks.operations.telling import hold, managers, sponsors, tell, told, write


def treat_risk(
    risk: Risk, *, response: str, response_note: str, by: Person, now: dt.datetime, today: dt.date
) -> None:
    """From here on something is done about it: which of the responses, and how."""
    hold(risk)
    risk.insist_on("treat")
    if response == Response.ACCEPT:
        raise Invalid(response=_("To accept a risk, somebody other than its owner must say yes to it."))
    risk.response, risk.response_note = response, response_note
    _begin_treatment(risk, by, now, today)


def _begin_treatment(risk: Risk, by: Person, now: dt.datetime, today: dt.date) -> None:
    risk.treat(today)
    tell(
        events.TREATED, risk, by=by, now=now, response=word(RESPONSES, risk.response), note=risk.response_note
    )


def add_action(
    risk: Risk,
    *,
    title: str,
    owner: Person,
    due_on: dt.date,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    note: str = "",
) -> ActionItem:
    """Mitigation is an action with one owner and one date. The first one begins the treatment."""
    hold(risk)
    risk.insist_on("add_action")
    if due_on < today:
        raise Invalid(due_on=_("This day has passed already."))
    admit(risk.project, owner)
    action = create_action(
        title=title,
        owner=owner,
        due_on=due_on,
        note=note,
        risk_id=risk.id,
        by=by,
        now=now,
        project=risk.project,
        born_in=risk,
    )
    if risk.state == RiskState.OPEN:
        _begin_treatment(risk, by, now, today)
    return action


def request_acceptance(risk: Risk, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """Ask that the project lives with it; the sponsor, who would bear it, is told."""
    hold(risk)
    risk.ask_acceptance(by)
    tell(events.ACCEPTANCE_REQUESTED, risk, by=by, now=now, reason=reason, rating=told(risk))
    others = [person for person in sponsors(risk, today) if person.id != risk.owner_id]
    write("acceptance_requested", risk, *others, by=by, now=now, reason=reason, rating=told(risk))


def accept_risk(risk: Risk, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """A knowing yes to what is left, by somebody who neither owns the risk nor asked for it."""
    hold(risk)
    asker = risk.acceptance_asked_by
    risk.accept(by, reason, today)
    tell(events.ACCEPTED, risk, by=by, now=now, reason=reason, rating=told(risk))
    write("accepted", risk, risk.owner, asker, by=by, now=now, reason=reason, rating=told(risk))


def close_risk(risk: Risk, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """It can no longer happen, or no longer matters; the reason stays for the next project."""
    hold(risk)
    risk.close(reason, today)
    tell(events.CLOSED, risk, by=by, now=now, reason=reason)


def materialise_risk(
    risk: Risk, *, what_happened: str, materialised_on: dt.date, by: Person, now: dt.datetime, today: dt.date
) -> None:
    """It has happened: whoever answers for the project hears of it at once."""
    hold(risk)
    risk.insist_on("materialise")
    if materialised_on > today:
        raise Invalid(materialised_on=_("This day has not come yet."))
    risk.materialise(what_happened, materialised_on)
    tell(
        events.MATERIALISED,
        risk,
        by=by,
        now=now,
        materialised_on=materialised_on,
        what_happened=what_happened,
    )
    people = (risk.owner, *sponsors(risk, today), *managers(risk, today))
    write("materialised", risk, *people, by=by, now=now, what_happened=what_happened, day=materialised_on)


def reopen_risk(risk: Risk, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> None:
    """It is a danger again, or the yes to it is taken back."""
    hold(risk)
    risk.insist_on("reopen")
    before, accepted_by = risk.state, risk.accepted_by
    risk.reopen(reason, today)
    tell(events.REOPENED, risk, by=by, now=now, before=word(STATES, before), reason=reason)
    if before == RiskState.ACCEPTED:
        write(
            "acceptance_ended",
            risk,
            risk.owner,
            accepted_by,
            by=by,
            now=now,
            reason=reason,
            before="",
            after="",
        )
