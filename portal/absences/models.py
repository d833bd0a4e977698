"""Tables of absences and public holidays."""

from __future__ import annotations

import datetime as dt
import enum

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.core.language import date
from portal.database import Base, Identified, LongText, Name


class Kind(enum.StrEnum):
    """Why somebody is away."""

    HOLIDAY = "holiday"
    LEAVE = "leave"
    ILLNESS = "illness"
    DUTY = "duty"
    OTHER = "other"


class Absence(Identified, Base):
    """From a day up to and including another; `source` is the event's uid where a calendar file brought it."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_absence_person_id_ends_on", "person_id", "ends_on"),
        Index("ix_absence_substitute_id_ends_on", "substitute_id", "ends_on"),
    )
    register_kind = "absence"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(20), default=Kind.HOLIDAY)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[LongText]
    source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    cancelled_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def holds_on(self, day: dt.date) -> bool:
        """Is the person away on that day?"""
        return not self.is_cancelled and self.starts_on <= day <= self.ends_on

    def insist_on_standing(self) -> None:
        """What was cancelled stays so; another absence is recorded instead."""
        if self.is_cancelled:
            raise Refused(_("This absence was cancelled on %(day)s.", day=date(self.cancelled_at)))

    def cancel(self, now: dt.datetime, today: dt.date) -> None:
        """Before it begins. Afterwards somebody may have stood in: the last day is changed instead."""
        self.insist_on_standing()
        if self.starts_on <= today:
            raise Refused(_("This absence has begun. Change its last day instead."))
        self.cancelled_at = now

    def register_label(self) -> str:
        return f"{self.person.name}, {self.starts_on.isoformat()} – {self.ends_on.isoformat()}"


class PublicHoliday(Identified, Base):
    """A day on which nobody of the organization works."""

    __tablename__ = "public_holiday"
    register_kind = "public_holiday"

    on: Mapped[dt.date] = mapped_column(unique=True)
    name: Mapped[Name]

    def register_label(self) -> str:
        return f"{self.name}, {self.on.isoformat()}"
