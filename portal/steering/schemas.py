"""What the API takes and gives for groups, meetings and decisions. People are named by e-mail or handle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from portal.accounts.models import Person
from portal.core.api import Schema, View
from portal.core.forms import has_control_characters
from portal.core.values import Day, Line, NeededParagraph, OptionalLine, Paragraph, cleaned
from portal.projects.references import named_person
from portal.steering import silence
from portal.steering.forms import MINUTES
from portal.steering.hiding import shown_positions
from portal.steering.models import (
    AgendaItem,
    Decision,
    DecisionRule,
    Interest,
    Meeting,
    MemberRole,
    Membership,
    Presence,
    QuorumKind,
    Side,
    Stand,
    SteeringGroup,
)

#: Meetings that the portal can work with.
FIRST = dt.datetime(1900, 1, 2, tzinfo=dt.UTC)
LAST = dt.datetime(2200, 12, 30, tzinfo=dt.UTC)


def _written_as_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("instant", _("Write the instant as 2026-03-10T09:00:00Z."))
    return value


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("one_line", _("Write this on one line."))
    return text


def storable(text: str) -> str:
    if has_control_characters(text, multiline=True):
        raise PydanticCustomError("control_characters", _("Remove the control characters from this text."))
    return text


Number = Annotated[int, Field(ge=1, lt=2**31)]
Instant = Annotated[AwareDatetime, BeforeValidator(_written_as_text), Field(ge=FIRST, le=LAST)]
Title = Annotated[NeededParagraph, Field(max_length=1000), AfterValidator(_one_line)]
MinutesText = Annotated[
    str, BeforeValidator(cleaned), Field(min_length=1, max_length=MINUTES), AfterValidator(storable)
]


class Versioned(Schema):
    """`version` as read: a later change in between is refused with 409. Left out, it is not checked."""

    version: int | None = None


class ReasonIn(Versioned):
    reason: NeededParagraph


# ---- groups ----


AfterDays = Annotated[int, Field(ge=0, le=silence.MOST_DAYS)]


Money = Annotated[Decimal, Field(ge=0, lt=10**12, max_digits=14, decimal_places=2)]
Need = Literal["chair", "deputy", "it", "business"]


class GroupChangesIn(Versioned):
    """All of a group's frame; what is left out becomes empty, and times become the organization's.

    `…_after_days`: the steps that follow when an answer is not there on the day it was due.
    """

    name: Line
    purpose: Paragraph = ""
    quorum: int = Field(ge=0, le=100)
    quorum_kind: QuorumKind = QuorumKind.NUMBER
    quorum_needs: list[Need] = Field(default_factory=list, max_length=4)
    money_limit: Money | None = None
    scope: Paragraph = ""
    cadence: Annotated[OptionalLine, Field(max_length=200)] = ""
    chair_reason: Annotated[Paragraph, Field(max_length=2000)] = ""
    rule: DecisionRule = DecisionRule.CONSENT
    remind_after_days: AfterDays = silence.USUAL.remind_after_days
    substitute_after_days: AfterDays = silence.USUAL.substitute_after_days
    superior_after_days: AfterDays = silence.USUAL.superior_after_days
    agenda_after_days: AfterDays = silence.USUAL.agenda_after_days


class GroupIn(GroupChangesIn):
    """`project` or `programme` (codes): what it decides for, chosen once."""

    code: Annotated[Line, Field(max_length=40)]
    project: OptionalLine = ""
    programme: OptionalLine = ""


class MemberIn(Schema):
    person: Line
    role: MemberRole = MemberRole.MEMBER
    votes: int = Field(default=1, ge=0, le=99)
    side: Side | None = None
    is_top_executive: bool = False
    valid_from: Day
    valid_to: Day | None = None

    def named(self) -> Person:
        return named_person(self.person)


class MembershipEndIn(Schema):
    valid_to: Day
    reason: Paragraph = ""


class PersonView(View):
    id: int
    name: str
    email: str | None


class MemberView(View):
    id: int
    person: PersonView
    role: str
    votes: int
    side: str
    is_top_executive: bool
    valid_from: dt.date
    valid_to: dt.date | None


class GroupRowView(View):
    id: int
    code: str
    name: str
    project: str | None
    programme: str | None
    quorum: int


class GroupView(GroupRowView):
    purpose: str
    scope: str
    money_limit: Decimal | None
    cadence: str
    chair_reason: str
    quorum_kind: str
    quorum_needs: list[str]
    rule: str
    remind_after_days: int
    substitute_after_days: int
    superior_after_days: int
    agenda_after_days: int
    version: int
    members: list[MemberView]
    gaps: list[str]


def group_row(row: Any) -> dict[str, Any]:
    group = row.group
    return {
        "id": group.id,
        "code": group.code,
        "name": group.name,
        "project": group.project_code,
        "programme": group.programme_code,
        "quorum": group.quorum,
    }


def member_view(seat: Membership) -> dict[str, Any]:
    same = {
        name: getattr(seat, name)
        for name in ("id", "role", "votes", "side", "is_top_executive", "valid_from", "valid_to")
    }
    return {**same, "person": seat.person}


GROUP_FIELDS = (
    *("id", "code", "name", "purpose", "scope", "money_limit", "cadence", "chair_reason"),
    *("quorum", "quorum_kind", "quorum_needs", "rule", "version"),
)


def group_view(group: SteeringGroup, today: dt.date) -> dict[str, Any]:
    """Members of all times; what the composition lacks today, in sentences."""
    return {
        **{name: getattr(group, name) for name in (*GROUP_FIELDS, *silence.NAMES)},
        "project": group.project.code if group.project else None,
        "programme": group.programme.code if group.programme else None,
        "members": [member_view(seat) for seat in group.members],
        "gaps": group.gaps(today),
    }


class InterestIn(Schema):
    """`person`: whose it is; the caller's if left out."""

    person: OptionalLine = ""
    title: Line
    note: Annotated[Paragraph, Field(max_length=2000)] = ""
    valid_from: Day

    def named(self) -> Person:
        return named_person(self.person)


class InterestEndIn(Schema):
    valid_to: Day
    reason: Annotated[Paragraph, Field(max_length=2000)] = ""


class InterestView(View):
    id: int
    person: PersonView
    title: str
    note: str
    valid_from: dt.date
    valid_to: dt.date | None


def interest_view(interest: Interest) -> dict[str, Any]:
    return {name: getattr(interest, name) for name in InterestView.model_fields}


# ---- meetings ----


class MeetingChangesIn(Versioned):
    """`held_at`: an instant with its offset, such as 2026-03-10T09:00:00Z."""

    title: Line
    held_at: Instant
    place: OptionalLine = ""


class MeetingIn(MeetingChangesIn):
    """A draft; `/calling` invites the members."""

    group: Line


class AgendaItemIn(Versioned):
    title: Line
    note: Paragraph = ""
    minutes_planned: int | None = Field(default=None, ge=1, le=600)


class TakingIn(Schema):
    minutes_planned: int | None = Field(default=None, ge=1, le=600)


class DroppingIn(Schema):
    reason: Annotated[NeededParagraph, Field(max_length=2000)]


class UnfinishedIn(Schema):
    is_unfinished: bool = True


class SuggestionView(View):
    kind: str
    number: int
    title: str
    why: str
    address: str


def suggestion_view(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in SuggestionView.model_fields}


class MoveIn(Schema):
    direction: Literal["up", "down"]


class PresenceIn(Schema):
    """`presence` null takes a note back."""

    person: Line
    presence: Presence | None


class AttendanceIn(Schema):
    """Only those named are touched."""

    entries: list[PresenceIn] = Field(max_length=500)


class MinutesIn(Versioned):
    """`version` here is `minutes_version` as read."""

    minutes: MinutesText


class MeetingRowView(View):
    id: int
    code: str
    title: str
    group: str
    project: str | None
    held_at: dt.datetime
    place: str
    state: str


class AgendaItemView(View):
    id: int
    position: int
    title: str
    note: str
    minutes_planned: int | None
    subject_kind: str
    subject_id: int | None
    is_unfinished: bool
    version: int


class AttendanceView(View):
    person: PersonView
    presence: str


class MeetingView(MeetingRowView):
    version: int
    agenda: list[AgendaItemView]
    attendance: list[AttendanceView]
    minutes: str
    minutes_version: int
    minuted_by: PersonView | None
    approved_by: PersonView | None
    approved_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    cancel_reason: str
    decisions: list[str]


def meeting_row(row: Any) -> dict[str, Any]:
    same = ("id", "code", "title", "held_at", "place", "state")
    words = {name: getattr(row, name) for name in same}
    return {**words, "group": row.group_code, "project": row.project_code}


MEETING_FIELDS = (
    *("id", "code", "title", "held_at", "place", "state", "version", "minutes", "minutes_version"),
    *("minuted_by", "approved_by", "approved_at", "cancelled_at", "cancel_reason"),
)


def meeting_view(meeting: Meeting, decisions: Any) -> dict[str, Any]:
    return {
        **{name: getattr(meeting, name) for name in MEETING_FIELDS},
        "group": meeting.group.code,
        "project": meeting.project.code if meeting.project else None,
        "agenda": [agenda_item_view(item) for item in meeting.agenda],
        "attendance": [{"person": row.person, "presence": row.presence} for row in meeting.attendance],
        "decisions": [decision.code for decision in decisions],
    }


def agenda_item_view(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in AgendaItemView.model_fields}


# ---- decisions ----


class ProposalChangesIn(Versioned):
    """All of a proposal's content; what is left out becomes empty. `meeting`: its id."""

    title: Title
    context: Paragraph = ""
    options: Paragraph = ""
    owner: OptionalLine = ""
    due_on: Day | None = None
    amount: Money | None = None
    meeting: Number | None = None
    hides_positions: bool | None = None

    def named_owner(self) -> Person | None:
        return named_person(self.owner, "owner") if self.owner else None


class ProposalIn(ProposalChangesIn):
    """`group` or `project` (codes): who decides, about what. A draft unless `propose`."""

    group: OptionalLine = ""
    project: OptionalLine = ""
    propose: bool = True


class SupersessionIn(ProposalChangesIn):
    """`is_reversal`: the old decision no longer holds, and nothing takes its place."""

    is_reversal: bool = False


class PositionIn(Versioned):
    """The caller's own position; an objection needs its reason."""

    position: Stand
    reason: Paragraph = ""


class HeardIn(Schema):
    """What a member said in the room."""

    person: Line
    position: Stand
    reason: Paragraph = ""


class OutcomeIn(Versioned):
    """`meeting` is an id; without one the chair decides between meetings, on `decided_on` or today.

    `is_carried`: what the outcome says. Where the rule of the group counts otherwise, it is refused.
    """

    is_carried: bool = True
    outcome: NeededParagraph
    grounds: NeededParagraph
    meeting: Number | None = None
    decided_on: Day | None = None
    owner: OptionalLine = ""
    due_on: Day | None = None
    review_on: Day | None = None
    positions: list[HeardIn] = Field(default_factory=list, max_length=200)

    def named_owner(self) -> Person | None:
        return named_person(self.owner, "owner") if self.owner else None

    def heard(self) -> dict[int, tuple[str, str]]:
        said = ((named_person(each.person, "positions"), each) for each in self.positions)
        return {person.id: (each.position, each.reason) for person, each in said}


class RatificationIn(Versioned):
    """`meeting` is the id of a later meeting with a quorum."""

    meeting: Number


class ImplementationIn(Versioned):
    """`evidence`: the code of a record, or a web address."""

    evidence: OptionalLine = ""
    outcome: NeededParagraph
    carried_out_on: Day


class DecisionRowView(View):
    id: int
    code: str
    title: str
    state: str
    holds: bool
    outcome: str
    listed_on: dt.date
    decided_on: dt.date | None
    due_on: dt.date | None
    implemented_on: dt.date | None
    owner: str | None
    group: str | None
    project: str | None


class PositionView(View):
    person: PersonView
    position: str
    reason: str
    is_own: bool


class DecisionView(DecisionRowView):
    version: int
    context: str
    options: str
    grounds: str
    review_on: dt.date | None
    meeting: int | None
    present: list[dict[str, Any]]
    present_count: int | None
    quorum_required: int | None
    quorum_met: bool | None
    quorum_missing: list[str]
    amount: Decimal | None
    exceeds_limit: bool
    rule: str
    is_carried: bool | None
    tally: dict[str, int]
    ratified_on: dt.date | None
    implementation: str
    evidence: str
    evidence_address: str
    drop_reason: str
    positions: list[PositionView]
    hides_positions: bool
    supersedes: str | None
    is_reversal: bool
    superseded_by: str | None
    holds_now: str


def decision_row(row: Any) -> dict[str, Any]:
    """`outcome` is its beginning."""
    same = ("id", "code", "title", "state", "outcome", "listed_on", "decided_on", "due_on", "implemented_on")
    return {
        **{name: getattr(row, name) for name in same},
        "holds": row.state in {"decided", "implemented"},
        "owner": row.owner_name,
        "group": row.group_code,
        "project": row.project_code,
    }


DECISION_FIELDS = (
    *("evidence", "evidence_address"),
    *(
        "id",
        "code",
        "title",
        "state",
        "holds",
        "outcome",
        "listed_on",
        "decided_on",
        "due_on",
        "implemented_on",
    ),
    *("version", "context", "options", "grounds", "review_on", "present", "present_count", "quorum_required"),
    *("quorum_missing", "amount", "exceeds_limit", "rule", "is_carried", "tally"),
    *("quorum_met", "ratified_on", "implementation", "drop_reason", "is_reversal", "hides_positions"),
)


def decision_view(decision: Decision) -> dict[str, Any]:
    later = decision.successor
    return {
        **{name: getattr(decision, name) for name in DECISION_FIELDS},
        "owner": decision.owner.name if decision.owner else None,
        "group": decision.group.code if decision.group else None,
        "project": decision.project.code if decision.project else None,
        "meeting": decision.meeting_id,
        "positions": [
            {"person": each.person, "position": each.position, "reason": each.reason, "is_own": each.is_own}
            for each in shown_positions(decision)
        ],
        "supersedes": decision.supersedes.code if decision.supersedes else None,
        "superseded_by": later.code if later else None,
        "holds_now": decision.newest.code if decision.newest.holds else "",
    }
