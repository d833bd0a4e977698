"""Everything that stands on somebody's desk, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Date, Integer, bindparam, exists, or_, select

from portal.absences.models import Absence
from portal.absences.queries import represented_by
from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.actions.queries import open_actions_of
from portal.agreements.substitutes import represented
from portal.commitments import queries as commitments
from portal.commitments.models import Commitment
from portal.commitments.queries import Candidate
from portal.database import UtcDateTime, session
from portal.desk.answering import Owed, owed_to
from portal.desk.week import Week, week_of
from portal.mandates.queries import managed_without
from portal.minutes.owed import OwedMinutes
from portal.minutes.owed import owed_by as minutes_owed_by
from portal.resolutions.models import WrittenResolution
from portal.resolutions.queries import owed_by as resolutions_owed_by
from portal.risks.models import ALIVE, Risk
from portal.sponsorship.queries import Waits, mine
from portal.steering.models import Decision, DecisionState, Meeting, MeetingState, Membership, SteeringGroup

SHOWN = 25
SIDE = 8
REVIEW_AHEAD = dt.timedelta(days=14)
#: A meeting stays on the desk while it may still be sitting.
STILL_SITTING = dt.timedelta(hours=6)

READER, DAY = bindparam("reader", type_=Integer), bindparam("today", type_=Date)
#: Built once: to put these statements together costs more than to answer them. Only what a line shows is read.
#: Decisions that the reader has to carry out.
DECISIONS_DUE = (
    select(Decision.id, Decision.code, Decision.title, Decision.due_on)
    .where(Decision.owner_id == READER, Decision.state == DecisionState.DECIDED)
    .order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)
    .limit(SIDE)
)
#: Risks that the reader owns and has to look at again.
REVIEWS_DUE = (
    select(Risk.id, Risk.code, Risk.title, Risk.next_review_on)
    .where(
        Risk.owner_id == READER, Risk.state.in_(ALIVE), Risk.next_review_on <= bindparam("until", type_=Date)
    )
    .order_by(Risk.next_review_on, Risk.id)
    .limit(SIDE)
)
#: Called meetings of the groups in which the reader sits.
NEXT_MEETINGS = (
    select(Meeting.id, Meeting.code, Meeting.title, Meeting.held_at, SteeringGroup.name.label("group"))
    .join(SteeringGroup, SteeringGroup.id == Meeting.group_id)
    .where(
        exists().where(
            Membership.group_id == Meeting.group_id,
            Membership.person_id == READER,
            Membership.valid_from <= DAY,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= DAY),
        ),
        Meeting.state.in_((MeetingState.CALLED, MeetingState.OPEN)),
        Meeting.held_at >= bindparam("since", type_=UtcDateTime),
    )
    .order_by(Meeting.held_at, Meeting.id)
    .limit(SIDE)
)


@dataclass(frozen=True)
class Section:
    """A few rows, and whether there are more."""

    rows: Sequence[Commitment]
    has_more: bool

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class Desk:
    """What is asked of the reader, what they promised, what they wait for, and what is due."""

    asked: Section
    waiting: Section
    promised: Section
    my_time: Section
    weighed: dict[int, Candidate] = field(default_factory=dict)
    heads: dict[int, Person] = field(default_factory=dict)
    askers: dict[int, Person] = field(default_factory=dict)
    actions: Sequence[ActionItem] = ()
    decisions: Sequence[Any] = ()
    reviews: Sequence[Any] = ()
    meetings: Sequence[Any] = ()
    owed: Owed = field(default_factory=Owed)
    minutes: OwedMinutes = field(default_factory=OwedMinutes)
    resolutions: Sequence[WrittenResolution] = ()
    week: Week = field(default_factory=Week)
    stands_in: Sequence[Absence] = ()
    may_ask: bool = False
    unmandated: Sequence[Any] = ()
    sponsored: Sequence[Waits] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is asked, promised or waited for: time to say what will be here."""
        asked = self.asked or self.owed.texts or self.minutes or self.resolutions or self.week.invitations
        return not (asked or self.waiting or self.promised or self.my_time)

    @property
    def answers_owed(self) -> int:
        """How many things wait for the reader's answer."""
        texts = len(self.asked.rows) + len(self.owed.texts) + len(self.week.invitations)
        return texts + len(self.resolutions) + len(self.minutes.parts)


def desk_of(actor: Actor, now: dt.datetime) -> Desk:
    """The desk of the signed-in person."""
    reader = {"reader": actor.id, "today": actor.today}
    asked = _section(commitments.asked_of(actor, SHOWN))
    waiting = _section(commitments.waiting_for_others(actor, SHOWN))
    promised = _section(commitments.promised_by(actor, SHOWN))
    my_time = _section(commitments.given_to(actor, SHOWN))
    commitments.name_parties([*asked.rows, *waiting.rows, *promised.rows, *my_time.rows])
    weighed = commitments.weigh(asked.rows, reader=actor)
    return Desk(
        asked=asked,
        waiting=waiting,
        promised=promised,
        my_time=my_time,
        weighed=weighed,
        owed=owed_to(actor, asked.rows, weighed, SHOWN),
        minutes=minutes_owed_by(actor),
        resolutions=resolutions_owed_by(actor, SHOWN),
        week=week_of(actor),
        stands_in=_stands_in(actor),
        heads=commitments.heads_on((row.department_id for row in waiting.rows), actor.today),
        askers=commitments.current_askers(waiting.rows, actor.today),
        actions=open_actions_of(actor.person, SIDE),
        decisions=session().execute(DECISIONS_DUE, reader).all(),
        reviews=session().execute(REVIEWS_DUE, {**reader, "until": actor.today + REVIEW_AHEAD}).all(),
        meetings=session().execute(NEXT_MEETINGS, {**reader, "since": now - STILL_SITTING}).all(),
        may_ask=commitments.may_ask(actor),
        unmandated=managed_without(actor, SIDE),
        sponsored=mine(actor),
    )


def _section(rows: list[Commitment]) -> Section:
    """One row more than is shown was asked for."""
    return Section(rows[:SHOWN], len(rows) > SHOWN)


def _stands_in(actor: Actor) -> list[Absence]:
    """Absences in which the reader answers for somebody today."""
    if not represented(actor):
        return []
    return [each for each in represented_by(actor.person, actor.today) if each.holds_on(actor.today)]
