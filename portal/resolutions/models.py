"""Table of written resolutions."""

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
from portal.database import Base, Identified, LongText
from portal.steering.models import Decision, Meeting, Position


class ResolutionState(enum.StrEnum):
    """From the question to what became of it."""

    OPEN = "open"
    RECORDED = "recorded"
    TO_MEETING = "to_meeting"
    WITHDRAWN = "withdrawn"


class Cause(enum.StrEnum):
    """Why the group has to talk about it after all."""

    NONE = ""
    OBJECTION = "objection"
    SILENCE = "silence"
    OVERTAKEN = "overtaken"
    NOT_CARRIED = "not_carried"


STATE_WORDS: Mapping[str, object] = {
    ResolutionState.OPEN: _l("Open for positions"),
    ResolutionState.RECORDED: _l("Outcome recorded"),
    ResolutionState.TO_MEETING: _l("For the next meeting"),
    ResolutionState.WITHDRAWN: _l("Withdrawn"),
}
STATE_TONES: Mapping[str, str] = {
    ResolutionState.OPEN: "waiting",
    ResolutionState.RECORDED: "done",
    ResolutionState.TO_MEETING: "warning",
    ResolutionState.WITHDRAWN: "off",
}


class WrittenResolution(Identified, Base):
    """A proposal that a group decides in writing.

    `outcome` and `grounds` are what will stand in the record if it carries; members see them before they take
    a position. The positions are those of the decision. `closes_on` is the last day on which they are taken; when
    all have answered it ends at once.
    `meeting` and `placed_at`: on whose agenda it came after an objection, or when it settled nothing.
    """

    __tablename__ = "written_resolution"
    __table_args__ = (
        Index("ix_written_resolution_closes_on_id", "closes_on", "id"),
        Index("ix_written_resolution_state_closes_on", "state", "closes_on"),
    )
    register_kind = "resolution"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    outcome: Mapped[LongText]
    grounds: Mapped[LongText]
    review_on: Mapped[dt.date | None]
    closes_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(20), default=ResolutionState.OPEN)
    cause: Mapped[str] = mapped_column(String(20), default=Cause.NONE, server_default="")
    reason: Mapped[LongText]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime]
    reminded_on: Mapped[dt.date | None]
    objected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[dt.datetime | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    decision: Mapped[Decision] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    objected_by: Mapped[Person | None] = relationship(foreign_keys=[objected_by_id])
    meeting: Mapped[Meeting | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_open(self) -> bool:
        return self.state == ResolutionState.OPEN

    @property
    def answered_since(self) -> list[Position]:
        """Positions taken on what was asked; from the first on it is in the members' hands."""
        return [
            taken for taken in self.decision.positions if taken.taken_at and taken.taken_at >= self.asked_at
        ]

    @property
    def state_label(self) -> str:
        return str(STATE_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return STATE_TONES.get(self.state, "neutral")

    def expect_open(self) -> None:
        if not self.is_open:
            raise Refused(_("This written resolution has ended."))

    def expect_unanswered(self) -> None:
        """Who does not like how it goes cannot end it."""
        if taken := self.answered_since:
            words = _(
                "%(name)s has answered. From the first position on it is in the members' hands: it ends on its last "
                "day, when all have answered, or by an objection."
            )
            raise Refused(words % {"name": taken[0].person.name})

    def end(self, state: ResolutionState, now: dt.datetime, cause: Cause = Cause.NONE) -> None:
        self.expect_open()
        self.state, self.cause, self.ended_at = state, cause, now

    def register_label(self) -> str:
        return self.decision.register_label()

    def __str__(self) -> str:
        return self.register_label()
