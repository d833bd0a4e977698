"""Tables of people, departments, and the facts that give them authority over time."""

from __future__ import annotations

import datetime as dt
import enum
import unicodedata
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, false, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates
from sqlalchemy.sql.elements import ColumnElement

from portal.database import Base, Code, Identified, Name
from portal.search.documents import SearchDocument


def fold(text: str) -> str:
    """A name without case and width, so that both databases find and order it alike."""
    return unicodedata.normalize("NFKC", text).casefold()[:300]


def _folded_name(context: Any) -> str:
    return fold(context.get_current_parameters()["name"])


class Role(enum.StrEnum):
    """Organization-wide roles; everything project-wide is an appointment, everything else a fact."""

    ADMINISTRATOR = "administrator"
    PROGRAMME_OFFICE = "programme_office"
    CIO = "cio"
    AUDITOR = "auditor"


class Dated:
    """A fact that holds from a day up to and including another; ended, never overwritten."""

    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @classmethod
    def holding_on(cls, day: dt.date) -> ColumnElement[bool]:
        """The same question for a query."""
        return (cls.valid_from <= day) & or_(cls.valid_to.is_(None), cls.valid_to >= day)


class Department(Identified, Base):
    """A unit of the organization, in a tree."""

    __tablename__ = "department"
    register_kind = "department"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Department | None] = relationship(remote_side="Department.id", back_populates="children")
    children: Mapped[list[Department]] = relationship(back_populates="parent", order_by="Department.name")
    heads: Mapped[list[DepartmentHead]] = relationship(
        back_populates="department", order_by="DepartmentHead.valid_from.desc()"
    )
    people: Mapped[list[Person]] = relationship(back_populates="department", order_by="Person.name")

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    def head_on(self, day: dt.date) -> Person | None:
        """Who answered for this department on that day."""
        return next((head.person for head in self.heads if head.holds_on(day)), None)

    def search_document(self) -> SearchDocument:
        return SearchDocument(self.name, self.code, f"/departments/{self.id}")

    def register_label(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


class Person(Identified, Base):
    """Somebody who acts or is named. Without `password_hash` there is no account to sign in to.

    `key` is what minutes and spreadsheets call them: an e-mail address or a handle, in small letters, and it
    stays when the address changes. A person who turned out to be another is kept as a pointer
    (`merged_into`).
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("hours_per_week >= 0 AND hours_per_week <= 168", name="hours"),
        Index("ix_person_folded_name_id", "folded_name", "id"),
    )
    register_kind = "person"

    key: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[Name]
    folded_name: Mapped[str] = mapped_column(String(300), default=_folded_name)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    title: Mapped[str] = mapped_column(String(300), default="", server_default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    hours_per_week: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(40), server_default="40")
    language: Mapped[str | None] = mapped_column(String(10))
    theme: Mapped[str | None] = mapped_column(String(10))
    password_hash: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_demo: Mapped[bool] = mapped_column(default=False, server_default=false())
    session_epoch: Mapped[int] = mapped_column(default=1, server_default="1")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    department: Mapped[Department | None] = relationship(back_populates="people")
    merged_into: Mapped[Person | None] = relationship(remote_side="Person.id")
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id", order_by="RoleGrant.valid_from.desc()"
    )

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @validates("name")
    def _keep_folded(self, _attribute: str, name: str) -> str:
        self.folded_name = fold(name)
        return name

    @property
    def has_account(self) -> bool:
        return self.password_hash is not None and self.is_active

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    def search_document(self) -> SearchDocument | None:
        if self.is_merged:
            return None
        return SearchDocument(
            self.name, "\n".join([self.key, self.email or "", self.title]), f"/people/{self.id}"
        )

    def register_label(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


class DepartmentHead(Identified, Dated, Base):
    """Who heads a department, from when to when."""

    __tablename__ = "department_head"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),)
    register_kind = "department_head"

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    department: Mapped[Department] = relationship(back_populates="heads")
    person: Mapped[Person] = relationship()

    def register_label(self) -> str:
        return f"{self.person.name}, {self.department.name}"


class RoleGrant(Identified, Dated, Base):
    """An organization-wide role, given by somebody else, from when to when."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("granted_by_id IS NULL OR granted_by_id <> person_id", name="not_to_oneself"),
    )
    register_kind = "role_grant"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])

    def register_label(self) -> str:
        return self.role


class ApiToken(Identified, Base):
    """A key to the API that acts as its person; only its digest is stored."""

    __tablename__ = "api_token"
    register_kind = "api_token"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[Name]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_on: Mapped[dt.date | None]
    revoked_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()

    def is_usable(self, day: dt.date) -> bool:
        return self.revoked_at is None and (self.expires_on is None or day <= self.expires_on)

    def register_label(self) -> str:
        return self.name


class OneTimeLink(Identified, Base):
    """An invitation: whoever holds the link sets a password, once. Only its digest is stored.

    Without a person it makes the first administrator of an empty portal.
    """

    __tablename__ = "one_time_link"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    person: Mapped[Person | None] = relationship()

    def is_usable(self, now: dt.datetime) -> bool:
        return self.used_at is None and now < self.expires_at
