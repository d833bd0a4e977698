"""Tables of meetings: the agenda, who was there, the minutes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Code, Identified, Json, LongText, Name
from portal.projects.models import Project
from portal.search.documents import SearchDocument
from portal.steering.models.groups import SteeringGroup, project_of_group
from portal.steering.models.states import (
    ATTENDING,
    MEETING_WORDS,
    PRESENCE_WORDS,
    MeetingState,
    Presence,
)

if TYPE_CHECKING:
    from portal.steering.models.decisions import Decision


class Meeting(Identified, Base):
    """A sitting of a group, with what was on the table and who was there.

    `project_id` repeats the group's. `minutes_version` counts the texts, `writer_ids` names everybody who
    wrote them: none of these may approve. `called_by` is the organiser of its calendar entry, whose versions
    `calendar_sequence` counts. A cancelled meeting stays, with the reason.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_held_at_id", "held_at", "id"),
        Index("ix_meeting_group_id_held_at", "group_id", "held_at"),
    )
    register_kind = "meeting"

    code: Mapped[Code] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("steering_group.id"))
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("project.id"), default=project_of_group, index=True
    )
    held_at: Mapped[dt.datetime]
    title: Mapped[Name]
    place: Mapped[str] = mapped_column(String(300), default="", server_default="")
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.DRAFT)
    minutes: Mapped[LongText]
    minutes_version: Mapped[int] = mapped_column(default=0, server_default="0")
    writer_ids: Mapped[list[int]] = mapped_column(Json, default=list, server_default="[]")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minuted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[dt.datetime | None]
    opened_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    circulated_at: Mapped[dt.datetime | None]
    approved_at: Mapped[dt.datetime | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled_at: Mapped[dt.datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancel_reason: Mapped[LongText]
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[SteeringGroup] = relationship()
    project: Mapped[Project | None] = relationship()
    minuted_by: Mapped[Person | None] = relationship(foreign_keys=[minuted_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    called_by: Mapped[Person | None] = relationship(foreign_keys=[called_by_id])
    cancelled_by: Mapped[Person | None] = relationship(foreign_keys=[cancelled_by_id])
    agenda: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position, AgendaItem.id", cascade="all, delete-orphan"
    )
    attendance: Mapped[list[Attendance]] = relationship(back_populates="meeting", order_by="Attendance.id")
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="meeting", order_by="Decision.id", foreign_keys="Decision.meeting_id"
    )

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @validates("group")
    def _inherit_project(self, _name: str, group: SteeringGroup) -> SteeringGroup:
        if group.project is not None:
            self.project = group.project
        return group

    @property
    def state_label(self) -> str:
        return str(MEETING_WORDS.get(self.state, self.state))

    @property
    def is_locked(self) -> bool:
        """Approved minutes close the whole meeting: nothing in it changes any more."""
        return self.state == MeetingState.APPROVED

    @property
    def takes_minutes(self) -> bool:
        return self.state in {MeetingState.OPEN, MeetingState.CLOSED}

    @property
    def takes_attendance(self) -> bool:
        return self.state in {MeetingState.CALLED, MeetingState.OPEN, MeetingState.CLOSED}

    @property
    def takes_agenda(self) -> bool:
        return self.state in {MeetingState.DRAFT, MeetingState.CALLED, MeetingState.OPEN}

    @property
    def can_move(self) -> bool:
        """May time, place and title still change?"""
        return self.state in {MeetingState.DRAFT, MeetingState.CALLED}

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def can_be_cancelled(self) -> bool:
        """Until it is closed; whether something was decided in it is another question."""
        return self.state in {MeetingState.DRAFT, MeetingState.CALLED, MeetingState.OPEN}

    def presence_of(self, person_id: int) -> str | None:
        return next((row.presence for row in self.attendance if row.person_id == person_id), None)

    def was_attended_by(self, person_id: int) -> bool:
        return self.presence_of(person_id) in ATTENDING

    def expect_draft(self) -> None:
        if self.state != MeetingState.DRAFT:
            raise Refused(_("This meeting has already been called."))

    def expect_called(self) -> None:
        if self.state != MeetingState.CALLED:
            raise Refused(_("Only a meeting that was called can be opened."))

    def expect_open(self) -> None:
        if self.state != MeetingState.OPEN:
            raise Refused(_("Only a meeting in session can be closed."))

    def expect_movable(self) -> None:
        if not self.can_move:
            raise Refused(_("A meeting that has begun keeps its time, place and title."))

    def expect_attendance(self) -> None:
        if not self.takes_attendance:
            raise Refused(_("Attendance is noted from the invitation until the minutes are approved."))

    def expect_agenda(self) -> None:
        if self.is_cancelled:
            raise Refused(_("This meeting was cancelled: its agenda stays as it was."))
        if not self.takes_agenda:
            raise Refused(_("The meeting is over: its agenda stays as it was."))

    def expect_minutes(self) -> None:
        if self.is_locked:
            raise Refused(
                _(
                    "These minutes were approved and are locked. "
                    "A correction is a matter for the next meeting."
                )
            )
        if not self.takes_minutes:
            raise Refused(_("Minutes are written once the meeting has been opened."))

    def expect_approvable(self) -> None:
        if self.state != MeetingState.CLOSED:
            raise Refused(_("Minutes are approved once the meeting is closed, and only once."))
        if not self.minutes.strip():
            raise Refused(_("There are no minutes yet that could be approved."))

    def expect_uncirculated(self) -> None:
        """Once the minutes go round, nobody changes or approves them past those who were there."""
        if self.circulated_at is not None:
            raise Refused(
                _(
                    "These minutes are going round. They change by corrections that everybody can see, "
                    "and the chair closes them."
                )
            )

    def expect_cancellable(self) -> None:
        if self.is_cancelled:
            raise Refused(_("This meeting was cancelled already."))
        if not self.can_be_cancelled:
            raise Refused(_("This meeting took place. What took place is not cancelled."))

    def call(self, by: Person, now: dt.datetime) -> None:
        self.expect_draft()
        self.state, self.called_at, self.called_by = MeetingState.CALLED, now, by

    def cancel(self, reason: str, by: Person, now: dt.datetime) -> None:
        self.expect_cancellable()
        self.state, self.cancel_reason = MeetingState.CANCELLED, reason
        self.cancelled_by, self.cancelled_at = by, now

    def open(self, now: dt.datetime) -> None:
        self.expect_called()
        self.state, self.opened_at = MeetingState.OPEN, now

    def close(self, now: dt.datetime) -> None:
        self.expect_open()
        self.state, self.closed_at = MeetingState.CLOSED, now

    def write_minutes(self, text: str, by: Person) -> None:
        self.expect_minutes()
        self.minutes, self.minuted_by = text, by
        self.minutes_version += 1
        self.writer_ids = sorted({*self.writer_ids, by.id})

    def approve_minutes(self, by: Person, now: dt.datetime) -> None:
        if by.id in self.writer_ids or by.id == self.minuted_by_id:
            raise Refused(
                _(
                    "Who wrote the minutes does not approve them. "
                    "Ask the chair, a deputy or a member who was there."
                )
            )
        self.expect_approvable()
        self.state, self.approved_by, self.approved_at = MeetingState.APPROVED, by, now

    def register_label(self) -> str:
        return f"{self.code} {self.title}"

    def __str__(self) -> str:
        return self.register_label()

    def search_document(self) -> SearchDocument:
        text = f"{self.place}\n{self.minutes}"
        return SearchDocument(f"{self.code} {self.title}", text, f"/meetings/{self.id}", self.project_id)


class AgendaItem(Identified, Base):
    """A line of the agenda.

    `subject_kind` and `subject_id`: the record that waited for the group and came here, e.g. a decision; of an
    item that an earlier meeting did not finish, that item.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (Index("ix_agenda_item_subject_kind_subject_id", "subject_kind", "subject_id"),)
    register_kind = "agenda_item"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[Name]
    note: Mapped[LongText]
    minutes_planned: Mapped[int | None]
    subject_kind: Mapped[str] = mapped_column(String(30), default="", server_default="")
    subject_id: Mapped[int | None]
    is_unfinished: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    def register_label(self) -> str:
        return self.title


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

    @property
    def label(self) -> str:
        return str(PRESENCE_WORDS.get(self.presence, self.presence))
