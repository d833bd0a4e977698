"""Making a group and saying who sits in it, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
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
from portal.steering.models import MemberRole, Membership, QuorumKind, SteeringGroup
from portal.steering.models.states import NEED_WORDS, NEEDS


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
    quorum_kind: str = QuorumKind.NUMBER,
    quorum_needs: Iterable[str] = (),
    rule: str = "consent",
    money_limit: Decimal | None = None,
    scope: str = "",
    cadence: str = "",
    chair_reason: str = "",
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
    frame: dict[str, Any] = {
        "purpose": purpose,
        "quorum": quorum,
        "quorum_kind": quorum_kind,
        "quorum_needs": _needs(quorum_kind, quorum, quorum_needs),
        "rule": rule,
        "money_limit": money_limit,
        "scope": scope,
        "cadence": cadence,
        "chair_reason": chair_reason,
    }
    group = SteeringGroup(
        code=code, name=name, project=project, programme=programme, created_at=now, **frame, **times
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
        **{**frame, "quorum_needs": _said(frame["quorum_needs"])},
        **times,
    )
    return group


def _needs(kind: str, quorum: int, needs: Iterable[str]) -> list[str]:
    """Who must be there in any case, each once, in one order."""
    if kind == QuorumKind.SHARE and quorum > 100:
        raise Invalid(quorum=_("A share is 100 percent at most."))
    wanted = set(needs)
    return [str(need) for need in NEEDS if need in wanted]


def _said(needs: Iterable[str]) -> list[str]:
    return [str(NEED_WORDS[need]) for need in needs]


def edit_group(
    group: SteeringGroup,
    *,
    name: str,
    purpose: str,
    quorum: int,
    rule: str,
    quorum_kind: str = QuorumKind.NUMBER,
    quorum_needs: Iterable[str] = (),
    money_limit: Decimal | None = None,
    scope: str = "",
    cadence: str = "",
    chair_reason: str = "",
    by: Person,
    now: dt.datetime,
    **days: int,
) -> None:
    """A new quorum or rule is for what is decided from now on; what was decided keeps the one of its day.

    New times (`days`) count for every silence from now on, also for one that has begun.
    """
    times = group.times.changed(days).stored()
    frame: dict[str, Any] = {
        "name": name,
        "purpose": purpose,
        "quorum": quorum,
        "quorum_kind": quorum_kind,
        "quorum_needs": _needs(quorum_kind, quorum, quorum_needs),
        "rule": rule,
        "money_limit": money_limit,
        "scope": scope,
        "cadence": cadence,
        "chair_reason": chair_reason,
    }
    needed = _said(group.quorum_needs)
    changed = changes.apply(group, {**frame, **times})
    if changed:
        before, after = changed
        if "quorum_needs" in after:
            before["quorum_needs"], after["quorum_needs"] = needed, _said(group.quorum_needs)
        record(events.GROUP_EDITED, group, by=by, now=now, project=group.project, before=before, after=after)


def add_member(
    group: SteeringGroup,
    *,
    person: Person,
    role: str,
    votes: int,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    side: str | None = None,
    is_top_executive: bool = False,
    by: Person,
    now: dt.datetime,
) -> Membership:
    """Somebody takes a seat; from then on they see what the group decides about.

    `side`: for whom they speak, IT or the business.
    """
    hold(group, again=("members",))
    _check_seat(group, person, role, valid_from, valid_to, by)
    seat = Membership(
        group=group,
        person=person,
        role=role,
        votes=votes,
        side=side or "",
        is_top_executive=is_top_executive,
        valid_from=valid_from,
        valid_to=valid_to,
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
        side=seat.side_label,
        is_top_executive=_yes_or_no(is_top_executive),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return seat


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


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
