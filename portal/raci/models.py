"""Tables: the kind of each item, and what parties are asked to accept."""

from __future__ import annotations

import datetime as dt
import enum

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText, Name
from portal.projects.models import Project
from portal.stakeholders.models import RaciEntry


class ItemKind(enum.StrEnum):
    """What a row of the matrix is."""

    DELIVERABLE = "deliverable"
    STEP = "process_step"
    AREA = "decision_area"


class ProposalKind(enum.StrEnum):
    """A party's rows as they stand, or another letter in a row that was accepted."""

    ROWS = "rows"
    CHANGE = "change"


class ProposalState(enum.StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class LineAct(enum.StrEnum):
    """What becomes of a letter."""

    KEEP = "keep"
    BEGIN = "begin"
    END = "end"


class RaciItem(Identified, Base):
    """The kind of a row. Rows that were imported may have none."""

    __tablename__ = "raci_item"
    __table_args__ = (UniqueConstraint("project_id", "item"),)
    register_kind = "raci_item"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    item: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))

    project: Mapped[Project] = relationship()

    def register_label(self) -> str:
        return self.item


class Proposal(Identified, Base):
    """What parties are asked to accept; the text and the answers are an agreement about it.

    `rows`: all rows of one party. `change`: the letters of one item that shall be others from `valid_from` on.
    """

    __tablename__ = "raci_proposal"
    __table_args__ = (Index("ix_raci_proposal_project_id_state", "project_id", "state"),)
    register_kind = "raci_proposal"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[Name]
    valid_from: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(20), default=ProposalState.OPEN)
    reason: Mapped[LongText]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]

    project: Mapped[Project] = relationship()
    made_by: Mapped[Person] = relationship()
    lines: Mapped[list[ProposalLine]] = relationship(
        back_populates="proposal", order_by="ProposalLine.number", lazy="selectin"
    )

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    def close(self, state: ProposalState, reason: str, now: dt.datetime) -> None:
        if not self.is_open:
            raise Refused(_("This was answered or withdrawn already."))
        self.state, self.reason, self.closed_at = state, reason, now

    def register_label(self) -> str:
        return f"RACI {self.project.code}: {self.title}"

    def __str__(self) -> str:
        return self.register_label()


class ProposalLine(Identified, Base):
    """One letter of a proposal. `entry` is the one that is kept or ended, or the one that began."""

    __tablename__ = "raci_proposal_line"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)
    register_kind = "raci_proposal_line"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("raci_proposal.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(10))
    item: Mapped[Name]
    role: Mapped[str] = mapped_column(String(1))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("raci_entry.id"), index=True)

    proposal: Mapped[Proposal] = relationship(back_populates="lines")
    person: Mapped[Person | None] = relationship()
    department: Mapped[Department | None] = relationship()
    entry: Mapped[RaciEntry | None] = relationship()

    @property
    def party(self) -> Person | Department:
        party = self.person or self.department
        assert party is not None, "a line is about somebody"
        return party

    def register_label(self) -> str:
        return f"{self.role} {self.item}: {self.party.name}"
