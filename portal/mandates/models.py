"""Tables of mandates: the letter in its editions, and the departments that each edition touches."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.core.errors import Refused
from portal.database import Base, Identified, LongText
from portal.projects.models import Milestone, Project
from portal.search.documents import SearchDocument


class MandateState(enum.StrEnum):
    """From the draft to what became of the letter."""

    DRAFT = "draft"
    AT_SIGNATURE = "at_signature"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    LAPSED = "lapsed"


#: Somebody is still at work on it; a project has one such edition at most.
PREPARING = (MandateState.DRAFT, MandateState.AT_SIGNATURE, MandateState.SIGNED)
ISSUED = (MandateState.IN_FORCE, MandateState.SUPERSEDED, MandateState.REVOKED, MandateState.LAPSED)
STATE_WORDS: Mapping[str, object] = {
    MandateState.DRAFT: _l("Draft"),
    MandateState.AT_SIGNATURE: _l("Waits for the sponsor's signature"),
    MandateState.SIGNED: _l("Signed, waits for the departments"),
    MandateState.IN_FORCE: _l("In force"),
    MandateState.DECLINED: _l("Declined"),
    MandateState.WITHDRAWN: _l("Withdrawn"),
    MandateState.SUPERSEDED: _l("Replaced by a newer edition"),
    MandateState.REVOKED: _l("Revoked"),
    MandateState.LAPSED: _l("Lapsed"),
}
STATE_TONES: Mapping[str, str] = {
    MandateState.DRAFT: "neutral",
    MandateState.AT_SIGNATURE: "waiting",
    MandateState.SIGNED: "waiting",
    MandateState.IN_FORCE: "good",
    MandateState.DECLINED: "bad",
    MandateState.WITHDRAWN: "off",
    MandateState.SUPERSEDED: "done",
    MandateState.REVOKED: "bad",
    MandateState.LAPSED: "off",
}


class TouchState(enum.StrEnum):
    """What a department has said to the letter. `own`: its head wrote or signed it, and need not be asked."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    OWN = "own"


TOUCH_WORDS: Mapping[str, object] = {
    TouchState.NOT_ASKED: _l("Not asked yet"),
    TouchState.WAITING: _l("Waits for the acknowledgement"),
    TouchState.ACKNOWLEDGED: _l("Acknowledged"),
    TouchState.DECLINED: _l("Declined"),
    TouchState.OWN: _l("Its head wrote or signed the letter"),
}
TOUCH_TONES: Mapping[str, str] = {
    TouchState.NOT_ASKED: "neutral",
    TouchState.WAITING: "waiting",
    TouchState.ACKNOWLEDGED: "good",
    TouchState.DECLINED: "bad",
    TouchState.OWN: "good",
}
#: What people write, each in English and in Chinese: the letter prints them side by side.
TEXTS = ("scope", "people_power", "decision_power", "limits", "presence")
TERMS = ("money_limit", "currency", "sponsor_percent", "valid_from", "valid_to")


class Mandate(Identified, Base):
    """One edition of a project's authorization letter.

    `code` is given when it is issued and kept by later editions. `in_force_on` is the first day on which it was in
    force, never before the day it was issued, whatever `valid_from` claims; `ended_on` the first day on which it no
    longer was. So what was in force on a day is answered alike today and later.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        UniqueConstraint("code", "edition"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("sponsor_percent IS NULL OR sponsor_percent BETWEEN 1 AND 100", name="percent"),
        Index("ix_mandate_project_id_in_force_on", "project_id", "in_force_on"),
        Index("ix_mandate_created_at_id", "created_at", "id"),
        Index("ix_mandate_state_valid_to", "state", "valid_to"),
        Index(
            "uq_mandate_in_force",
            "project_id",
            unique=True,
            sqlite_where=text("state = 'in_force'"),
            postgresql_where=text("state = 'in_force'"),
        ),
    )
    register_kind = "mandate"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    code: Mapped[str | None] = mapped_column(String(64))
    edition: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), index=True)
    amendment_reason: Mapped[LongText]
    lead_model: Mapped[str] = mapped_column(String(20))
    chinese: Mapped[str] = mapped_column(String(10), default="zh_Hans", server_default="zh_Hans")
    grantee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    grantee_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    scope: Mapped[LongText]
    scope_zh: Mapped[LongText]
    people_power: Mapped[LongText]
    people_power_zh: Mapped[LongText]
    decision_power: Mapped[LongText]
    decision_power_zh: Mapped[LongText]
    limits: Mapped[LongText]
    limits_zh: Mapped[LongText]
    presence: Mapped[LongText]
    presence_zh: Mapped[LongText]
    money_limit: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    sponsor_percent: Mapped[int | None]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    until_milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    backdating_reason: Mapped[LongText]
    state: Mapped[str] = mapped_column(String(20), default=MandateState.DRAFT)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    put_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    put_at: Mapped[dt.datetime | None]
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[dt.datetime | None]
    in_force_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[LongText]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    warned_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    replaces: Mapped[Mandate | None] = relationship(remote_side="Mandate.id")
    grantee: Mapped[Person] = relationship(foreign_keys=[grantee_id])
    grantee_department: Mapped[Department | None] = relationship()
    until_milestone: Mapped[Milestone | None] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    put_by: Mapped[Person | None] = relationship(foreign_keys=[put_by_id])
    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
    touched: Mapped[list[TouchedDepartment]] = relationship(
        back_populates="mandate", order_by="TouchedDepartment.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def is_draft(self) -> bool:
        return self.state == MandateState.DRAFT

    @property
    def is_preparing(self) -> bool:
        return self.state in PREPARING

    @property
    def is_issued(self) -> bool:
        return self.state in ISSUED

    @property
    def is_in_force(self) -> bool:
        return self.state == MandateState.IN_FORCE

    @property
    def state_label(self) -> str:
        return str(STATE_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return STATE_TONES.get(self.state, "neutral")

    @property
    def is_backdated(self) -> bool:
        """Does the letter claim days before it was put to signature, and say so?"""
        return bool(self.backdating_reason)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of its term, as far as it can be known today."""
        arrival = self.until_milestone.expected_on if self.until_milestone else None
        known = [day for day in (self.valid_to, arrival) if day is not None]
        return min(known) if known else None

    @property
    def declined(self) -> list[TouchedDepartment]:
        """The departments for which it does not come into force."""
        return [each for each in self.touched if each.state == TouchState.DECLINED]

    @property
    def waiting(self) -> list[TouchedDepartment]:
        return [each for each in self.touched if each.state == TouchState.WAITING]

    def holds_on(self, day: dt.date) -> bool:
        """Was (is) it in force on that day?"""
        return (
            self.in_force_on is not None
            and self.in_force_on <= day
            and (self.ended_on is None or day < self.ended_on)
            and (self.valid_to is None or day <= self.valid_to)
        )

    @classmethod
    def holding_on(cls, day: dt.date) -> ColumnElement[bool]:
        """The same question for a query."""
        return (
            (cls.in_force_on <= day)
            & or_(cls.ended_on.is_(None), cls.ended_on > day)
            & or_(cls.valid_to.is_(None), cls.valid_to >= day)
        )

    def is_over(self, today: dt.date) -> bool:
        """Has its term passed, by date or because its milestone was reached?"""
        reached = self.until_milestone.actual_on if self.until_milestone else None
        days = [day for day in (self.valid_to, reached) if day is not None]
        return any(day < today for day in days)

    def exceeds(self, amount: Decimal | None) -> bool:
        """Is this more money than the mandate lets the lead commit?"""
        return amount is not None and self.money_limit is not None and amount > self.money_limit

    def expect(self, *states: MandateState) -> None:
        """Explain what it is now, unless it is one of these."""
        if self.state not in states:
            raise Refused(_("This cannot happen now. The mandate is: %(state)s.", state=self.state_label))

    def put(self, sponsor: Person, by: Person, now: dt.datetime) -> None:
        self.expect(MandateState.DRAFT)
        self.state, self.sponsor, self.put_by, self.put_at = MandateState.AT_SIGNATURE, sponsor, by, now

    def sign(self, by: Person, now: dt.datetime) -> None:
        self.expect(MandateState.AT_SIGNATURE)
        self.state, self.signed_by, self.signed_at = MandateState.SIGNED, by, now

    def issue(self, code: str, today: dt.date) -> None:
        self.expect(MandateState.SIGNED)
        self.state, self.code = MandateState.IN_FORCE, code
        self.in_force_on = max(self.valid_from, today)

    def decline(self, reason: str, by: Person | None) -> None:
        self.expect(MandateState.AT_SIGNATURE, MandateState.SIGNED)
        self.state, self.end_reason, self.ended_by = MandateState.DECLINED, reason, by

    def withdraw(self, reason: str, by: Person) -> None:
        self.expect(*PREPARING)
        self.state, self.end_reason, self.ended_by = MandateState.WITHDRAWN, reason, by

    def revoke(self, reason: str, by: Person, today: dt.date) -> None:
        self.expect(MandateState.IN_FORCE)
        self.state, self.end_reason, self.ended_by, self.ended_on = MandateState.REVOKED, reason, by, today

    def give_way(self, later: Mandate) -> None:
        """Another edition takes its place on the day that one comes into force."""
        self.expect(MandateState.IN_FORCE)
        self.state, self.ended_on = MandateState.SUPERSEDED, later.in_force_on

    def lapse(self, today: dt.date) -> None:
        """Its term is over. Where a milestone ended it, it ends on the day that this is known."""
        self.expect(MandateState.IN_FORCE)
        after = self.valid_to + dt.timedelta(days=1) if self.valid_to and self.valid_to < today else today
        self.state, self.ended_on = MandateState.LAPSED, after

    @property
    def number(self) -> str:
        """What people call the letter: its code, with the edition from the second on; empty before it has one."""
        code = self.code or (self.replaces.code if self.replaces else None) or ""
        return f"{code}/{self.edition}" if code and self.edition > 1 else code

    def register_label(self) -> str:
        return f"{self.number or self.project.code} {self.project.name}"

    def __str__(self) -> str:
        return self.register_label()

    def search_document(self) -> SearchDocument | None:
        """What was issued can be found; a draft says nothing yet."""
        if not self.is_issued:
            return None
        words = [getattr(self, name) + "\n" + getattr(self, f"{name}_zh") for name in TEXTS]
        title = f"{self.code} {self.project.name}"
        return SearchDocument(title, "\n".join(words), f"/mandates/{self.id}", self.project_id)


class TouchedDepartment(Identified, Base):
    """A department that a mandate touches: its amended duty, and what its head said to the letter."""

    __tablename__ = "mandate_department"
    __table_args__ = (UniqueConstraint("mandate_id", "department_id"),)
    register_kind = "mandate_department"

    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    duty: Mapped[LongText]
    duty_zh: Mapped[LongText]
    state: Mapped[str] = mapped_column(String(20), default=TouchState.NOT_ASKED)
    reason: Mapped[LongText]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[dt.datetime | None]

    mandate: Mapped[Mandate] = relationship(back_populates="touched")
    department: Mapped[Department] = relationship()
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])

    @property
    def state_label(self) -> str:
        return str(TOUCH_WORDS.get(self.state, self.state))

    @property
    def tone(self) -> str:
        return TOUCH_TONES.get(self.state, "neutral")

    @property
    def purpose(self) -> str:
        """The purpose of the agreement that asks this department."""
        return f"acknowledgement:{self.department_id}"

    def register_label(self) -> str:
        return self.department.name
