"""API tokens: keys that act as their person, shown once."""

from __future__ import annotations

import datetime as dt
import secrets

from flask_babel import gettext as _

from portal.accounts import events
from portal.accounts.actors import digest_of
from portal.accounts.models import ApiToken, Person
from portal.accounts.operations.people import insist_on_current
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

PREFIX = "accord_"


def create_token(
    person: Person,
    *,
    name: str,
    expires_on: dt.date | None,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
    made_with: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its text, which is nowhere else.

    One made with another token does not outlive that one.
    """
    insist_on_current(person)
    if not person.is_active:
        raise Refused(_("This account is closed. Reopen it first."))
    if expires_on is not None and expires_on < today:
        raise Invalid(expires_on=_("Choose today or a later day."))
    limit = made_with.expires_on if made_with else None
    if limit is not None and (expires_on is None or expires_on > limit):
        raise Invalid(expires_on=_("A token made with another token expires no later than that one."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(person=person, name=name, digest=digest_of(text), created_at=now, expires_on=expires_on)
    session().add(token)
    record(events.TOKEN_CREATED, person, by=by, now=now, name=name, expires_on=expires_on)
    post("accounts/token_created", to=person, facts={"name": name}, link="/account/tokens", now=now)
    return token, text


def revoke_token(token: ApiToken, *, by: Person, now: dt.datetime) -> None:
    """From now on nothing can be done with it."""
    if token.revoked_at is not None:
        raise Refused(_("This token was revoked already."))
    token.revoked_at = now
    record(events.TOKEN_REVOKED, token.person, by=by, now=now, name=token.name)
