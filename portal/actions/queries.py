"""Reads of action items. Who may see an action's project is decided by the caller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.actions.models import ActionCarry, ActionItem, ActionState
from portal.database import session

LAST_ID = 2**31 - 1


def action_by_id(action_id: int) -> ActionItem | None:
    """Loader for addresses."""
    if action_id > LAST_ID:
        return None
    people = (joinedload(ActionItem.owner), joinedload(ActionItem.created_by))
    return session().get(ActionItem, action_id, options=people)


def open_actions_of(person: Person, limit: int = 100) -> Sequence[ActionItem]:
    """What this person has to do, the most urgent first; without a date comes last."""
    statement = (
        select(ActionItem)
        .where(ActionItem.owner_id == person.id, ActionItem.state == ActionState.OPEN)
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(limit)
    )
    return session().scalars(statement).all()


def of_origin(
    *,
    meeting_id: int | None = None,
    decision_id: int | None = None,
    risk_id: int | None = None,
    limit: int = 200,
) -> Sequence[ActionItem]:
    """The actions born in this meeting, decision or risk, with their owners, in the order they were given."""
    given = {"meeting_id": meeting_id, "decision_id": decision_id, "risk_id": risk_id}
    wanted = {name: value for name, value in given.items() if value is not None}
    if len(wanted) != 1:
        raise TypeError("name exactly one origin")
    statement = select(ActionItem).filter_by(**wanted).options(joinedload(ActionItem.owner))
    return session().scalars(statement.order_by(ActionItem.id).limit(limit)).all()


def is_carried_to(action: ActionItem, meeting_id: int) -> bool:
    """Does the action stand in this meeting already, carried over from an earlier one?"""
    same = (ActionCarry.action_id == action.id) & (ActionCarry.meeting_id == meeting_id)
    return bool(session().scalar(select(exists().where(same))))


def carried_to(meeting_id: int, limit: int = 200) -> Sequence[ActionItem]:
    """The actions that earlier meetings left open and that this one took up again, oldest first."""
    statement = (
        select(ActionItem)
        .join(ActionCarry, ActionCarry.action_id == ActionItem.id)
        .where(ActionCarry.meeting_id == meeting_id)
        .options(joinedload(ActionItem.owner))
    )
    return session().scalars(statement.order_by(ActionItem.created_at, ActionItem.id).limit(limit)).all()


def overdue_counts(project_ids: Collection[int], today: dt.date) -> dict[int, int]:
    """How many open actions of each project are past their date; projects without any are left out."""
    if not project_ids:
        return {}
    statement = (
        select(ActionItem.project_id, func.count())
        .where(
            ActionItem.project_id.in_(project_ids),
            ActionItem.state == ActionState.OPEN,
            ActionItem.due_on < today,
        )
        .group_by(ActionItem.project_id)
    )
    return {project_id: count for project_id, count in session().execute(statement) if project_id is not None}
