"""Tables of agreements: versions, the parties who were asked, and their answers. The last three only grow."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.agreements import labels, sealing
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText


class State(enum.StrEnum):
    """What became of the newest version."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Answer(enum.StrEnum):
    """What a party can say to a text."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"


class CapacityKind(enum.StrEnum):
    """In what capacity somebody is asked."""

    HEAD = "head"
    ASKER = "asker"
    PERSON = "person"


class Standing(enum.StrEnum):
    """How the one who answered stands to the one who was asked."""

    SELF = "self"
    SUCCESSOR = "successor"
    SUBSTITUTE = "substitute"
    COLLEAGUE = "colleague"


class Agreement(Identified, Base):
    """What is to be agreed about one record; its words stand in its versions.

    `number` is the newest version's, `agreed_number` that of the version in force (an amendment may be open
    while the older text still binds).
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "purpose", name="uq_agreement_subject"),
        Index("ix_agreement_project_id_state", "project_id", "state"),
        Index("ix_agreement_state_id", "state", "id"),
    )
    register_kind = "agreement"

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(300), default="", server_default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    state: Mapped[str] = mapped_column(String(20), default=State.OPEN)
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    agreed_number: Mapped[int | None]
    created_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]

    versions: Mapped[list[AgreementVersion]] = relationship(
        back_populates="agreement", order_by="AgreementVersion.number"
    )

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def state_label(self) -> str:
        return labels.word(labels.STATES, self.state)

    def insist_on_open(self) -> None:
        """Explain what it is now, unless somebody may still answer."""
        if not self.is_open:
            raise Refused(labels.already(self.state))

    def close(self, state: State, now: dt.datetime) -> None:
        self.state, self.closed_at = state, now
        if state == State.AGREED:
            self.agreed_number = self.number

    def register_label(self) -> str:
        return self.label or f"{self.subject_kind} {self.subject_id}"

    def __str__(self) -> str:
        return self.register_label()


class AgreementVersion(Identified, Base):
    """One exact text with its terms. Never changed: other words are another version.

    `digest`: SHA-256 of language, text and terms in canonical form (`seen.digest_of`). `terms`: what the text
    says, as values. `made_by` put it and therefore never answers it.
    """

    __tablename__ = "agreement_version"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    register_kind = "agreement_version"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    terms: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]

    agreement: Mapped[Agreement] = relationship(back_populates="versions")
    made_by: Mapped[Person | None] = relationship()
    parties: Mapped[list[AgreementParty]] = relationship(
        back_populates="version", order_by="AgreementParty.number"
    )

    @property
    def is_newest(self) -> bool:
        return self.number == self.agreement.number

    def register_label(self) -> str:
        return f"{self.agreement.register_label()} #{self.number}"


class AgreementParty(Identified, Base):
    """Somebody who must answer a version, in a capacity, as it was resolved on `capacity_on`.

    `person` is None where nobody had the capacity on that day: the text waits for a vacancy.
    """

    __tablename__ = "agreement_party"
    __table_args__ = (
        UniqueConstraint("version_id", "number"),
        Index("ix_agreement_party_person_id", "person_id"),
        Index("ix_agreement_party_department_id", "department_id"),
        Index("ix_agreement_party_project_id", "project_id"),
        Index("ix_agreement_party_answer_due_on_id", "answer_due_on", "id"),
    )
    register_kind = "agreement_party"

    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"))
    number: Mapped[int]
    capacity: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    capacity_on: Mapped[dt.date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer_due_on: Mapped[dt.date | None]

    version: Mapped[AgreementVersion] = relationship(back_populates="parties")
    department: Mapped[Department | None] = relationship()
    person: Mapped[Person | None] = relationship()
    answer: Mapped[AgreementAnswer | None] = relationship(back_populates="party")

    @property
    def agreement(self) -> Agreement:
        return self.version.agreement

    @property
    def since(self) -> dt.datetime:
        """Since when an answer is owed."""
        return self.version.made_at

    @property
    def is_open(self) -> bool:
        """Is an answer to this still owed?"""
        return self.agreement.is_open and self.version.is_newest and self.answer is None

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.answer_due_on is not None and self.answer_due_on < today

    @property
    def capacity_label(self) -> str:
        return labels.capacity(
            self.capacity, self.department.name if self.department else "", self.capacity_on
        )

    def answerer_on(self, day: dt.date) -> Person | None:
        """Whose answer counts: who was asked, while they have the capacity; else who has it then.

        Who asks for a project is known above: `answerers.answerers_on`.
        """
        if self.capacity != CapacityKind.HEAD or self.department is None:
            return self.person
        still = any(head.person_id == self.person_id and head.holds_on(day) for head in self.department.heads)
        return self.person if still else self.department.head_on(day)

    def register_label(self) -> str:
        return self.person.name if self.person else self.capacity


class AgreementAnswer(Identified, Base):
    """What a party said, to exactly which words, in which language, and how they were identified.

    `by` answered; `on_behalf_of` is whose answer it is where that is somebody else. `text_seen` is empty where
    the words on their screen were not handed over (an import, an older client); `digest` names the version all
    the same.
    """

    __tablename__ = "agreement_answer"
    __table_args__ = (UniqueConstraint("party_id"),)
    register_kind = "agreement_answer"

    party_id: Mapped[int] = mapped_column(ForeignKey("agreement_party.id"))
    answer: Mapped[str] = mapped_column(String(10))
    reason: Mapped[LongText]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    standing: Mapped[str] = mapped_column(String(10))
    text_seen: Mapped[LongText]
    language_seen: Mapped[str] = mapped_column(String(10), default="", server_default="")
    terms: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    identified_by: Mapped[str] = mapped_column(String(40))
    answered_at: Mapped[dt.datetime]

    party: Mapped[AgreementParty] = relationship(back_populates="answer")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])

    @property
    def answer_label(self) -> str:
        return labels.word(labels.ANSWERS, self.answer)

    @property
    def sentence(self) -> str:
        """Who answered what; both names where somebody stood in."""
        asked = self.on_behalf_of or (self.party.person if self.standing == Standing.SUCCESSOR else None)
        other = asked.name if asked else None
        return labels.answered(self.answer, self.standing, self.by.name, other)

    def register_label(self) -> str:
        return f"{self.party.version.register_label()} {self.answer}"


@event.listens_for(Base.metadata, "after_create")
def _seal_created(_base: object, connection: Connection, tables: list[Any], **_options: object) -> None:
    """Tables made by `create_all` (tests, tools) get the same guards as migrated ones."""
    if AgreementAnswer.__table__ in tables:
        sealing.install(connection)
