"""Tables of decisions and of the positions that members took."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint, false, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import Base, Code, Identified, Json, LongText
from portal.projects.models import Project
from portal.search.documents import SearchDocument
from portal.steering.models.groups import SteeringGroup, project_of_group
from portal.steering.models.states import (
    DECISION_WORDS,
    EDITABLE,
    HOLDING,
    RECORDED,
    STAND_WORDS,
    DecisionState,
    Stand,
)
from portal.steering.quorum import Quorum

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext

    from portal.steering.carrying import Count
    from portal.steering.models.meetings import Meeting

#: What nobody changes once the outcome is recorded, by whatever door. (Owners may be merged with an account.)
SEALED = (
    *("title", "context", "options", "outcome", "grounds", "decided_on", "due_on", "review_on"),
    *("group_id", "project_id", "meeting_id", "supersedes_id", "is_reversal"),
    *("quorum_met", "quorum_required", "quorum_missing", "present_count", "present"),
    *("amount", "rule", "is_carried", "tally"),
)


def sealed_sentence() -> str:
    return _("A recorded decision is never edited. Supersede or reverse it by a new decision.")


def _listed_on(context: DefaultExecutionContext) -> dt.date:
    """The day the log orders by: of the decision, before that of the proposal."""
    given: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    day: dt.date = given.get("decided_on") or given["created_at"].date()
    return day


class Decision(Identified, Base):
    """What was decided, by whom, on what grounds, with which dissent.

    `quorum_met`, `quorum_required`, `present_count` and `present` (who was there, as what) are as they were
    when the outcome was recorded; what the attendance says later does not change them. So are `rule`, `tally`
    (votes by position) and `is_carried`: what the group refused is kept like what it decided, and dropped.
    `listed_on` is the day that the log orders by: of the decision, before that of the proposal.
    `hides_positions`: nobody sees where the others stand before all have said it.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_listed_on_id", "listed_on", "id"),
        Index("ix_decision_project_id_listed_on", "project_id", "listed_on"),
        Index("ix_decision_group_id_listed_on", "group_id", "listed_on"),
        Index("ix_decision_due_on_id", "due_on", "id"),
        Index("ix_decision_state_due_on", "state", "due_on"),
        Index("ix_decision_owner_id_state", "owner_id", "state"),
    )
    register_kind = "decision"

    code: Mapped[Code] = mapped_column(unique=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), default=project_of_group)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("steering_group.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(1000))
    context: Mapped[LongText]
    options: Mapped[LongText]
    outcome: Mapped[LongText]
    grounds: Mapped[LongText]
    state: Mapped[str] = mapped_column(String(20), default=DecisionState.DRAFT)
    decided_on: Mapped[dt.date | None]
    listed_on: Mapped[dt.date] = mapped_column(default=_listed_on)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[dt.date | None]
    review_on: Mapped[dt.date | None]
    implemented_on: Mapped[dt.date | None]
    implementation: Mapped[LongText]
    evidence: Mapped[str] = mapped_column(String(500), default="", server_default="")
    evidence_address: Mapped[str] = mapped_column(String(500), default="", server_default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    is_reversal: Mapped[bool] = mapped_column(default=False)
    quorum_met: Mapped[bool | None]
    quorum_required: Mapped[int | None]
    quorum_missing: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    present_count: Mapped[int | None]
    present: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    rule: Mapped[str] = mapped_column(String(20), default="", server_default="")
    is_carried: Mapped[bool | None]
    tally: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    ratified_on: Mapped[dt.date | None]
    ratified_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    drop_reason: Mapped[LongText]
    hides_positions: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project | None] = relationship()
    group: Mapped[SteeringGroup | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship(back_populates="decisions", foreign_keys=[meeting_id])
    ratified_in: Mapped[Meeting | None] = relationship(foreign_keys=[ratified_in_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    supersedes: Mapped[Decision | None] = relationship(
        remote_side="Decision.id", back_populates="superseded_by"
    )
    superseded_by: Mapped[list[Decision]] = relationship(back_populates="supersedes", order_by="Decision.id")
    positions: Mapped[list[Position]] = relationship(back_populates="decision", order_by="Position.id")

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @validates(*SEALED)
    def _keep_sealed(self, name: str, value: Any) -> Any:
        """Code that would edit a recorded decision is refused here, whichever page or import it serves."""
        if self.is_recorded and inspect(self).persistent and value != getattr(self, name):
            raise Refused(sealed_sentence())
        if name == "decided_on" and value is not None:
            self.listed_on = value
        return value

    @validates("group")
    def _inherit_project(self, _name: str, group: SteeringGroup | None) -> SteeringGroup | None:
        if group is not None and group.project is not None:
            self.project = group.project
        return group

    @property
    def state_label(self) -> str:
        return str(DECISION_WORDS.get(self.state, self.state))

    @property
    def holds(self) -> bool:
        return self.state in HOLDING

    @property
    def is_recorded(self) -> bool:
        return self.state in RECORDED or self.is_carried is False

    @property
    def exceeds_limit(self) -> bool:
        """Does it commit more money than its group may decide about?"""
        return self.group is not None and self.group.exceeds_limit(self.amount)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def successor(self) -> Decision | None:
        """The decision that took this one's place, if one did."""
        if self.state not in {DecisionState.SUPERSEDED, DecisionState.REVERSED}:
            return None
        took_effect = {*HOLDING, DecisionState.SUPERSEDED, DecisionState.REVERSED}
        return next((later for later in self.superseded_by if later.state in took_effect), None)

    @property
    def newest(self) -> Decision:
        """The end of the chain that begins here."""
        newest = self
        while (later := newest.successor) is not None:
            newest = later
        return newest

    def is_overdue(self, today: dt.date) -> bool:
        """Decided, due, and not carried out."""
        return self.state == DecisionState.DECIDED and self.due_on is not None and self.due_on < today

    def position_of(self, person_id: int) -> Position | None:
        return next((taken for taken in self.positions if taken.person_id == person_id), None)

    def are_positions_hidden(self, today: dt.date) -> bool:
        """So that nobody waits for the chair: until all members took one, or the meeting that decides began."""
        if not self.hides_positions or self.state != DecisionState.PROPOSED or self.group is None:
            return False
        if self.meeting is not None and self.meeting.takes_minutes:
            return False
        taken = {each.person_id for each in self.positions}
        return any(seat.person_id not in taken for seat in self.group.voters_on(today))

    def positions_shown_to(self, person_id: int, today: dt.date) -> list[Position]:
        """While they are hidden everybody sees their own only."""
        if not self.are_positions_hidden(today):
            return list(self.positions)
        return [each for each in self.positions if each.person_id == person_id]

    def propose(self) -> None:
        if self.state != DecisionState.DRAFT:
            raise Refused(_("This has already been proposed."))
        self.state = DecisionState.PROPOSED

    def expect_open(self) -> None:
        """Positions are taken, and an outcome is recorded, while it is proposed; neither before nor after."""
        if self.is_recorded:
            raise Refused(sealed_sentence())
        if self.state != DecisionState.PROPOSED:
            raise Refused(_("This is not proposed for decision now."))

    def expect_editable(self) -> None:
        if self.is_recorded:
            raise Refused(sealed_sentence())
        if not self.is_editable:
            raise Refused(_("A dropped proposal is not edited. Make a new one."))

    def expect_replaceable(self) -> None:
        """Only what holds can be superseded or reversed; who comes late is sent to the newest."""
        if self.holds:
            return
        if self.state in {DecisionState.SUPERSEDED, DecisionState.REVERSED}:
            words = _("%(code)s no longer holds: %(newest)s took its place. Supersede that one instead.")
            raise Refused(words % {"code": self.code, "newest": self.newest.register_label()})
        raise Refused(
            _("%(code)s does not hold yet, so there is nothing to supersede or reverse.", code=self.code)
        )

    def expect_ratifiable(self) -> None:
        if self.state != DecisionState.NEEDS_RATIFICATION:
            raise Refused(_("Only a decision taken without a quorum is ratified."))

    def expect_to_be_carried_out(self) -> None:
        if self.state == DecisionState.IMPLEMENTED:
            raise Refused(_("This was already reported as carried out."))
        if self.state != DecisionState.DECIDED:
            raise Refused(_("Only a decision that holds can be carried out."))

    def expect_droppable(self) -> None:
        if self.state not in {*EDITABLE, DecisionState.NEEDS_RATIFICATION}:
            raise Refused(_("Only what does not bind yet can be dropped."))

    def settle(
        self,
        *,
        outcome: str,
        grounds: str,
        decided_on: dt.date,
        quorum: Quorum | None,
        count: Count | None = None,
    ) -> None:
        """The outcome enters the record. Without quorum it binds nobody until a later meeting ratifies it.

        What does not carry by the group's rule is refused: it is kept with its positions, and binds nobody.
        """
        self.expect_open()
        self.outcome, self.grounds, self.decided_on = outcome, grounds, decided_on
        if quorum is not None:
            self.quorum_met, self.quorum_required = quorum.is_met, quorum.required
            self.present_count, self.present = quorum.count, quorum.as_stored()
            self.quorum_missing = quorum.missing
        if count is not None:
            self.rule, self.tally, self.is_carried = count.rule, count.as_stored(), count.carries
        is_short = quorum is not None and not quorum.is_met
        carried = DecisionState.NEEDS_RATIFICATION if is_short else DecisionState.DECIDED
        self.state = DecisionState.DROPPED if count is not None and not count.carries else carried

    def ratify(self, meeting: Meeting, on: dt.date) -> None:
        self.expect_ratifiable()
        self.ratified_in, self.ratified_on = meeting, on
        self.state = DecisionState.DECIDED

    def carry_out(self, what: str, on: dt.date) -> None:
        self.expect_to_be_carried_out()
        self.implementation, self.implemented_on = what, on
        self.state = DecisionState.IMPLEMENTED

    def give_way(self, later: Decision) -> None:
        """A later decision takes this one's place."""
        self.expect_replaceable()
        self.state = DecisionState.REVERSED if later.is_reversal else DecisionState.SUPERSEDED

    def drop(self, reason: str) -> None:
        """A proposal that is not pursued, or a decision without quorum that the group does not ratify."""
        self.expect_droppable()
        self.drop_reason = reason
        self.state = DecisionState.DROPPED

    def register_label(self) -> str:
        return f"{self.code} {self.title}"

    def __str__(self) -> str:
        return self.register_label()

    def search_document(self) -> SearchDocument:
        text = "\n".join((self.context, self.options, self.outcome, self.grounds))
        return SearchDocument(f"{self.code} {self.title}", text, f"/decisions/{self.id}", self.project_id)


class Position(Base):
    """Where somebody stood on a decision, with the reason if they objected.

    `entered_by_id` says who wrote it down: the member, or the secretary who heard it in the room.
    """

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("decision_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[str] = mapped_column(String(20))
    reason: Mapped[LongText]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[dt.datetime | None]

    decision: Mapped[Decision] = relationship(back_populates="positions")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])

    @validates("position", "reason")
    def _keep_sealed(self, name: str, value: Any) -> Any:
        if inspect(self).persistent and self.decision.is_recorded and value != getattr(self, name):
            raise Refused(sealed_sentence())
        return value

    @property
    def label(self) -> str:
        return str(STAND_WORDS.get(self.position, self.position))

    @property
    def is_own(self) -> bool:
        """Did the member take it in person?"""
        return self.entered_by_id is not None and self.entered_by_id == self.person_id

    @property
    def is_objection(self) -> bool:
        return self.position == Stand.OBJECT
