"""Everything that stands on somebody's desk, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.absences.models import Absence
from portal.absences.queries import represented_by
from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.actions.models import ActionItem
from portal.actions.queries import open_actions_of
from portal.commitments import queries as commitments
from portal.commitments.models import Commitment
from portal.commitments.queries import Candidate
from portal.database import session
from portal.desk.answering import Owed, owed_to
from portal.desk.week import Week, week_of
from portal.mandates.queries import managed_without
from portal.minutes.owed import OwedMinutes
from portal.minutes.owed import owed_by as minutes_owed_by
from portal.resolutions.models import WrittenResolution
from portal.resolutions.queries import owed_by as resolutions_owed_by
from portal.risks.models import ALIVE, Risk
from portal.steering.models import Decision, DecisionState, Meeting, MeetingState, Membership

SHOWN = 25
SIDE = 8
REVIEW_AHEAD = dt.timedelta(days=14)
#: A meeting stays on the desk while it may still be sitting.
STILL_SITTING = dt.timedelta(hours=6)


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
    decisions: Sequence[Decision] = ()
    reviews: Sequence[Risk] = ()
    meetings: Sequence[Meeting] = ()
    owed: Owed = field(default_factory=Owed)
    minutes: OwedMinutes = field(default_factory=OwedMinutes)
    resolutions: Sequence[WrittenResolution] = ()
    week: Week = field(default_factory=Week)
    stands_in: Sequence[Absence] = ()
    may_ask: bool = False
    unmandated: Sequence[Any] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is asked, promised or waited for: time to say what will be here."""
        asked = self.asked or self.owed.texts or self.minutes or self.resolutions
        return not (asked or self.waiting or self.promised or self.my_time)

    @property
    def answers_owed(self) -> int:
        """How many things wait for the reader's answer."""
        texts = len(self.asked.rows) + len(self.owed.texts)
        return texts + len(self.resolutions) + len(self.minutes.parts)


def desk_of(actor: Actor, now: dt.datetime) -> Desk:
    """The desk of the signed-in person."""
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
        stands_in=[each for each in represented_by(actor.person, actor.today) if each.holds_on(actor.today)],
        heads=commitments.heads_on((row.department_id for row in waiting.rows), actor.today),
        askers=commitments.current_askers(waiting.rows, actor.today),
        actions=open_actions_of(actor.person, SIDE),
        decisions=_decisions_due(actor),
        reviews=_reviews_due(actor),
        meetings=_next_meetings(actor, now),
        may_ask=commitments.may_ask(actor),
        unmandated=managed_without(actor, SIDE),
    )


def _section(rows: list[Commitment]) -> Section:
    """One row more than is shown was asked for."""
    return Section(rows[:SHOWN], len(rows) > SHOWN)


def _decisions_due(actor: Actor) -> Sequence[Decision]:
    """Decisions that the reader has to carry out."""
    statement = (
        select(Decision)
        .where(Decision.owner_id == actor.id, Decision.state == DecisionState.DECIDED)
        .order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)
        .limit(SIDE)
    )
    return session().scalars(statement).all()


def _reviews_due(actor: Actor) -> Sequence[Risk]:
    """Risks that the reader owns and has to look at again."""
    statement = (
        select(Risk)
        .where(
            Risk.owner_id == actor.id,
            Risk.state.in_(ALIVE),
            Risk.next_review_on <= actor.today + REVIEW_AHEAD,
        )
        .order_by(Risk.next_review_on, Risk.id)
        .limit(SIDE)
    )
    return session().scalars(statement).all()


def _next_meetings(actor: Actor, now: dt.datetime) -> Sequence[Meeting]:
    """Called meetings of the groups in which the reader sits."""
    sits = exists().where(
        Membership.group_id == Meeting.group_id,
        Membership.person_id == actor.id,
        Membership.holding_on(actor.today),
    )
    statement = (
        select(Meeting)
        .where(
            sits,
            Meeting.state.in_((MeetingState.CALLED, MeetingState.OPEN)),
            Meeting.held_at >= now - STILL_SITTING,
        )
        .options(joinedload(Meeting.group))
        .order_by(Meeting.held_at, Meeting.id)
        .limit(SIDE)
    )
    return session().scalars(statement).all()
