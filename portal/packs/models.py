"""Tables of packs, their errata, and questions before the meeting."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText, Name
from portal.register.encoding import canonical
from portal.steering.models import AgendaItem, Meeting


class Pack(Identified, Base):
    """What members read before a meeting, as it was at the cut-off. Frozen: nothing in it changes any more.

    A later freezing makes another pack with the next number; this one stays.
    """

    __tablename__ = "pack"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    register_kind = "pack"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[dt.datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    frozen_by: Mapped[Person | None] = relationship()
    errata: Mapped[list[PackErratum]] = relationship(back_populates="pack", order_by="PackErratum.id")

    @property
    def is_unchanged(self) -> bool:
        """Is the content still that whose digest was written into the register?"""
        return digest_of(self.content) == self.digest

    def register_label(self) -> str:
        return f"{self.meeting.register_label()} · {self.number}"

    def __str__(self) -> str:
        return self.register_label()


class PackErratum(Identified, Base):
    """What was wrong in a pack, or has changed since, in the secretary's words. Stands beside it."""

    __tablename__ = "pack_erratum"
    register_kind = "pack_erratum"

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), index=True)
    text: Mapped[LongText]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[dt.datetime]

    pack: Mapped[Pack] = relationship(back_populates="errata")
    added_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return self.pack.register_label()


class Question(Identified, Base):
    """Asked on an agenda item before the meeting. `item_title` stays if the item leaves the agenda."""

    __tablename__ = "agenda_question"
    register_kind = "agenda_question"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    item_title: Mapped[Name]
    text: Mapped[LongText]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime]
    answer: Mapped[LongText]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship(passive_deletes=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def reply(self, answer: str, by: Person, now: dt.datetime) -> None:
        """A better answer may replace an earlier one until the meeting is over; the register keeps both."""
        if not self.meeting.takes_agenda:
            raise Refused(_("The meeting is over: questions before it stay as they are."))
        self.answer, self.answered_by, self.answered_at = answer, by, now

    def register_label(self) -> str:
        return f"{self.meeting.code}: {self.item_title}"


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical document: the same on every machine, whatever order a database gives back."""
    return hashlib.sha256(canonical(content)).hexdigest()


@event.listens_for(Pack, "before_update")
def _keep_frozen(_mapper: Any, _connection: Any, pack: Pack) -> None:
    """Who froze it may be merged with another account; nothing else of it moves."""
    fixed = ("content", "digest", "number", "meeting_id", "frozen_at")
    if any(inspect(pack).attrs[name].history.has_changes() for name in fixed):
        raise Refused(_("A frozen pack is never changed. Freeze another one, or add an erratum."))
