"""Reads of links and tokens.

Only digests are stored, so a token is found by the digest of what was presented.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.accounts.actors import digest_of
from portal.accounts.models import ApiToken, OneTimeLink, Person
from portal.accounts.queries.numbers import by_number
from portal.database import session


def link_by_token(token: str, now: dt.datetime, *, for_use: bool = False) -> OneTimeLink | None:
    """The one-time link of this token if it can still be used.

    `for_use` locks it, so that only one use succeeds.
    """
    statement = select(OneTimeLink).where(OneTimeLink.digest == digest_of(token))
    link = session().scalars(statement.with_for_update() if for_use else statement).one_or_none()
    if link is None or not link.is_usable(now):
        return None
    return link if link.person is None or (link.person.is_active and not link.person.is_merged) else None


def tokens_of(person: Person) -> list[ApiToken]:
    """A person's API tokens, the newest first, revoked ones too."""
    statement = select(ApiToken).where(ApiToken.person_id == person.id)
    return list(session().scalars(statement.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())))


def token_by_id(token_id: int) -> ApiToken | None:
    """Loader for addresses."""
    return by_number(ApiToken, token_id)
