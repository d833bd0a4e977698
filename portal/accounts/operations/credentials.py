"""Passwords, one-time links and sessions.

A link is shown once to the administrator who made it and is never in a letter or in the database: whoever
reads the outbox, the mailbox of somebody else or a backup cannot sign in with it (docs/decisions/0003).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import update

from portal.accounts import events, passwords
from portal.accounts.actors import digest_of
from portal.accounts.models import OneTimeLink, Person, Role, RoleGrant
from portal.accounts.operations.people import create_person, edit_person, insist_on_current, void_links
from portal.accounts.queries import has_accounts, person_by_key
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

LINK_HOURS = 24


def first_administrator_link(base_url: str, now: dt.datetime) -> str:
    """The way into an empty portal, for whoever started it.

    Each start makes a new link and voids the one before.
    """
    if has_accounts():
        raise Refused(_("The portal has accounts already; an administrator invites further people."))
    unused = update(OneTimeLink).where(OneTimeLink.person_id.is_(None), OneTimeLink.used_at.is_(None))
    session().execute(unused.values(used_at=now))
    return f"{base_url.rstrip('/')}/first-administrator/{_new_link(None, now)}"


def create_first_administrator(
    link: OneTimeLink, *, name: str, email: str, password: str, now: dt.datetime, today: dt.date
) -> Person:
    """Whoever started an empty portal becomes its administrator, once."""
    if link.person_id is not None or not link.is_usable(now) or has_accounts():
        raise Refused(_("The portal has accounts already; an administrator invites further people."))
    _insist_on_good_password(password, name, email)
    person = person_by_key(email)
    if person is None:
        person = create_person(name=name, email=email, by=None, now=now)
    elif not person.email:
        edit_person(person, email=email, by=None, now=now)
    link.used_at = now
    person.password_hash = passwords.hash_password(password)
    session().add(RoleGrant(person=person, role=Role.ADMINISTRATOR, valid_from=today))
    record(events.FIRST_ADMINISTRATOR, person, by=person, now=now, auth="link")
    return person


def invite(person: Person, *, by: Person | None, now: dt.datetime, base_url: str) -> str:
    """A link by which somebody sets a password, for the first time or a new one. Older links are void.

    The person is told by letter that there is one, so that a link that nobody asked for does not stay
    unnoticed.
    """
    insist_on_current(person)
    if not person.is_active:
        raise Refused(_("This account is closed. Reopen it first."))
    if not person.email:
        raise Refused(_("Whoever signs in needs an e-mail address. Enter it first."))
    if by is not None and by.id == person.id:
        raise Refused(_("You change your own password in “My account”, with the present one."))
    void_links(person, now)
    token = _new_link(person, now)
    record(events.INVITED, person, by=by, now=now)
    facts = {"by": by.name if by else "", "is_first": person.password_hash is None, "hours": LINK_HOURS}
    post("accounts/invited", to=person, facts=facts, link="/sign-in", now=now)
    return f"{base_url.rstrip('/')}/set-password/{token}"


def set_password(link: OneTimeLink, *, password: str, now: dt.datetime) -> Person:
    """Use a link up. Every session ends: whoever forgot a password may have lost it to somebody."""
    person = link.person
    if person is None or not link.is_usable(now) or not person.is_active or person.is_merged:
        raise Refused(_("This link cannot be used any more. Ask an administrator for another."))
    _insist_on_good_password(password, person.name, person.email)
    link.used_at = now
    void_links(person, now)
    _store(person, password)
    record(events.PASSWORD_SET, person, by=person, now=now, auth="link")
    post("accounts/password_changed", to=person, link="/sign-in", now=now)
    return person


def change_password(person: Person, *, current: str, password: str, by: Person, now: dt.datetime) -> None:
    """A new password for the old one: an open screen is not enough to change it. Every session ends."""
    if not passwords.verify(person.password_hash, current):
        raise Invalid(current=_("This is not your present password."))
    if current == password:
        raise Invalid(password=_("This is the password you have now."))
    _insist_on_good_password(password, person.name, person.email)
    void_links(person, now)
    _store(person, password)
    record(events.PASSWORD_CHANGED, person, by=by, now=now)
    post("accounts/password_changed", to=person, link="/sign-in", now=now)


def give_password(person: Person, *, password: str, now: dt.datetime) -> None:
    """A password from the command line: whoever may run commands on the server can do anything anyway."""
    insist_on_current(person)
    _insist_on_good_password(password, person.name, person.email)
    void_links(person, now)
    _store(person, password)
    record(events.PASSWORD_GIVEN, person, by=None, now=now)


def give_one_password(people: Iterable[Person], *, password: str, now: dt.datetime) -> None:
    """The same password for several people, hashed once: the demo's are no secret, and hashing is slow by design."""
    hashed = passwords.hash_password(password)
    for person in people:
        insist_on_current(person)
        _insist_on_good_password(password, person.name, person.email)
        void_links(person, now)
        _store(person, password, hashed)
        record(events.PASSWORD_GIVEN, person, by=None, now=now)


def sign_out_everywhere(person: Person, *, by: Person, now: dt.datetime) -> None:
    """End every session, one's own or, by an administrator, somebody else's. API tokens are ended apart."""
    person.session_epoch += 1
    record(events.SIGNED_OUT_EVERYWHERE, person, by=by, now=now)


def _store(person: Person, password: str, hashed: str | None = None) -> None:
    person.password_hash = hashed or passwords.hash_password(password)
    person.is_demo = False
    person.session_epoch += 1


def _new_link(person: Person | None, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    expires = now + dt.timedelta(hours=LINK_HOURS)
    session().add(OneTimeLink(person=person, digest=digest_of(token), created_at=now, expires_at=expires))
    return token


def _insist_on_good_password(password: str, name: str, email: str | None) -> None:
    if why_not := passwords.objection(password, name=name, email=email):
        raise Invalid(password=why_not)
