"""Tables of who has a stake in a project, and of how departments were seen to act towards it.

Assessments, talks, observations and replies are only added: the newest counts, the older ones stay.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.projects.models import Project


class Level(enum.StrEnum):
    """How much: in three words, never in a number."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


LEVEL_WORDS: Mapping[str, object] = {Level.LOW: _l("Low"), Level.MEDIUM: _l("Medium"), Level.HIGH: _l("High")}
LEVELS = tuple(Level)


class Stance(enum.StrEnum):
    """How a department acts towards a project, judged on evidence, never on hearsay."""

    DRIVER = "driver"
    FRICTION = "friction"
    RESISTER = "resister"
    UNDECIDED = "undecided"


STANCE_WORDS: Mapping[str, object] = {
    Stance.DRIVER: _l("Drives it"),
    Stance.FRICTION: _l("Friction"),
    Stance.RESISTER: _l("Resists it"),
    Stance.UNDECIDED: _l("Undecided"),
}
STANCE_MEANINGS: Mapping[str, object] = {
    Stance.DRIVER: _l("Moves the project forward by itself."),
    Stance.FRICTION: _l("Does what is asked, late or only in part."),
    Stance.RESISTER: _l("Works against it, openly or by leaving things undone."),
    Stance.UNDECIDED: _l("Has not shown yet where it stands."),
}


class Stakeholder(Identified, Base):
    """A department with a stake in a project. People are its contacts, and are not assessed."""

    __tablename__ = "stakeholder"
    __table_args__ = (UniqueConstraint("project_id", "department_id"),)
    register_kind = "stakeholder"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    department: Mapped[Department] = relationship()
    assessments: Mapped[list[Assessment]] = relationship(
        back_populates="stakeholder", order_by="Assessment.id.desc()"
    )
    contacts: Mapped[list[Contact]] = relationship(back_populates="stakeholder", order_by="Contact.id")
    steps: Mapped[list[EngagementStep]] = relationship(
        back_populates="stakeholder", order_by="EngagementStep.due_on, EngagementStep.id"
    )
    talks: Mapped[list[Talk]] = relationship(back_populates="stakeholder", order_by="Talk.id.desc()")
    observations: Mapped[list[Observation]] = relationship(
        back_populates="stakeholder", order_by="Observation.id.desc()"
    )

    @property
    def assessment(self) -> Assessment:
        """The one that counts: the newest."""
        return self.assessments[0]

    @property
    def observation(self) -> Observation | None:
        return self.observations[0] if self.observations else None

    @property
    def open_steps(self) -> list[EngagementStep]:
        return [step for step in self.steps if step.is_open]

    def register_label(self) -> str:
        return f"{self.project.code} {self.department.name}"


class Assessment(Base):
    """Influence and interest on a day, with the reasons."""

    __tablename__ = "stakeholder_assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    influence: Mapped[str] = mapped_column(String(10))
    interest: Mapped[str] = mapped_column(String(10))
    reason: Mapped[LongText]
    assessed_on: Mapped[dt.date]
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[dt.datetime]

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="assessments")
    assessed_by: Mapped[Person | None] = relationship()

    @property
    def influence_label(self) -> str:
        return str(LEVEL_WORDS[self.influence])

    @property
    def interest_label(self) -> str:
        return str(LEVEL_WORDS[self.interest])


class Contact(Base):
    """Somebody to talk to in a department, and about what. Nothing else is said of them."""

    __tablename__ = "stakeholder_contact"
    __table_args__ = (UniqueConstraint("stakeholder_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic: Mapped[str] = mapped_column(String(300), default="", server_default="")
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[dt.datetime]

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="contacts")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class EngagementStep(Identified, Base):
    """What is done to win a department, by whom and until when."""

    __tablename__ = "engagement_step"
    register_kind = "engagement_step"

    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    what: Mapped[LongText]
    responsible_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[dt.date]
    outcome: Mapped[LongText]
    closed_on: Mapped[dt.date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="steps")
    responsible: Mapped[Person] = relationship(foreign_keys=[responsible_id])

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on < today

    def close(self, outcome: str, on: dt.date) -> None:
        if not self.is_open:
            raise Refused(_("This step is closed already."))
        self.outcome, self.closed_on = outcome, on

    def register_label(self) -> str:
        return self.stakeholder.register_label()


class Talk(Base):
    """A contact that took place: when, with whom, what was said."""

    __tablename__ = "stakeholder_talk"

    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    talked_on: Mapped[dt.date]
    with_whom: Mapped[str] = mapped_column(String(300))
    note: Mapped[LongText]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[dt.datetime]

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="talks")
    noted_by: Mapped[Person | None] = relationship()


class Observation(Identified, Base):
    """How a department was seen to act, by whom, on what grounds, and what was tried."""

    __tablename__ = "stance_observation"
    register_kind = "stance_observation"

    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    stance: Mapped[str] = mapped_column(String(20))
    grounds: Mapped[LongText]
    tried: Mapped[LongText]
    observed_on: Mapped[dt.date]
    observed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    observed_at: Mapped[dt.datetime]

    stakeholder: Mapped[Stakeholder] = relationship(back_populates="observations")
    observed_by: Mapped[Person] = relationship()
    replies: Mapped[list[Reply]] = relationship(back_populates="observation", order_by="Reply.id")

    @property
    def stance_label(self) -> str:
        return str(STANCE_WORDS[self.stance])

    def register_label(self) -> str:
        return self.stakeholder.register_label()


class Reply(Base):
    """The own words of the department's head, beside an observation; nobody answers for them."""

    __tablename__ = "stance_reply"
    __table_args__ = (Index("ix_stance_reply_observation_id", "observation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("stance_observation.id"))
    words: Mapped[LongText]
    replied_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[dt.datetime]

    observation: Mapped[Observation] = relationship(back_populates="replies")
    replied_by: Mapped[Person] = relationship()


class PersonSwitch(Identified, Base):
    """Whether the organization lets observations name persons at all; the newest row counts, none means no."""

    __tablename__ = "stance_switch"
    register_kind = "stance_switch"

    is_on: Mapped[bool]
    reason: Mapped[LongText]
    switched_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    switched_at: Mapped[dt.datetime]

    switched_by: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return "stance"


class CircleMember(Identified, Base):
    """Somebody who reads and writes what is observed of persons in one project."""

    __tablename__ = "stance_circle"
    __table_args__ = (UniqueConstraint("project_id", "person_id"),)
    register_kind = "stance_circle"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[dt.datetime]
    ended_on: Mapped[dt.date | None]

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    def register_label(self) -> str:
        return self.project.code


class PersonObservation(Identified, Base):
    """What was seen of a person. The person reads it; after `expires_on` nobody does, and its words are erased."""

    __tablename__ = "stance_person_observation"
    __table_args__ = (Index("ix_stance_person_observation_project_id_person_id", "project_id", "person_id"),)
    register_kind = "stance_person_observation"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stance: Mapped[str] = mapped_column(String(20))
    grounds: Mapped[LongText]
    tried: Mapped[LongText]
    observed_on: Mapped[dt.date]
    expires_on: Mapped[dt.date] = mapped_column(index=True)
    observed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    observed_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    observed_by: Mapped[Person] = relationship(foreign_keys=[observed_by_id])

    @property
    def stance_label(self) -> str:
        return str(STANCE_WORDS.get(self.stance, ""))

    def register_label(self) -> str:
        return self.project.code


class OwnPosition(Identified, Base):
    """Where the person stands, in their own words; gone with the same term as what was observed."""

    __tablename__ = "stance_own_position"
    __table_args__ = (Index("ix_stance_own_position_project_id_person_id", "project_id", "person_id"),)
    register_kind = "stance_own_position"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[LongText]
    stated_at: Mapped[dt.datetime]
    expires_on: Mapped[dt.date] = mapped_column(index=True)

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return self.project.code
