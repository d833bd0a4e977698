"""What the records say about a sponsor: meetings, decisions, answers, as dated facts of one project."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.agreements.models import Agreement, AgreementAnswer, AgreementParty, AgreementVersion, Answer
from portal.core import clock
from portal.database import session
from portal.minutes.queries import THERE
from portal.sponsorship.models import SponsorAct, SponsorComment
from portal.sponsorship.terms import Sponsorship
from portal.steering.models import (
    Attendance,
    Decision,
    Meeting,
    MeetingState,
    Membership,
    Position,
    SteeringGroup,
)

#: A meeting that took place; what was called and never opened says nothing about anybody.
HELD = (MeetingState.OPEN, MeetingState.CLOSED, MeetingState.APPROVED)
#: Longer than this nobody sat: somebody forgot to close it.
LONGEST = dt.timedelta(hours=12)
#: Opened and closed in one go: entered afterwards, so its times say nothing.
SHORTEST = dt.timedelta(minutes=5)
HOUR = Decimal(3600)


@dataclass(frozen=True)
class Sitting:
    """A meeting of a group in charge to which the sponsor was invited. `hours`: None where it was not timed."""

    id: int
    label: str
    on: dt.date
    is_present: bool
    hours: Decimal | None


@dataclass(frozen=True)
class Taken:
    """A decision of the groups in charge. `is_with`: in the sponsor's presence, or with their written position."""

    id: int
    label: str
    on: dt.date
    is_with: bool


@dataclass(frozen=True)
class Answered:
    """A text that was put to the sponsor and answered by them, and after how many days."""

    label: str
    agreement_id: int
    on: dt.date
    is_signed: bool
    days: int


def sittings(of: Sponsorship, first: dt.date, last: dt.date) -> list[Sitting]:
    """Invited: a member of the group on that day, or named in the list of who was there. Two statements."""
    zone, person_id = clock.timezone(), of.person.id
    own = and_(Attendance.meeting_id == Meeting.id, Attendance.person_id == person_id)
    begin, end = (dt.datetime.combine(each, dt.time(), zone) for each in (first, last + dt.timedelta(days=1)))
    statement = (
        select(Meeting, Attendance.presence)
        .join(SteeringGroup, SteeringGroup.id == Meeting.group_id)
        .outerjoin(Attendance, own)
        .where(_in_charge(of), Meeting.state.in_(HELD), Meeting.held_at >= begin, Meeting.held_at < end)
        .order_by(Meeting.held_at, Meeting.id)
    )
    rows: Any = session().execute(statement).all()
    seats = _seats(person_id) if rows else []
    found = []
    for meeting, presence in rows:
        day = meeting.held_at.astimezone(zone).date()
        is_member = any(seat.group_id == meeting.group_id and seat.holds_on(day) for seat in seats)
        if (presence is not None or is_member) and of.holds_on(day):
            is_there = presence in THERE
            hours = _hours(meeting) if is_there else None
            found.append(Sitting(meeting.id, meeting.register_label(), day, is_there, hours))
    return found


def _in_charge(of: Sponsorship) -> ColumnElement[bool]:
    """The project's own groups, and those of its programme."""
    own = SteeringGroup.project_id == of.project.id
    if of.project.programme_id is None:
        return own
    above = and_(SteeringGroup.programme_id == of.project.programme_id, SteeringGroup.project_id.is_(None))
    return or_(own, above)


def _seats(person_id: int) -> list[Membership]:
    return list(session().scalars(select(Membership).where(Membership.person_id == person_id)))


def _hours(meeting: Meeting) -> Decimal | None:
    if meeting.opened_at is None or meeting.closed_at is None:
        return None
    lasted = min(meeting.closed_at - meeting.opened_at, LONGEST)
    if lasted < SHORTEST:
        return None
    return (Decimal(int(lasted.total_seconds())) / HOUR).quantize(Decimal("0.1"))


def decisions(of: Sponsorship, first: dt.date, last: dt.date) -> list[Taken]:
    """What the groups in charge decided about this project. One statement."""
    own = and_(Position.decision_id == Decision.id, Position.person_id == of.person.id)
    statement = (
        select(Decision.id, Decision.code, Decision.title, Decision.decided_on, Decision.present, Position)
        .outerjoin(Position, own)
        .where(Decision.project_id == of.project.id, Decision.group_id.is_not(None))
        .where(Decision.decided_on >= first, Decision.decided_on <= last)
        .order_by(Decision.decided_on, Decision.id)
    )
    return [
        Taken(number, f"{code} {title}", day, _is_with(of.person.id, present, position))
        for number, code, title, day, present, position in session().execute(statement)
        if of.holds_on(day)
    ]


def _is_with(person_id: int, present: list[dict[str, object]], position: Position | None) -> bool:
    was_there = any(each.get("person_id") == person_id and each.get("presence") in THERE for each in present)
    return was_there or (position is not None and position.is_own)


def answers(of: Sponsorship, first: dt.date, last: dt.date) -> list[Answered]:
    """What they answered in person; an answer of a substitute is not theirs. One statement."""
    zone = clock.timezone()
    begin, end = (dt.datetime.combine(each, dt.time(), zone) for each in (first, last + dt.timedelta(days=1)))
    statement = (
        select(AgreementAnswer, AgreementVersion.made_at, Agreement)
        .join(AgreementParty, AgreementParty.id == AgreementAnswer.party_id)
        .join(AgreementVersion, AgreementVersion.id == AgreementParty.version_id)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .where(AgreementAnswer.by_id == of.person.id, Agreement.project_id == of.project.id)
        .where(
            or_(AgreementAnswer.on_behalf_of_id.is_(None), AgreementAnswer.on_behalf_of_id == of.person.id)
        )
        .where(AgreementAnswer.answered_at >= begin, AgreementAnswer.answered_at < end)
        .order_by(AgreementAnswer.answered_at, AgreementAnswer.id)
    )
    found = []
    for answer, asked_at, agreement in session().execute(statement):
        day = answer.answered_at.astimezone(zone).date()
        waited = (day - asked_at.astimezone(zone).date()).days
        is_signed = answer.answer == Answer.ACCEPT
        if of.holds_on(day):
            found.append(Answered(agreement.register_label(), agreement.id, day, is_signed, waited))
    return found


def acts(of: Sponsorship, last: dt.date) -> list[SponsorAct]:
    """Everything that was entered, what no longer counts included. One statement."""
    statement = (
        select(SponsorAct)
        .where(SponsorAct.project_id == of.project.id, SponsorAct.sponsor_id == of.person.id)
        .where(SponsorAct.on <= last)
        .options(joinedload(SponsorAct.entered_by), joinedload(SponsorAct.project))
        .order_by(SponsorAct.on.desc(), SponsorAct.id.desc())
    )
    return list(session().scalars(statement))


def comments(of: Sponsorship, last: dt.date) -> list[SponsorComment]:
    statement = (
        select(SponsorComment)
        .where(SponsorComment.project_id == of.project.id, SponsorComment.sponsor_id == of.person.id)
        .where(SponsorComment.month_on <= last)
        .order_by(SponsorComment.month_on.desc(), SponsorComment.id)
    )
    return list(session().scalars(statement))
