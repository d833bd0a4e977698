"""Everything that a meeting needs to know, gathered as plain values: codes, names, days and amounts, no words.

What it says in words is said when it is read, in the reader's language. A fixed number of statements.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Person
from portal.actions.models import ActionItem, ActionState
from portal.commitments.models import Commitment
from portal.commitments.models.states import OPEN
from portal.database import session
from portal.packs.models import Question
from portal.projects.models import DIMENSIONS, Milestone, Project, StatusReport
from portal.projects.queries.reports import latest_reports
from portal.register.encoding import plain
from portal.register.queries import current_size, root
from portal.risks.models import Risk
from portal.risks.queries.records import is_alive
from portal.risks.states import Level
from portal.steering.days import day_in_zone
from portal.steering.models import Decision, DecisionState, Meeting, Position
from portal.steering.queries.suggestions import SLIPPED_DAYS, scope_of

FORMAT = 1
#: Of each kind; a pack that nobody can read prepares nobody.
MOST = 300
Record = dict[str, Any]


def collect(meeting: Meeting, now: dt.datetime) -> Record:
    """The content of a pack, as canonical JSON can hold it."""
    today = day_in_zone(now)
    ids = list(scope_of(meeting.group, today).project_ids)
    proposals = _proposals(meeting)
    ids += [each.project_id for each in proposals if each.project_id and each.project_id not in ids]
    size = current_size()
    content = {
        "format": FORMAT,
        "taken_at": now,
        "register": {"size": size, "root": root(size).hex()},
        "meeting": _meeting(meeting),
        "agenda": _agenda(meeting),
        "proposals": [_proposal(each, meeting) for each in proposals],
        "decisions": [_decision(each) for each in _open_decisions(meeting)],
        "asks": [_ask(each) for each in _asks(ids)],
        "actions": [_action(each) for each in _actions(meeting, ids)],
        "risks": [_risk(each) for each in _risks(ids, today)],
        "milestones": [_milestone(each) for each in _milestones(ids, today)],
        "projects": _projects(ids),
        "left_out": _confidential(meeting, ids),
    }
    stored: Record = plain(content)
    return stored


def _meeting(meeting: Meeting) -> Record:
    group = meeting.group
    return {
        "code": meeting.code,
        "title": meeting.title,
        "held_at": meeting.held_at.astimezone(dt.UTC).isoformat(),
        "place": meeting.place,
        "group": group.name,
        "members": [seat.person.name for seat in group.members_on(day_in_zone(meeting.held_at))],
        "project_id": group.project_id,
    }


def _agenda(meeting: Meeting) -> list[Record]:
    asked: dict[int | None, list[Record]] = {}
    statement = select(Question).where(Question.meeting_id == meeting.id).order_by(Question.id)
    people = (joinedload(Question.asked_by), joinedload(Question.answered_by))
    for each in session().scalars(statement.options(*people)):
        asked.setdefault(each.agenda_item_id, []).append(
            {
                "by": _name(each.asked_by),
                "text": each.text,
                "answer": each.answer,
                "answered_by": _name(each.answered_by),
            }
        )
    return [
        {
            "id": item.id,
            "title": item.title,
            "note": item.note,
            "minutes": item.minutes_planned,
            "questions": asked.get(item.id, []),
        }
        for item in meeting.agenda
    ]


def _proposals(meeting: Meeting) -> Sequence[Decision]:
    """What is to be decided in it: put to this meeting, or on its agenda."""
    on_agenda = [item.subject_id for item in meeting.agenda if item.subject_kind == "decision"]
    waiting = (DecisionState.PROPOSED, DecisionState.NEEDS_RATIFICATION)
    statement = (
        select(Decision)
        .where(Decision.group_id == meeting.group_id, Decision.state.in_(waiting))
        .where(or_(Decision.meeting_id == meeting.id, Decision.id.in_(on_agenda)))
        .options(
            joinedload(Decision.owner),
            joinedload(Decision.supersedes),
            selectinload(Decision.positions).joinedload(Position.person),
        )
        .order_by(Decision.id)
        .limit(MOST)
    )
    return session().scalars(statement).all()


def _proposal(decision: Decision, meeting: Meeting) -> Record:
    voters = meeting.group.voters_on(day_in_zone(meeting.held_at))
    taken = {each.person_id for each in decision.positions}
    is_hidden = decision.are_positions_hidden(day_in_zone(meeting.held_at))
    shown = [] if is_hidden else decision.positions
    return {
        **_heading(decision),
        "context": decision.context,
        "options": decision.options,
        "state": decision.state,
        "amount": decision.amount,
        "owner": _name(decision.owner),
        "due_on": decision.due_on,
        "supersedes": decision.supersedes.register_label() if decision.supersedes else None,
        "are_positions_hidden": is_hidden,
        "positions": [
            {"name": each.person.name, "position": each.position, "reason": each.reason} for each in shown
        ],
        "silent": [seat.person.name for seat in voters if seat.person_id not in taken],
    }


def _open_decisions(meeting: Meeting) -> Sequence[Decision]:
    statement = (
        select(Decision)
        .where(Decision.group_id == meeting.group_id, Decision.state == DecisionState.DECIDED)
        .options(joinedload(Decision.owner))
        .order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)
        .limit(MOST)
    )
    return session().scalars(statement).all()


def _decision(decision: Decision) -> Record:
    return {**_heading(decision), "owner": _name(decision.owner), **_days(decision, "decided_on", "due_on")}


def _asks(ids: Sequence[int]) -> Sequence[Commitment]:
    statement = (
        select(Commitment)
        .where(Commitment.project_id.in_(ids), Commitment.state.in_(OPEN))
        .options(joinedload(Commitment.department), joinedload(Commitment.project))
        .order_by(Commitment.answer_due_on.is_(None), Commitment.answer_due_on, Commitment.id)
        .limit(MOST)
    )
    return session().scalars(statement).all()


def _ask(ask: Commitment) -> Record:
    return {
        **_heading(ask),
        "project": ask.project.code,
        "department": ask.department.name if ask.department else None,
        "state": ask.state,
        **_days(ask, "requested_on", "answer_due_on"),
    }


def _actions(meeting: Meeting, ids: Sequence[int]) -> Sequence[ActionItem]:
    of_group: Any = select(Meeting.id).where(Meeting.group_id == meeting.group_id)
    is_ours = ActionItem.meeting_id.in_(of_group) | ActionItem.project_id.in_(ids)
    statement = (
        select(ActionItem)
        .where(is_ours, ActionItem.state == ActionState.OPEN)
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(MOST)
    )
    return session().scalars(statement).all()


def _action(action: ActionItem) -> Record:
    owner = action.owner.name if action.owner else action.owner_as_given
    return {**_heading(action), "owner": owner, "due_on": action.due_on}


def _risks(ids: Sequence[int], today: dt.date) -> Sequence[Risk]:
    """Above what is accepted without a word, or overdue for review."""
    is_grave = (Risk.level == Level.CRITICAL) & Risk.accepted_by_id.is_(None)
    statement = (
        select(Risk)
        .where(Risk.project_id.in_(ids), is_alive(), or_(is_grave, Risk.next_review_on < today))
        .options(joinedload(Risk.owner), joinedload(Risk.project))
        .order_by(Risk.rank.desc(), Risk.id)
        .limit(MOST)
    )
    return session().scalars(statement).all()


def _risk(risk: Risk) -> Record:
    numbers = {name: getattr(risk, name) for name in ("level", "probability", "impact", "next_review_on")}
    return {**_heading(risk), "project": risk.project.code, "owner": _name(risk.owner), **numbers}


def _milestones(ids: Sequence[int], today: dt.date) -> list[Milestone]:
    expected = func.coalesce(Milestone.forecast_on, Milestone.baseline_on)
    statement = (
        select(Milestone)
        .where(Milestone.project_id.in_(ids), Milestone.actual_on.is_(None))
        .where(or_(expected < today, Milestone.forecast_on > Milestone.baseline_on))
        .options(joinedload(Milestone.project))
        .order_by(expected, Milestone.id)
        .limit(3 * MOST)
    )
    found = session().scalars(statement)
    late = [each for each in found if each.is_overdue(today) or (each.slip_days or 0) >= SLIPPED_DAYS]
    return late[:MOST]


def _milestone(milestone: Milestone) -> Record:
    return {
        "id": milestone.id,
        "project_id": milestone.project_id,
        "project": milestone.project.code,
        "code": milestone.code,
        "title": milestone.name,
        "planned_first_on": milestone.planned_first_on,
        "expected_on": milestone.expected_on,
        "slip_days": milestone.slip_days,
    }


def _projects(ids: Sequence[int]) -> list[Record]:
    statement = select(Project).where(Project.id.in_(ids)).order_by(Project.code).limit(MOST)
    found = session().scalars(statement).all()
    reports = latest_reports([each.id for each in found])
    return [_project(each, reports.get(each.id)) for each in found]


def _project(project: Project, report: StatusReport | None) -> Record:
    said = {
        "rating": report.overall if report else None,
        "reported_on": report.reported_on if report else None,
        "narrative": report.narrative if report else "",
        "dimensions": {name: getattr(report, name) for name in DIMENSIONS} if report else {},
    }
    return {
        "id": project.id,
        "project_id": project.id,
        "code": project.code,
        "title": project.name,
        "phase": project.phase,
        "go_live_on": project.go_live_on,
        **said,
    }


def _confidential(meeting: Meeting, ids: Iterable[int]) -> int:
    """How many confidential projects the group decides about that are no part of this."""
    programme = meeting.group.programme_id
    if programme is None:
        return 0
    statement = select(func.count(Project.id)).where(
        Project.programme_id == programme, Project.is_confidential.is_(True), Project.id.not_in(list(ids))
    )
    return int(session().scalar(statement) or 0)


def _heading(record: Any) -> Record:
    return {"id": record.id, "project_id": record.project_id, "code": record.code, "title": record.title}


def _days(record: Any, *names: str) -> dict[str, dt.date | Decimal | None]:
    return {name: getattr(record, name) for name in names}


def _name(person: Person | None) -> str | None:
    return person.name if person else None
