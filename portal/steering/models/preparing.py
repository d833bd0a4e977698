"""Table of what waited for a meeting and was left off its agenda."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.database import Base, LongText
from portal.steering.models.meetings import Meeting


class AgendaDrop(Base):
    """Something that waited for a group and that the secretary left off this meeting's agenda, with the reason.

    It waits on: for the next meeting it is suggested again.
    """

    __tablename__ = "agenda_drop"
    __table_args__ = (UniqueConstraint("meeting_id", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(1000))
    reason: Mapped[LongText]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[dt.datetime]

    meeting: Mapped[Meeting] = relationship()
    by: Mapped[Person | None] = relationship()
