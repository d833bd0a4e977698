"""Tables of asks, offers and what was given."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.database import Base, Code, Identified, LongText
from portal.projects.models import Project


class Kind(enum.StrEnum):
    """What is promised."""

    STAFFING = "staffing"
    DELIVERABLE = "deliverable"
    ATTENDANCE = "attendance"
    DECISION = "decision"


class State(enum.StrEnum):
    """Where an ask stands. `OPEN` waits for somebody's answer, `IN_FORCE` is a promise that counts."""

    DRAFT = "draft"
    REQUESTED = "requested"
    COUNTERED = "countered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    FULFILLED = "fulfilled"
    MISSED = "missed"
    RELEASED = "released"


OPEN = (State.REQUESTED, State.COUNTERED)
IN_FORCE = (State.CONFIRMED,)


class Terms:
    """What is asked, offered or promised: who (a person or a skill), how much, from when to when, for what.

    `share_percent` is a share of the person's week (5–100), `hours_per_week` an absolute; one of the two for staffing.
    """

    skill: Mapped[str] = mapped_column(String(300), default="", server_default="")
    share_percent: Mapped[int | None]
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    statement: Mapped[LongText]

    @declared_attr
    def person_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    def person(cls) -> Mapped[Person | None]:
        return relationship(Person, foreign_keys=f"{cls.__name__}.person_id")


class Commitment(Identified, Terms, Base):
    """An ask to a department and what became of it; its terms are those last asked, offered or agreed.

    `head_id` is whoever headed the department on the day of the request: the person whose word it is.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("share_percent IS NULL OR share_percent BETWEEN 1 AND 100", name="share"),
        CheckConstraint("hours_per_week IS NULL OR hours_per_week BETWEEN 0 AND 168", name="hours"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_commitment_project_id_state", "project_id", "state"),
        Index("ix_commitment_department_id_state", "department_id", "state"),
        Index("ix_commitment_head_id_state", "head_id", "state"),
        Index("ix_commitment_requester_id_state", "requester_id", "state"),
        Index("ix_commitment_state_answer_due_on", "state", "answer_due_on"),
        Index("ix_commitment_valid_from_id", "valid_from", "id"),
        Index("ix_commitment_requested_on_id", "requested_on", "id"),
    )
    register_kind = "commitment"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str] = mapped_column(String(20), default=Kind.STAFFING)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    requested_on: Mapped[dt.date | None]
    answer_due_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    reason: Mapped[LongText]
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    department: Mapped[Department | None] = relationship()
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    requester: Mapped[Person | None] = relationship(foreign_keys=[requester_id])
    offers: Mapped[list[Offer]] = relationship(back_populates="commitment", order_by="Offer.number")
    deliveries: Mapped[list[Delivery]] = relationship(
        back_populates="commitment", order_by="Delivery.week_on"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    @property
    def is_vacancy(self) -> bool:
        """Nobody stands behind it: neither a department nor a named person."""
        return self.department_id is None and self.person_id is None

    def is_overdue(self, today: dt.date) -> bool:
        """Is an answer owed since before today?"""
        return self.state in OPEN and self.answer_due_on is not None and self.answer_due_on < today

    def register_label(self) -> str:
        return self.code


class Offer(Identified, Terms, Base):
    """One version of the terms: the ask, a counter-offer, or another ask; never changed once made."""

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)
    register_kind = "offer"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    is_counter: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]
    note: Mapped[LongText]

    commitment: Mapped[Commitment] = relationship(back_populates="offers")
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])

    def register_label(self) -> str:
        return f"{self.commitment.code} #{self.number}"


class Delivery(Identified, Base):
    """What was really given in a week (Monday's date), in hours."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("commitment_id", "week_on"),
        CheckConstraint("hours BETWEEN 0 AND 168", name="hours"),
    )
    register_kind = "delivery"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    week_on: Mapped[dt.date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    commitment: Mapped[Commitment] = relationship(back_populates="deliveries")
    entered_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return f"{self.commitment.code} {self.week_on.isoformat()}"
