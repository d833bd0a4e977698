"""Table of interests that members declared."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Dated, Person
from portal.database import Base, Identified, LongText
from portal.steering.models.groups import SteeringGroup


class Interest(Identified, Dated, Base):
    """What a member has a stake in besides the group's purpose, from when to when; ended, never deleted.

    Everybody who sees the group sees it, before each decision: whether to step aside is said item by item.
    """

    __tablename__ = "interest"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),)
    register_kind = "interest"

    group_id: Mapped[int] = mapped_column(ForeignKey("steering_group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[LongText]
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[dt.datetime]

    group: Mapped[SteeringGroup] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    declared_by: Mapped[Person | None] = relationship(foreign_keys=[declared_by_id])

    def register_label(self) -> str:
        return f"{self.person.name}: {self.title}"
