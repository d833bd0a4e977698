"""Reads of actions with what they were born in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.accounts.queries.numbers import LARGEST, by_number
from portal.actions.models import ActionCarry, ActionItem, ActionState
from portal.actions.queries import action_by_id
from portal.agreements.models import AgreementParty
from portal.agreements.queries import newest_version
from portal.core.lists import Filters, OptionalFlag, OptionalText, Page, Sort, paginate
from portal.database import session
from portal.followup.subjects import Followed, Origin
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.risks.models import Risk
from portal.steering.models import Decision, Meeting
from portal.steering.queries import decision_by_id, meeting_by_id
from portal.steering.queries.finding import found, not_hidden, of_person

_blank = BeforeValidator(lambda value: None if value == "" else value)


class Born(StrEnum):
    """Where an action was born."""

    MEETING = "meeting"
    DECISION = "decision"
    RISK = "risk"
    PROJECT = "project"


def followed_by_id(action_id: int) -> Followed | None:
    """Loader for addresses: the action with its origin."""
    action = action_by_id(action_id)
    return Followed(action, origin_of(action)) if action is not None else None


def origin_of(action: ActionItem) -> Origin:
    """The records that the action names by key."""
    project = None
    if action.project_id is not None:
        project = session().get(Project, action.project_id, options=[selectinload(Project.insiders)])
    return Origin(
        project=project,
        meeting=meeting_by_id(action.meeting_id) if action.meeting_id else None,
        decision=decision_by_id(action.decision_id) if action.decision_id else None,
        risk=by_number(Risk, action.risk_id) if action.risk_id else None,
    )


def origin_in_project(code: str) -> Origin | None:
    project = project_by_code(code)
    return Origin(project) if project is not None else None


def origin_in_meeting(meeting_id: int) -> Origin | None:
    meeting = meeting_by_id(meeting_id)
    return Origin(meeting.group.project, meeting=meeting) if meeting is not None else None


def origin_in_decision(decision_id: int) -> Origin | None:
    decision = decision_by_id(decision_id)
    return Origin(decision.project, decision=decision) if decision is not None else None


def origin_in_risk(risk_id: int) -> Origin | None:
    risk = by_number(Risk, risk_id)
    return Origin(risk.project, risk=risk) if risk is not None else None


def party_of_owner(action_id: int) -> AgreementParty | None:
    """Loader for addresses: the owner's question, while it waits for an answer."""
    return _open_party(action_id, "acceptance")


def party_of_receiver(action_id: int) -> AgreementParty | None:
    """Loader for addresses: the question to who is to take an action over, while it waits."""
    return _open_party(action_id, "hand_over")


def _open_party(action_id: int, purpose: str) -> AgreementParty | None:
    if not 0 < action_id <= LARGEST:
        return None
    version = newest_version(ActionItem.register_kind, action_id, purpose)
    return next(iter(version.parties), None) if version is not None else None


def left_open(meeting: Meeting, actor: Actor, limit: int = 50) -> Sequence[ActionItem]:
    """Actions of earlier meetings of this group that are still open and that this one has not taken up."""
    earlier: Any = select(Meeting.id).where(
        Meeting.group_id == meeting.group_id, Meeting.held_at < meeting.held_at, Meeting.id != meeting.id
    )
    taken = select(ActionCarry.action_id).where(ActionCarry.meeting_id == meeting.id)
    came = select(ActionCarry.action_id).where(ActionCarry.meeting_id.in_(earlier))
    statement = (
        select(ActionItem)
        .where(ActionItem.state == ActionState.OPEN, ActionItem.id.not_in(taken))
        .where(or_(ActionItem.meeting_id.in_(earlier), ActionItem.id.in_(came)))
        .where(not_hidden(actor, ActionItem.project_id))
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(limit)
    )
    return session().scalars(statement).all()


def carries_of(actions: Sequence[ActionItem]) -> dict[int, list[Meeting]]:
    """To which later meetings each of these was carried over, in their order. One statement."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    if not actions:
        return found
    statement = (
        select(ActionCarry.action_id, Meeting)
        .join(Meeting, Meeting.id == ActionCarry.meeting_id)
        .where(ActionCarry.action_id.in_([each.id for each in actions]))
    )
    for number, meeting in session().execute(statement.order_by(Meeting.held_at, Meeting.id)):
        found[number].append(meeting)
    return found


class ActionFilters(Filters):
    """`project` is a code, `owner` an e-mail or part of a name; open ones unless a state is asked for."""

    default_sort: ClassVar[str] = "due"
    sortable: ClassVar[tuple[str, ...]] = ("due", "title", "code")

    q: OptionalText = None
    state: Annotated[ActionState | None, _blank] = None
    project: OptionalText = None
    owner: OptionalText = None
    origin: Annotated[Born | None, _blank] = None
    mine: OptionalFlag = None
    overdue: OptionalFlag = None


SORTS = {
    "due": Sort(ActionItem.due_on, lambda row: row.due_on, nullable=True),
    "title": Sort(ActionItem.title, lambda row: row.title),
    "code": Sort(ActionItem.code, lambda row: row.code),
}

COLUMNS = (
    ActionItem.id,
    ActionItem.code,
    ActionItem.title,
    ActionItem.state,
    ActionItem.due_on,
    ActionItem.closed_on,
    ActionItem.acceptance,
    ActionItem.owner_id,
    ActionItem.owner_as_given,
    Person.name.label("owner_name"),
    Project.code.label("project_code"),
    Project.name.label("project_name"),
    ActionItem.meeting_id,
    Meeting.code.label("meeting_code"),
    ActionItem.decision_id,
    Decision.code.label("decision_code"),
    ActionItem.risk_id,
    Risk.code.label("risk_code"),
)


def list_actions(filters: ActionFilters, actor: Actor, project: Project | None = None) -> Page[Any]:
    """The actions that the actor may see, all or of one project, as columns. One statement."""
    statement: Any = select(*COLUMNS)
    statement = (
        statement.outerjoin(Person, Person.id == ActionItem.owner_id)
        .outerjoin(Project, Project.id == ActionItem.project_id)
        .outerjoin(Meeting, Meeting.id == ActionItem.meeting_id)
        .outerjoin(Decision, Decision.id == ActionItem.decision_id)
        .outerjoin(Risk, Risk.id == ActionItem.risk_id)
        .where(visible(actor), *conditions(filters, actor))
    )
    if project is not None:
        statement = statement.where(ActionItem.project_id == project.id)
    return paginate(statement, filters, sorts=SORTS, key=ActionItem.id, scalars=False)


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own, and what belongs to no project that is hidden (with `Meeting` and `Decision` joined)."""
    if actor.reads_everything:
        return not_hidden(actor)
    columns = (ActionItem.project_id, Meeting.project_id, Decision.project_id)
    return or_(ActionItem.owner_id == actor.id, not_hidden(actor, *columns))


ORIGINS = {
    Born.MEETING: ActionItem.meeting_id.is_not(None),
    Born.DECISION: ActionItem.decision_id.is_not(None),
    Born.RISK: ActionItem.risk_id.is_not(None),
    Born.PROJECT: ActionItem.meeting_id.is_(None)
    & ActionItem.decision_id.is_(None)
    & ActionItem.risk_id.is_(None),
}


def conditions(filters: ActionFilters, actor: Actor) -> list[ColumnElement[bool]]:
    """What was asked for, with `Project` joined."""
    asked: list[ColumnElement[bool]] = []
    if filters.q:
        asked.append(found("action", ActionItem.id, filters.q))
    if filters.state:
        asked.append(ActionItem.state == filters.state)
    if filters.project:
        asked.append(Project.code == filters.project)
    if filters.owner:
        asked.append(
            or_(
                of_person(ActionItem.owner_id, filters.owner),
                ActionItem.owner_as_given.icontains(filters.owner, autoescape=True),
            )
        )
    if filters.origin:
        asked.append(ORIGINS[filters.origin])
    if filters.mine:
        asked.append(ActionItem.owner_id == actor.id)
    if filters.overdue:
        asked += [ActionItem.state == ActionState.OPEN, ActionItem.due_on < actor.today]
    return asked
