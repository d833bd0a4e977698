"""Who may see, prepare, decide and approve. A group of a confidential project is there for insiders only."""

from __future__ import annotations

from typing import Any

from portal.accounts.actors import Actor
from portal.core.access import rule
from portal.projects import rules as project_rules
from portal.projects.models import Project
from portal.steering.days import day_of
from portal.steering.models import (
    AgendaItem,
    Decision,
    Interest,
    Meeting,
    MemberRole,
    Membership,
    SteeringGroup,
)
from portal.steering.queries.suggestions import Suggested


def _sees(actor: Actor, *projects: Project | None) -> bool:
    return all(project_rules.read(actor, project) for project in projects if project is not None)


@rule("groups:read")
def read_group(actor: Actor, group: SteeringGroup) -> bool:
    return _sees(actor, group.project)


@rule("groups:create")
def create_group(actor: Actor, _subject: Any = None) -> bool:
    return actor.keeps_portfolio and not actor.only_reads


@rule("groups:edit", visible=read_group)
def edit_group(actor: Actor, group: SteeringGroup) -> bool:
    """Quorum, rule and seats frame every decision: the chair's and the portfolio keepers' matter."""
    is_chair = group.is_chaired_by(actor.id, actor.today)
    return not actor.only_reads and _sees(actor, group.project) and (actor.keeps_portfolio or is_chair)


@rule("groups:prepare", visible=read_group)
def prepare(actor: Actor, group: SteeringGroup) -> bool:
    """Chair, deputies, secretary prepare meetings and record decisions; so may portfolio keepers."""
    is_preparer = group.is_prepared_by(actor.id, actor.today)
    return not actor.only_reads and _sees(actor, group.project) and (actor.keeps_portfolio or is_preparer)


@rule("groups:end_membership", visible=lambda actor, seat: read_group(actor, seat.group))
def end_membership(actor: Actor, seat: Membership) -> bool:
    return edit_group(actor, seat.group)


@rule("groups:declare_interest", visible=read_group)
def declare_interest(actor: Actor, group: SteeringGroup) -> bool:
    """Who sits there declares what they have a stake in; who prepares the group notes it for others."""
    is_member = group.seat_of(actor.id, actor.today) is not None
    may_write = not actor.only_reads and _sees(actor, group.project)
    return may_write and (is_member or prepare(actor, group))


@rule("groups:end_interest", visible=lambda actor, interest: read_group(actor, interest.group))
def end_interest(actor: Actor, interest: Interest) -> bool:
    """Whose it is, or who prepares the group."""
    is_own = interest.person_id == actor.id and not actor.only_reads
    return _sees(actor, interest.group.project) and (is_own or prepare(actor, interest.group))


@rule("meetings:read")
def read_meeting(actor: Actor, meeting: Meeting) -> bool:
    return read_group(actor, meeting.group)


@rule("meetings:prepare", visible=read_meeting)
def prepare_meeting(actor: Actor, meeting: Meeting) -> bool:
    return prepare(actor, meeting.group)


@rule("agenda:prepare", visible=lambda actor, item: read_meeting(actor, item.meeting))
def prepare_item(actor: Actor, item: AgendaItem) -> bool:
    return prepare_meeting(actor, item.meeting)


@rule("suggestions:prepare", visible=lambda actor, found: read_meeting(actor, found.meeting))
def prepare_suggestion(actor: Actor, found: Suggested) -> bool:
    return prepare_meeting(actor, found.meeting)


@rule("meetings:approve_minutes", visible=read_meeting)
def approve_minutes(actor: Actor, meeting: Meeting) -> bool:
    """Chair, deputy, or a member who was there; never somebody who wrote them."""
    if actor.only_reads or not read_meeting(actor, meeting) or has_written(actor, meeting):
        return False
    seats = [seat for seat in meeting.group.members_on(actor.today) if seat.person_id == actor.id]
    if any(seat.role in {MemberRole.CHAIR, MemberRole.DEPUTY} for seat in seats):
        return True
    was_member = meeting.group.seat_of(actor.id, day_of(meeting)) is not None
    return was_member and meeting.was_attended_by(actor.id)


def has_written(actor: Actor, meeting: Meeting) -> bool:
    return actor.id in meeting.writer_ids or actor.id == meeting.minuted_by_id


@rule("decisions:read")
def read_decision(actor: Actor, decision: Decision) -> bool:
    return _sees(actor, decision.project, decision.group.project if decision.group else None)


@rule("projects:decide", visible=project_rules.read)
def decide_in_project(actor: Actor, project: Project) -> bool:
    """Without a group, whoever has the project's authority: sponsor, manager, portfolio keepers."""
    has_authority = project_rules.edit(actor, project) or project_rules.sponsors(actor, project)
    return not actor.only_reads and _sees(actor, project) and has_authority


@rule("decisions:keep", visible=read_decision)
def keep_decision(actor: Actor, decision: Decision) -> bool:
    """Edit the proposal, propose it, record its outcome, ratify, supersede or drop it."""
    if actor.only_reads or not read_decision(actor, decision):
        return False
    if decision.group is not None:
        return prepare(actor, decision.group)
    if decision.project is not None:
        return decide_in_project(actor, decision.project)
    return actor.keeps_portfolio


@rule("decisions:take_position", visible=read_decision)
def take_position(actor: Actor, decision: Decision) -> bool:
    """Members speak for themselves, whoever they are otherwise."""
    if actor.only_reads or decision.group is None or not read_decision(actor, decision):
        return False
    return any(seat.person_id == actor.id for seat in decision.group.voters_on(actor.today))


@rule("decisions:carry_out", visible=read_decision)
def carry_out(actor: Actor, decision: Decision) -> bool:
    """Who is bound reports that it is done; so may those who recorded it."""
    is_owner = decision.owner_id == actor.id and not actor.only_reads
    return read_decision(actor, decision) and (is_owner or keep_decision(actor, decision))
