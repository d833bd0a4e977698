"""Tables of what a sponsor did outside the records, and of what they say about a month."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.projects.models import Project
from portal.sponsorship import sealing


class ActKind(enum.StrEnum):
    """What nobody can count unless somebody writes it down."""

    ONE_TO_ONE = "one_to_one"
    BRIEFING = "briefing"
    VISIT = "visit"
    OTHER = "other"


class Standing(enum.StrEnum):
    """Whether an act is the sponsor's word."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    STRUCK = "struck"


KIND_WORDS: Mapping[str, object] = {
    ActKind.ONE_TO_ONE: _l("One-to-one"),
    ActKind.BRIEFING: _l("Briefing"),
    ActKind.VISIT: _l("Visit to see how others do it"),
    ActKind.OTHER: _l("Something else"),
}
STANDING_WORDS: Mapping[str, object] = {
    Standing.WAITING: _l("Waits for the sponsor's word"),
    Standing.CONFIRMED: _l("The sponsor's word"),
    Standing.CORRECTED: _l("Corrected by a later entry"),
    Standing.STRUCK: _l("Did not take place"),
}
STANDING_TONES: Mapping[str, str] = {
    Standing.WAITING: "waiting",
    Standing.CONFIRMED: "good",
    Standing.CORRECTED: "off",
    Standing.STRUCK: "off",
}


class SponsorAct(Identified, Base):
    """One act of a sponsor for a project. Its words are never changed and never deleted.

    A correction is another act that names this one in `corrects`; this one is ended then. Ended without a
    successor: it did not take place. `confirmed_at` is empty until it is the sponsor's word.
    """

    __tablename__ = "sponsor_act"
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_sponsor_act_project_id_sponsor_id_on", "project_id", "sponsor_id", "on"),
    )
    register_kind = "sponsor_act"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[dt.date]
    with_whom: Mapped[str] = mapped_column(String(300), default="", server_default="")
    minutes: Mapped[int | None]
    note: Mapped[LongText]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entered_at: Mapped[dt.datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("sponsor_act.id"), index=True)
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[LongText]
    is_struck: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    sponsor: Mapped[Person] = relationship(foreign_keys=[sponsor_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
    corrects: Mapped[SponsorAct | None] = relationship(remote_side="SponsorAct.id")

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def standing(self) -> Standing:
        if self.ended_at is not None:
            return Standing.STRUCK if self.is_struck else Standing.CORRECTED
        return Standing.WAITING if self.confirmed_at is None else Standing.CONFIRMED

    @property
    def counts(self) -> bool:
        return self.standing == Standing.CONFIRMED

    @property
    def waits(self) -> bool:
        return self.standing == Standing.WAITING

    @property
    def standing_label(self) -> str:
        return str(STANDING_WORDS[self.standing])

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.standing]

    @property
    def kind_label(self) -> str:
        return str(KIND_WORDS.get(self.kind, self.kind))

    def expect_standing(self) -> None:
        if self.ended_at is not None:
            raise Refused(_("This cannot happen now. The entry is: %(state)s.", state=self.standing_label))

    def confirm(self, now: dt.datetime) -> None:
        self.expect_standing()
        if self.confirmed_at is not None:
            raise Refused(_("This is the sponsor's word already."))
        self.confirmed_at = now

    def end(self, reason: str, by: Person, now: dt.datetime, *, is_struck: bool) -> None:
        self.expect_standing()
        self.ended_at, self.ended_by, self.end_reason, self.is_struck = now, by, reason, is_struck

    def register_label(self) -> str:
        return f"{self.project.code} {self.on.isoformat()}"

    def __str__(self) -> str:
        return self.register_label()


class SponsorComment(Identified, Base):
    """What a sponsor says about a month, beside its figures. Comments are added, never changed."""

    __tablename__ = "sponsor_comment"
    __table_args__ = (Index("ix_sponsor_comment_project_id_sponsor_id", "project_id", "sponsor_id"),)
    register_kind = "sponsor_comment"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    month_on: Mapped[dt.date]
    words: Mapped[LongText]
    made_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    sponsor: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return f"{self.project.code} {self.month_on:%Y-%m}"


@event.listens_for(Base.metadata, "after_create")
def _seal_created(_base: object, connection: Connection, tables: list[Any], **_options: object) -> None:
    """Tables made by `create_all` (tests, tools) get the same guards as migrated ones."""
    if SponsorAct.__table__ in tables:
        sealing.install(connection)
