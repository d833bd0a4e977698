"""The table of action items. It names the records they were born in by key only, being on a lower floor."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Code, Identified, LongText
from portal.search.documents import SearchDocument


class ActionState(enum.StrEnum):
    """An action is open until it is done or cancelled with a reason."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


ACTION_WORDS: Mapping[str, object] = {
    ActionState.OPEN: _l("To do"),
    ActionState.DONE: _l("Done"),
    ActionState.CANCELLED: _l("Cancelled"),
}


class ActionItem(Identified, Base):
    """Something that somebody does by a date. `outcome` says what came of it, or why it was cancelled."""

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_due_on_id", "due_on", "id"),
        Index("ix_action_item_state_due_on", "state", "due_on"),
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

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def state_label(self) -> str:
        return str(ACTION_WORDS.get(self.state, self.state))

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    def complete(self, outcome: str, on: dt.date) -> None:
        self._close(ActionState.DONE, outcome, on)

    def cancel(self, reason: str, on: dt.date) -> None:
        self._close(ActionState.CANCELLED, reason, on)

    def hand_over(self, owner: Person) -> None:
        self.expect_open()
        self.owner, self.owner_as_given = owner, ""

    def put_off(self, due_on: dt.date) -> None:
        self.expect_open()
        self.due_on = due_on

    def expect_open(self) -> None:
        if self.state == ActionState.DONE:
            raise Refused(_("This action is done already. A new task is a new action."))
        if self.state == ActionState.CANCELLED:
            raise Refused(_("This action was cancelled. A new task is a new action."))

    def _close(self, state: ActionState, outcome: str, on: dt.date) -> None:
        self.expect_open()
        self.state, self.outcome, self.closed_on = state, outcome, on

    def register_label(self) -> str:
        return f"{self.code} {self.title}"

    def __str__(self) -> str:
        return self.register_label()

    def search_document(self) -> SearchDocument:
        text = "\n".join((self.note, self.outcome, self.owner_as_given))
        return SearchDocument(f"{self.code} {self.title}", text, f"/actions/{self.id}", self.project_id)
