"""Tables of who answers for what."""

from __future__ import annotations

import datetime as dt
import enum

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Dated, Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText, Name
from portal.projects.models import Project


class RaciRole(enum.StrEnum):
    """Responsible, accountable, consulted, informed."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


class RaciEntry(Identified, Dated, Base):
    """One letter in the responsibility matrix, from when to when.

    It is *recorded* when somebody entered it, *accepted* when the party said yes to it. One that was taken back
    before it held on any day is void: its last day lies before its first.
    """

    __tablename__ = "raci_entry"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="one_party"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from OR is_void", name="period"),
        Index("ix_raci_entry_project_id_item", "project_id", "item"),
    )
    register_kind = "raci_entry"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    item: Mapped[Name]
    role: Mapped[str] = mapped_column(String(1))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)

    is_void: Mapped[bool] = mapped_column(default=False, server_default=false())
    accepted_at: Mapped[dt.datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[dt.datetime | None]
    decline_reason: Mapped[LongText]

    project: Mapped[Project] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])
    department: Mapped[Department | None] = relationship()

    @property
    def party(self) -> Person | Department:
        party = self.person or self.department
        assert party is not None, "the constraint one_party holds"
        return party

    def end(self, day: dt.date) -> None:
        """An end that has come stays; one that is still ahead may be moved."""
        if self.valid_to is not None and self.valid_to <= day:
            raise Refused(_("This entry has ended already, or ends earlier than that."))
        self.valid_to = day

    def take_back(self, day: dt.date) -> None:
        """Before it held on any day that is over, an entry can be undone: it never held at all."""
        if self.valid_from < day:
            raise Refused(_("This entry has held already. It can be ended, not taken back."))
        self.valid_to, self.is_void = self.valid_from - dt.timedelta(days=1), True

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    def accept(self, by: Person, now: dt.datetime) -> None:
        self.accepted_at, self.accepted_by = now, by
        self.declined_at, self.decline_reason = None, ""

    def decline(self, reason: str, now: dt.datetime) -> None:
        """Nobody took it over; it stays as it was recorded, with the reason beside it."""
        self.declined_at, self.decline_reason = now, reason

    def register_label(self) -> str:
        return f"{self.role} {self.item}: {self.party.name}"
