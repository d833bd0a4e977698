"""One request, one transaction, one commit; the response decides.

Status below 400 on a writing request means "it happened" and commits. Everything else rolls back, so nothing
is ever half-stored. A serialization failure or deadlock (PostgreSQL 40001, 40P01) repeats the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, g, has_request_context, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from portal.core.errors import Stale
from portal.database import db, reading, session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RETRYABLE = frozenset({"40001", "40P01"})
ATTEMPTS = 3


@dataclass
class ActContext:
    """How the person was identified and which submission this is; the register stores both with an act."""

    auth: str = "system"
    key: str | None = None


def begin_request() -> None:
    """Before a request touches the database: readers must not queue up behind writers."""
    reading.set(request.method in SAFE_METHODS)


def act_context() -> ActContext:
    """The context of the current unit of work, stored beside it."""
    return session().info.setdefault("act", ActContext())  # type: ignore[no-any-return]


def finish(response: Response) -> None:
    """Commit or roll back by the response."""
    if request.method in SAFE_METHODS or response.status_code >= 400:
        session().rollback()
        return
    try:
        session().commit()
    except StaleDataError as error:
        session().rollback()
        raise Stale(None) from error


def is_retryable(error: BaseException) -> bool:
    """Did the database ask to run the transaction again?"""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in RETRYABLE


def abandon() -> None:
    """Forget the unit of work, whatever state it is in, and who is signed in: they belonged to it."""
    db.session.remove()
    if has_request_context():
        g.pop("_login_user", None)  # flask-login loads them again when they are asked for


def check_version(record: Any, submitted: int | str | None, fields: Any = ()) -> None:
    """Refuse an edit that was made on an older version. `fields`: rows (label, stored, submitted)."""
    if submitted in (None, ""):
        return
    if str(record.version) != str(submitted):
        raise Stale(record, fields)
