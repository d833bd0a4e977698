"""Votes by name, straw polls and scores: recorded as facts. What they lead to is decided by positions and rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session
from portal.register.operations import record
from portal.sittings import events
from portal.sittings.locking import take_hold
from portal.sittings.models import KIND_WORDS, Leaning, Reply, Vote, VoteKind
from portal.sittings.operations.turns import expect_on_table
from portal.sittings.queries import decision_ids, movements_of, recusals_of, room_during, turns_of
from portal.sittings.results import sentences
from portal.steering.days import day_of
from portal.steering.models import AgendaItem, Decision, Membership

MOST_OPTIONS = 20
MOST_HANDS = 10_000


def roll_call(
    item: AgendaItem,
    *,
    question: str,
    replies: Mapping[int, str],
    decision: Decision | None = None,
    by: Person,
    now: dt.datetime,
) -> Vote:
    """Yes or no, called by name: only who is in the room, has a vote and did not step aside answers."""
    take_hold(item.meeting)
    seats = {seat.person_id: seat for seat in voters(item)}
    if not replies:
        raise Invalid(question=_("Nobody has answered yet."))
    for person_id, reply in replies.items():
        if person_id not in seats or reply not in set(Reply):
            raise Invalid(**{f"reply_{person_id}": _("Only members who are there with a vote answer.")})
    lines = [
        {
            "person_id": seat.person_id,
            "name": seat.person.name,
            "votes": seat.votes,
            "value": str(replies[seat.person_id]),
        }
        for seat in seats.values()
        if seat.person_id in replies
    ]
    return _take(item, VoteKind.ROLL_CALL, question, lines, decision, by, now)


def voters(item: AgendaItem) -> list[Membership]:
    """Who is asked by name: in the room for this item, with a vote, and not stepped aside."""
    meeting = item.meeting
    room = room_during(item, movements_of(meeting), turns_of(meeting), recusals_of(meeting))
    return [
        seat
        for seat in meeting.group.voters_on(day_of(meeting))
        if meeting.was_attended_by(seat.person_id) and seat.person_id not in room.gone | room.recused
    ]


def poll(
    item: AgendaItem,
    *,
    question: str,
    counts: Mapping[str, int],
    decision: Decision | None = None,
    by: Person,
    now: dt.datetime,
) -> Vote:
    """Hands counted five ways; it decides nothing, it shows where the room stands."""
    take_hold(item.meeting)
    if any(not 0 <= number <= MOST_HANDS for number in counts.values()):
        raise Invalid(question=_("Count hands from 0 to %(most)d.", most=MOST_HANDS))
    if not any(counts.values()):
        raise Invalid(question=_("No hand was counted."))
    lines = [{"value": str(each), "count": counts.get(each, 0)} for each in Leaning]
    return _take(item, VoteKind.STRAW_POLL, question, lines, decision, by, now)


def score(
    item: AgendaItem,
    *,
    question: str,
    scores: Sequence[tuple[str, Decimal]],
    decision: Decision | None = None,
    by: Person,
    now: dt.datetime,
) -> Vote:
    """Options with the score that each got, also below zero, published as they are."""
    take_hold(item.meeting)
    names = [name for name, _score in scores]
    if not 2 <= len(names) <= MOST_OPTIONS:
        raise Invalid(option_1=_("Score at least two options, and %(most)d at most.", most=MOST_OPTIONS))
    if len({name.casefold() for name in names}) < len(names):
        raise Invalid(option_1=_("Name each option once."))
    lines = [{"name": name, "score": format(number.normalize(), "f")} for name, number in scores]
    return _take(item, VoteKind.SCORES, question, lines, decision, by, now)


def _take(
    item: AgendaItem,
    kind: str,
    question: str,
    lines: list[dict[str, Any]],
    decision: Decision | None,
    by: Person,
    now: dt.datetime,
) -> Vote:
    expect_on_table(item)
    if decision is not None and decision.id not in decision_ids([item])[item.id]:
        raise Invalid(decision=_("This is not decided under this item."))
    meeting = item.meeting
    vote = Vote(
        meeting=meeting,
        item=item,
        decision=decision,
        kind=kind,
        question=question,
        lines=lines,
        taken_by=by,
        taken_at=now,
    )
    session().add(vote)
    session().flush()
    record(
        events.VOTE_TAKEN,
        vote,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting, *([decision] if decision else [])],
        kind=str(KIND_WORDS[VoteKind(kind)]),
        question=question,
        lines=sentences(vote),
        decision=decision.register_label() if decision else None,
    )
    return vote


def strike(vote: Vote, *, reason: str, by: Person, now: dt.datetime) -> None:
    """A vote that was noted wrongly is struck and stays to be seen; the right one is taken anew."""
    meeting = vote.meeting
    take_hold(meeting)
    meeting.expect_minutes()
    vote.strike(reason, by, now)
    record(
        events.VOTE_STRUCK,
        vote,
        by=by,
        now=now,
        project=meeting.project,
        about=[meeting, *([vote.decision] if vote.decision else [])],
        question=vote.question,
        lines=sentences(vote),
        reason=reason,
    )
