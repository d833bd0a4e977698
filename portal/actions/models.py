"""The table of action items. It names the records they were born in by key only, being on a lower floor."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.database import Base, Code, Identified, LongText


class ActionState(enum.StrEnum):
    """An action is open until it is done or cancelled with a reason."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class ActionItem(Identified, Base):
    """Something that somebody does by a date."""

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_due_on_id", "due_on", "id"),
        Index("ix_action_item_owner_id_state", "owner_id", "state", "due_on"),
        Index("ix_action_item_project_id_state", "project_id", "state", "due_on"),
    )
    register_kind = "action"

    code: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(1000))
    note: Mapped[LongText]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_as_given: Mapped[str] = mapped_column(String(300), default="", server_default="")
    due_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(20), default=ActionState.OPEN)
    closed_on: Mapped[dt.date | None]
    outcome: Mapped[LongText]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risk.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    def is_overdue(self, today: dt.date) -> bool:
        return self.state == ActionState.OPEN and self.due_on is not None and self.due_on < today

    def register_label(self) -> str:
        return f"{self.code} {self.title}"


