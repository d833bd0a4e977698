"""Outcome by rule, positions and the room: who came, left and stepped aside from the item. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.sittings.presence import gone
from portal.steering.carrying import Ballot, count
from portal.steering.models import Decision, DecisionRule, DecisionState, Stand
from portal.steering.quorum import Seat, quorum_of

START = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
DAY = START.date()
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Move:
    person_id: int
    is_arrival: bool
    at: dt.datetime


def minute(number: int) -> dt.datetime:
    return START + dt.timedelta(minutes=number)


moves = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 60)), max_size=12)


@few
@given(moves, st.integers(0, 60))
def test_who_is_gone_follows_from_the_last_thing_that_happened_before(
    rows: list[tuple[int, bool, int]], when: int
) -> None:
    happened = [Move(person, is_in, minute(at)) for person, is_in, at in sorted(rows, key=lambda row: row[2])]
    absent = gone(happened, minute(when))
    for person in range(5):
        own = [each for each in happened if each.person_id == person]
        before = [each for each in own if each.at <= minute(when)]
        if before:
            assert (person in absent) == (not before[-1].is_arrival)
        elif own:
            assert (person in absent) == own[0].is_arrival
        else:
            assert person not in absent


stands = st.sampled_from([None, *Stand])
members = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3), stands), min_size=1, max_size=7)


@few
@given(st.sampled_from(list(DecisionRule)), members, st.integers(0, 6))
def test_who_left_or_stepped_aside_neither_counts_for_the_quorum_nor_carries_anything(
    rule: str, rows: list[tuple[bool, bool, int, Stand | None]], required: int
) -> None:
    """Each row: in the room, stepped aside from the item, votes, and what they said beforehand."""
    aside = {number for number, row in enumerate(rows) if row[1]}
    seats = [Seat(number, "M", "member", row[2], "present", row[0]) for number, row in enumerate(rows)]
    quorum = quorum_of(required, seats, recused=aside)
    able = sum(1 for here, is_aside, votes, _stand in rows if here and votes and not is_aside)
    assert (quorum.count, quorum.is_met) == (able, able >= required)

    heard = [(votes, Stand.RECUSED if is_aside else stand) for _here, is_aside, votes, stand in rows]
    counted = count(rule, [Ballot("member", votes, stand) for votes, stand in heard])
    without = count(rule, [Ballot("member", row[2], row[3]) for row in rows if not row[1]])
    assert (counted.agree, counted.against, counted.carries) == (
        without.agree,
        without.against,
        without.carries,
    )

    decision = Decision(title="x", state=DecisionState.PROPOSED)
    decision.settle(outcome="so", grounds="", decided_on=DAY, quorum=quorum, count=counted)
    expected = "decided" if quorum.is_met else "needs_ratification"
    assert decision.state == (expected if counted.carries else "dropped")
