"""What was given."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.database import Base, Identified

if TYPE_CHECKING:
    from portal.commitments.models.commitment import Commitment


class Delivery(Identified, Base):
    """What was really given in a week (Monday's date), in hours.

    `entered_at`: since when this figure stands here to be looked at; None where it was taken over from elsewhere.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("commitment_id", "week_on"),
        CheckConstraint("hours BETWEEN 0 AND 168", name="hours"),
        Index("ix_delivery_entered_at", "entered_at"),
        Index("ix_delivery_week_on", "week_on"),
    )
    register_kind = "delivery"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    week_on: Mapped[dt.date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime | None]

    commitment: Mapped[Commitment] = relationship(back_populates="deliveries")
    entered_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return f"{self.commitment.code} {self.week_on.isoformat()}"
