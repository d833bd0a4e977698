"""What the records say of a department in a project, beside what somebody observed: words, numbers, links.

Counted over half a year. Never summed up: no score, no order of departments. What a member said on a proposal
whose positions are hidden counts nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from flask_babel import ngettext
from sqlalchemy import ColumnElement, select

from portal.accounts.actors import Actor
from portal.accounts.models import Person
from portal.bindings.models import Binding, BindingState
from portal.commitments.models import Commitment, State
from portal.database import session
from portal.fulfilment.queries.figures import figures
from portal.fulfilment.queries.kept import shares_of
from portal.stance.models import Stakeholder
from portal.steering.models import Attendance, Decision, Meeting, MeetingState, Position, Presence, Stand
from portal.steering.models.states import ATTENDING, RECORDED

LOOK_BACK = dt.timedelta(days=182)
WEEKS = 12
#: Rows that a fact names before it only counts them.
MOST = 8


@dataclass(frozen=True)
class Row:
    """A record that a fact was counted from."""

    label: str
    url: str


@dataclass(frozen=True)
class Fact:
    """One sentence and the rows behind it. `kind` is stable, for the API."""

    kind: str
    words: str
    rows: list[Row] = field(default_factory=list)
    further: int = 0


def evidence_of(stakeholder: Stakeholder, reader: Actor) -> list[Fact]:
    """The facts that there is anything to say about. A fixed number of statements."""
    since = reader.today - LOOK_BACK
    counted: tuple[Callable[[Stakeholder, dt.date, Actor], Fact | None], ...] = (
        _answers,
        _promises,
        _meetings,
        _objections,
        _bound,
    )
    found = [count(stakeholder, since, reader) for count in counted]
    return [fact for fact in found if fact is not None]


def _fact(kind: str, words: str, rows: list[Row]) -> Fact:
    return Fact(kind, words, rows[:MOST], max(0, len(rows) - MOST))


def _answers(stakeholder: Stakeholder, since: dt.date, reader: Actor) -> Fact | None:
    """Asks of that time: how many were answered after their day, or wait beyond it."""
    statement = select(
        Commitment.id, Commitment.code, Commitment.state, Commitment.answered_on, Commitment.answer_due_on
    ).where(*_own(stakeholder), Commitment.requested_on >= since, Commitment.answer_due_on.is_not(None))
    asked = session().execute(statement.order_by(Commitment.id)).all()
    due = [row for row in asked if row.answered_on or row.answer_due_on < reader.today]
    late = [
        row
        for row in due
        if (row.answered_on and row.answered_on > row.answer_due_on)
        or (row.answered_on is None and row.state == State.REQUESTED)
    ]
    if not due:
        return None
    words = ngettext(
        "%(late)s of %(num)d ask answered after its day, or still waiting beyond it.",
        "%(late)s of %(num)d asks answered after their day, or still waiting beyond it.",
        len(due),
        late=len(late),
    )
    return _fact("answered_late", words, [Row(row.code, f"/commitments/{row.id}") for row in late])


def _promises(stakeholder: Stakeholder, since: dt.date, reader: Actor) -> Fact | None:
    """Weeks of promised people, counted as everywhere: a week with a reason that lies elsewhere is kept."""
    first, last = reader.today - dt.timedelta(weeks=WEEKS + 1), reader.today
    own, project = _own(stakeholder)
    weeks = list(figures(own & project, first, last, reader=reader))
    share = shares_of(weeks, (WEEKS,), reader.today)[WEEKS].department
    if not share.weeks:
        return None
    words = ngettext(
        "%(kept)s of %(num)d promised week of people kept.",
        "%(kept)s of %(num)d promised weeks of people kept.",
        share.weeks,
        kept=share.kept,
    )
    commitments = {week.commitment.id: week.commitment.code for week in weeks}
    return _fact("kept", words, [Row(code, f"/commitments/{number}") for number, code in commitments.items()])


def _own(stakeholder: Stakeholder) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        Commitment.department_id == stakeholder.department_id,
        Commitment.project_id == stakeholder.project_id,
    )


def _meetings(stakeholder: Stakeholder, since: dt.date, reader: Actor) -> Fact | None:
    """Meetings of the project's groups at which somebody of the department was expected."""
    statement = (
        select(Meeting.id, Meeting.code, Attendance.presence)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Person, Person.id == Attendance.person_id)
        .where(
            Meeting.project_id == stakeholder.project_id,
            Meeting.state.in_((MeetingState.CLOSED, MeetingState.APPROVED)),
            Meeting.held_at >= dt.datetime.combine(since, dt.time(), dt.UTC),
            Person.department_id == stakeholder.department_id,
            Attendance.presence != Presence.GUEST,
        )
        .order_by(Meeting.held_at, Meeting.id)
    )
    codes: dict[int, str] = {}
    attended: set[int] = set()
    for number, code, presence in session().execute(statement):
        codes[number] = code
        if presence in ATTENDING:
            attended.add(number)
    if not codes:
        return None
    words = ngettext(
        "At %(num)d meeting somebody of the department was expected; at %(attended)s somebody was there.",
        "At %(num)d meetings somebody of the department was expected; at %(attended)s somebody was there.",
        len(codes),
        attended=len(attended),
    )
    missed = [Row(code, f"/meetings/{number}") for number, code in codes.items() if number not in attended]
    return _fact("attended", words, missed)


def _objections(stakeholder: Stakeholder, since: dt.date, reader: Actor) -> Fact | None:
    """To object with a reason is a member's right, and is counted as that: it says what they said."""
    statement = (
        select(Decision.id, Decision.code, Position.position)
        .join(Position, Position.decision_id == Decision.id)
        .join(Person, Person.id == Position.person_id)
        .where(
            Decision.project_id == stakeholder.project_id,
            Decision.state.in_(RECORDED),
            Decision.decided_on >= since,
            Decision.hides_positions.is_(False),
            Person.department_id == stakeholder.department_id,
        )
        .order_by(Decision.id)
    )
    said: dict[int, str] = {}
    against: set[int] = set()
    for number, code, position in session().execute(statement):
        said[number] = code
        if position == Stand.OBJECT:
            against.add(number)
    if not said:
        return None
    words = ngettext(
        "On %(num)d decision somebody of the department took a position; to %(against)s somebody objected.",
        "On %(num)d decisions somebody of the department took a position; to %(against)s somebody objected.",
        len(said),
        against=len(against),
    )
    return _fact("objected", words, [Row(said[number], f"/decisions/{number}") for number in sorted(against)])


def _bound(stakeholder: Stakeholder, since: dt.date, reader: Actor) -> Fact | None:
    """Decisions that bind the department, and of which it said that they cannot be carried out."""
    statement = (
        select(Decision.id, Decision.code, Binding.state)
        .join(Binding, Binding.decision_id == Decision.id)
        .where(
            Decision.project_id == stakeholder.project_id,
            Binding.department_id == stakeholder.department_id,
            Binding.state != BindingState.RELEASED,
            Binding.named_at >= dt.datetime.combine(since, dt.time(), dt.UTC),
        )
        .order_by(Decision.id)
    )
    bound = session().execute(statement).all()
    if not bound:
        return None
    cannot = [row for row in bound if row.state == BindingState.CANNOT]
    words = ngettext(
        "%(num)d decision binds the department; of %(cannot)s it said that it cannot be done.",
        "%(num)d decisions bind the department; of %(cannot)s it said that they cannot be done.",
        len(bound),
        cannot=len(cannot),
    )
    return _fact("blocked", words, [Row(row.code, f"/decisions/{row.id}") for row in cannot])
