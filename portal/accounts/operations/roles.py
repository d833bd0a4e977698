"""Granting and ending roles that hold for the whole organization."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.accounts import events
from portal.accounts.labels import ROLES
from portal.accounts.models import Person, Role, RoleGrant
from portal.accounts.operations.people import insist_on_current, insist_on_other_administrator
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

DAY = dt.timedelta(days=1)


def grant_role(
    person: Person,
    *,
    role: str,
    valid_from: dt.date,
    by: Person | None,
    now: dt.datetime,
    valid_to: dt.date | None = None,
) -> RoleGrant:
    """Authority is given by somebody else, from a day on. Nobody grants a role to themselves."""
    insist_on_current(person)
    if by is not None and by.id == person.id:
        raise Refused(_("Nobody grants a role to themselves. Ask another administrator."))
    if role not in set(Role):
        raise Invalid(role=_("Choose one of the roles."))
    if not person.is_active:
        raise Refused(_("This account is closed. Reopen it first."))
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(valid_to=_("The end cannot come before the beginning."))
    _insist_on_new(person, role, valid_from, valid_to)
    grant = RoleGrant(person=person, role=role, valid_from=valid_from, valid_to=valid_to, granted_by=by)
    session().add(grant)
    event = events.ROLE_GRANTED[role]
    record(event, person, by=by, now=now, valid_from=valid_from, valid_to=valid_to)
    post(
        "accounts/role_granted",
        to=person,
        facts={"role": ROLES[role], "valid_from": valid_from},
        link="/",
        now=now,
    )
    return grant


def _insist_on_new(person: Person, role: str, valid_from: dt.date, valid_to: dt.date | None) -> None:
    statement = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= valid_from),
    )
    if valid_to is not None:
        statement = statement.where(RoleGrant.valid_from <= valid_to)
    if session().scalars(statement).first() is not None:
        raise Invalid(role=_("%(name)s holds this role already in that time.", name=person.name))


def end_role(
    grant: RoleGrant, *, valid_to: dt.date, by: Person | None, now: dt.datetime, today: dt.date
) -> None:
    """The last day of a role. Yesterday ends it at once; what was before that cannot be changed any more.

    One that began today or has not begun yet is withdrawn then: the register keeps that it was granted.
    """
    if by is not None and by.id == grant.person_id:
        raise Refused(_("Nobody ends their own role. Ask another administrator."))
    if grant.valid_to is not None and grant.valid_to < today:
        raise Refused(_("This role has ended already."))
    if valid_to < today - DAY:
        raise Invalid(valid_to=_("Choose yesterday (to end it at once) or a later day."))
    if grant.role == Role.ADMINISTRATOR:
        insist_on_other_administrator(grant.person, valid_to)
    if valid_to < grant.valid_from:
        _withdraw(grant, by, now)
        return
    grant.valid_to = valid_to
    record(events.ROLE_ENDED[grant.role], grant.person, by=by, now=now, valid_to=valid_to)
    facts = {"role": ROLES[grant.role], "valid_to": valid_to}
    post("accounts/role_ended", to=grant.person, facts=facts, link="/", now=now)


def _withdraw(grant: RoleGrant, by: Person | None, now: dt.datetime) -> None:
    record(events.ROLE_WITHDRAWN, grant.person, by=by, now=now, role=grant.role, valid_from=grant.valid_from)
    session().delete(grant)
