"""Tables of steering groups, meetings and decisions."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Dated, Person
from portal.database import Base, Code, Identified, LongText, Name
from portal.projects.models import Programme, Project


class DecisionRule(enum.StrEnum):
    """How a group decides."""

    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    CHAIR = "chair"


class MemberRole(enum.StrEnum):
    """What somebody is to a steering group."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SECRETARY = "secretary"
    GUEST = "guest"


class MeetingState(enum.StrEnum):
    """From the first draft to minutes that are approved."""

    DRAFT = "draft"
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    APPROVED = "approved"


class Presence(enum.StrEnum):
    """Who was in the room."""

    PRESENT = "present"
    REMOTE = "remote"
    EXCUSED = "excused"
    ABSENT = "absent"
    GUEST = "guest"


class DecisionState(enum.StrEnum):
    """A proposal becomes a decision; a decision is carried out, superseded or reversed, never edited."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECIDED = "decided"
    NEEDS_RATIFICATION = "needs_ratification"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"
    DROPPED = "dropped"


#: Decisions that hold now.
HOLDING = (DecisionState.DECIDED, DecisionState.IMPLEMENTED)


class Stand(enum.StrEnum):
    """A member's position on a proposal; an objection needs its reason."""

    AGREE = "agree"
    ABSTAIN = "abstain"
    OBJECT = "object"
    RECUSED = "recused"


class SteeringGroup(Identified, Base):
    """A body that decides for a project or a programme."""

    __tablename__ = "steering_group"
    __table_args__ = (CheckConstraint("quorum >= 0", name="quorum"),)
    register_kind = "group"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    purpose: Mapped[LongText]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    quorum: Mapped[int] = mapped_column(default=0)
    rule: Mapped[str] = mapped_column(String(20), default=DecisionRule.CONSENT)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    members: Mapped[list[Membership]] = relationship(back_populates="group", order_by="Membership.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    def members_on(self, day: dt.date) -> list[Membership]:
        return [member for member in self.members if member.holds_on(day)]

    def register_label(self) -> str:
        return f"{self.code} {self.name}"

    def __str__(self) -> str:
        return self.name


class Membership(Identified, Dated, Base):
    """Who sits in a group, as what, with how many votes, from when to when."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("votes >= 0", name="votes"),
    )
    register_kind = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("steering_group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=MemberRole.MEMBER)
    votes: Mapped[int] = mapped_column(default=1)

    group: Mapped[SteeringGroup] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return f"{self.person.name}, {self.role}"


class Meeting(Identified, Base):
    """A sitting of a group, with what was on the table and who was there."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_held_at_id", "held_at", "id"),
        Index("ix_meeting_group_id_held_at", "group_id", "held_at"),
    )
    register_kind = "meeting"

    code: Mapped[Code] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("steering_group.id"))
    held_at: Mapped[dt.datetime]
    title: Mapped[Name]
    place: Mapped[str] = mapped_column(String(300), default="", server_default="")
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.DRAFT)
    minutes: Mapped[LongText]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minuted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[SteeringGroup] = relationship()
    minuted_by: Mapped[Person | None] = relationship(foreign_keys=[minuted_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    agenda: Mapped[list[AgendaItem]] = relationship(back_populates="meeting", order_by="AgendaItem.position")
    attendance: Mapped[list[Attendance]] = relationship(back_populates="meeting", order_by="Attendance.id")
    decisions: Mapped[list[Decision]] = relationship(back_populates="meeting", order_by="Decision.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    def register_label(self) -> str:
        return f"{self.code} {self.title}"


class AgendaItem(Identified, Base):
    """A line of the agenda."""

    __tablename__ = "agenda_item"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[Name]
    note: Mapped[LongText]
    minutes_planned: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")


class Attendance(Base):
    """Whether somebody was at a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    presence: Mapped[str] = mapped_column(String(20), default=Presence.PRESENT)

    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    person: Mapped[Person] = relationship()


class Decision(Identified, Base):
    """What was decided, by whom, on what grounds, with which dissent.

    `quorum_met` and `present_count` are as they were when the outcome was recorded.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_decided_on_id", "decided_on", "id"),
        Index("ix_decision_project_id_decided_on", "project_id", "decided_on"),
        Index("ix_decision_group_id_decided_on", "group_id", "decided_on"),
        Index("ix_decision_state_due_on", "state", "due_on"),
        Index("ix_decision_owner_id_state", "owner_id", "state"),
    )
    register_kind = "decision"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("steering_group.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(1000))
    context: Mapped[LongText]
    options: Mapped[LongText]
    outcome: Mapped[LongText]
    grounds: Mapped[LongText]
    state: Mapped[str] = mapped_column(String(20), default=DecisionState.DRAFT)
    decided_on: Mapped[dt.date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[dt.date | None]
    review_on: Mapped[dt.date | None]
    implemented_on: Mapped[dt.date | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    is_reversal: Mapped[bool] = mapped_column(default=False)
    quorum_met: Mapped[bool | None]
    present_count: Mapped[int | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project | None] = relationship()
    group: Mapped[SteeringGroup | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship(back_populates="decisions")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    supersedes: Mapped[Decision | None] = relationship(remote_side="Decision.id", back_populates="superseded_by")
    superseded_by: Mapped[list[Decision]] = relationship(back_populates="supersedes")
    positions: Mapped[list[Position]] = relationship(back_populates="decision", order_by="Position.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own convention

    @property
    def holds(self) -> bool:
        return self.state in HOLDING

    def is_overdue(self, today: dt.date) -> bool:
        """Decided, due, and not carried out."""
        return self.state == DecisionState.DECIDED and self.due_on is not None and self.due_on < today

    def register_label(self) -> str:
        return f"{self.code} {self.title}"


class Position(Base):
    """Where somebody stood on a decision, with the reason if they objected."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("decision_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[str] = mapped_column(String(20))
    reason: Mapped[LongText]

    decision: Mapped[Decision] = relationship(back_populates="positions")
    person: Mapped[Person] = relationship()
