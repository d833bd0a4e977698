"""Tables of what follows from a decision: who is bound, what relies on it, what the group looked at again."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.steering.models import Decision, Meeting


class BindingState(enum.StrEnum):
    """What somebody who is bound said."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    CANNOT = "cannot"
    RELEASED = "released"


BINDING_WORDS: Mapping[str, object] = {
    BindingState.ASKED: _l("Not acknowledged yet"),
    BindingState.ACKNOWLEDGED: _l("Read and understood"),
    BindingState.CANNOT: _l("Says that it cannot be done"),
    BindingState.RELEASED: _l("No longer bound"),
}
BINDING_TONES: Mapping[str, str] = {
    BindingState.ASKED: "waiting",
    BindingState.ACKNOWLEDGED: "good",
    BindingState.CANNOT: "bad",
    BindingState.RELEASED: "off",
}


class Fate(enum.StrEnum):
    """What becomes of something that relied on a decision which no longer holds."""

    OPEN = ""
    STAYS = "stays"
    CHANGES = "changes"
    ENDS = "ends"


FATE_WORDS: Mapping[str, object] = {
    Fate.STAYS: _l("Stays as it is"),
    Fate.CHANGES: _l("Changes"),
    Fate.ENDS: _l("Ends"),
}


class LookKind(enum.StrEnum):
    """Why a group looked at its decision again."""

    IMPLEMENTATION = "implementation"
    REVIEW = "review"


class Binding(Identified, Base):
    """Somebody whom a decision binds: a department (its head answers) or a person.

    `due_on`: by when they acknowledge it. Read and understood is not agreed: whoever is bound may say that it
    cannot be done, and why; the decision holds all the same until the group decides otherwise.
    """

    __tablename__ = "decision_binding"
    __table_args__ = (
        UniqueConstraint("decision_id", "department_id"),
        UniqueConstraint("decision_id", "person_id"),
        Index("ix_decision_binding_state_due_on", "state", "due_on"),
    )
    register_kind = "binding"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(20), default=BindingState.ASKED)
    reason: Mapped[LongText]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_on: Mapped[dt.date | None]
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    decision: Mapped[Decision] = relationship()
    department: Mapped[Department | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    named_by: Mapped[Person | None] = relationship(foreign_keys=[named_by_id])

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def name(self) -> str:
        """Who is bound, in words."""
        who = self.department or self.person
        return who.name if who is not None else ""

    @property
    def state_label(self) -> str:
        return str(BINDING_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return BINDING_TONES.get(self.state, "neutral")

    @property
    def is_open(self) -> bool:
        return self.state == BindingState.ASKED

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on < today

    def expect_open(self) -> None:
        if self.state == BindingState.RELEASED:
            raise Refused(_("This no longer binds: nobody needs to acknowledge it any more."))
        if not self.is_open:
            raise Refused(_("This was acknowledged or answered already."))

    def settle(self, state: BindingState, by: Person | None, on: dt.date, reason: str = "") -> None:
        self.expect_open()
        self.state, self.answered_by, self.answered_on, self.reason = state, by, on, reason

    def release(self, reason: str) -> None:
        if self.state == BindingState.RELEASED:
            raise Refused(_("This no longer binds: nobody needs to acknowledge it any more."))
        self.state, self.reason = BindingState.RELEASED, reason

    def register_label(self) -> str:
        return f"{self.decision.code} {self.name}"

    def __str__(self) -> str:
        return self.register_label()


class Look(Base):
    """A group looked at its decision again: it saw that it was carried out, or its review date had come."""

    __tablename__ = "decision_look"
    __table_args__ = (Index("ix_decision_look_decision_id_kind", "decision_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    kind: Mapped[str] = mapped_column(String(20))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    note: Mapped[LongText]
    next_review_on: Mapped[dt.date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    looked_on: Mapped[dt.date]
    looked_at: Mapped[dt.datetime]

    decision: Mapped[Decision] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    by: Mapped[Person | None] = relationship()


class Reliance(Identified, Base):
    """A record that somebody says relies on a decision; `subject_kind` and `subject_id` name the record."""

    __tablename__ = "decision_reliance"
    __table_args__ = (
        UniqueConstraint("decision_id", "subject_kind", "subject_id"),
        Index("ix_decision_reliance_subject_kind_subject_id", "subject_kind", "subject_id"),
    )
    register_kind = "reliance"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    note: Mapped[LongText]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[dt.datetime]

    decision: Mapped[Decision] = relationship()
    added_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.decision.code}"


class Dependant(Identified, Base):
    """Something that relied on a decision on the day it was superseded or reversed, and what becomes of it.

    `label` is its name of that day. `fate` is empty until somebody says what becomes of it.
    """

    __tablename__ = "decision_dependant"
    __table_args__ = (
        UniqueConstraint("decision_id", "subject_kind", "subject_id"),
        Index("ix_decision_dependant_fate_decision_id", "fate", "decision_id"),
    )
    register_kind = "dependant"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(1000))
    fate: Mapped[str] = mapped_column(String(20), default=Fate.OPEN, server_default="")
    note: Mapped[LongText]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_on: Mapped[dt.date | None]
    found_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    decision: Mapped[Decision] = relationship(foreign_keys=[decision_id])
    successor: Mapped[Decision] = relationship(foreign_keys=[successor_id])
    settled_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_open(self) -> bool:
        return self.fate == Fate.OPEN

    @property
    def fate_label(self) -> str:
        return str(FATE_WORDS.get(self.fate, ""))

    def settle(self, fate: Fate, note: str, by: Person, on: dt.date) -> None:
        """An answer may be given anew: every one of them stands in the register."""
        self.fate, self.note, self.settled_by, self.settled_on = fate, note, by, on

    def register_label(self) -> str:
        return self.label
