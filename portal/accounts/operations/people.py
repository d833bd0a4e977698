"""Adding people, changing them, and closing their accounts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from portal.accounts import events
from portal.accounts.models import ApiToken, Department, DepartmentHead, OneTimeLink, Person
from portal.accounts.queries import departments_headed_by, has_other_administrator, person_by_key
from portal.core.errors import Invalid, Refused
from portal.core.forms import clean, has_control_characters
from portal.database import session
from portal.register.operations import record

FULL_TIME = Decimal(40)
#: One @ and no white space or bracket; whether it arrives is for the mail server to find out.
ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[^\s@<>\"(),;:\\]+\.?[^\s@<>\"(),;:\\.]+")


def create_person(
    *,
    name: str,
    by: Person | None,
    now: dt.datetime,
    email: str | None = None,
    key: str | None = None,
    title: str = "",
    department: Department | None = None,
    hours_per_week: Decimal = FULL_TIME,
    language: str | None = None,
) -> Person:
    """Somebody who can be named in promises and decisions; signing in comes later, by an invitation."""
    address = _address(email)
    handle = _handle(key) or address or _handle(name)
    _insist_on_unique(None, address, handle)
    person = Person(
        name=name,
        email=address,
        key=handle,
        title=title or "",
        department=department,
        hours_per_week=hours_per_week,
        language=language,
        created_at=now,
    )
    session().add(person)
    session().flush()
    record(
        events.PERSON_CREATED,
        person,
        by=by,
        now=now,
        key=handle,
        email=address,
        department=department.name if department else None,
    )
    return person


def get_or_create_person_without_account(key: str, name: str, now: dt.datetime, by: Person | None) -> Person:
    """Whom minutes or a spreadsheet name: the person of this address or handle, else a new one."""
    found = person_by_key(key)
    if found is not None:
        return found
    is_address = ADDRESS.fullmatch(key.strip()) is not None
    return create_person(name=name or key, email=key if is_address else None, key=key, by=by, now=now)


def edit_person(person: Person, *, by: Person | None, now: dt.datetime, **values: Any) -> None:
    """Change name, e-mail, handle, title, department or hours.

    What was there before stays in the register.
    """
    insist_on_current(person)
    if "email" in values:
        values["email"] = _address(values["email"])
    if "key" in values:
        values["key"] = _handle(values["key"]) or person.key
    _insist_on_unique(person, values.get("email", person.email), values.get("key", person.key))
    if person.password_hash and "email" in values and not values["email"]:
        raise Invalid(email=_("Whoever signs in needs an e-mail address."))
    change(person, values, events.PERSON_EDITED, by=by, now=now)


def deactivate(person: Person, *, reason: str, by: Person | None, now: dt.datetime, today: dt.date) -> None:
    """Somebody leaves: no signing in, no new asks. What they promised and decided stays under their name."""
    insist_on_current(person)
    if not person.is_active:
        raise Refused(_("This account is closed already."))
    if by is not None and by.id == person.id:
        raise Refused(_("Nobody closes their own account. Ask another administrator."))
    insist_on_successors(person, today)
    person.is_active = False
    forget_credentials(person, now)
    record(events.DEACTIVATED, person, by=by, now=now, reason=reason)


def reactivate(person: Person, *, reason: str, by: Person | None, now: dt.datetime) -> None:
    """Somebody comes back, with the password they had. Tokens and links that were revoked stay revoked."""
    insist_on_current(person)
    if person.is_active:
        raise Refused(_("This account is open already."))
    person.is_active = True
    record(events.REACTIVATED, person, by=by, now=now, reason=reason)


def insist_on_current(person: Person) -> None:
    """A person who was merged is only a pointer; what is to be done is done to the other."""
    if person.merged_into is not None:
        raise Refused(
            _("%(name)s was merged into %(other)s.", name=person.name, other=person.merged_into.name)
        )


def insist_on_successors(person: Person, today: dt.date) -> None:
    """Nobody leaves a department without a head, or the portal without an administrator."""
    headed = departments_headed_by(person, today)
    ahead = select(Department).join(DepartmentHead, DepartmentHead.department_id == Department.id)
    ahead = ahead.where(DepartmentHead.person_id == person.id, DepartmentHead.valid_from > today)
    headed += session().scalars(ahead).all()
    if headed:
        names = ", ".join(sorted({department.name for department in headed}))
        raise Refused(
            _(
                "%(name)s heads %(departments)s. Appoint somebody else first.",
                name=person.name,
                departments=names,
            )
        )
    insist_on_other_administrator(person, today)


def insist_on_other_administrator(person: Person, after: dt.date) -> None:
    """The portal never loses its last administrator: nobody could give the role back."""
    is_one = any(grant.role == "administrator" and not _is_over(grant, after) for grant in person.grants)
    if is_one and not has_other_administrator(person, after):
        raise Refused(
            _("%(name)s is the last administrator. Grant somebody else the role first.", name=person.name)
        )


def _is_over(grant: Any, day: dt.date) -> bool:
    return grant.valid_to is not None and grant.valid_to < day


def forget_credentials(person: Person, now: dt.datetime) -> None:
    """End sessions, tokens and links of a person at once."""
    person.session_epoch += 1
    tokens = update(ApiToken).where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
    session().execute(tokens.values(revoked_at=now))
    void_links(person, now)


def void_links(person: Person, now: dt.datetime) -> None:
    """Links that were not used yet cannot be used any more."""
    links = update(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    session().execute(links.values(used_at=now))


def change(
    record_: Any, values: Mapping[str, Any], event: Any, *, by: Person | None, now: dt.datetime
) -> bool:
    """Set what differs and say in the register what was before and is after. No difference, no entry."""
    before = {name: getattr(record_, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return False
    for name, value in after.items():
        setattr(record_, name, value)
    record(event, record_, by=by, now=now, before=_told(before, after), after=_told(after, after))
    return True


def _told(values: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_recorded(values[name]) for name in names}


def _as_recorded(value: Any) -> Any:
    """40.00 and 40 are the same hours."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.name if isinstance(value, Department) else value


def _address(email: str | None) -> str | None:
    text = (clean(email) or "").lower()
    if not text:
        return None
    if len(text) > 320 or has_control_characters(text) or not ADDRESS.fullmatch(text):
        raise Invalid(email=_("This is not an e-mail address."))
    return text


def _handle(key: str | None) -> str:
    """One line in small letters, without angle brackets: those set off the handle in a suggestion."""
    text = " ".join((clean(key) or "").lower().split())
    if len(text) > 320 or has_control_characters(text) or set(text) & set("<>"):
        raise Invalid(key=_("A handle is one line without angle brackets, of 320 characters at most."))
    return text


def _insist_on_unique(person: Person | None, email: str | None, key: str) -> None:
    """An address or handle means one person, for ever: imports and minutes rely on it."""
    texts = {text for text in (email, key) if text}
    statement = select(Person).where(or_(Person.key.in_(texts), Person.email.in_(texts)))
    for other in session().scalars(statement):
        if person is not None and other.id in {person.id}:
            continue
        field = "email" if email in {other.email, other.key} else "key"
        raise Invalid(**{field: _("This already means %(name)s.", name=other.name)})
