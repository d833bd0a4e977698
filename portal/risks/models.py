"""Tables of the risk register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Code, Identified, LongText
from portal.projects.models import Project
from portal.risks.states import (
    ALIVE,
    MOVES,
    OVER,
    Category,
    Level,
    Response,
    RiskState,
    Verdict,
    rank_of,
)
from portal.search.documents import SearchDocument

__all__ = [
    "ALIVE",
    "DEFAULT_SCALE",
    "OVER",
    "Category",
    "Level",
    "Rating",
    "Response",
    "Risk",
    "RiskMatrix",
    "RiskScore",
    "RiskState",
    "Verdict",
    "rank_of",
]

#: The size on which probability and impact count, as `Matrix.scale` writes it.
DEFAULT_SCALE = "5x5"


@dataclass(frozen=True)
class Rating:
    """Where a risk stands on a matrix of this size, and where it shall stand after the response."""

    scale: str = DEFAULT_SCALE
    probability: int | None = None
    impact: int | None = None
    level: str | None = None
    residual_probability: int | None = None
    residual_impact: int | None = None
    residual_level: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.level is None and self.residual_level is None


class RiskMatrix(Identified, Base):
    """The organization's matrix: `levels["rows"][probability - 1][impact - 1]` is a `Level`.

    The newest row is in force; older ones stay, because old scores were read off them. See `matrix.Matrix`.
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
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    set_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return f"{self.probabilities}×{self.impacts}"


COUNTED_BY = ("state", "project_id", "next_review_on", "owner_id", "category", "level")


class Risk(Identified, Base):
    """Something that could go wrong.

    `level` was looked up in the matrix of its day, or given without probability and impact; `rank` repeats it
    for sorting. `scale` is the size of that matrix: a place counts only on a matrix of the same size.
    `state_reason` says why the risk is in its state.
    """

    __tablename__ = "risk"
    __table_args__ = (
        Index("ix_risk_rank_id", "rank", "id"),
        Index("ix_risk_project_id_rank", "project_id", "state", "rank"),
        Index("ix_risk_state_rank", "state", "rank"),
        Index("ix_risk_owner_id_state", "owner_id", "state"),
        Index("ix_risk_next_review_on_id", "next_review_on", "id"),
        Index("ix_risk_reviewed_on_id", "reviewed_on", "id"),
        Index("ix_risk_level_state", "level", "state"),
        # all that the numbers on the matrix are filtered by, in the order in which they are grouped
        Index("ix_risk_place", "scale", "probability", "impact", *COUNTED_BY),
    )
    register_kind = "risk"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(1000))
    category: Mapped[str] = mapped_column(String(40), default=Category.OTHER)
    cause: Mapped[LongText]
    event: Mapped[LongText]
    effect: Mapped[LongText]
    scale: Mapped[str] = mapped_column(String(5), default=DEFAULT_SCALE, server_default=DEFAULT_SCALE)
    probability: Mapped[int | None]
    impact: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(default=0, server_default="0")
    residual_probability: Mapped[int | None]
    residual_impact: Mapped[int | None]
    residual_level: Mapped[str | None] = mapped_column(String(20))
    response: Mapped[str | None] = mapped_column(String(20))
    response_note: Mapped[LongText]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=RiskState.OPEN)
    state_since: Mapped[dt.date | None]
    state_reason: Mapped[LongText]
    acceptance_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_on: Mapped[dt.date | None]
    next_review_on: Mapped[dt.date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    acceptance_asked_by: Mapped[Person | None] = relationship(foreign_keys=[acceptance_asked_by_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])
    scores: Mapped[list[RiskScore]] = relationship(back_populates="risk", order_by="RiskScore.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def has_place(self) -> bool:
        return self.probability is not None and self.impact is not None

    @property
    def waits_for_acceptance(self) -> bool:
        return self.acceptance_asked_by_id is not None and self.can_be("accept")

    def is_review_overdue(self, today: dt.date) -> bool:
        return self.is_alive and self.next_review_on is not None and self.next_review_on < today

    def can_be(self, move: str) -> bool:
        return self.state in MOVES[move]

    def insist_on(self, move: str) -> None:
        """Refuse, in words, a move that this state does not allow."""
        if not self.can_be(move):
            raise Refused(REFUSALS[RiskState(self.state)]())

    def treat(self, today: dt.date) -> None:
        self.insist_on("treat")
        self._enter(RiskState.TREATING, "", today)

    def ask_acceptance(self, asker: Person) -> None:
        self.insist_on("request_acceptance")
        if self.acceptance_asked_by is not None:
            raise Refused(_("%(name)s has asked for this already.", name=self.acceptance_asked_by.name))
        self.acceptance_asked_by = asker

    def accept(self, by: Person, reason: str, today: dt.date) -> None:
        """Whoever owns a risk, or asks that it be accepted, does not say yes to it."""
        self.insist_on("accept")
        if self.owner is not None and self.owner.id == by.id:
            raise Refused(_("You own this risk. Somebody else must accept it."))
        if self.acceptance_asked_by is not None and self.acceptance_asked_by.id == by.id:
            raise Refused(_("You asked for this acceptance. Somebody else must give it."))
        self._enter(RiskState.ACCEPTED, reason, today)
        self.accepted_by = by

    def close(self, reason: str, today: dt.date) -> None:
        self.insist_on("close")
        self._enter(RiskState.CLOSED, reason, today)

    def materialise(self, what_happened: str, on: dt.date) -> None:
        self.insist_on("materialise")
        self._enter(RiskState.MATERIALISED, what_happened, on)

    def reopen(self, reason: str, today: dt.date) -> None:
        """An acceptance taken back leads to treatment; what had ended starts anew."""
        self.insist_on("reopen")
        was_accepted = self.state == RiskState.ACCEPTED
        self._enter(RiskState.TREATING if was_accepted else RiskState.OPEN, reason, today)

    def rate(self, rating: Rating) -> None:
        """The rating of this day; the ones before stand in `scores`."""
        for name, value in vars(rating).items():
            setattr(self, name, value)
        self.rank = rank_of(rating.level)

    def _enter(self, state: RiskState, reason: str, today: dt.date) -> None:
        self.state, self.state_reason, self.state_since = state, reason, today
        self.acceptance_asked_by = self.accepted_by = None

    def search_document(self) -> SearchDocument:
        text = "\n".join((self.cause, self.event, self.effect, self.response_note, self.state_reason))
        return SearchDocument(f"{self.code} {self.title}", text, f"/risks/{self.id}", self.project_id)

    def register_label(self) -> str:
        return f"{self.code} {self.title}"


#: What somebody hears whose move comes too late, or too early.
REFUSALS: dict[RiskState, Any] = {
    RiskState.OPEN: lambda: _("This risk is open already."),
    RiskState.TREATING: lambda: _("This risk is being treated already."),
    RiskState.ACCEPTED: lambda: _("This risk is accepted. Reopen it first."),
    RiskState.CLOSED: lambda: _("This risk is closed. Reopen it first."),
    RiskState.MATERIALISED: lambda: _("This risk has come true. Reopen it first if it can happen again."),
}


class RiskScore(Identified, Base):
    """One line in the history of scores: appended, never changed. A review has a verdict."""

    __tablename__ = "risk_score"
    register_kind = "risk_score"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    scored_on: Mapped[dt.date]
    scale: Mapped[str] = mapped_column(String(5), default=DEFAULT_SCALE, server_default=DEFAULT_SCALE)
    probability: Mapped[int | None]
    impact: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(20))
    residual_probability: Mapped[int | None]
    residual_impact: Mapped[int | None]
    residual_level: Mapped[str | None] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(20), default="", server_default="")
    next_review_on: Mapped[dt.date | None]
    scored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    comment: Mapped[LongText]

    risk: Mapped[Risk] = relationship(back_populates="scores")
    scored_by: Mapped[Person | None] = relationship()
