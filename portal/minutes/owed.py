"""What circulated texts wait for: an answer of who was there, a word on a correction, the chair's closing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.database import session
from portal.minutes import queries
from portal.minutes.models import Circulation, MinutesAnswer
from portal.minutes.rules import LEADS
from portal.minutes.slices import passages_naming
from portal.steering.models import (
    PREPARING,
    Attendance,
    Decision,
    Meeting,
    Membership,
    Position,
    SteeringGroup,
)
from portal.steering.queries.finding import not_hidden

SHOWN = 8
PASSAGES = 3


@dataclass(frozen=True)
class Part:
    """A text to confirm, and what of it concerns the reader: enough to say at a glance whether it was so."""

    circulation: Circulation
    positions: Sequence[tuple[str, Position]] = ()
    binding: Sequence[Decision] = ()
    actions: Sequence[ActionItem] = ()
    passages: Sequence[str] = ()

    @property
    def concerns(self) -> bool:
        return bool(self.positions or self.binding or self.actions or self.passages)


@dataclass(frozen=True)
class OwedMinutes:
    """`parts`: to confirm; `corrections`: to take or to decline; `closings`: all have answered, or the day is over."""

    parts: Sequence[Part] = ()
    corrections: Sequence[MinutesAnswer] = ()
    closings: Sequence[Circulation] = ()

    def __bool__(self) -> bool:
        return bool(self.parts or self.corrections or self.closings)


def owed_by(actor: Actor) -> OwedMinutes:
    """What stands on the desk of one person. One statement where nothing goes round."""
    if actor.only_reads:
        return OwedMinutes()
    found = _open(_theirs(actor), not_hidden(actor, Meeting.project_id, SteeringGroup.project_id))
    asked = [each for each in found if is_owed_by(each, actor.id)][:SHOWN]
    kept = [each for each in found if actor.id in _seats(each, PREPARING, actor.today)]
    return OwedMinutes(
        parts=_parts(asked, actor.person),
        corrections=[answer for each in kept for answer in each.pending][:SHOWN],
        closings=[each for each in found if may_close(each, actor.id, actor.today)][:SHOWN],
    )


def going_round() -> Sequence[Circulation]:
    """Every open text of everybody, for the letters of the day."""
    return _open()


def is_owed_by(circulation: Circulation, person_id: int) -> bool:
    return any(person.id == person_id for person in queries.silent(circulation))


def may_close(circulation: Circulation, person_id: int, today: dt.date) -> bool:
    """Is it this person's turn?"""
    return person_id in closers(circulation, today)


def closers(circulation: Circulation, today: dt.date) -> dict[int, Person]:
    """Chair and deputies who may close now: the day is over or everybody has spoken, and no correction waits."""
    if circulation.pending:
        return {}
    wrote, silent = queries.writers(circulation), queries.silent(circulation)
    is_over = circulation.due_on < today
    return {
        number: person
        for number, person in _seats(circulation, LEADS, today).items()
        if number not in wrote and (is_over or all(each.id == number for each in silent))
    }


def keepers(circulation: Circulation, today: dt.date) -> dict[int, Person]:
    """Who takes corrections into the text: whoever prepares the meetings of the group."""
    return _seats(circulation, PREPARING, today)


def _seats(circulation: Circulation, roles: Collection[str], today: dt.date) -> dict[int, Person]:
    seats = circulation.meeting.group.members_on(today)
    return {seat.person_id: seat.person for seat in seats if seat.role in roles}


def _theirs(actor: Actor) -> ColumnElement[bool]:
    """Who was there, and who keeps or leads the group today."""
    was_there = select(Attendance.meeting_id).where(
        Attendance.person_id == actor.id, Attendance.presence.in_(queries.THERE)
    )
    prepares = select(Membership.group_id).where(
        Membership.person_id == actor.id,
        Membership.role.in_(PREPARING),
        Membership.holding_on(actor.today),
    )
    return or_(Meeting.id.in_(was_there), Meeting.group_id.in_(prepares))


def _open(*conditions: ColumnElement[bool]) -> Sequence[Circulation]:
    meeting = joinedload(Circulation.meeting)
    group = meeting.joinedload(Meeting.group)
    statement = (
        select(Circulation)
        .join(Meeting, Meeting.id == Circulation.meeting_id)
        .join(SteeringGroup, SteeringGroup.id == Meeting.group_id)
        .where(Circulation.closed_at.is_(None), *conditions)
        .options(
            group.selectinload(SteeringGroup.members).joinedload(Membership.person),
            group.joinedload(SteeringGroup.project),
            meeting.selectinload(Meeting.attendance).joinedload(Attendance.person),
            joinedload(Circulation.made_by),
            selectinload(Circulation.answers).joinedload(MinutesAnswer.person),
        )
        .order_by(Circulation.due_on, Circulation.id)
    )
    return session().scalars(statement).all()


def _parts(found: Sequence[Circulation], person: Person) -> list[Part]:
    """Positions, decisions and actions of all these meetings at once; an erratum is its own text."""
    numbers = [each.meeting_id for each in found if not each.is_erratum]
    decisions, actions = _decisions(numbers, person.id), _actions(numbers, person.id)
    return [_part(each, person, decisions, actions) for each in found]


def _part(
    circulation: Circulation,
    person: Person,
    decisions: dict[int, list[tuple[Decision, Position | None]]],
    actions: dict[int, list[ActionItem]],
) -> Part:
    if circulation.is_erratum:
        return Part(circulation)
    rows = decisions.get(circulation.meeting_id, [])
    return Part(
        circulation,
        positions=[(decision.title, taken) for decision, taken in rows if taken is not None],
        binding=[decision for decision, _taken in rows if decision.owner_id == person.id],
        actions=actions.get(circulation.meeting_id, []),
        passages=passages_naming(circulation.wording, person.name)[:PASSAGES],
    )


def _decisions(meetings: list[int], person_id: int) -> dict[int, list[tuple[Decision, Position | None]]]:
    """By meeting: decisions on which they took a position, or which bind them."""
    found: defaultdict[int, list[tuple[Decision, Position | None]]] = defaultdict(list)
    if meetings:
        own = and_(Position.decision_id == Decision.id, Position.person_id == person_id)
        statement = (
            select(Decision, Position)
            .outerjoin(Position, own)
            .where(Decision.meeting_id.in_(meetings))
            .where(Position.id.is_not(None) | (Decision.owner_id == person_id))
            .order_by(Decision.id)
        )
        for decision, taken in session().execute(statement):
            found[decision.meeting_id or 0].append((decision, taken))
    return found


def _actions(meetings: list[int], person_id: int) -> dict[int, list[ActionItem]]:
    found: defaultdict[int, list[ActionItem]] = defaultdict(list)
    if meetings:
        statement = select(ActionItem).where(
            ActionItem.meeting_id.in_(meetings), ActionItem.owner_id == person_id
        )
        for action in session().scalars(statement.order_by(ActionItem.id)):
            found[action.meeting_id or 0].append(action)
    return found


__all__ = ["OwedMinutes", "Part", "closers", "going_round", "is_owed_by", "keepers", "may_close", "owed_by"]
