"""Giving and handing over actions, where their origin decides who must be able to see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions import operations
from portal.actions.models import ActionItem
from portal.core.errors import Invalid, Refused
from portal.followup import accepting
from portal.followup.subjects import Followed, Origin
from portal.projects.operations import admit
from portal.steering.locking import hold
from portal.steering.models import Meeting
from portal.steering.records import shown_evidence


def give_action(
    origin: Origin,
    *,
    title: str,
    owner: Person,
    due_on: dt.date,
    note: str = "",
    by: Person,
    now: dt.datetime,
) -> ActionItem:
    """A task from a meeting, a decision, a risk or a project; its owner can read what it is about."""
    _let_in(origin, owner)
    return operations.create_action(
        title=title,
        owner=owner,
        due_on=due_on,
        note=note,
        meeting_id=origin.meeting.id if origin.meeting else None,
        decision_id=origin.decision.id if origin.decision else None,
        risk_id=origin.risk.id if origin.risk else None,
        project=origin.project,
        born_in=origin.record,
        by=by,
        now=now,
    )


def hand_over(followed: Followed, *, owner: Person, note: str, by: Person, now: dt.datetime) -> None:
    """Who takes it on themselves owns it at once; anybody else is asked, and owns it once they say yes."""
    action = followed.action
    action.expect_open()
    if action.owner_id == owner.id:
        raise Invalid(owner=_("%(name)s owns this action already.", name=owner.name))
    _let_in(followed.origin, owner)
    if owner.id == by.id:
        accepting.take_over(followed, owner=owner, by=by, now=now, note=note)
        return
    accepting.ask_to_take_over(followed, owner=owner, note=note, by=by, now=now)


def complete(
    followed: Followed, *, outcome: str, evidence: str, actor: Actor, by: Person, now: dt.datetime
) -> None:
    """Done, with what came of it, and with what shows it: a record that whoever reports it may read."""
    shown = shown_evidence(evidence, actor)
    operations.complete_action(
        followed.action,
        outcome=outcome,
        evidence=shown.label,
        evidence_address=shown.address,
        by=by,
        now=now,
        today=actor.today,
        project=followed.project,
    )


def carry_over(meeting: Meeting, *, actions: Sequence[ActionItem], by: Person, now: dt.datetime) -> None:
    """What earlier meetings left open is talked about here: the same actions, with their age."""
    hold(meeting)
    if meeting.is_locked:
        raise Refused(_("The minutes of this meeting are approved and locked. Choose another meeting."))
    for action in actions:
        operations.carry_over_action(action, meeting=meeting, by=by, now=now, project=meeting.project)


def _let_in(origin: Origin, owner: Person) -> None:
    """Nobody can do what they are not allowed to know."""
    for project in origin.projects():
        if project.is_confidential:
            admit(project, owner)
