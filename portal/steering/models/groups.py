"""Tables of steering groups and who sits in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Dated, Person
from portal.database import Base, Code, Identified, Json, LongText, Name
from portal.projects.models import Programme, Project
from portal.search.documents import SearchDocument
from portal.steering import silence
from portal.steering.models.states import (
    NEED_WORDS,
    PREPARING,
    ROLE_WORDS,
    RULE_WORDS,
    SIDE_WORDS,
    DecisionRule,
    MemberRole,
    QuorumKind,
    Side,
)
from portal.steering.quorum import Quorum, Seat, quorum_of, required_by

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.default import DefaultExecutionContext


class SteeringGroup(Identified, Base):
    """A body that decides for a project or a programme.

    What it decides for is fixed when it is made: meetings and decisions inherit from it who may see them.
    `quorum` is a number or a percentage, as `quorum_kind` says; `quorum_needs` are codes of `NEEDS`.
    `money_limit` and `scope`: what it may decide; beyond it somebody above decides. `chair_reason`: why somebody
    other than the top executive chairs. `…_after_days`: what happens how long after an answer was due and did
    not come, see `times`.
    """

    __tablename__ = "steering_group"
    __table_args__ = (
        CheckConstraint("quorum >= 0", name="quorum"),
        Index("ix_steering_group_name_id", "name", "id"),
    )
    register_kind = "group"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    purpose: Mapped[LongText]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    quorum: Mapped[int] = mapped_column(default=0)
    quorum_kind: Mapped[str] = mapped_column(String(20), default=QuorumKind.NUMBER, server_default="number")
    quorum_needs: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    rule: Mapped[str] = mapped_column(String(20), default=DecisionRule.CONSENT)
    money_limit: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    scope: Mapped[LongText]
    cadence: Mapped[str] = mapped_column(String(200), default="", server_default="")
    chair_reason: Mapped[LongText]
    remind_after_days: Mapped[int] = mapped_column(default=1, server_default="1")
    substitute_after_days: Mapped[int] = mapped_column(default=3, server_default="3")
    superior_after_days: Mapped[int] = mapped_column(default=5, server_default="5")
    agenda_after_days: Mapped[int] = mapped_column(default=10, server_default="10")
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    members: Mapped[list[Membership]] = relationship(back_populates="group", order_by="Membership.id")

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own convention

    @property
    def rule_label(self) -> str:
        return str(RULE_WORDS.get(self.rule, self.rule))

    def quorum_in(self, seats: Iterable[Seat], *, recused: Collection[int] = ()) -> Quorum:
        """The quorum among these seats, for an item from which those people stepped aside."""
        there = list(seats)
        voters = sum(seat.votes > 0 for seat in there)
        required = required_by(self.quorum_kind, self.quorum, voters)
        return quorum_of(required, there, recused=recused, needs=self.quorum_needs)

    @property
    def quorum_label(self) -> str:
        """What it asks for, in words; empty if nothing."""
        parts = [str(NEED_WORDS.get(need, need)) for need in self.quorum_needs]
        if self.quorum and self.quorum_kind == QuorumKind.SHARE:
            share = _("%(percent)s %% of the members with a vote", percent=self.quorum)
            parts.insert(0, share)
        elif self.quorum:
            parts.insert(
                0, ngettext("%(num)d member with a vote", "%(num)d members with a vote", self.quorum)
            )
        return " · ".join(parts)

    def exceeds_limit(self, amount: Decimal | None) -> bool:
        """Is this more money than the group may decide about?"""
        return amount is not None and self.money_limit is not None and amount > self.money_limit

    @property
    def times(self) -> silence.Times:
        """How long a silence may last in what this group decides about."""
        return silence.Times(**{name: getattr(self, name) for name in silence.NAMES})

    def members_on(self, day: dt.date) -> list[Membership]:
        """Who sits there on that day: chair, deputies, members, secretary, guests."""
        seats = list(MemberRole)
        held = [member for member in self.members if member.holds_on(day)]
        return sorted(held, key=lambda member: (seats.index(MemberRole(member.role)), member.id or 0))

    def voters_on(self, day: dt.date) -> list[Membership]:
        return [member for member in self.members_on(day) if member.votes > 0]

    def seat_of(self, person_id: int, day: dt.date) -> Membership | None:
        return next((seat for seat in self.members_on(day) if seat.person_id == person_id), None)

    def is_chaired_by(self, person_id: int, day: dt.date) -> bool:
        return any(
            seat.role == MemberRole.CHAIR and seat.person_id == person_id for seat in self.members_on(day)
        )

    def is_prepared_by(self, person_id: int, day: dt.date) -> bool:
        """Chair, deputy or secretary on that day?"""
        return any(seat.role in PREPARING and seat.person_id == person_id for seat in self.members_on(day))

    def gaps(self, day: dt.date) -> list[str]:
        """What the composition lacks on that day, in sentences."""
        seats = self.members_on(day)
        present = {each for seat in seats for each in (seat.role, seat.side)}
        voters = len(self.voters_on(day))
        found = [str(sentence) for need, sentence in GAPS.items() if need not in present]
        chair = next((seat for seat in seats if seat.role == MemberRole.CHAIR), None)
        if chair is not None and not chair.is_top_executive and not self.chair_reason:
            found.append(str(NOT_THE_TOP))
        if not self.quorum and not self.quorum_needs:
            found.append(str(_l("No quorum is set: one member alone could decide.")))
        elif voters < required_by(self.quorum_kind, self.quorum, voters) or not present.issuperset(
            self.quorum_needs
        ):
            found.append(
                str(_l("The quorum can never be met: it asks for more voting members than there are."))
            )
        return found

    def register_label(self) -> str:
        return f"{self.code} {self.name}"

    def search_document(self) -> SearchDocument:
        return SearchDocument(f"{self.code} {self.name}", self.purpose, f"/groups/{self.id}", self.project_id)

    def __str__(self) -> str:
        return self.name


GAPS = {
    MemberRole.CHAIR: _l("There is no chair: nobody leads the group, and nobody decides between meetings."),
    MemberRole.DEPUTY: _l("There is no deputy: without the chair the group stands still."),
    MemberRole.SECRETARY: _l("There is no secretary: chair and deputies prepare and write by themselves."),
    Side.IT: _l("Nobody sits there for IT: what is decided binds one side only."),
    Side.BUSINESS: _l("Nobody sits there for the business: what is decided binds one side only."),
}
NOT_THE_TOP = _l("The chair is not the top executive, and nobody has said why.")


class Membership(Identified, Dated, Base):
    """Who sits in a group, as what, with how many votes, from when to when."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("votes >= 0", name="votes"),
    )
    register_kind = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("steering_group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=MemberRole.MEMBER)
    votes: Mapped[int] = mapped_column(default=1)
    side: Mapped[str] = mapped_column(String(20), default="", server_default="")
    is_top_executive: Mapped[bool] = mapped_column(default=False, server_default=false())

    group: Mapped[SteeringGroup] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    @property
    def role_label(self) -> str:
        return str(ROLE_WORDS.get(self.role, self.role))

    @property
    def side_label(self) -> str:
        return str(SIDE_WORDS.get(self.side, self.side))

    def overlaps(self, valid_from: dt.date, valid_to: dt.date | None) -> bool:
        """Is there a day on which both periods hold?"""
        begins_in_time = valid_to is None or self.valid_from <= valid_to
        return begins_in_time and (self.valid_to is None or valid_from <= self.valid_to)

    def register_label(self) -> str:
        return f"{self.person.name}, {self.role}"


def project_of_group(context: DefaultExecutionContext) -> int | None:
    """Default of a column that repeats the group's project, so that nothing confidential is without it."""
    group_id = context.get_current_parameters().get("group_id")  # type: ignore[no-untyped-call]
    if group_id is None:
        return None
    connection: Connection = context.root_connection
    table: Any = SteeringGroup.__table__
    found: int | None = connection.scalar(
        table.select().with_only_columns(table.c.project_id).where(table.c.id == group_id)
    )
    return found
