"""Declaring an interest, and saying that it has ended."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.register.operations import record
from portal.steering import events
from portal.steering.models import Interest, SteeringGroup


def declare_interest(
    group: SteeringGroup,
    *,
    person: Person,
    title: str,
    note: str = "",
    valid_from: dt.date,
    by: Person,
    now: dt.datetime,
) -> Interest:
    """A stake that the others must know of before they decide together. It excludes nobody by itself."""
    if not any(
        seat.person_id == person.id and not _is_over(seat.valid_to, valid_from) for seat in group.members
    ):
        raise Invalid(person=_("%(name)s has no seat in this group.", name=person.name))
    interest = Interest(
        group=group,
        person=person,
        title=title,
        note=note,
        valid_from=valid_from,
        declared_by=by,
        declared_at=now,
    )
    session().add(interest)
    session().flush()
    record(
        events.INTEREST_DECLARED,
        interest,
        by=by,
        now=now,
        project=group.project,
        about=[group, person],
        person=person.name,
        group=group.name,
        title=title,
        note=note,
        valid_from=valid_from,
    )
    return interest


def _is_over(valid_to: dt.date | None, day: dt.date) -> bool:
    return valid_to is not None and valid_to < day


def end_interest(interest: Interest, *, valid_to: dt.date, reason: str, by: Person, now: dt.datetime) -> None:
    """From the day after it is no conflict any more; that it was one stays known."""
    if valid_to < interest.valid_from:
        raise Invalid(valid_to=_("It cannot end before it began."))
    if interest.valid_to is not None:
        raise Refused(_("This interest has ended already."))
    interest.valid_to = valid_to
    group, person = interest.group, interest.person
    record(
        events.INTEREST_ENDED,
        interest,
        by=by,
        now=now,
        project=group.project,
        about=[group, person],
        person=person.name,
        group=group.name,
        title=interest.title,
        valid_to=valid_to,
        reason=reason,
    )
