"""The letter and its states."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.errors import Refused
from portal.database import Base, Identified, Name

#: How long to wait after the first, second … try that failed; after the last one nobody tries any more.
PAUSES = tuple(dt.timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
MOST_ATTEMPTS = len(PAUSES) + 1
LONGEST_REASON = 1000


class LetterState(enum.StrEnum):
    """`GATHERED` waits for its receiver's daily letter and is `TOLD` there; it never leaves by itself."""

    GATHERED = "gathered"
    TOLD = "told"
    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Letter(Identified, Base):
    """Something to tell one person. `next_try_at` says when it is due; without it nobody tries any more.

    A worker claims a letter by moving `next_try_at` into the near future: one that dies loses nothing but
    time. The receiver is written down as it was when the letter was posted (the outbox stands below the
    people).
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(None, "next_try_at", "id"),
        Index(None, "state", "id"),
        Index(None, "person_id"),
    )
    register_kind = "letter"

    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    template: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int]
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[Name]
    language: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[dt.datetime]

    @property
    def can_be_tried_again(self) -> bool:
        return self.state in {LetterState.FAILED, LetterState.GIVEN_UP}

    def claim(self, until: dt.datetime) -> bool:
        """Take it for sending; false if it has been taken too often without anybody saying how it went."""
        if self.attempts >= MOST_ATTEMPTS:
            self.give_up(self.error or "Sending it was interrupted each time.")
            return False
        self.attempts += 1
        self.next_try_at = until
        return True

    def left(self, now: dt.datetime) -> None:
        """The mail server has taken it over."""
        self.state, self.sent_at, self.next_try_at, self.error = LetterState.SENT, now, None, ""

    def told(self, now: dt.datetime) -> None:
        """The receiver's daily letter says it."""
        self.state, self.sent_at = LetterState.TOLD, now

    def could_not_leave(self, reason: str, now: dt.datetime) -> None:
        """Something is in the way that may pass."""
        if self.attempts >= MOST_ATTEMPTS:
            return self.give_up(reason)
        self.state, self.error = LetterState.FAILED, reason[:LONGEST_REASON]
        self.next_try_at = now + PAUSES[self.attempts - 1]
        return None

    def give_up(self, reason: str) -> None:
        """Nobody tries any more until an administrator says so."""
        self.state, self.error, self.next_try_at = LetterState.GIVEN_UP, reason[:LONGEST_REASON], None

    def put_back(self, now: dt.datetime) -> None:
        """It was claimed, but its turn did not come."""
        self.attempts -= 1
        self.next_try_at = now

    def try_again(self, now: dt.datetime) -> None:
        """A fresh start: the tries are counted from zero; the reason stays until it leaves."""
        if not self.can_be_tried_again:
            raise Refused(_("Only a letter that could not be sent can be tried again."))
        self.state, self.attempts, self.next_try_at = LetterState.WAITING, 0, now

    def register_label(self) -> str:
        return f"{self.template}, {self.name}"
