"""Tables of readiness and gates. Answers and ticks are added, never changed: what was said on a day stays said."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, Json, LongText
from portal.projects.models import Project
from portal.readiness.checklists import CHECKLISTS, PHASE_OF
from portal.readiness.preconditions import GIVEN_TONES, GIVEN_WORDS, PRECONDITIONS, Given
from portal.steering.models import Decision


class Voice(enum.StrEnum):
    """Who speaks: the side that would lead, or the other one (its sponsor, its departments)."""

    LEAD = "lead"
    SPONSOR = "sponsor"
    DEPARTMENT = "department"


VOICE_WORDS = {Voice.LEAD: _l("The lead"), Voice.SPONSOR: _l("The sponsor")}


class ReadinessAnswer(Identified, Base):
    """What a voice said to a precondition on a day, with what it rests on. The newest of a voice counts."""

    __tablename__ = "readiness_answer"
    __table_args__ = (
        CheckConstraint("(voice = 'department') = (department_id IS NOT NULL)", name="voice"),
        Index("ix_readiness_answer_project_id_id", "project_id", "id"),
    )
    register_kind = "readiness_answer"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    precondition: Mapped[str] = mapped_column(String(40))
    voice: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    answer: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[LongText]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    department: Mapped[Department | None] = relationship()
    answered_by: Mapped[Person] = relationship()

    @property
    def is_of_lead(self) -> bool:
        return self.voice == Voice.LEAD

    @property
    def is_gap(self) -> bool:
        return self.answer != Given.YES

    @property
    def speaker(self) -> str:
        """Who says it, in the reader's language."""
        return self.department.name if self.department else str(VOICE_WORDS[Voice(self.voice)])

    @property
    def label(self) -> str:
        return str(GIVEN_WORDS[self.answer])

    @property
    def tone(self) -> str:
        return GIVEN_TONES[self.answer]

    @property
    def title(self) -> str:
        known = PRECONDITIONS.get(self.precondition)
        return str(known.title) if known else self.precondition

    def register_label(self) -> str:
        return f"{self.project.code} {self.precondition}"


class Proceeding(Identified, Base):
    """The lead is accepted although something is missing: which gaps there were, and the decision it rests on."""

    __tablename__ = "proceeding"
    __table_args__ = (Index("ix_proceeding_project_id_id", "project_id", "id"),)
    register_kind = "proceeding"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    gaps: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[LongText]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    decision: Mapped[Decision] = relationship()
    recorded_by: Mapped[Person] = relationship()
    terms: Mapped[list[Term]] = relationship(
        back_populates="proceeding", order_by="Term.due_on, Term.id", cascade="all, delete-orphan"
    )

    @property
    def gap_titles(self) -> list[str]:
        return [str(PRECONDITIONS[code].title) for code in self.gaps if code in PRECONDITIONS]

    def register_label(self) -> str:
        return f"{self.project.code} {self.decision.code}"


class Term(Identified, Base):
    """A condition on which the project goes on: who sees to it, and the day on which it returns."""

    __tablename__ = "proceeding_term"
    __table_args__ = (Index("ix_proceeding_term_due_on", "due_on", "met_on"),)
    register_kind = "proceeding_term"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    text: Mapped[LongText]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[dt.date]
    met_on: Mapped[dt.date | None]
    evidence: Mapped[LongText]
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    proceeding: Mapped[Proceeding] = relationship(back_populates="terms")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    met_by: Mapped[Person | None] = relationship(foreign_keys=[met_by_id])

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def project(self) -> Project:
        return self.proceeding.project

    @property
    def is_met(self) -> bool:
        return self.met_on is not None

    def has_returned(self, today: dt.date) -> bool:
        """Its day has come, and nobody has said that it is met."""
        return not self.is_met and self.due_on <= today

    def meet(self, evidence: str, by: Person, on: dt.date) -> None:
        if self.is_met:
            raise Refused(_("This condition was already reported as met."))
        self.met_on, self.evidence, self.met_by = on, evidence, by

    def register_label(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class GateEntry(Identified, Base):
    """An item of a gate was ticked, or opened again. The newest entry of an item counts."""

    __tablename__ = "gate_entry"
    __table_args__ = (Index("ix_gate_entry_project_id_id", "project_id", "id"),)
    register_kind = "gate_entry"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    item: Mapped[str] = mapped_column(String(40))
    is_done: Mapped[bool]
    evidence: Mapped[LongText]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    entered_by: Mapped[Person] = relationship()

    @property
    def title(self) -> str:
        return str(CHECKLISTS.get(PHASE_OF.get(self.item, ""), {}).get(self.item, self.item))

    def register_label(self) -> str:
        return f"{self.project.code} {self.item}"


class GateOverride(Identified, Base):
    """A gate is passed although items are open: on a decision, which must hold when the phase changes."""

    __tablename__ = "gate_override"
    __table_args__ = (Index("ix_gate_override_project_id_id", "project_id", "id"),)
    register_kind = "gate_override"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    phase: Mapped[str] = mapped_column(String(20))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    open_items: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[LongText]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[dt.datetime]

    project: Mapped[Project] = relationship()
    decision: Mapped[Decision] = relationship()
    recorded_by: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return f"{self.project.code} {self.phase}"


@event.listens_for(ReadinessAnswer, "before_update")
@event.listens_for(GateEntry, "before_update")
@event.listens_for(GateOverride, "before_update")
def _keep(_mapper: Any, _connection: Any, record: Any) -> None:
    """A new word is a new row. (A merger of two persons moves their rows past this, by statement.)"""
    raise RuntimeError(f"{record.register_kind} {record.id} was said and is not changed")
