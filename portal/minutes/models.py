"""Tables of circulated minutes and errata, and of what everybody answered."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Identified, Json, LongText
from portal.minutes import sealing
from portal.steering.models import Meeting


class Answer(enum.StrEnum):
    """What somebody says about a circulated text."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    DISSENT = "dissent"
    NOTE = "note"


class Outcome(enum.StrEnum):
    """What became of a correction."""

    WAITING = ""
    TAKEN = "taken"
    DECLINED = "declined"


ANSWER_WORDS: Mapping[str, object] = {
    Answer.CONFIRM: _l("Confirmed"),
    Answer.CORRECT: _l("Correction"),
    Answer.DISSENT: _l("Dissent"),
    Answer.NOTE: _l("Note of somebody absent"),
}
OUTCOME_WORDS: Mapping[str, object] = {
    Outcome.WAITING: _l("Waits for the secretary"),
    Outcome.TAKEN: _l("Taken into the text"),
    Outcome.DECLINED: _l("Not taken"),
}


class Circulation(Identified, Base):
    """A text that goes round: the minutes of a meeting (number 0) or an erratum to them (1, 2, …).

    The minutes themselves stay on the meeting; only an erratum has `text` of its own. `unanswered`: the names
    of those who had said nothing when it was closed, as they were called then.
    """

    __tablename__ = "circulation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index(
            "ix_circulation_open",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
    register_kind = "circulation"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int] = mapped_column(default=0)
    text: Mapped[LongText]
    reason: Mapped[LongText]
    text_version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]
    due_on: Mapped[dt.date]
    notes_until_on: Mapped[dt.date]
    reminded_on: Mapped[dt.date | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[dt.datetime | None]
    unanswered: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    meeting: Mapped[Meeting] = relationship()
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    answers: Mapped[list[MinutesAnswer]] = relationship(
        back_populates="circulation", order_by="MinutesAnswer.id"
    )

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_erratum(self) -> bool:
        return self.number > 0

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def wording(self) -> str:
        """The text as it reads now."""
        return self.text if self.is_erratum else self.meeting.minutes

    @property
    def wording_version(self) -> int:
        return self.text_version if self.is_erratum else self.meeting.minutes_version

    @property
    def pending(self) -> list[MinutesAnswer]:
        """Corrections that nobody has taken or declined yet."""
        return [each for each in self.answers if each.waits]

    def latest_of(self, person_id: int) -> MinutesAnswer | None:
        """What somebody said last; who changes their mind adds an answer, the earlier one stays."""
        return next((each for each in reversed(self.answers) if each.person_id == person_id), None)

    @property
    def latest(self) -> list[MinutesAnswer]:
        """Everybody's last word, in the order in which they spoke."""
        return [each for each in self.answers if self.latest_of(each.person_id) is each]

    def expect_open(self) -> None:
        if not self.is_open:
            raise Refused(_("This was closed. A later change is made by an erratum."))

    def close(self, by: Person, now: dt.datetime, unanswered: list[str]) -> None:
        self.expect_open()
        self.closed_by, self.closed_at, self.unanswered = by, now, unanswered

    def register_label(self) -> str:
        if self.is_erratum:
            return f"{self.meeting.code} · {self.number}"
        return self.meeting.register_label()

    def __str__(self) -> str:
        return self.register_label()


class MinutesAnswer(Identified, Base):
    """What one person said about one version of a circulated text. Answers are added, never changed;
    only what became of a correction is entered later.
    """

    __tablename__ = "minutes_answer"
    register_kind = "minutes_answer"

    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answer: Mapped[str] = mapped_column(String(20))
    words: Mapped[LongText]
    seen_version: Mapped[int]
    seen_text: Mapped[LongText]
    proposed: Mapped[LongText]
    answered_at: Mapped[dt.datetime]
    outcome: Mapped[str] = mapped_column(String(20), default=Outcome.WAITING, server_default="")
    outcome_reason: Mapped[LongText]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]

    circulation: Mapped[Circulation] = relationship(back_populates="answers")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def label(self) -> str:
        return str(ANSWER_WORDS.get(self.answer, self.answer))

    @property
    def outcome_label(self) -> str:
        return str(OUTCOME_WORDS.get(self.outcome, self.outcome))

    @property
    def waits(self) -> bool:
        return self.answer == Answer.CORRECT and self.outcome == Outcome.WAITING

    @property
    def is_of_earlier_text(self) -> bool:
        """Has the text changed since they answered?"""
        return self.seen_version != self.circulation.wording_version

    def expect_waiting(self) -> None:
        if not self.waits:
            raise Refused(_("This correction was settled already."))

    def settle(self, outcome: str, reason: str, by: Person, now: dt.datetime) -> None:
        self.expect_waiting()
        self.outcome, self.outcome_reason = outcome, reason
        self.settled_by, self.settled_at = by, now

    def register_label(self) -> str:
        return f"{self.circulation.register_label()}: {self.person.name}"


@event.listens_for(Base.metadata, "after_create")
def _seal_created(_base: object, connection: Connection, tables: list[Any], **_options: object) -> None:
    """Tables made by `create_all` (tests, tools) get the same guards as migrated ones."""
    if MinutesAnswer.__table__ in tables:
        sealing.install(connection)
