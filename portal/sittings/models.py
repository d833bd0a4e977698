"""Tables of a running meeting: who came and went, which item was on, who stepped aside, what was said and counted."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Identified, Json, LongText
from portal.steering.models import AgendaItem, Decision, Meeting


class Movement(Base):
    """Somebody came into the room or left it, at a moment. The last one says whether they are there."""

    __tablename__ = "movement"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_arrival: Mapped[bool]
    at: Mapped[dt.datetime]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Turn(Base):
    """An agenda item's turn: since when it is on the table, until when, and how long it was before.

    An item that is taken up again goes on counting where it stopped.
    """

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    seconds_before: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def is_on(self) -> bool:
        return self.ended_at is None

    def seconds(self, now: dt.datetime) -> int:
        """How long the item has been on the table in all."""
        return self.seconds_before + max(0, int(((self.ended_at or now) - self.started_at).total_seconds()))


class Recusal(Base):
    """Somebody steps aside from an item of the agenda: in the room, but neither counted nor heard."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[LongText]
    at: Mapped[dt.datetime]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Tabled(Base):
    """A proposal that was made in the room, under the item that it belongs to."""

    __tablename__ = "tabled"
    __table_args__ = (UniqueConstraint("item_id", "decision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)


class Note(Identified, Base):
    """What was said, in short. Everybody who writes adds entries of their own, so nobody overwrites another."""

    __tablename__ = "discussion_note"
    register_kind = "discussion_note"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    text: Mapped[LongText]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime]
    edited_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    def register_label(self) -> str:
        return self.item.title if self.item else self.meeting.title


class VoteKind(enum.StrEnum):
    """How a vote was taken; always open, never secret."""

    ROLL_CALL = "roll_call"
    STRAW_POLL = "straw_poll"
    SCORES = "scores"


class Reply(enum.StrEnum):
    """What a member answers when called by name."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Leaning(enum.StrEnum):
    """The five ways of a straw poll."""

    STRONGLY_AGREE = "strongly_agree"
    AGREE = "agree"
    NEUTRAL = "neutral"
    OPPOSE = "oppose"
    STRONGLY_OPPOSE = "strongly_oppose"


KIND_WORDS: Mapping[str, object] = {
    VoteKind.ROLL_CALL: _l("Roll call"),
    VoteKind.STRAW_POLL: _l("Straw poll"),
    VoteKind.SCORES: _l("Scored options"),
}
REPLY_WORDS: Mapping[str, object] = {
    Reply.YES: _l("Yes"),
    Reply.NO: _l("No"),
    Reply.ABSTAIN: _l("Abstains"),
}
LEANING_WORDS: Mapping[str, object] = {
    Leaning.STRONGLY_AGREE: _l("Strongly agree"),
    Leaning.AGREE: _l("Agree"),
    Leaning.NEUTRAL: _l("Neutral"),
    Leaning.OPPOSE: _l("Oppose"),
    Leaning.STRONGLY_OPPOSE: _l("Strongly oppose"),
}


class Vote(Identified, Base):
    """A vote that was taken: a fact with who took it and when, never edited. A wrong one is struck, and stays.

    `lines`: of a roll call `{person_id, name, votes, value}` with a code of `Reply`; of a straw poll
    `{value, count}` with a code of `Leaning`; of scored options `{name, score}`, the score as text, also negative.
    """

    __tablename__ = "vote"
    register_kind = "vote"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    question: Mapped[LongText]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[dt.datetime]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[dt.datetime | None]
    strike_reason: Mapped[LongText]

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id])
    struck_by: Mapped[Person | None] = relationship(foreign_keys=[struck_by_id])

    @property
    def kind_label(self) -> str:
        return str(KIND_WORDS.get(self.kind, self.kind))

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None

    def strike(self, reason: str, by: Person, now: dt.datetime) -> None:
        if self.is_struck:
            raise Refused(_("This vote was struck already."))
        self.struck_by, self.struck_at, self.strike_reason = by, now, reason

    def register_label(self) -> str:
        return self.question


class Wording(Base):
    """How a proposal read before it was amended: the first wording and every one between it and today's."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(1000))
    context: Mapped[LongText]
    options: Mapped[LongText]
    replaced_at: Mapped[dt.datetime]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[LongText]

    meeting: Mapped[Meeting | None] = relationship()
    replaced_by: Mapped[Person | None] = relationship()
