"""Tables of the portfolio."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.models import Dated, Department, Person, fold
from portal.core.errors import Refused
from portal.database import Base, Code, Identified, LongText, Name
from portal.search.documents import SearchDocument


def _folded_name(context: Any) -> str:
    return fold(context.get_current_parameters()["name"])


class Named:
    """A name that both databases find and order alike: `folded_name` has neither case nor width."""

    name: Mapped[Name]
    folded_name: Mapped[str] = mapped_column(String(300), default=_folded_name)

    @validates("name")
    def _keep_folded(self, _attribute: str, name: str) -> str:
        self.folded_name = fold(name)
        return name


class LeadModel(enum.StrEnum):
    """Who leads: each model has its own pits (see DOMAIN: fight over the lead)."""

    BUSINESS = "business"
    TRAINING = "training"
    IT = "it"
    JOINT = "joint"


class Phase(enum.StrEnum):
    """Where a project stands."""

    IDEA = "idea"
    PREPARATION = "preparation"
    SELECTION = "selection"
    IMPLEMENTATION = "implementation"
    PILOT = "pilot"
    ROLLOUT = "rollout"
    HYPERCARE = "hypercare"
    OPERATION = "operation"
    PAUSED = "paused"
    CLOSED = "closed"


class Rating(enum.StrEnum):
    """A worded grade. Exempt and not rated are no colour, least of all green."""

    GREEN = "green"
    AMBER_GREEN = "amber_green"
    AMBER = "amber"
    AMBER_RED = "amber_red"
    RED = "red"
    EXEMPT = "exempt"
    NOT_RATED = "not_rated"

    @property
    def rank(self) -> int:
        """From 5 (red) down to 1 (green); 0 where there is no grade."""
        return RATING_RANKS[self]


RATING_RANKS = {
    Rating.RED: 5,
    Rating.AMBER_RED: 4,
    Rating.AMBER: 3,
    Rating.AMBER_GREEN: 2,
    Rating.GREEN: 1,
    Rating.EXEMPT: 0,
    Rating.NOT_RATED: 0,
}


class AppointmentRole(enum.StrEnum):
    """What a person is to a project."""

    SPONSOR = "sponsor"
    MANAGER = "manager"
    MEMBER = "member"
    KEY_USER = "key_user"
    PROCESS_OWNER = "process_owner"
    BUSINESS_LEAD = "business_lead"
    IT_LEAD = "it_lead"


class Acceptance(enum.StrEnum):
    """What the person said to an appointment. A role is taken, not typed in.

    `recorded`: it stands in data that came from elsewhere, nobody was asked. `asked`: the same, and the person has
    been asked since; without an answer it stays recorded. `proposed`: new; without an answer it lapses.
    """

    RECORDED = "recorded"
    ASKED = "asked"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Programme(Identified, Named, Base):
    """Projects that serve one change.

    `rating_points`: how many colours its reports offer, five or only the three that some houses know.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("rating_points IN (3, 5)", name="rating_points"),
        Index("ix_programme_folded_name_id", "folded_name", "id"),
    )
    register_kind = "programme"

    code: Mapped[Code] = mapped_column(unique=True)
    purpose: Mapped[LongText]
    rating_points: Mapped[int] = mapped_column(default=5, server_default="5")
    version: Mapped[int] = mapped_column(default=1)

    projects: Mapped[list[Project]] = relationship(back_populates="programme", order_by="Project.code")

    __mapper_args__ = {"version_id_col": version}

    def search_document(self) -> SearchDocument:
        return SearchDocument(self.name, f"{self.code}\n{self.purpose}", f"/programmes/{self.code}")

    def register_label(self) -> str:
        return f"{self.code} {self.name}"

    def __str__(self) -> str:
        return self.name


class Project(Identified, Named, Base):
    """A piece of change with a purpose, a lead, a sponsor and an end.

    `said_rating`, `said_rank` and `said_on` repeat the latest published report, so that the board sorts and
    filters by an index; only `publish_report` writes them.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("budget IS NULL OR budget >= 0", name="budget"),
        Index("ix_project_folded_name_id", "folded_name", "id"),
        Index("ix_project_said_rank_id", "said_rank", "id"),
        Index("ix_project_said_on_id", "said_on", "id"),
        Index("ix_project_go_live_on_id", "go_live_on", "id"),
    )
    register_kind = "project"

    code: Mapped[Code] = mapped_column(unique=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    purpose: Mapped[LongText]
    measure_of_success: Mapped[LongText]
    lead_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    lead_model: Mapped[str | None] = mapped_column(String(20))
    phase: Mapped[str] = mapped_column(String(20), default=Phase.IDEA, index=True)
    start_on: Mapped[dt.date | None]
    go_live_on: Mapped[dt.date | None]
    end_on: Mapped[dt.date | None]
    budget: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    is_confidential: Mapped[bool] = mapped_column(default=False, server_default=false())
    said_rating: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED, server_default="not_rated")
    said_rank: Mapped[int] = mapped_column(default=0, server_default="0")
    said_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme | None] = relationship(back_populates="projects")
    lead_department: Mapped[Department | None] = relationship()
    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="project", order_by="Appointment.valid_from.desc()"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="project", order_by="Milestone.baseline_on, Milestone.id"
    )
    insiders: Mapped[list[Insider]] = relationship(back_populates="project", order_by="Insider.person_id")

    __mapper_args__ = {"version_id_col": version}

    def holders(self, role: str, day: dt.date) -> list[Person]:
        """Who holds an appointment on that day."""
        return [held.person for held in self.appointments if held.role == role and held.holds_on(day)]

    def vacant_since(self, role: str, day: dt.date) -> dt.date | None:
        """The first day without anybody in this role before `day`; None if it is held or never was."""
        ended = [
            held.valid_to
            for held in self.appointments
            if held.role == role and held.valid_to and held.valid_to < day
        ]
        if not ended or self.holders(role, day):
            return None
        return max(ended) + dt.timedelta(days=1)

    def is_held_by(self, person_id: int, day: dt.date, *roles: str) -> bool:
        """Does this person hold one of these roles here on that day? (No roles named: any.)"""
        return any(
            held.person_id == person_id and held.holds_on(day) and (not roles or held.role in roles)
            for held in self.appointments
        )

    def search_document(self) -> SearchDocument:
        text = f"{self.code}\n{self.purpose}\n{self.measure_of_success}"
        return SearchDocument(self.name, text, f"/projects/{self.code}", self.id)

    def register_label(self) -> str:
        return f"{self.code} {self.name}"

    def __str__(self) -> str:
        return self.name


class Appointment(Identified, Dated, Base):
    """A person's role in a project, from when to when, and whether the person took it.

    One that was declined, or lapsed, before its first day ends before it begins: it was never held.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from OR acceptance IN ('declined', 'lapsed')",
            name="period",
        ),
        Index("ix_appointment_project_id_role", "project_id", "role"),
    )
    register_kind = "appointment"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    role: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    acceptance: Mapped[str] = mapped_column(
        String(20), default=Acceptance.RECORDED, server_default="recorded", index=True
    )
    answer_due_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    answer_reason: Mapped[LongText]

    project: Mapped[Project] = relationship(back_populates="appointments")
    person: Mapped[Person] = relationship()
    department: Mapped[Department | None] = relationship()

    @property
    def waits(self) -> bool:
        """Is the person's word still owed?"""
        return self.acceptance in (Acceptance.PROPOSED, Acceptance.ASKED)

    def ask(self, due_on: dt.date) -> None:
        """The person's word is wanted by a day; one that was asked before is not asked twice."""
        if self.acceptance not in (None, Acceptance.RECORDED):
            raise Refused(_("%(name)s was asked about this role already.", name=self.person.name))
        self.acceptance, self.answer_due_on = Acceptance.ASKED, due_on

    def take(self, day: dt.date) -> None:
        """The person said yes."""
        self.acceptance, self.answered_on = Acceptance.ACCEPTED, day

    def give_up(self, acceptance: Acceptance, reason: str, today: dt.date) -> dt.date:
        """Not taken: nobody holds it from today on. Returns the last day, before the first if it was never held."""
        self.acceptance, self.answered_on, self.answer_reason = acceptance, today, reason
        last = max(today, self.valid_from) - dt.timedelta(days=1)
        self.valid_to = last if self.valid_to is None else min(last, self.valid_to)
        return self.valid_to

    def end(self, day: dt.date) -> None:
        """An end that has come stays; one that is still ahead may be moved."""
        if self.valid_to is not None and self.valid_to <= day:
            raise Refused(_("This appointment has ended already, or ends earlier than that."))
        self.valid_to = day

    def register_label(self) -> str:
        return f"{self.person.name}, {self.role}"


class Insider(Base):
    """Somebody who sees a confidential project: appointed, asked, or member of its steering group."""

    __tablename__ = "insider"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    project: Mapped[Project] = relationship(back_populates="insiders")
    person: Mapped[Person] = relationship()


class Milestone(Identified, Base):
    """A date that others rely on: what was planned first, what is expected now, what came true.

    `first_baseline_on` is empty until a new baseline is agreed; then it keeps what was planned first.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("project_id", "code"),)
    register_kind = "milestone"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    baseline_on: Mapped[dt.date | None]
    first_baseline_on: Mapped[dt.date | None]
    forecast_on: Mapped[dt.date | None]
    actual_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship(back_populates="milestones")

    __mapper_args__ = {"version_id_col": version}

    @property
    def expected_on(self) -> dt.date | None:
        return self.actual_on or self.forecast_on or self.baseline_on

    @property
    def planned_first_on(self) -> dt.date | None:
        return self.first_baseline_on or self.baseline_on

    @property
    def slip_days(self) -> int | None:
        """Days later than first planned (negative: earlier); None where one of the two is unknown.

        A new baseline does not make a delay disappear.
        """
        if self.planned_first_on is None or self.expected_on is None:
            return None
        return (self.expected_on - self.planned_first_on).days

    def is_overdue(self, today: dt.date) -> bool:
        return self.actual_on is None and self.expected_on is not None and self.expected_on < today

    def insist_on_open(self) -> None:
        if self.actual_on is not None:
            raise Refused(_("This milestone has been reached; nothing is expected of it any more."))

    def agree_baseline(self, day: dt.date) -> None:
        """The new agreed date; what was planned first is kept beside it."""
        self.first_baseline_on = self.planned_first_on or day
        self.baseline_on = day

    def register_label(self) -> str:
        return f"{self.code} {self.name}"


DIMENSIONS = ("scope", "schedule", "cost", "people", "benefits")


class StatusReport(Identified, Base):
    """What the manager said on a date: frozen once published.

    `overall_as_given` keeps the words of a source with other grades ("Exempt under section 26 …").
    """

    __tablename__ = "status_report"
    __table_args__ = (
        Index("ix_status_report_project_id_reported_on", "project_id", "reported_on"),
        UniqueConstraint("project_id", "reported_on"),
    )
    register_kind = "status_report"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    reported_on: Mapped[dt.date]
    overall: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    overall_as_given: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    narrative: Mapped[LongText]
    scope: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    scope_note: Mapped[LongText]
    schedule: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    schedule_note: Mapped[LongText]
    cost: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    cost_note: Mapped[LongText]
    people: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    people_note: Mapped[LongText]
    benefits: Mapped[str] = mapped_column(String(20), default=Rating.NOT_RATED)
    benefits_note: Mapped[LongText]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    author: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def insist_on_draft(self) -> None:
        """Frozen means frozen: a mistake in a published report is corrected by a new one."""
        if self.is_published:
            raise Refused(
                _("This report is published and cannot be changed. Write a new one that corrects it.")
            )

    def publish(self, now: dt.datetime) -> None:
        self.insist_on_draft()
        self.published_at = now

    def search_document(self) -> SearchDocument | None:
        """What was said can be found; a draft is not said yet."""
        if not self.is_published:
            return None
        notes = [getattr(self, f"{name}_note") for name in DIMENSIONS]
        text = "\n".join([self.narrative, self.overall_as_given, *notes])
        return SearchDocument(
            self.reported_on.isoformat(), text, f"/status-reports/{self.id}", self.project_id
        )

    def register_label(self) -> str:
        return f"{self.project.code} {self.reported_on.isoformat()}"
