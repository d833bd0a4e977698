"""The outcome enters the record: with who was there, the quorum, the positions and the grounds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid, Refused
from portal.outbox.operations import post
from portal.register.operations import record
from portal.steering import events
from portal.steering.carrying import Ballot, Count, count
from portal.steering.days import day_of
from portal.steering.locking import hold
from portal.steering.models import (
    ATTENDING,
    Attendance,
    Decision,
    Meeting,
    Membership,
    Position,
    Stand,
    SteeringGroup,
)
from portal.steering.models.states import NEED_WORDS, PRESENCE_WORDS, RULE_WORDS
from portal.steering.operations.hearing import Heard, enter_heard, enter_recused
from portal.steering.operations.proposals import check_place
from portal.steering.operations.returning import return_for_ratification
from portal.steering.quorum import Quorum, Seat
from portal.steering.records import NOTHING, Named
from portal.steering.room import LEFT, Room, room_of
from portal.steering.watching import Act, expect_free, tell_replaced


def record_outcome(
    decision: Decision,
    *,
    outcome: str,
    grounds: str,
    meeting: Meeting | None,
    decided_on: dt.date | None,
    owner: Person | None,
    due_on: dt.date | None,
    review_on: dt.date | None,
    heard: Heard,
    is_carried: bool = True,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """What the group decided, once and for ever. Without quorum it binds nobody until it is ratified.

    Whether it carries is counted from the positions by the group's rule. `is_carried` is what the outcome in
    words says; if the count says something else, nothing is recorded.
    """
    hold(decision, again=("positions",))
    if meeting is not None:
        hold(meeting, again=("attendance",))
    decision.expect_open()
    expect_free(decision, Act.RECORD, now)
    day = _day_of_decision(decision, meeting, decided_on, by, today)
    _check_later_days(day, due_on, review_on)
    if decision.supersedes is not None:
        decision.supersedes.expect_replaceable()
    enter_heard(decision, meeting, day, heard, by=by, now=now)
    decision.meeting, decision.owner = meeting, owner
    decision.due_on, decision.review_on, decision.recorded_by = due_on, review_on, by
    enter_recused(decision, meeting, day, by=by, now=now)
    decision.settle(
        outcome=outcome,
        grounds=grounds,
        decided_on=day,
        quorum=_quorum(decision, meeting, day),
        count=_counted(decision, day, is_carried),
    )
    _record_outcome(decision, by, now)
    _take_effect(decision, by, now)
    _tell(decision, by, now)
    return_for_ratification(decision, now=now)


def record_in_writing(
    decision: Decision,
    *,
    outcome: str,
    grounds: str,
    review_on: dt.date | None,
    day: dt.date,
    now: dt.datetime,
) -> None:
    """What the members decided by their own positions until `day`; nobody has to record it.

    Whoever spoke counts towards the quorum. The caller holds the decision and knows that it carries.
    """
    decision.expect_open()
    decision.meeting, decision.review_on = None, review_on
    decision.settle(
        outcome=outcome,
        grounds=grounds,
        decided_on=day,
        quorum=_quorum(decision, None, day),
        count=count_of(decision, day),
    )
    _record_outcome(decision, None, now)
    _take_effect(decision, None, now)
    _tell(decision, None, now)
    return_for_ratification(decision, now=now)


def _day_of_decision(
    decision: Decision, meeting: Meeting | None, decided_on: dt.date | None, by: Person, today: dt.date
) -> dt.date:
    """In a meeting: its day. Between meetings the chair decides, and says when."""
    check_place(decision.group, decision.project, meeting)
    if meeting is not None:
        if not meeting.takes_minutes:
            raise Invalid(meeting=_("This meeting has not been opened yet."))
        return min(day_of(meeting), today)
    if decision.group is not None and not decision.group.is_chaired_by(by.id, today):
        raise Invalid(meeting=_("Between meetings only the chair records a decision. Choose the meeting."))
    day = decided_on or today
    if day > today:
        raise Invalid(decided_on=_("This day has not come yet."))
    return day


def _check_later_days(day: dt.date, due_on: dt.date | None, review_on: dt.date | None) -> None:
    for name, later in (("due_on", due_on), ("review_on", review_on)):
        if later is not None and later < day:
            raise Invalid(**{name: _("This day lies before the decision.")})


def _quorum(decision: Decision, meeting: Meeting | None, day: dt.date) -> Quorum | None:
    """In a meeting whoever is there counts, between meetings whoever took a position."""
    if decision.group is None:
        return None
    if meeting is not None:
        seats = seats_in(meeting, decision.group, day, room_of(meeting, decision))
    else:
        spoke = {taken.person_id for taken in decision.positions}
        seats = [_seat(member, "", member.person_id in spoke) for member in decision.group.voters_on(day)]
    return decision.group.quorum_in(seats, recused=recused(decision, meeting))


def _counted(decision: Decision, day: dt.date, is_carried: bool) -> Count | None:
    """By the group's rule; the outcome in words must say the same."""
    counted = count_of(decision, day)
    if counted is not None and counted.carries != is_carried:
        raise Invalid(is_carried=counted.in_words())
    return counted


def count_of(decision: Decision, day: dt.date) -> Count | None:
    """The positions taken so far, counted by the rule of the group; None where no group decides."""
    if decision.group is None:
        return None
    taken = {each.person_id: each.position for each in decision.positions}
    taken.update(dict.fromkeys(room_of(decision.meeting, decision).recused, Stand.RECUSED.value))
    voters = decision.group.voters_on(day)
    return count(
        decision.group.rule, [Ballot(seat.role, seat.votes, taken.get(seat.person_id)) for seat in voters]
    )


def seats_in(meeting: Meeting, group: SteeringGroup, day: dt.date, room: Room | None = None) -> list[Seat]:
    """Members of that day with their presence, and whoever else was in the room.

    `room`: as it was at the moment that is asked about, else as it is now; who had left does not count.
    """
    gone = (room or room_of(meeting)).gone
    rows = {row.person_id: row for row in meeting.attendance}
    members = group.members_on(day)
    seats = [
        _seat(member, presence, presence in ATTENDING)
        for member in members
        for presence in [_presence(rows.get(member.person_id), gone)]
    ]
    known = {member.person_id for member in members}
    others = [row for row in meeting.attendance if row.person_id not in known]
    return seats + [Seat(row.person_id, row.person.name, "guest", 0, row.presence, False) for row in others]


def _presence(row: Attendance | None, gone: frozenset[int]) -> str:
    if row is None:
        return ""
    return LEFT if row.presence in ATTENDING and row.person_id in gone else row.presence


def _seat(member: Membership, presence: str, is_present: bool) -> Seat:
    return Seat(
        member.person_id,
        member.person.name,
        member.role,
        member.votes,
        presence,
        is_present,
        side=member.side,
    )


def _record_outcome(decision: Decision, by: Person | None, now: dt.datetime) -> None:
    event = events.DECIDED if decision.holds else events.DECIDED_WITHOUT_QUORUM
    if decision.is_carried is False:
        event = events.NOT_CARRIED
    around = [decision.group, decision.meeting, decision.owner]
    record(
        event,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[each for each in around if each is not None],
        context=decision.context,
        options=decision.options,
        outcome=decision.outcome,
        grounds=decision.grounds,
        decided_on=decision.decided_on,
        owner=decision.owner.name if decision.owner else None,
        due_on=decision.due_on,
        review_on=decision.review_on,
        meeting=decision.meeting.register_label() if decision.meeting else None,
        present=_present_words(decision.present),
        present_count=decision.present_count,
        quorum_required=decision.quorum_required,
        quorum_missing=[str(NEED_WORDS.get(need, need)) for need in decision.quorum_missing],
        rule=str(RULE_WORDS.get(decision.rule, decision.rule)),
        amount=decision.amount,
        positions=[_said(taken) for taken in decision.positions],
    )


def _said(taken: Position) -> str:
    words = f"{taken.person.name}: {taken.label}"
    return f"{words} – {taken.reason}" if taken.reason else words


def _present_words(stored: list[dict[str, Any]]) -> list[str]:
    """Names as they were; with the presence where it was noted."""
    words = [(seat["name"], str(PRESENCE_WORDS.get(seat["presence"], ""))) for seat in stored]
    return [f"{name}: {presence}" if presence else name for name, presence in words]


def _take_effect(decision: Decision, by: Person | None, now: dt.datetime) -> None:
    """Once it holds, the decision that it supersedes or reverses no longer does."""
    old = decision.supersedes
    if old is None or not decision.holds:
        return
    old.give_way(decision)
    event = events.REVERSED if decision.is_reversal else events.SUPERSEDED
    successor = decision.register_label()
    record(event, old, by=by, now=now, project=old.project, about=[decision], successor=successor)
    tell_replaced(old, decision, by, now)
    if old.owner is not None and old.owner.id != (by.id if by else None):
        facts = {
            "code": old.code,
            "title": old.title,
            "successor": successor,
            "is_reversal": decision.is_reversal,
        }
        post(
            "steering/decision_replaced", to=old.owner, facts=facts, link=f"/decisions/{decision.id}", now=now
        )


def _tell(decision: Decision, by: Person | None, now: dt.datetime) -> None:
    """Who is bound is told; between meetings also the members, who were not in a room to hear it."""
    told = [decision.owner] if decision.owner and decision.is_carried is not False else []
    if decision.meeting is None and decision.group is not None and decision.decided_on is not None:
        told += [seat.person for seat in decision.group.members_on(decision.decided_on)]
    facts = {
        "code": decision.code,
        "title": decision.title,
        "outcome": decision.outcome,
        "due_on": decision.due_on,
        "decided_on": decision.decided_on,
        "owner": decision.owner.name if decision.owner else "",
        "holds": decision.holds,
        "is_refused": decision.is_carried is False,
    }
    for person in {person.id: person for person in told if by is None or person.id != by.id}.values():
        post("steering/decision_recorded", to=person, facts=facts, link=f"/decisions/{decision.id}", now=now)


def ratify(decision: Decision, *, meeting: Meeting, by: Person, now: dt.datetime, today: dt.date) -> None:
    """A later meeting with quorum makes a decision that was taken without one binding."""
    decision.expect_ratifiable()
    hold(meeting, again=("attendance",))
    group = decision.group
    if group is None or meeting.group_id != group.id:
        raise Invalid(meeting=_("Choose a meeting of the group that decides."))
    if not meeting.takes_minutes:
        raise Invalid(meeting=_("Choose a meeting that is in session, or closed and not yet approved."))
    day = min(day_of(meeting), today)
    is_same = decision.meeting_id == meeting.id
    if is_same or (decision.decided_on is not None and day < decision.decided_on):
        raise Invalid(meeting=_("It is ratified at a later meeting, not at the one that had no quorum."))
    if decision.supersedes is not None:
        decision.supersedes.expect_replaceable()
    quorum = group.quorum_in(
        seats_in(meeting, group, day, room_of(meeting, decision)), recused=recused(decision, meeting)
    )
    if quorum.missing and quorum.count >= quorum.required:
        who = ", ".join(str(NEED_WORDS[need]) for need in quorum.missing)
        raise Refused(_("This meeting has no quorum either, because these must be there: %(who)s.", who=who))
    if not quorum.is_met:
        sentence = _("This meeting has no quorum either: %(count)d of %(required)d voting members are there.")
        raise Refused(sentence % {"count": quorum.count, "required": quorum.required})
    decision.ratify(meeting, day)
    record(
        events.RATIFIED,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[group, meeting],
        meeting=meeting.register_label(),
        present=_present_words(quorum.as_stored()),
        present_count=quorum.count,
        quorum_required=quorum.required,
    )
    _take_effect(decision, by, now)
    _tell(decision, by, now)


def recused(decision: Decision, meeting: Meeting | None = None) -> set[int]:
    """Who said so of this decision, and who stepped aside from the item of the agenda that it belongs to."""
    aside = room_of(meeting, decision).recused
    return {taken.person_id for taken in decision.positions if taken.position == Stand.RECUSED} | set(aside)


def carry_out(
    decision: Decision,
    *,
    outcome: str,
    carried_out_on: dt.date,
    evidence: Named = NOTHING,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Decided is not carried out: what was done, when, and what shows it."""
    if carried_out_on > today:
        raise Invalid(carried_out_on=_("This day has not come yet."))
    if decision.decided_on is not None and carried_out_on < decision.decided_on:
        raise Invalid(carried_out_on=_("This day lies before the decision."))
    decision.carry_out(outcome, carried_out_on)
    decision.evidence, decision.evidence_address = evidence
    around = [decision.group, decision.meeting]
    record(
        events.CARRIED_OUT,
        decision,
        by=by,
        now=now,
        project=decision.project,
        about=[each for each in around if each is not None],
        carried_out_on=carried_out_on,
        outcome=outcome,
        evidence=evidence.label,
    )
