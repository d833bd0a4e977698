"""Tables of the steps that followed a silence, of who was told, and of the days whose letters are posted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.agreements.models import AgreementParty
from portal.database import Base, Identified
from portal.steering.models import AgendaItem, Meeting


class SilenceStep(Identified, Base):
    """A step taken because a party had not answered; each step once. `agenda_item` is gone once it was taken
    off.
    """

    __tablename__ = "silence_step"
    __table_args__ = (UniqueConstraint("party_id", "step"),)
    register_kind = "silence_step"

    party_id: Mapped[int] = mapped_column(ForeignKey("agreement_party.id"))
    step: Mapped[str] = mapped_column(String(20))
    taken_on: Mapped[dt.date]
    taken_at: Mapped[dt.datetime]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )

    party: Mapped[AgreementParty] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()

    def register_label(self) -> str:
        return self.step


class SilenceNotice(Base):
    """Somebody who is told of a step, in their letter of that day or the next.

    `is_named`: they may read what it is about; of a confidential project others learn only that somebody has
    not answered.
    """

    __tablename__ = "silence_notice"
    __table_args__ = (
        UniqueConstraint("step_id", "person_id"),
        Index("ix_silence_notice_digest_on_id", "digest_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("silence_step.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_named: Mapped[bool]
    digest_on: Mapped[dt.date | None]

    step: Mapped[SilenceStep] = relationship()
    person: Mapped[Person] = relationship()


class Digest(Base):
    """The letters of this day are posted: whoever comes second has nothing to do."""

    __tablename__ = "digest"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[dt.date] = mapped_column(unique=True)
    posted_at: Mapped[dt.datetime]
