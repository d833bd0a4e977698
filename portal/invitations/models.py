"""Table of invitations and what people replied."""

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
from portal.database import Base, Identified, LongText
from portal.steering.models import Meeting, MeetingState


class Reply(enum.StrEnum):
    """What somebody says about coming."""

    NONE = ""
    COMING = "coming"
    NOT_COMING = "not_coming"
    UNSURE = "unsure"


REPLY_WORDS: Mapping[str, object] = {
    Reply.NONE: _l("No answer yet"),
    Reply.COMING: _l("Coming"),
    Reply.NOT_COMING: _l("Not coming"),
    Reply.UNSURE: _l("Not sure"),
}


class Invitation(Identified, Base):
    """One person's invitation to one meeting.

    `stands_in_for`: the member who is away, or who sends this person. `withdrawn_at`: no longer invited, because
    the seat or the reason to stand in has ended. What was replied to another time of the meeting lapses.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_invitation_person_id_reply", "person_id", "reply"),
    )
    register_kind = "invitation"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
    reply: Mapped[str] = mapped_column(String(20), default=Reply.NONE, server_default="")
    reason: Mapped[LongText]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[dt.datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    stands_in_for: Mapped[Person | None] = relationship(foreign_keys=[stands_in_for_id])
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id])
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id])

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def reply_label(self) -> str:
        return str(REPLY_WORDS.get(self.reply, self.reply))

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def takes_reply(self) -> bool:
        return self.stands and self.meeting.state == MeetingState.CALLED

    @property
    def is_noted_by_another(self) -> bool:
        """Did somebody else write the reply down?"""
        return self.replied_by_id is not None and self.replied_by_id != self.person_id

    def expect_reply(self) -> None:
        if self.meeting.is_cancelled:
            raise Refused(_("This meeting was cancelled. There is nothing to answer any more."))
        if not self.stands:
            raise Refused(_("This invitation was withdrawn. There is nothing to answer any more."))
        if not self.takes_reply:
            raise Refused(_("The meeting has begun: who is there is noted in it."))

    def answer(
        self, reply: str, reason: str, substitute: Person | None, by: Person, now: dt.datetime
    ) -> None:
        self.expect_reply()
        self.reply, self.reason, self.substitute = reply, reason, substitute
        self.replied_by, self.replied_at = by, now

    def forget_reply(self) -> None:
        """The meeting moved: what was said about another hour says nothing about this one."""
        self.reply, self.reason, self.substitute = Reply.NONE, "", None
        self.replied_by, self.replied_at = None, None

    def withdraw(self, now: dt.datetime) -> None:
        self.withdrawn_at = now

    def renew(self, stands_in_for: Person | None, now: dt.datetime) -> None:
        """Invited again after all."""
        self.withdrawn_at, self.invited_at, self.stands_in_for = None, now, stands_in_for
        self.forget_reply()

    def register_label(self) -> str:
        return f"{self.meeting.code}: {self.person.name}"
