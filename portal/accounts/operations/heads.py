"""Who answers for a department, from when to when. Ended, never overwritten."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts import events
from portal.accounts.models import Department, DepartmentHead, Person
from portal.accounts.operations.people import insist_on_current
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

DAY = dt.timedelta(days=1)


def appoint_head(
    department: Department,
    *,
    person: Person,
    valid_from: dt.date,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
) -> DepartmentHead:
    """From that day on asks go to this person. Whoever heads the department then stops the day before.

    Who was head on a day that lies behind an end is history and stays. Nobody appoints themselves.
    """
    insist_on_current(person)
    if by is not None and by.id == person.id:
        raise Invalid(person=_("Nobody appoints themselves. Ask another administrator."))
    if not person.is_active:
        raise Invalid(person=_("This account is closed. Choose somebody who is there."))
    valid_to = _make_room(department, person, valid_from, today, by, now)
    head = DepartmentHead(department=department, person=person, valid_from=valid_from, valid_to=valid_to)
    session().add(head)
    record(
        events.HEAD_APPOINTED,
        department,
        by=by,
        now=now,
        about=[person],
        person=person.name,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    facts = {"department": department.name, "valid_from": valid_from}
    post("accounts/head_appointed", to=person, facts=facts, link=f"/departments/{department.id}", now=now)
    return head


def _make_room(
    department: Department,
    person: Person,
    valid_from: dt.date,
    today: dt.date,
    by: Person | None,
    now: dt.datetime,
) -> dt.date | None:
    """End who heads the department on that day. Returns the new one's last day, if any."""
    heads = _lock(department)
    for head in heads:
        if head.valid_from <= valid_from and _reaches(head, valid_from):
            _insist_on_succession(head, person, valid_from, today)
            _end(head, valid_from - DAY, by, now)
    later = [head.valid_from for head in heads if head.valid_from > valid_from]
    return min(later) - DAY if later else None


def _insist_on_succession(head: DepartmentHead, person: Person, valid_from: dt.date, today: dt.date) -> None:
    if head.person_id == person.id:
        raise Invalid(person=_("%(name)s heads this department on that day.", name=person.name))
    if head.valid_to is not None and head.valid_to < today:
        raise Invalid(
            valid_from=_(
                "%(name)s headed this department until %(day)s. That is history: choose a later day.",
                name=head.person.name,
                day=head.valid_to.isoformat(),
            )
        )
    if head.valid_from == valid_from:
        raise Invalid(
            valid_from=_("%(name)s heads this department from that very day.", name=head.person.name)
        )


def end_head(
    head: DepartmentHead, *, valid_to: dt.date, by: Person | None, now: dt.datetime, today: dt.date
) -> None:
    """The last day of a head without a successor: the department is shown as vacant after it."""
    heads = _lock(head.department)
    if head.valid_to is not None and head.valid_to < today:
        raise Refused(_("%(name)s does not head this department any more.", name=head.person.name))
    if valid_to < head.valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    for other in heads:
        if other.id != head.id and head.valid_from < other.valid_from <= valid_to:
            raise Invalid(valid_to=_("%(name)s takes over before that day.", name=other.person.name))
    _end(head, valid_to, by, now)


def withdraw_head(
    head: DepartmentHead, *, reason: str, by: Person | None, now: dt.datetime, today: dt.date
) -> None:
    """Correct an appointment that has not begun: it never held, and who was to be relieved goes on."""
    heads = _lock(head.department)
    if head.valid_from <= today:
        raise Refused(_("This appointment has begun. End it, or appoint somebody else."))
    for other in heads:
        if other.valid_to == head.valid_from - DAY:
            other.valid_to = head.valid_to
    record(
        events.HEAD_WITHDRAWN,
        head.department,
        by=by,
        now=now,
        about=[head.person],
        person=head.person.name,
        valid_from=head.valid_from,
        reason=reason,
    )
    session().delete(head)
    session().expire(head.department, ["heads"])


def _reaches(head: DepartmentHead, day: dt.date) -> bool:
    return head.valid_to is None or head.valid_to >= day


def _end(head: DepartmentHead, day: dt.date, by: Person | None, now: dt.datetime) -> None:
    head.valid_to = day
    record(
        events.HEAD_ENDED,
        head.department,
        by=by,
        now=now,
        about=[head.person],
        person=head.person.name,
        valid_to=day,
    )


def _lock(department: Department) -> list[DepartmentHead]:
    """One appointment at a time: two at one instant would leave two heads. Returns them as they are now."""
    session().flush()
    session().execute(select(Department.id).where(Department.id == department.id).with_for_update())
    heads = select(DepartmentHead).where(DepartmentHead.department_id == department.id)
    heads = heads.order_by(DepartmentHead.valid_from.desc()).execution_options(populate_existing=True)
    return list(session().scalars(heads))
