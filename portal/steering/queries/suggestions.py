"""Sources of the agenda: what waits for a group, and which of it this meeting has taken up or left off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.actions.models import Acceptance, ActionItem, ActionState
from portal.commitments.models import Commitment
from portal.commitments.models.states import OPEN as OPEN_ASKS
from portal.core import clock
from portal.core.language import date
from portal.database import session
from portal.projects.models import Milestone, Project
from portal.risks.models import Risk
from portal.risks.queries.records import is_alive
from portal.risks.states import Level
from portal.steering.models import AgendaItem, Decision, DecisionState, Meeting, SteeringGroup
from portal.steering.models.preparing import AgendaDrop
from portal.steering.queries.meetings import meeting_by_id
from portal.steering.suggestions import MOST_OF_A_KIND, Scope, Suggestion, add_source, all_suggestions

#: Milestones that slipped less are the project's own matter.
SLIPPED_DAYS = 14


@dataclass(frozen=True)
class Suggested:
    """A suggestion for one meeting: what an address of it leads to."""

    meeting: Meeting
    suggestion: Suggestion


def scope_of(group: SteeringGroup, today: dt.date) -> Scope:
    """The projects a group decides about; confidential ones only if the group is there for them alone."""
    if group.project_id is not None:
        return Scope(group, (group.project_id,), today)
    if group.programme_id is None:
        return Scope(group, (), today)
    statement = select(Project.id).where(
        Project.programme_id == group.programme_id, Project.is_confidential.is_(False)
    )
    return Scope(group, tuple(session().scalars(statement)), today)


def all_waiting(group: SteeringGroup, today: dt.date) -> list[Suggestion]:
    """Everything that waits for a group, whatever stands on an agenda."""
    return all_suggestions(scope_of(group, today))


def suggestions_for(meeting: Meeting, today: dt.date) -> list[Suggestion]:
    """What waits for the group and is neither on this agenda nor left off it. A fixed number of statements."""
    if not meeting.takes_agenda:
        return []
    statement = select(AgendaDrop.subject_kind, AgendaDrop.subject_id)
    rows = session().execute(statement.where(AgendaDrop.meeting_id == meeting.id))
    known = {(row.subject_kind, row.subject_id) for row in rows}
    known |= {(item.subject_kind, item.subject_id or 0) for item in meeting.agenda if item.subject_kind}
    found = all_suggestions(scope_of(meeting.group, today))
    return [each for each in found if each.key not in known]


def suggested(meeting_id: int, kind: str, number: int) -> Suggested | None:
    """Loader for addresses: something that waits for the group of this meeting now; perhaps taken already."""
    meeting = meeting_by_id(meeting_id)
    if meeting is None:
        return None
    found = all_suggestions(scope_of(meeting.group, clock.today()))
    return next((Suggested(meeting, each) for each in found if each.key == (kind, number)), None)


def left_off(meeting: Meeting) -> Sequence[AgendaDrop]:
    """What waited and was left off this agenda, with the reasons."""
    statement = select(AgendaDrop).where(AgendaDrop.meeting_id == meeting.id)
    return session().scalars(statement.options(joinedload(AgendaDrop.by)).order_by(AgendaDrop.id)).all()


def unfinished_items(group: SteeringGroup) -> Sequence[AgendaItem]:
    """Items that a meeting did not finish and that stand on no later agenda yet."""
    later = aliased(AgendaItem)
    is_taken_up = exists().where(later.subject_kind == "agenda_item", later.subject_id == AgendaItem.id)
    statement = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.group_id == group.id, AgendaItem.is_unfinished.is_(True), ~is_taken_up)
        .options(joinedload(AgendaItem.meeting))
        .order_by(AgendaItem.id)
        .limit(MOST_OF_A_KIND)
    )
    return session().scalars(statement).all()


def _unfinished(scope: Scope) -> Iterator[Suggestion]:
    for item in unfinished_items(scope.group):
        why = _("Not finished in %(meeting)s.", meeting=item.meeting.title)
        yield Suggestion("agenda_item", item.id, item.title, why, f"/meetings/{item.meeting_id}/agenda")


def _decisions(scope: Scope) -> Iterator[Suggestion]:
    waiting = (DecisionState.PROPOSED, DecisionState.NEEDS_RATIFICATION)
    is_late = (Decision.state == DecisionState.DECIDED) & (Decision.due_on < scope.today)
    statement = (
        select(Decision)
        .where(Decision.group_id == scope.group.id, or_(Decision.state.in_(waiting), is_late))
        .where(or_(Decision.project_id.is_(None), Decision.project_id.in_(scope.project_ids)))
        .order_by(Decision.id)
        .limit(3 * MOST_OF_A_KIND)
    )
    for each in session().scalars(statement):
        words = f"{each.code} {each.title}"
        yield Suggestion("decision", each.id, words, _why(each), f"/decisions/{each.id}")


def _why(decision: Decision) -> str:
    if decision.state == DecisionState.PROPOSED:
        return _("Proposed, waits for an outcome.")
    if decision.state == DecisionState.NEEDS_RATIFICATION:
        return _("Taken without a quorum, waits for ratification.")
    return _("Decided, was to be carried out by %(day)s, and is not.", day=date(decision.due_on))


def _risks(scope: Scope) -> Iterator[Suggestion]:
    is_grave = (Risk.level == Level.CRITICAL) & Risk.accepted_by_id.is_(None)
    statement = (
        select(Risk)
        .where(Risk.project_id.in_(scope.project_ids), is_alive())
        .where(or_(is_grave, Risk.next_review_on < scope.today))
        .order_by(Risk.rank.desc(), Risk.id)
        .limit(MOST_OF_A_KIND)
    )
    for each in session().scalars(statement):
        if each.is_review_overdue(scope.today):
            why = _("Its review was due on %(day)s.", day=date(each.next_review_on))
        else:
            why = _("Critical, and nobody has accepted it.")
        yield Suggestion("risk", each.id, f"{each.code} {each.title}", why, f"/risks/{each.id}")


def _milestones(scope: Scope) -> Iterator[Suggestion]:
    expected = func.coalesce(Milestone.forecast_on, Milestone.baseline_on)
    statement = (
        select(Milestone)
        .where(Milestone.project_id.in_(scope.project_ids), Milestone.actual_on.is_(None))
        .where(or_(expected < scope.today, Milestone.forecast_on > Milestone.baseline_on))
        .options(joinedload(Milestone.project))
        .order_by(expected, Milestone.id)
        .limit(5 * MOST_OF_A_KIND)
    )
    late = [each for each in session().scalars(statement) if _has_slipped(each, scope.today)]
    for each in late[:MOST_OF_A_KIND]:
        title, days = f"{each.project.code} {each.code} {each.name}", each.slip_days or 0
        why = (
            _("Expected on %(day)s, and not reached.", day=date(each.expected_on))
            if each.is_overdue(scope.today)
            else ngettext(
                "%(num)d day later than first planned.", "%(num)d days later than first planned.", days
            )
        )
        yield Suggestion("milestone", each.id, title, why, f"/projects/{each.project.code}/milestones")


def _has_slipped(milestone: Milestone, today: dt.date) -> bool:
    return milestone.is_overdue(today) or (milestone.slip_days or 0) >= SLIPPED_DAYS


def _actions(scope: Scope) -> Iterator[Suggestion]:
    """Given by this group, or in its projects, and overdue."""
    meetings: Any = select(Meeting.id).where(Meeting.group_id == scope.group.id)
    is_ours = ActionItem.meeting_id.in_(meetings) | ActionItem.project_id.in_(scope.project_ids)
    is_open_to_all = ActionItem.project_id.is_(None) | ActionItem.project_id.in_(scope.project_ids)
    statement = (
        select(ActionItem)
        .where(is_ours, is_open_to_all, ActionItem.state == ActionState.OPEN)
        .where(or_(ActionItem.due_on < scope.today, ActionItem.acceptance == Acceptance.DECLINED))
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(MOST_OF_A_KIND)
    )
    for each in session().scalars(statement):
        said = {"day": date(each.due_on), "name": each.owner.name if each.owner else each.owner_as_given}
        if each.acceptance == Acceptance.DECLINED:
            why = _("Declined by %(name)s: nobody has taken it on.", name=said["name"])
            yield Suggestion("action", each.id, f"{each.code} {each.title}", why, f"/actions/{each.id}")
            continue
        why = _("Due on %(day)s, not done: %(name)s.") if said["name"] else _("Due on %(day)s, not done.")
        yield Suggestion("action", each.id, f"{each.code} {each.title}", why % said, f"/actions/{each.id}")


def _asks(scope: Scope) -> Iterator[Suggestion]:
    """Asked of a department, due, and not answered."""
    statement = (
        select(Commitment)
        .where(Commitment.project_id.in_(scope.project_ids), Commitment.state.in_(OPEN_ASKS))
        .where(Commitment.answer_due_on < scope.today)
        .options(joinedload(Commitment.department))
        .order_by(Commitment.answer_due_on, Commitment.id)
        .limit(MOST_OF_A_KIND)
    )
    for each in session().scalars(statement):
        said = {"day": date(each.answer_due_on), "name": each.department.name if each.department else ""}
        why = _("Asked of %(name)s, no answer by %(day)s.") if said["name"] else _("No answer by %(day)s.")
        title = f"{each.code} {each.title}"
        yield Suggestion(each.register_kind, each.id, title, why % said, f"/commitments/{each.id}")


for _order, _source in enumerate((_unfinished, _decisions, _risks, _milestones, _actions, _asks)):
    add_source(10 * _order, _source)
