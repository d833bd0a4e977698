"""Steering groups, meetings and decisions for tests."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Programme, Project
from portal.projects.operations import admit
from portal.steering.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionState,
    Interest,
    Meeting,
    MeetingState,
    MemberRole,
    Membership,
    Position,
    Presence,
    SteeringGroup,
)
from tests.factories.accounts import LONG_AGO, World, make_person
from tests.support.times import NOW, TODAY

_numbers = itertools.count(1)


def make_group(
    project: Project | None = None,
    *,
    code: str | None = None,
    name: str = "Store steering group",
    programme: Programme | None = None,
    quorum: int = 2,
    **values: Any,
) -> SteeringGroup:
    group = SteeringGroup(
        code=code or f"SG{next(_numbers)}",
        name=name,
        project=project,
        programme=programme,
        quorum=quorum,
        created_at=NOW,
        **values,
    )
    session().add(group)
    session().flush()
    return group


def seat(
    group: SteeringGroup,
    person: Person,
    role: str = MemberRole.MEMBER,
    *,
    votes: int | None = None,
    since: dt.date = LONG_AGO,
    until: dt.date | None = None,
) -> Membership:
    """A seat; a secretary and a guest have no vote unless told otherwise."""
    silent = role in {MemberRole.SECRETARY, MemberRole.GUEST}
    held = Membership(
        group=group,
        person=person,
        role=role,
        votes=(0 if silent else 1) if votes is None else votes,
        valid_from=since,
        valid_to=until,
    )
    session().add(held)
    session().flush()
    if group.project is not None:
        admit(group.project, person)
    return held


def make_interest(group: SteeringGroup, person: Person, title: str = "Owns shares of a supplier") -> Interest:
    """Declared by the member themself, long ago; stored."""
    interest = Interest(
        group=group, person=person, title=title, valid_from=LONG_AGO, declared_by=person, declared_at=NOW
    )
    session().add(interest)
    session().flush()
    return interest


def make_meeting(
    group: SteeringGroup,
    title: str = "Steering meeting",
    *,
    state: str = MeetingState.OPEN,
    held_at: dt.datetime = NOW,
    **values: Any,
) -> Meeting:
    meeting = Meeting(
        code=f"{group.code}-T{next(_numbers)}",
        group=group,
        title=title,
        held_at=held_at,
        state=state,
        **values,
    )
    session().add(meeting)
    session().flush()
    return meeting


def make_item(
    meeting: Meeting, title: str = "Where we stand", position: int | None = None, **values: Any
) -> AgendaItem:
    place = len(meeting.agenda) + 1 if position is None else position
    item = AgendaItem(meeting=meeting, title=title, position=place, **values)
    session().add(item)
    session().flush()
    return item


def attend(meeting: Meeting, *people: Person, presence: str = Presence.PRESENT) -> None:
    for person in people:
        session().add(Attendance(meeting=meeting, person=person, presence=presence))
    session().flush()


def make_decision(
    title: str = "Pilot in three shops",
    *,
    group: SteeringGroup | None = None,
    project: Project | None = None,
    state: str = DecisionState.PROPOSED,
    **values: Any,
) -> Decision:
    """A proposal; with `state` a decision in that state, recorded today unless `decided_on` is given."""
    is_recorded = state not in {DecisionState.DRAFT, DecisionState.PROPOSED, DecisionState.DROPPED}
    outcome = (
        {"outcome": "Yes, in March.", "grounds": "Cheapest.", "decided_on": TODAY} if is_recorded else {}
    )
    decision = Decision(
        code=values.pop("code", f"D-1999-{next(_numbers):03d}"),
        title=title,
        group=group,
        project=project or (group.project if group else None),
        state=state,
        created_at=values.pop("created_at", NOW),
        **{**outcome, **values},
    )
    session().add(decision)
    session().flush()
    return decision


def make_position(decision: Decision, person: Person, position: str = "agree", reason: str = "") -> Position:
    taken = Position(
        decision=decision, person=person, position=position, reason=reason, entered_by=person, taken_at=NOW
    )
    session().add(taken)
    session().flush()
    return taken


@dataclass
class Steering:
    """The store's group: `chair`, `deputy`, two members and a secretary without a vote; quorum three."""

    group: SteeringGroup
    chair: Person
    deputy: Person
    secretary: Person
    member: Person
    other: Person

    @property
    def voters(self) -> list[Person]:
        return [self.chair, self.deputy, self.member, self.other]


def make_steering(
    world: World, *, quorum: int = 3, project: Project | None = None, code: str = "STORE-SG"
) -> Steering:
    """The sponsor chairs, the CIO's deputy is a person of its own, the world's member sits there."""
    group = make_group(project or world.project, code=code, quorum=quorum)
    made = Steering(
        group=group,
        chair=world.sponsor,
        deputy=make_person("Dora Deputy 邓多"),
        secretary=make_person("Sec Retary"),
        member=world.member,
        other=make_person("Olga Other 欧佳"),
    )
    seat(group, made.chair, MemberRole.CHAIR)
    seat(group, made.deputy, MemberRole.DEPUTY)
    seat(group, made.secretary, MemberRole.SECRETARY)
    seat(group, made.member)
    seat(group, made.other)
    return made
