"""Versions of the terms, and other terms proposed for a promise in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.commitments.models.states import AmendmentState
from portal.commitments.terms import Terms
from portal.database import Base, Identified, LongText

if TYPE_CHECKING:
    from portal.commitments.models.commitment import Commitment


class Offer(Identified, Terms, Base):
    """One version of the terms: the ask, a counter-offer, or another ask; never changed once made.

    `is_promise`: the version that was confirmed where it names a person whom the ask did not. `is_amendment`:
    other terms for a promise in force, which count only if the other side accepted them.
    """

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)
    register_kind = "offer"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    is_counter: Mapped[bool] = mapped_column(default=False)
    is_promise: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_amendment: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]
    note: Mapped[LongText]

    commitment: Mapped[Commitment] = relationship(back_populates="offers")
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])

    def register_label(self) -> str:
        return f"{self.commitment.code} #{self.number}"


class Amendment(Identified, Base):
    """Other terms for a promise in force, proposed by one side; the promise stays until the other accepts."""

    __tablename__ = "amendment"
    __table_args__ = (
        Index(
            "ix_amendment_open",
            "commitment_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_amendment_proposed_by_id_state", "proposed_by_id", "state"),
    )
    register_kind = "amendment"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), unique=True)
    side: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=AmendmentState.OPEN)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_on: Mapped[dt.date]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_on: Mapped[dt.date | None]
    reason: Mapped[LongText]

    commitment: Mapped[Commitment] = relationship(back_populates="amendments")
    offer: Mapped[Offer] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    def close(self, state: AmendmentState, *, by: Person | None, today: dt.date, reason: str = "") -> None:
        self.state, self.closed_by, self.closed_on, self.reason = state, by, today, reason

    def register_label(self) -> str:
        return self.offer.register_label()
