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


class LetterState(enum.StrEnum):
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
    language: Mapped[str | None] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[dt.datetime]

    def try_again(self, now: dt.datetime) -> None:
        """A fresh start: the reason is removed, the tries are counted from zero."""
        if self.state not in {LetterState.FAILED, LetterState.GIVEN_UP}:
            raise Refused(_("Only a letter that could not be sent can be tried again."))
        self.state, self.attempts, self.next_try_at = LetterState.WAITING, 0, now

    def register_label(self) -> str:
        return f"{self.template}, {self.name}"
