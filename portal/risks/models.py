"""Tables of the risk register."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.database import Base, Code, Identified, LongText
from portal.projects.models import Project


class Level(enum.StrEnum):
    """How serious a risk is: looked up in the matrix, or given by whoever reported it."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Level).index(self) + 1


class RiskState(enum.StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    TREATING = "treating"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    MATERIALISED = "materialised"


ALIVE = (RiskState.OPEN, RiskState.TREATING, RiskState.ACCEPTED)


class Response(enum.StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    SHARE = "share"
    ACCEPT = "accept"


class Category(enum.StrEnum):
    """The six classic pits, the further ones, and the ordinary kinds."""

    LEAD_FIGHT = "lead_fight"
    CREDIT = "credit"
    FRONT_LINE_HABITS = "front_line_habits"
    MISSING_EXPERTISE = "missing_expertise"
    NO_SUPPORTING_ORGANIZATION = "no_supporting_organization"
    BLAME = "blame"
    SPONSOR_IN_NAME_ONLY = "sponsor_in_name_only"
    SCOPE_WRANGLE = "scope_wrangle"
    COUNTER_DEMAND = "counter_demand"
    THREE_SKINS = "three_skins"
    TECHNOLOGIST_PROCESS = "technologist_process"
    TOO_LONG_A_CYCLE = "too_long_a_cycle"
    SABOTAGE = "sabotage"
    VENDOR_BY_PRICE = "vendor_by_price"
    SCHEDULE = "schedule"
    COST = "cost"
    TECHNOLOGY = "technology"
    DATA = "data"
    VENDOR = "vendor"
    LEGAL = "legal"
    OTHER = "other"


class RiskMatrix(Identified, Base):
    """The organization's matrix: `levels[probability-1][impact-1]` is a `Level`; labels in the reader's words.

    The newest row is in force; older ones stay, because old scores were read off them.
    """

    __tablename__ = "risk_matrix"
    __table_args__ = (
        CheckConstraint("probabilities BETWEEN 3 AND 6", name="probabilities"),
        CheckConstraint("impacts BETWEEN 3 AND 6", name="impacts"),
    )
    register_kind = "risk_matrix"

    probabilities: Mapped[int]
    impacts: Mapped[int]
    levels: Mapped[dict[str, Any]]
    valid_from_at: Mapped[dt.datetime]

    def register_label(self) -> str:
        return f"{self.probabilities}×{self.impacts}"


class Risk(Identified, Base):
    """Something that could go wrong. `level`/`rank` follow from the matrix, or were given without it."""

    __tablename__ = "risk"
    __table_args__ = (
        Index("ix_risk_rank_id", "rank", "id"),
        Index("ix_risk_project_id_rank", "project_id", "state", "rank"),
        Index("ix_risk_state_rank", "state", "rank"),
        Index("ix_risk_owner_id_state", "owner_id", "state"),
        Index("ix_risk_next_review_on_id", "next_review_on", "id"),
    )
    register_kind = "risk"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(1000))
    category: Mapped[str] = mapped_column(String(40), default=Category.OTHER)
    cause: Mapped[LongText]
    event: Mapped[LongText]
    effect: Mapped[LongText]
    probability: Mapped[int | None]
    impact: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(default=0, server_default="0")
    residual_probability: Mapped[int | None]
    residual_impact: Mapped[int | None]
    response: Mapped[str | None] = mapped_column(String(20))
    response_note: Mapped[LongText]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=RiskState.OPEN)
    reviewed_on: Mapped[dt.date | None]
    next_review_on: Mapped[dt.date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    scores: Mapped[list[RiskScore]] = relationship(back_populates="risk", order_by="RiskScore.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    def is_review_overdue(self, today: dt.date) -> bool:
        return self.state in ALIVE and self.next_review_on is not None and self.next_review_on < today

    def register_label(self) -> str:
        return f"{self.code} {self.title}"


class RiskScore(Identified, Base):
    """One line in the history of scores: appended, never changed."""

    __tablename__ = "risk_score"
    register_kind = "risk_score"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    scored_on: Mapped[dt.date]
    probability: Mapped[int | None]
    impact: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(20))
    residual_probability: Mapped[int | None]
    residual_impact: Mapped[int | None]
    scored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    comment: Mapped[LongText]

    risk: Mapped[Risk] = relationship(back_populates="scores")
    scored_by: Mapped[Person | None] = relationship()
