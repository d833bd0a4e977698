"""Is the group able to decide? Cases as a table, and the property behind them. No database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Refused
from portal.steering.models import Decision, DecisionState, Stand
from portal.steering.quorum import Quorum, Seat, quorum_of

DAY = dt.date(2026, 3, 3)


def person(number: int, *, there: bool = True, votes: int = 1) -> Seat:
    presence = "present" if there else "excused"
    return Seat(number, f"Member {number}", "member", votes, presence, there)


CASES = [
    ("nobody is asked for and nobody is there", 0, [], set(), 0, True),
    ("as many as asked for", 2, [person(1), person(2)], set(), 2, True),
    ("one too few", 3, [person(1), person(2)], set(), 2, False),
    ("an excused member does not count", 2, [person(1), person(2, there=False)], set(), 1, False),
    ("a member without a vote does not count", 2, [person(1), person(2, votes=0)], set(), 1, False),
    ("two votes are still one person", 2, [person(1, votes=2)], set(), 1, False),
    ("who is recused is in the room but does not count", 2, [person(1), person(2)], {2}, 1, False),
    ("a recusal of somebody absent changes nothing", 1, [person(1), person(2, there=False)], {2}, 1, True),
    ("more than asked for", 1, [person(1), person(2), person(3)], set(), 3, True),
]


@pytest.mark.parametrize(
    ("required", "seats", "recused", "count", "is_met"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_quorum(required: int, seats: list[Seat], recused: set[int], count: int, is_met: bool) -> None:
    quorum = quorum_of(required, seats, recused=recused)
    assert (quorum.count, quorum.is_met) == (count, is_met)


stands = st.sampled_from([None, *Stand])
rooms = st.lists(st.tuples(st.booleans(), st.integers(0, 3), stands), max_size=9)


def room(members: list[tuple[bool, int, Stand | None]], required: int) -> tuple[Quorum, int]:
    """The quorum of such a room, and how many count, told another way."""
    seats = [
        person(number, there=there, votes=votes) for number, (there, votes, _stand) in enumerate(members)
    ]
    recused = {number for number, (_there, _votes, stand) in enumerate(members) if stand == Stand.RECUSED}
    expected = [1 for there, votes, stand in members if there and votes and stand != Stand.RECUSED]
    return quorum_of(required, seats, recused=recused), len(expected)


@given(rooms, st.integers(0, 9), st.text(min_size=1), st.text())
def test_the_outcome_binds_exactly_if_enough_are_there_whatever_they_said(
    members: list[tuple[bool, int, Stand | None]], required: int, outcome: str, grounds: str
) -> None:
    quorum, expected = room(members, required)
    decision = Decision(title="x", state=DecisionState.PROPOSED)
    decision.settle(outcome=outcome, grounds=grounds, decided_on=DAY, quorum=quorum)
    assert decision.holds == (expected >= required)
    assert decision.state == ("decided" if decision.holds else "needs_ratification")
    assert (decision.quorum_met, decision.present_count) == (decision.holds, expected)
    assert (decision.quorum_required, sum(seat["counts"] for seat in decision.present)) == (
        required,
        expected,
    )
    assert (decision.outcome, decision.grounds, decision.decided_on) == (outcome, grounds, DAY)
    assert decision.listed_on == DAY


@given(rooms, st.integers(0, 9))
def test_nothing_is_settled_twice(members: list[tuple[bool, int, Stand | None]], required: int) -> None:
    quorum, _expected = room(members, required)
    decision = Decision(title="x", state=DecisionState.PROPOSED)
    decision.settle(outcome="first", grounds="", decided_on=DAY, quorum=quorum)
    with pytest.raises(Refused, match="never edited"):
        decision.settle(outcome="second", grounds="", decided_on=DAY, quorum=quorum)
    assert decision.outcome == "first"


def test_without_a_group_there_is_no_quorum_to_ask_for() -> None:
    decision = Decision(title="x", state=DecisionState.PROPOSED)
    decision.settle(outcome="yes", grounds="", decided_on=DAY, quorum=None)
    assert (decision.state, decision.quorum_met, decision.present_count) == ("decided", None, None)
