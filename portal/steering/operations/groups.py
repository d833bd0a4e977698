"""Making a group and saying who sits in it, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.projects import changes
from portal.projects.models import Programme, Project
from portal.projects.operations import admit
from portal.register.operations import record
from portal.steering import events, silence
from portal.steering.locking import hold
from portal.steering.models import MemberRole, Membership, SteeringGroup


def create_group(
    *,
    code: str,
    name: str,
    by: Person,
    now: dt.datetime,
    purpose: str = "",
    project: Project | None = None,
    programme: Programme | None = None,
    quorum: int = 0,
    rule: str = "consent",
    **days: int,
) -> SteeringGroup:
    """A body with a purpose and a quorum: what it decides binds those it decides for.

    `days`: how long a silence may last, where it differs from the organization's times (`silence.Times`).
    """
    times: dict[str, Any] = silence.USUAL.changed(days).stored()
    if project is not None and programme is not None:
        raise Invalid(programme=_("A group decides for a project or for a programme, not for both."))
    if session().scalar(select(exists().where(SteeringGroup.code == code))):
        raise Invalid(code=_("The code %(code)s is taken. Choose another.", code=code))
    group = SteeringGroup(
        code=code,
        name=name,
        purpose=purpose,
        project=project,
        programme=programme,
        quorum=quorum,
        rule=rule,
        created_at=now,
        **times,
    )
    session().add(group)
    session().flush()
    record(
        events.GROUP_CREATED,
        group,
        by=by,
        now=now,
        project=project,
        about=[programme] if programme else [],
        purpose=purpose,
        quorum=quorum,
        rule=rule,
        **times,
    )
    return group


def edit_group(
    group: SteeringGroup,
    *,
    name: str,
    purpose: str,
    quorum: int,
    rule: str,
    by: Person,
    now: dt.datetime,
    **days: int,
) -> None:
    """A new quorum or rule is for what is decided from now on; what was decided keeps the one of its day.

    New times (`days`) count for every silence from now on, also for one that has begun.
    """
    times = group.times.changed(days).stored()
    frame = {"name": name, "purpose": purpose, "quorum": quorum, "rule": rule}
    changed = changes.apply(group, {**frame, **times})
    if changed:
        before, after = changed
        record(events.GROUP_EDITED, group, by=by, now=now, project=group.project, before=before, after=after)


def add_member(
    group: SteeringGroup,
    *,
    person: Person,
    role: str,
    votes: int,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    by: Person,
    now: dt.datetime,
) -> Membership:
    """Somebody takes a seat; from then on they see what the group decides about."""
    hold(group, again=("members",))
    _check_seat(group, person, role, valid_from, valid_to, by)
    seat = Membership(
        group=group, person=person, role=role, votes=votes, valid_from=valid_from, valid_to=valid_to
    )
    session().add(seat)
    session().flush()
    if group.project is not None:
        admit(group.project, person)
    record(
        events.MEMBER_ADDED,
        seat,
        by=by,
        now=now,
        project=group.project,
        about=[group, person],
        person=person.name,
        group=group.name,
        role=seat.role_label,
        votes=votes,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return seat


def _check_seat(
    group: SteeringGroup,
    person: Person,
    role: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    by: Person,
) -> None:
    if person.id == by.id:
        raise Refused(_("Nobody names themselves to a group. Ask somebody else who keeps the portfolio."))
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(valid_to=_("The term cannot end before it begins."))
    overlapping = [seat for seat in group.members if seat.overlaps(valid_from, valid_to)]
    if any(seat.person_id == person.id for seat in overlapping):
        raise Invalid(person=_("%(name)s has a seat in this group at that time.", name=person.name))
    chair = next((seat for seat in overlapping if seat.role == MemberRole.CHAIR), None)
    if role == MemberRole.CHAIR and chair is not None:
        raise Invalid(
            role=_("%(name)s is the chair at that time. End that seat first.", name=chair.person.name)
        )


def end_membership(seat: Membership, *, valid_to: dt.date, reason: str, by: Person, now: dt.datetime) -> None:
    """A seat ends with a day; that it was held before stays true."""
    if valid_to < seat.valid_from:
        raise Invalid(valid_to=_("The term cannot end before it begins."))
    if seat.valid_to is not None and seat.valid_to <= valid_to:
        raise Refused(_("This seat has ended already, or ends earlier than that."))
    seat.valid_to = valid_to
    group, person = seat.group, seat.person
    record(
        events.MEMBERSHIP_ENDED,
        seat,
        by=by,
        now=now,
        project=group.project,
        about=[group, person],
        person=person.name,
        group=group.name,
        role=seat.role_label,
        valid_to=valid_to,
        reason=reason,
    )
