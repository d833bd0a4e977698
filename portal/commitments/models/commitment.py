"""An ask to a department, what became of it, and its moves."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.commitments import labels, sentences
from portal.commitments.models.deliveries import Delivery
from portal.commitments.models.offers import Amendment, Offer
from portal.commitments.models.states import (
    DAYS_TO_ANSWER,
    MOVES,
    ON_AMENDMENT,
    OPEN,
    AmendmentState,
    Side,
    State,
)
from portal.commitments.terms import Kind, Terms, TermValues
from portal.core.errors import Refused
from portal.core.language import date
from portal.database import Base, Code, Identified, LongText
from portal.projects.models import Milestone, Project
from portal.search.documents import SearchDocument

#: Milestones that hang on an ask: they move if the answer is no, or later.
needed_for = Table(
    "commitment_milestone",
    Base.metadata,
    Column("commitment_id", ForeignKey("commitment.id"), primary_key=True),
    Column("milestone_id", ForeignKey("milestone.id"), primary_key=True, index=True),
)


class Commitment(Identified, Terms, Base):
    """An ask to a department and what became of it; its terms are those last asked, offered or agreed.

    `head_id` is whoever headed the department on the day of the request: the person whose word it is.
    `answered_by_id` is who gave it. `moved_on`, `moved_by_id`: since when and through whom it is so.
    `amending` is the side whose other terms wait for the other side while the promise is in force.
    `is_recalled`: the department took the promise back.
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
        Index("ix_commitment_answered_by_id_state", "answered_by_id", "state"),
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
    amending: Mapped[str | None] = mapped_column(String(20))
    is_recalled: Mapped[bool] = mapped_column(default=False, server_default=false())
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
    amendments: Mapped[list[Amendment]] = relationship(back_populates="commitment", order_by="Amendment.id")
    milestones: Mapped[list[Milestone]] = relationship(
        secondary=needed_for, order_by="Milestone.baseline_on, Milestone.id"
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
        if (amendment := self.open_amendment) is not None:
            return amendment.proposed_on
        return self.moved_on or (self.answered_on if self.state == State.COUNTERED else self.requested_on)

    def is_overdue(self, today: dt.date) -> bool:
        """Is an answer owed since before today?"""
        waits = self.state in OPEN or self.amending is not None
        return waits and self.answer_due_on is not None and self.answer_due_on < today

    @property
    def open_amendment(self) -> Amendment | None:
        """The other terms that wait for an answer while the promise stays as it is."""
        if self.amending is None:
            return None
        return next((each for each in self.amendments if each.state == AmendmentState.OPEN), None)

    @property
    def amended_by(self) -> str | None:
        """The side that proposed other terms last: it does not answer them, and it may take them back."""
        return self.amending or (self.amendments[-1].side if self.amendments else None)

    @property
    def current_offer(self) -> Offer | None:
        """The version that counts: the last one, unless it is an amendment that nobody accepted."""
        accepted = {each.offer_id for each in self.amendments if each.state == AmendmentState.ACCEPTED}
        counting = [each for each in self.offers if not each.is_amendment or each.id in accepted]
        return counting[-1] if counting else None

    def standing_in(self, week_on: dt.date) -> Terms | TermValues:
        """The terms that counted in the week of this Monday: an amendment changes no week before it."""
        if not any(each.state == AmendmentState.ACCEPTED for each in self.amendments):
            return self
        sunday = week_on + dt.timedelta(days=6)
        agreed = {
            each.offer_id: each.closed_on
            for each in self.amendments
            if each.state == AmendmentState.ACCEPTED and each.closed_on is not None
        }
        stood = [
            each
            for each in self.offers
            if not each.is_amendment or agreed.get(each.id, dt.date.max) <= sunday
        ]
        return stood[-1] if stood else self

    @property
    def lent_people(self) -> set[int]:
        """Whose weeks these are, or were before a hand-over."""
        accepted = {each.offer_id for each in self.amendments if each.state == AmendmentState.ACCEPTED}
        people = {self.person_id}
        if accepted:
            promised = [each for each in self.offers if not each.is_amendment][-1:]
            people |= {each.person_id for each in promised}
            people |= {each.person_id for each in self.offers if each.id in accepted}
        return {number for number in people if number is not None}

    @property
    def asked_by_id(self) -> int | None:
        """Who put what is asked: they never answer it. Of an import that names no asker, whoever brought it."""
        if self.requester_id is not None:
            return self.requester_id
        asks = [each for each in self.offers if not (each.is_counter or each.is_promise or each.is_amendment)]
        return asks[-1].made_by_id if asks else None

    def able_answerer_on(self, day: dt.date) -> Person | None:
        """Who can answer on that day; None also where whoever asked heads the department themselves."""
        answerer = self.answerer_on(day)
        return None if answerer is None or answerer.id == self.asked_by_id else answerer

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
        if self.state == State.REQUESTED and (answerer := self.able_answerer_on(today)) is not None:
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

    def recall(self, reason: str, *, by: Person, today: dt.date) -> None:
        """The department takes its word back. Not a release: nobody on the other side wanted it."""
        self.insist_on("recall")
        self._move(State.RELEASED, by, today)
        self.is_recalled, self.reason = True, reason

    def propose(self, offer: Offer, side: Side, *, by: Person, today: dt.date) -> Amendment:
        """Other terms, while the promise stands as it is; one proposal at a time."""
        self.insist_on("amend")
        offer.is_amendment = True
        amendment = Amendment(
            offer=offer, side=side, state=AmendmentState.OPEN, proposed_by=by, proposed_on=today, reason=""
        )
        self.amendments.append(amendment)
        self.amending, self.answer_due_on = side, today + dt.timedelta(days=DAYS_TO_ANSWER)
        return amendment

    def accept_amendment(self, *, by: Person, today: dt.date) -> Amendment:
        amendment = self._close_amendment("accept_amendment", AmendmentState.ACCEPTED, by, today)
        self.take(amendment.offer.terms())
        return amendment

    def decline_amendment(self, reason: str, *, by: Person, today: dt.date) -> Amendment:
        """The promise stays as it was."""
        return self._close_amendment("decline_amendment", AmendmentState.DECLINED, by, today, reason)

    def withdraw_amendment(self, reason: str, *, by: Person, today: dt.date) -> Amendment:
        return self._close_amendment("withdraw_amendment", AmendmentState.WITHDRAWN, by, today, reason)

    def _close_amendment(
        self, move: str, state: AmendmentState, by: Person | None, today: dt.date, reason: str = ""
    ) -> Amendment:
        self.insist_on(move)
        amendment = self.open_amendment
        assert amendment is not None  # insist_on has asked
        amendment.close(state, by=by, today=today, reason=reason)
        self.amending = self.answer_due_on = None
        return amendment

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
        if move in ON_AMENDMENT and self.amending is None:
            return False
        if move in ("amend", "hand_over") and self.amending is not None:
            return False
        return self.state in MOVES[move]

    def insist_on(self, move: str) -> None:
        """Explain why it cannot happen (any more), unless it can."""
        if self.state in MOVES[move] and not self.can_be(move):
            raise Refused(sentences.about_amendment(self.open_amendment, self.amendments))
        if not self.can_be(move):
            name = self.moved_by.name if self.moved_by else None
            raise Refused(sentences.already(self.standing, name, self.moved_on))

    @property
    def standing(self) -> str:
        """The state, and `recalled` where the department took a promise back."""
        return "recalled" if self.is_recalled else self.state

    def _put_to(self, head: Person | None, by: Person, today: dt.date) -> None:
        self.head, self.requester, self.requested_on = head, by, today
        self.answered_on = self.answered_by = None
        self._move(State.REQUESTED, by, today)

    def _answer(self, state: State, by: Person, today: dt.date) -> None:
        self.answered_on, self.answered_by = today, by
        self._move(state, by, today)

    def _move(self, state: State, by: Person | None, today: dt.date) -> None:
        if self.amending is not None:  # the promise ends: nothing is left to amend
            self._close_amendment("withdraw_amendment", AmendmentState.OVERTAKEN, by, today)
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
