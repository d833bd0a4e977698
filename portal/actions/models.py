"""The table of action items. It names the records they were born in by key only, being on a lower floor."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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


class Acceptance(enum.StrEnum):
    """What the owner said to the task; nothing where nobody was asked (an import, an older action)."""

    NOT_ASKED = ""
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


ACCEPTANCE_WORDS: Mapping[str, object] = {
    Acceptance.ASKED: _l("Not accepted yet"),
    Acceptance.ACCEPTED: _l("Accepted"),
    Acceptance.DECLINED: _l("Declined"),
}
ACTION_WORDS: Mapping[str, object] = {
    ActionState.OPEN: _l("To do"),
    ActionState.DONE: _l("Done"),
    ActionState.CANCELLED: _l("Cancelled"),
}


class ActionItem(Identified, Base):
    """Something that somebody does by a date. `outcome` says what came of it, or why it was cancelled.

    `acceptance`: what the owner said, on `accepted_on`, with `decline_reason`. `evidence` is what shows that it
    was done: the code of a record or a web address; `evidence_address` leads there.
    """

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
    evidence: Mapped[str] = mapped_column(String(500), default="", server_default="")
    evidence_address: Mapped[str] = mapped_column(String(500), default="", server_default="")
    acceptance: Mapped[str] = mapped_column(String(20), default=Acceptance.NOT_ASKED, server_default="")
    accepted_on: Mapped[dt.date | None]
    decline_reason: Mapped[LongText]
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

    @property
    def acceptance_label(self) -> str:
        """Only while it matters: what is done or cancelled needs nobody's yes."""
        return str(ACCEPTANCE_WORDS.get(self.acceptance, "")) if self.is_open else ""

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    def complete(self, outcome: str, on: dt.date) -> None:
        self._close(ActionState.DONE, outcome, on)

    def cancel(self, reason: str, on: dt.date) -> None:
        self._close(ActionState.CANCELLED, reason, on)

    def hand_over(self, owner: Person) -> None:
        self.expect_open()
        self.owner, self.owner_as_given = owner, ""
        self.acceptance, self.accepted_on, self.decline_reason = Acceptance.NOT_ASKED, None, ""

    def await_acceptance(self) -> None:
        """The owner is asked; what they said to other words no longer counts."""
        self.expect_open()
        self.acceptance, self.accepted_on, self.decline_reason = Acceptance.ASKED, None, ""

    def accept(self, on: dt.date) -> None:
        self.expect_open()
        self.acceptance, self.accepted_on, self.decline_reason = Acceptance.ACCEPTED, on, ""

    def decline(self, reason: str, on: dt.date) -> None:
        """It stays open, and everybody sees that nobody has taken it on."""
        self.expect_open()
        self.acceptance, self.accepted_on, self.decline_reason = Acceptance.DECLINED, on, reason

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


class ActionCarry(Base):
    """An action that was still open and went on to a later meeting: the same action, one more line here."""

    __tablename__ = "action_carry"
    __table_args__ = (UniqueConstraint("action_id", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_item.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    carried_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    carried_at: Mapped[dt.datetime]

    action: Mapped[ActionItem] = relationship()
    carried_by: Mapped[Person | None] = relationship()
