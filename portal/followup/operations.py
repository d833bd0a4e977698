"""Giving and handing over actions, where their origin decides who must be able to see them."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.actions import operations
from portal.actions.models import ActionItem
from portal.followup.subjects import Followed, Origin
from portal.projects.operations import admit


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
    """The new owner answers for it from now on."""
    _let_in(followed.origin, owner)
    operations.hand_over_action(
        followed.action, owner=owner, note=note, by=by, now=now, project=followed.project
    )


def _let_in(origin: Origin, owner: Person) -> None:
    """Nobody can do what they are not allowed to know."""
    for project in origin.projects():
        if project.is_confidential:
            admit(project, owner)
