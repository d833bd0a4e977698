"""Tables of asks, offers and what was given; the states of a commitment and its moves."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.commitments import labels, sentences
from portal.commitments.terms import Kind, Terms, TermValues
from portal.core.errors import Refused
from portal.core.language import date
from portal.database import Base, Code, Identified, LongText
from portal.projects.models import Project
from portal.search.documents import SearchDocument

__all__ = [
    "IN_FORCE",
    "MOVES",
    "OPEN",
    "Commitment",
    "Delivery",
    "Kind",
    "Offer",
    "State",
    "TermValues",
    "Terms",
]

#: How long the other side has for its answer where nobody set a day.
DAYS_TO_ANSWER = 7


class State(enum.StrEnum):
    """Where an ask stands. `OPEN` waits for somebody's answer, `IN_FORCE` is a promise that counts."""

    DRAFT = "draft"
    REQUESTED = "requested"
    COUNTERED = "countered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    FULFILLED = "fulfilled"
    MISSED = "missed"
    RELEASED = "released"


OPEN = (State.REQUESTED, State.COUNTERED)
IN_FORCE = (State.CONFIRMED,)


#: The state machine: from which states each move is possible. Whoever tries another one is told why not.
MOVES: dict[str, tuple[State, ...]] = {
    "revise": (State.DRAFT,),
    "request": (State.DRAFT,),
    "confirm": (State.REQUESTED,),
    "counter": (State.REQUESTED,),
    "refuse": (State.REQUESTED,),
    "accept": (State.COUNTERED,),
    "ask_again": OPEN,
    "withdraw": (State.DRAFT, *OPEN),
    "lapse": OPEN,
    "release": IN_FORCE,
    "fulfil": IN_FORCE,
    "miss": IN_FORCE,
    "deliver": IN_FORCE,
}


class Commitment(Identified, Terms, Base):
    """An ask to a department and what became of it; its terms are those last asked, offered or agreed.

    `head_id` is whoever headed the department on the day of the request: the person whose word it is.
    `answered_by_id` is who gave it. `moved_on`, `moved_by_id`: since when and through whom it is so.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("share_percent IS NULL OR share_percent BETWEEN 1 AND 100", name="share"),
        CheckConstraint("hours_per_week IS NULL OR hours_per_week BETWEEN 0 AND 168", name="hours"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_commitment_project_id_state", "project_id", "state"),
        Index("ix_commitment_department_id_state", "department_id", "state"),
        Index("ix_commitment_head_id_state", "head_id", "state"),
        Index("ix_commitment_requester_id_state", "requester_id", "state"),
        Index("ix_commitment_state_answer_due_on", "state", "answer_due_on"),
        Index("ix_commitment_valid_from_id", "valid_from", "id"),
        Index("ix_commitment_valid_to_id", "valid_to", "id"),
        Index("ix_commitment_requested_on_id", "requested_on", "id"),
        Index("ix_commitment_answer_due_on_id", "answer_due_on", "id"),
    )
    register_kind = "commitment"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str] = mapped_column(String(20), default=Kind.STAFFING)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    requested_on: Mapped[dt.date | None]
    answer_due_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_on: Mapped[dt.date | None]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[LongText]
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    department: Mapped[Department | None] = relationship()
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    requester: Mapped[Person | None] = relationship(foreign_keys=[requester_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    moved_by: Mapped[Person | None] = relationship(foreign_keys=[moved_by_id])
    offers: Mapped[list[Offer]] = relationship(back_populates="commitment", order_by="Offer.number")
    deliveries: Mapped[list[Delivery]] = relationship(
        back_populates="commitment", order_by="Delivery.week_on"
    )

    __mapper_args__ = {"version_id_col": version}

    # ---- questions ----

    @property
    def state_label(self) -> str:
        return labels.word(labels.STATES, self.state)

    @property
    def kind_label(self) -> str:
        return labels.word(labels.KINDS, self.kind)

    @property
    def title(self) -> str:
        """In its own words, short enough for a row."""
        return sentences.brief(self.statement, 90) or self.skill or self.code

    @property
    def is_vacancy(self) -> bool:
        """Nobody stands behind it: neither a department nor a named person."""
        return self.department_id is None and self.person_id is None

    @property
    def waits_since(self) -> dt.date | None:
        """The day from which the side whose turn it is has had it."""
        return self.moved_on or (self.answered_on if self.state == State.COUNTERED else self.requested_on)

    def is_overdue(self, today: dt.date) -> bool:
        """Is an answer owed since before today?"""
        return self.state in OPEN and self.answer_due_on is not None and self.answer_due_on < today

    def answerer_on(self, day: dt.date) -> Person | None:
        """Whose answer counts: the head who was asked, while they head the department; else its head then.

        See docs/decisions/0004. None: a vacancy, nobody can answer.
        """
        if self.department is None:
            return None
        still_heads = any(
            each.person_id == self.head_id and each.holds_on(day) for each in self.department.heads
        )
        return self.head if still_heads else self.department.head_on(day)

    # ---- moves ----

    def request(self, *, head: Person | None, by: Person, today: dt.date) -> None:
        """Ask. `head` is None where nobody heads the department: the ask waits for a vacancy."""
        self.insist_on("request")
        self._put_to(head, by, today)

    def ask_again(self, *, head: Person | None, by: Person, today: dt.date) -> None:
        """With other terms, after a counter-offer; or at all, while nobody could answer."""
        self.insist_can_be_asked_again(today)
        self._put_to(head, by, today)

    def insist_can_be_asked_again(self, today: dt.date) -> None:
        if self.state == State.REQUESTED and (answerer := self.answerer_on(today)) is not None:
            raise Refused(
                _(
                    "%(name)s has this ask and has not answered yet. Withdraw it if you want something else.",
                    name=answerer.name,
                )
            )
        self.insist_on("ask_again")

    def confirm(self, *, by: Person, today: dt.date) -> None:
        self.insist_on("confirm")
        self._answer(State.CONFIRMED, by, today)

    def counter(self, terms: TermValues, *, by: Person, today: dt.date) -> None:
        """Offer something else; the clock now runs for the asker."""
        self.insist_on("counter")
        self._answer(State.COUNTERED, by, today)
        self.take(terms)
        self.answer_due_on = today + dt.timedelta(days=DAYS_TO_ANSWER)

    def refuse(self, reason: str, *, by: Person, today: dt.date) -> None:
        self.insist_on("refuse")
        self._answer(State.REFUSED, by, today)
        self.reason = reason

    def accept(self, *, by: Person, today: dt.date) -> None:
        self.insist_on("accept")
        self._move(State.CONFIRMED, by, today)

    def withdraw(self, reason: str, *, by: Person, today: dt.date) -> None:
        self.insist_on("withdraw")
        self._move(State.WITHDRAWN, by, today)
        self.reason = reason

    def lapse(self, today: dt.date) -> None:
        """Its end has passed without an answer: silence is never consent."""
        self.insist_on("lapse")
        if self.valid_to is None or self.valid_to >= today:
            raise Refused(_("This can still be answered."))
        self._move(State.LAPSED, None, today)

    def release(self, reason: str, *, by: Person, today: dt.date) -> None:
        self.insist_on("release")
        self._move(State.RELEASED, by, today)
        self.reason = reason

    def fulfil(self, note: str, *, by: Person, today: dt.date) -> None:
        self.insist_on("fulfil")
        self._insist_on_begun(today)
        self._move(State.FULFILLED, by, today)
        self.reason = note

    def miss(self, reason: str, *, by: Person, today: dt.date) -> None:
        self.insist_on("miss")
        self._insist_on_begun(today)
        if not Kind(self.kind).has_period and self.valid_to is not None and today <= self.valid_to:
            day = date(self.valid_to)
            raise Refused(_("This is promised for %(day)s: until then it can still be kept.", day=day))
        self._move(State.MISSED, by, today)
        self.reason = reason

    def _insist_on_begun(self, today: dt.date) -> None:
        if self.valid_from is not None and today < self.valid_from:
            day = date(self.valid_from)
            raise Refused(_("This promise begins on %(day)s: nobody can judge it before.", day=day))

    def can_be(self, move: str) -> bool:
        """Is this move possible from the present state (whoever makes it)?"""
        return self.state in MOVES[move]

    def insist_on(self, move: str) -> None:
        """Explain why it cannot happen (any more), unless it can."""
        if not self.can_be(move):
            name = self.moved_by.name if self.moved_by else None
            raise Refused(sentences.already(self.state, name, self.moved_on))

    def _put_to(self, head: Person | None, by: Person, today: dt.date) -> None:
        self.head, self.requester, self.requested_on = head, by, today
        self.answered_on = self.answered_by = None
        self._move(State.REQUESTED, by, today)

    def _answer(self, state: State, by: Person, today: dt.date) -> None:
        self.answered_on, self.answered_by = today, by
        self._move(state, by, today)

    def _move(self, state: State, by: Person | None, today: dt.date) -> None:
        self.state, self.moved_by, self.moved_on = state, by, today

    # ---- how others know it ----

    def register_label(self) -> str:
        return self.code

    def search_document(self) -> SearchDocument | None:
        """A draft is nobody's business yet."""
        if self.state == State.DRAFT:
            return None
        title = f"{self.code} {self.title}"
        text = f"{self.skill}\n{self.statement}\n{self.reason}"
        return SearchDocument(title, text, f"/commitments/{self.id}", self.project_id)

    def __str__(self) -> str:
        return self.code


class Offer(Identified, Terms, Base):
    """One version of the terms: the ask, a counter-offer, or another ask; never changed once made.

    `is_promise`: the version that was confirmed where it names a person whom the ask did not.
    """

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)
    register_kind = "offer"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    is_counter: Mapped[bool] = mapped_column(default=False)
    is_promise: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[dt.datetime]
    note: Mapped[LongText]

    commitment: Mapped[Commitment] = relationship(back_populates="offers")
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])

    def register_label(self) -> str:
        return f"{self.commitment.code} #{self.number}"


class Delivery(Identified, Base):
    """What was really given in a week (Monday's date), in hours."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("commitment_id", "week_on"),
        CheckConstraint("hours BETWEEN 0 AND 168", name="hours"),
    )
    register_kind = "delivery"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    week_on: Mapped[dt.date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    commitment: Mapped[Commitment] = relationship(back_populates="deliveries")
    entered_by: Mapped[Person | None] = relationship()

    def register_label(self) -> str:
        return f"{self.commitment.code} {self.week_on.isoformat()}"
