"""Tables of who answers for what."""

from __future__ import annotations

import datetime as dt
import enum

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Dated, Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, Name
from portal.projects.models import Project


class RaciRole(enum.StrEnum):
    """Responsible, accountable, consulted, informed."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


class RaciEntry(Identified, Dated, Base):
    """One letter in the responsibility matrix, from when to when."""

    __tablename__ = "raci_entry"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="one_party"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_raci_entry_project_id_item", "project_id", "item"),
    )
    register_kind = "raci_entry"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    item: Mapped[Name]
    role: Mapped[str] = mapped_column(String(1))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)

    project: Mapped[Project] = relationship()
    person: Mapped[Person | None] = relationship()
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

    def register_label(self) -> str:
        return f"{self.role} {self.item}: {self.party.name}"
