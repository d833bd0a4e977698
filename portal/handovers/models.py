"""Tables of hand-overs: who leaves, and each piece with whoever is asked to take it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.projects.models import Project


class ItemState(enum.StrEnum):
    """What became of a piece. All but `accepted` mean that it is still the leaver's."""

    OPEN = "open"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


ITEM_WORDS: Mapping[str, object] = {
    ItemState.OPEN: _l("Nobody is named to take it"),
    ItemState.ASKED: _l("Waits for the answer"),
    ItemState.ACCEPTED: _l("Accepted"),
    ItemState.DECLINED: _l("Declined, stays with the leaver"),
    ItemState.LAPSED: _l("Not answered, stays with the leaver"),
}
ITEM_TONES: Mapping[str, str] = {
    ItemState.OPEN: "warning",
    ItemState.ASKED: "waiting",
    ItemState.ACCEPTED: "good",
    ItemState.DECLINED: "bad",
    ItemState.LAPSED: "warning",
}


class Handover(Identified, Base):
    """Somebody leaves a project (or, without one, the organization) and gives away what they hold."""

    __tablename__ = "handover"
    register_kind = "handover"

    leaver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    last_day: Mapped[dt.date]
    due_on: Mapped[dt.date]
    reason: Mapped[LongText]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[dt.datetime]

    leaver: Mapped[Person] = relationship(foreign_keys=[leaver_id])
    started_by: Mapped[Person] = relationship(foreign_keys=[started_by_id])
    project: Mapped[Project | None] = relationship()
    items: Mapped[list[HandoverItem]] = relationship(
        back_populates="handover", order_by="HandoverItem.number"
    )

    @property
    def place(self) -> str:
        """What is being left."""
        return self.project.name if self.project else _("the organization")

    @property
    def accepted(self) -> list[HandoverItem]:
        return [each for each in self.items if each.state == ItemState.ACCEPTED]

    @property
    def remaining(self) -> list[HandoverItem]:
        """What is still the leaver's."""
        return [each for each in self.items if each.state != ItemState.ACCEPTED]

    def register_label(self) -> str:
        return f"{self.leaver.name}, {self.project.code}" if self.project else self.leaver.name


class HandoverItem(Identified, Base):
    """One piece: `kind` and `subject_id` name the record, `label` is what it was called on that day."""

    __tablename__ = "handover_item"
    __table_args__ = (UniqueConstraint("handover_id", "number"),)
    register_kind = "handover_item"

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(1200))
    address: Mapped[str] = mapped_column(String(300))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(20), default=ItemState.OPEN, index=True)
    reason: Mapped[LongText]
    answered_on: Mapped[dt.date | None]

    handover: Mapped[Handover] = relationship(back_populates="items")
    receiver: Mapped[Person | None] = relationship()
    project: Mapped[Project | None] = relationship()

    @property
    def state_label(self) -> str:
        return str(ITEM_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return ITEM_TONES.get(self.state, "neutral")

    @property
    def waits(self) -> bool:
        return self.state == ItemState.ASKED

    def ask(self, receiver: Person, due_on: dt.date) -> None:
        """Somebody is asked to take it; whoever was asked before need not answer any more."""
        if self.state == ItemState.ACCEPTED:
            raise Refused(_("This was handed over already."))
        self.receiver, self.due_on, self.state = receiver, due_on, ItemState.ASKED
        self.reason, self.answered_on = "", None

    def conclude(self, state: ItemState, reason: str, day: dt.date) -> None:
        self.state, self.reason, self.answered_on = state, reason, day

    def register_label(self) -> str:
        return self.label
