"""A double click, a back button or a retry does one thing.

Every form carries a hidden `once`; API writes carry `Idempotency-Key`. The first submission inserts its key
in the
same transaction as its effect; an identical one waits for that transaction and gets the stored answer back.
The
same key with another content is refused: that form was already sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from sqlalchemy import String, Text, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core import clock
from portal.core.errors import Refused
from portal.core.transactions import SAFE_METHODS, act_context
from portal.database import Base, session

KEEP = dt.timedelta(days=7)
MAX_KEY = 80


class Submission(Base):
    """A form or API write that happened, and what was answered."""

    __tablename__ = "submission"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(MAX_KEY), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    content_type: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[dt.datetime] = mapped_column(index=True)


def submitted_key() -> str | None:
    """The key of this request, if it is a write that carries one."""
    if request.method in SAFE_METHODS:
        return None
    key = request.headers.get("Idempotency-Key") or request.form.get("once", "")
    return key.strip()[:MAX_KEY].replace("\x00", "") or None


def fingerprint() -> str:
    """A keyed hash of what was asked: method, address, fields and files' names; the CSRF token is left out.

    Keyed, because a plain hash of a form with a password would be a way to guess it from a stolen database.
    """
    asked = f"{request.method} {request.full_path}".encode("utf-8", "replace")
    digest = hmac.new(str(current_app.secret_key).encode(), asked, hashlib.sha256)
    if request.form or request.files:
        for name, value in sorted(request.form.items(multi=True)):
            if name != "csrf_token":
                digest.update(f"\x00{name}\x01{value}".encode("utf-8", "replace"))
        files = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
        for name, called in sorted(files):
            digest.update(f"\x00{name}\x02{called}".encode("utf-8", "replace"))
    else:
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def replay(scope: str) -> Response | None:
    """Claim this request's key for `scope` (the person); the stored answer if it was already carried out."""
    key = submitted_key()
    g.submission_key = (scope, key) if key else None
    if not key:
        return None
    act_context().key = f"{scope}:{key}"
    mark = fingerprint()
    if _claim(session(), scope, key, mark):
        return None
    stored = session().scalars(select(Submission).filter_by(scope=scope, key=key)).one()
    if stored.fingerprint != mark:
        raise Refused(
            _("This form was already sent with other content. Open it again to send something new.")
        )
    if not stored.status:
        raise Refused(_("This was done already. What it showed is shown only once."))
    response = Response(stored.body, stored.status, content_type=stored.content_type or None)
    if stored.location:
        response.headers["Location"] = stored.location
    response.headers["Idempotent-Replay"] = "true"
    return response


def _claim(database: Session, scope: str, key: str, mark: str) -> bool:
    insert = sqlite_insert if database.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {
        "scope": scope,
        "key": key,
        "fingerprint": mark,
        "status": 0,
        "location": "",
        "body": "",
        "content_type": "",
    }
    statement = insert(Submission).values(**row, created_at=clock.now()).on_conflict_do_nothing()
    return database.scalar(statement.returning(Submission.key)) is not None


def conceal() -> None:
    """The answer to this request shows a secret (a token, a link): it is shown once and not kept."""
    g.answer_is_secret = True


def remember(response: Response) -> None:
    """Keep the answer beside the effect, so that a repetition reads the same."""
    claimed = g.get("submission_key")
    if (
        g.get("answer_is_secret")
        or not claimed
        or response.status_code >= 400
        or response.headers.get("Idempotent-Replay")
    ):
        return
    scope, key = claimed
    stored = session().get(Submission, (scope, key))
    if stored is None:
        return
    stored.status = response.status_code
    stored.location = response.headers.get("Location", "")
    stored.content_type = response.content_type or ""
    stored.body = "" if response.direct_passthrough else response.get_data(as_text=True)


def forget_old(now: dt.datetime) -> int:
    """Drop keys that nobody will repeat any more. Returns how many."""
    result = session().execute(delete(Submission).where(Submission.created_at < now - KEEP))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a cursor result
