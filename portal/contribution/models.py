"""Tables of contribution: sharings with their shares, rounds at milestones and what each department confirmed."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.contribution import sealing
from portal.contribution.kinds import kind_word, part_word, share_sentence
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.projects.models import Milestone, Project


class SharingState(enum.StrEnum):
    """What became of one version."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


STATE_WORDS: Mapping[str, object] = {
    SharingState.PROPOSED: _l("Waits for the departments"),
    SharingState.AGREED: _l("Agreed"),
    SharingState.DECLINED: _l("Declined"),
    SharingState.WITHDRAWN: _l("Withdrawn"),
    SharingState.REPLACED: _l("Replaced by a newer version"),
}
STATE_TONES: Mapping[str, str] = {
    SharingState.PROPOSED: "waiting",
    SharingState.AGREED: "good",
    SharingState.DECLINED: "bad",
    SharingState.WITHDRAWN: "off",
    SharingState.REPLACED: "done",
}
ONE_AGREED = "state = 'agreed'"
ONE_PROPOSED = "state = 'proposed'"


class Sharing(Identified, Base):
    """One version of how the work of a project is shared out. Other shares are another version.

    `agreed_on`: the day on which the last department accepted; `ended_on`: the day from which a newer version
    stands. So what was agreed on a day is answered alike today and later.
    """

    __tablename__ = "contribution_sharing"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_contribution_sharing_project_id_agreed_on", "project_id", "agreed_on"),
        Index("ix_contribution_sharing_state", "state"),
        *(
            Index(
                f"uq_contribution_sharing_{name}",
                "project_id",
                unique=True,
                sqlite_where=text(condition),
                postgresql_where=text(condition),
            )
            for name, condition in (("agreed", ONE_AGREED), ("proposed", ONE_PROPOSED))
        ),
    )
    register_kind = "contribution_sharing"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    reason: Mapped[LongText]
    state: Mapped[str] = mapped_column(String(20), default=SharingState.PROPOSED)
    due_on: Mapped[dt.date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[dt.datetime]
    agreed_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[LongText]

    project: Mapped[Project] = relationship()
    proposed_by: Mapped[Person] = relationship()
    shares: Mapped[list[Share]] = relationship(back_populates="sharing", order_by="Share.id")

    @property
    def state_label(self) -> str:
        return str(STATE_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return STATE_TONES.get(self.state, "neutral")

    @property
    def is_proposed(self) -> bool:
        return self.state == SharingState.PROPOSED

    @property
    def is_agreed(self) -> bool:
        return self.state == SharingState.AGREED

    @property
    def departments(self) -> list[Department]:
        """Everybody who gives something, by name."""
        found = {share.department_id: share.department for share in self.shares}
        return sorted(found.values(), key=lambda each: (each.name, each.id))

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(share.kind for share in self.shares))

    def share_of(self, kind: str, department_id: int) -> Share | None:
        wanted = (kind, department_id)
        return next((each for each in self.shares if (each.kind, each.department_id) == wanted), None)

    @classmethod
    def holding_on(cls, day: dt.date) -> ColumnElement[bool]:
        """Was (is) it what is agreed on that day? For a query."""
        return (cls.agreed_on <= day) & or_(cls.ended_on.is_(None), cls.ended_on > day)

    def expect_proposed(self) -> None:
        """Explain what it is now, unless it waits for the departments."""
        if not self.is_proposed:
            raise Refused(_("This cannot happen now. The version is: %(state)s.", state=self.state_label))

    def agree(self, today: dt.date) -> None:
        self.expect_proposed()
        self.state, self.agreed_on = SharingState.AGREED, today

    def end(self, state: SharingState, reason: str, today: dt.date) -> None:
        self.state, self.end_reason, self.ended_on = state, reason, today

    def register_label(self) -> str:
        return f"{self.project.code} {self.project.name} #{self.number}"

    def __str__(self) -> str:
        return self.register_label()


class Share(Identified, Base):
    """What one department gives of one kind: a share in percent, or a part in words. Never changed."""

    __tablename__ = "contribution_share"
    __table_args__ = (
        UniqueConstraint("sharing_id", "kind", "department_id"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 1 AND 100", name="percent"),
        CheckConstraint("(percent IS NULL) <> (part IS NULL)", name="one_measure"),
    )
    register_kind = "contribution_share"

    sharing_id: Mapped[int] = mapped_column(ForeignKey("contribution_sharing.id"))
    kind: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    percent: Mapped[int | None]
    part: Mapped[str | None] = mapped_column(String(20))

    sharing: Mapped[Sharing] = relationship(back_populates="shares")
    department: Mapped[Department] = relationship()

    @property
    def kind_label(self) -> str:
        return kind_word(self.kind)

    @property
    def cell(self) -> str:
        """As it is written in the table."""
        return f"{self.percent}%" if self.percent is not None else part_word(self.part or "")

    @property
    def sentence(self) -> str:
        return share_sentence(self.department.name, self.percent, self.part)

    def register_label(self) -> str:
        return f"{self.kind} {self.department.name}"


class Round(Identified, Base):
    """A milestone at which the departments are asked whether the work was shared out as agreed."""

    __tablename__ = "contribution_round"
    __table_args__ = (
        Index("ix_contribution_round_project_id", "project_id"),
        UniqueConstraint("milestone_id"),
    )
    register_kind = "contribution_round"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    sharing_id: Mapped[int] = mapped_column(ForeignKey("contribution_sharing.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime]
    due_on: Mapped[dt.date]

    project: Mapped[Project] = relationship()
    milestone: Mapped[Milestone] = relationship()
    sharing: Mapped[Sharing] = relationship()
    asked_by: Mapped[Person | None] = relationship()
    confirmations: Mapped[list[Confirmation]] = relationship(
        back_populates="round", order_by="Confirmation.id"
    )

    def newest_of(self, department_id: int) -> Confirmation | None:
        """What a department said last about the sharing that is asked about."""
        found = [
            each
            for each in self.confirmations
            if each.department_id == department_id and each.sharing_id == self.sharing_id
        ]
        return found[-1] if found else None

    @property
    def waiting(self) -> list[Department]:
        """Who has not said anything yet."""
        return [each for each in self.sharing.departments if self.newest_of(each.id) is None]

    @property
    def differing(self) -> list[Department]:
        """Who said last that something differs."""
        said = {each.id: self.newest_of(each.id) for each in self.sharing.departments}
        return [
            each for each in self.sharing.departments if (last := said[each.id]) and not last.is_as_agreed
        ]

    def register_label(self) -> str:
        return f"{self.project.code} {self.milestone.name}"

    def __str__(self) -> str:
        return self.register_label()


class Confirmation(Identified, Base):
    """What a department said at a milestone. Only grows: whoever thinks otherwise later says so again."""

    __tablename__ = "contribution_confirmation"
    __table_args__ = (Index("ix_contribution_confirmation_round_id_id", "round_id", "id"),)
    register_kind = "contribution_confirmation"

    round_id: Mapped[int] = mapped_column(ForeignKey("contribution_round.id"))
    sharing_id: Mapped[int] = mapped_column(ForeignKey("contribution_sharing.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    is_as_agreed: Mapped[bool]
    words: Mapped[LongText]
    digest: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[dt.datetime]

    round: Mapped[Round] = relationship(back_populates="confirmations")
    sharing: Mapped[Sharing] = relationship()
    department: Mapped[Department] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])

    @property
    def who(self) -> str:
        """Who said it; both names where somebody stood in."""
        if self.on_behalf_of is None:
            return self.by.name
        return _("%(name)s for %(other)s", name=self.by.name, other=self.on_behalf_of.name)

    def register_label(self) -> str:
        return f"{self.round.register_label()} {self.department.name}"


@event.listens_for(Base.metadata, "after_create")
def _seal_created(_base: object, connection: Connection, tables: list[Any], **_options: object) -> None:
    """Tables made by `create_all` (tests, tools) get the same guards as migrated ones."""
    if Confirmation.__table__ in tables:
        sealing.install(connection)
