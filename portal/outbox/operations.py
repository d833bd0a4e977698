"""Writing letters: `post()` puts one into the transaction of the act that causes it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from portal.database import session
from portal.outbox import facts as outbox_facts
from portal.outbox.models import Letter, LetterState
from portal.outbox.words import check


class Receiver(Protocol):
    """Whoever gets a letter: in practice a `Person`."""

    id: Any
    email: Any
    name: Any
    language: Any


def post(
    template: str,
    *,
    to: Receiver | None,
    facts: Mapping[str, Any] = {},  # never changed
    link: str = "/",
    now: dt.datetime,
    key: str | None = None,
    daily: bool = False,
) -> bool:
    """Tell `to` something, by `templates/email/<template>.txt`, once the transaction has committed.

    `facts`: texts, numbers, `date`, `datetime`, `Decimal`, lists and dicts of them. `link`: a path of this
    portal; the template gets the full address as `link`, and the receiver's name as `recipient`. With a `key`
    the same letter is posted once, however often this is called. `daily`: not a letter of its own but a line (its
    subject) in the receiver's next daily letter, see docs/decisions/0011. Nobody, or somebody without an address, gets
    nothing. Returns whether a letter was posted. Raises TypeError for facts that the template lacks or that
    cannot be kept. Takes a flush if `to` is not stored yet.
    """
    if to is None or not to.email:
        return False
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError("a letter links to a path of this portal")
    check(template, facts)
    if to.id is None:
        session().flush()
    language = to.language or current_app.config["BABEL_DEFAULT_LOCALE"]
    letter: dict[str, Any] = {
        "uid": uuid.uuid4(),
        "key": key,
        "template": template,
        "person_id": to.id,
        "email": to.email,
        "name": to.name,
        "language": language,
        "facts": outbox_facts.pack(facts, language),
        "link": link,
        "state": LetterState.GATHERED if daily else LetterState.WAITING,
        "attempts": 0,
        "next_try_at": None if daily else now,
        "created_at": now,
    }
    if key is None:
        session().add(Letter(**letter))
        return True
    return session().execute(_once(letter).returning(Letter.id)).first() is not None


def _once(letter: dict[str, Any]) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves the letter of the same key alone, without spoiling the transaction."""
    make = sqlite.insert if session().get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(Letter).values(**letter).on_conflict_do_nothing(index_elements=["key"])
