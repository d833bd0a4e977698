"""Tables of what became of promises: looks at weeks, reasons, objectives, evaluations."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.commitments.models import Commitment, Delivery
from portal.database import Base, Identified, LongText


class Settlement(enum.StrEnum):
    """How a disagreement about a week ended."""

    CORRECTED = "corrected"
    BOTH_STAND = "both_stand"


class WeekReview(Identified, Base):
    """The head's look at what was entered for a week: agreed (`hours` is None), or their own figure and why.

    `entered_hours` is the figure they saw: a look counts for that figure only. `settlement` says how a
    disagreement ended, by the project's side.
    """

    __tablename__ = "week_review"
    __table_args__ = (
        CheckConstraint("hours IS NULL OR hours BETWEEN 0 AND 168", name="hours"),
        Index("ix_week_review_settlement", "settlement"),
    )
    register_kind = "week_review"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), unique=True)
    entered_hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    hours: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    reason: Mapped[LongText]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[dt.datetime]
    settlement: Mapped[str] = mapped_column(String(20), default="", server_default="")
    settlement_note: Mapped[LongText]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]

    delivery: Mapped[Delivery] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def disagrees(self) -> bool:
        return self.hours is not None

    @property
    def is_open(self) -> bool:
        """A disagreement that the project has not answered."""
        return self.disagrees and not self.settlement


class StatedReason(Identified, Base):
    """Why less was given than promised, as one side says it; of a week, or of the whole where `week_on` is None.

    The other side may state another reason: both stand.
    """

    __tablename__ = "stated_reason"
    __table_args__ = (UniqueConstraint("commitment_id", "week_on", "stated_by"),)
    register_kind = "stated_reason"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    week_on: Mapped[dt.date | None]
    stated_by: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40))
    note: Mapped[LongText]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[dt.datetime]

    commitment: Mapped[Commitment] = relationship()
    by: Mapped[Person | None] = relationship()


class ObjectivesAnswer(enum.StrEnum):
    """Whether the department's head takes the objectives into the promise."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Objectives(Identified, Base):
    """One version of what shall be reached; never changed once proposed. The last accepted one is agreed."""

    __tablename__ = "objectives"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)
    register_kind = "objectives"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(String(20), default=ObjectivesAnswer.OPEN)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[dt.datetime | None]
    answer_reason: Mapped[LongText]

    commitment: Mapped[Commitment] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    items: Mapped[list[Objective]] = relationship(back_populates="objectives", order_by="Objective.number")

    def register_label(self) -> str:
        return f"{self.commitment.code} #{self.number}"


class Outcome(enum.StrEnum):
    """What became of an objective."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class Objective(Identified, Base):
    """One thing that shall be reached. Its outcome is part of the evaluation, and as private."""

    __tablename__ = "objective"
    __table_args__ = (UniqueConstraint("objectives_id", "number"),)

    objectives_id: Mapped[int] = mapped_column(ForeignKey("objectives.id"))
    number: Mapped[int]
    text: Mapped[LongText]
    outcome: Mapped[str] = mapped_column(String(20), default="", server_default="")
    outcome_note: Mapped[LongText]

    objectives: Mapped[Objectives] = relationship(back_populates="items")


class Evaluation(Identified, Base):
    """What the lent person contributed, in words that the head and the project manager both confirm.

    Seen by those three alone: it is about a person, not about a promise. `head` and `manager` are who confirmed;
    a changed text asks both again.
    """

    __tablename__ = "evaluation"
    __table_args__ = (Index("ix_evaluation_read_at_written_at", "read_at", "written_at"),)
    register_kind = "evaluation"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[LongText]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime]
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    head_confirmed_at: Mapped[dt.datetime | None]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    manager_confirmed_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    own_words: Mapped[LongText]
    own_words_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    commitment: Mapped[Commitment] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id])
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    manager: Mapped[Person | None] = relationship(foreign_keys=[manager_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_confirmed(self) -> bool:
        """Both stand behind the same text: from now on the person reads it, and nobody changes it."""
        return self.head_confirmed_at is not None and self.manager_confirmed_at is not None

    def register_label(self) -> str:
        return self.commitment.code
