"""Does it carry? Every rule over every set of positions, told another way; and the quorum's other kinds. No database."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.steering.carrying import Ballot, count
from portal.steering.models import Decision, DecisionRule, DecisionState, MemberRole, Stand
from portal.steering.models.states import NEEDS
from portal.steering.quorum import Seat, quorum_of, required_by
from tests.support.times import TODAY

#: The first example takes its time on a machine that does other things.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

AGREE, OBJECT, ABSTAIN, RECUSED, SILENT = "agree", "object", "abstain", "recused", None

CASES = [
    ("consent", [AGREE, AGREE, OBJECT], False),
    ("consent", [AGREE, ABSTAIN, RECUSED], True),
    ("consent", [SILENT, SILENT], True),
    ("majority", [AGREE, OBJECT], False),
    ("majority", [AGREE, AGREE, OBJECT], True),
    ("majority", [AGREE, ABSTAIN, ABSTAIN], True),
    ("majority", [SILENT, SILENT], False),
    ("two_thirds", [AGREE, AGREE, OBJECT], True),
    ("two_thirds", [AGREE, OBJECT], False),
    ("two_thirds", [ABSTAIN, RECUSED], False),
]


@pytest.mark.parametrize(("rule", "positions", "carries"), CASES)
def test_members_with_one_vote_each(rule: str, positions: list[str | None], carries: bool) -> None:
    counted = count(rule, [Ballot("member", 1, each) for each in positions])
    assert counted.carries == carries


LED = [
    ("the chair agrees, all others object", [("chair", AGREE), ("member", OBJECT), ("deputy", OBJECT)], True),
    ("the chair objects, all others agree", [("chair", OBJECT), ("member", AGREE), ("deputy", AGREE)], False),
    ("the chair abstains", [("chair", ABSTAIN), ("member", AGREE)], False),
    ("the chair says nothing, the deputy agrees", [("chair", SILENT), ("deputy", AGREE)], True),
    ("the chair stepped aside, the deputies differ", [("chair", RECUSED), ("deputy", AGREE), ("deputy", OBJECT)], False),
    ("nobody who leads says anything", [("chair", SILENT), ("member", AGREE)], False),
]  # fmt: skip


@pytest.mark.parametrize(("ballots", "carries"), [case[1:] for case in LED], ids=[case[0] for case in LED])
def test_the_chair_decides_after_hearing(ballots: list[tuple[str, str | None]], carries: bool) -> None:
    given_ = [Ballot(role, 1, position) for role, position in ballots]
    assert count("chair", given_).carries == carries


roles = st.sampled_from([MemberRole.CHAIR, MemberRole.DEPUTY, MemberRole.MEMBER])
ballots_ = st.lists(st.builds(Ballot, roles, st.integers(1, 5), st.sampled_from([None, *Stand])), max_size=9)
rules = st.sampled_from(list(DecisionRule))


def told_otherwise(rule: str, ballots: list[Ballot]) -> bool:
    """The same question, counted vote by vote."""
    cast = [each.position for each in ballots for _vote in range(each.votes)]
    for_it, against = cast.count(Stand.AGREE), cast.count(Stand.OBJECT)
    if rule == "consent":
        return Stand.OBJECT not in cast
    if rule == "chair":
        for role in ("chair", "deputy"):
            spoke = {each.position for each in ballots if each.role == role} - {None, Stand.RECUSED}
            if spoke:
                return spoke == {Stand.AGREE}
        return False
    if not for_it + against:
        return False
    share = Fraction(for_it, for_it + against)
    return share > Fraction(1, 2) if rule == "majority" else share >= Fraction(2, 3)


@patient
@given(rules, ballots_)
def test_the_rule_over_any_positions(rule: str, ballots: list[Ballot]) -> None:
    counted = count(rule, ballots)
    assert counted.carries == told_otherwise(rule, ballots)
    assert sum(counted.as_stored().values()) == sum(each.votes for each in ballots)


@patient
@given(rules, ballots_, st.randoms())
def test_the_order_of_the_members_changes_nothing(rule: str, ballots: list[Ballot], chance: object) -> None:
    shuffled = list(ballots)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' Random
    assert count(rule, shuffled).carries == count(rule, ballots).carries


@patient
@given(st.sampled_from(["consent", "majority", "two_thirds"]), ballots_, st.integers(1, 5))
def test_another_vote_for_it_never_defeats_it_and_silence_never_matters(
    rule: str, ballots: list[Ballot], votes: int
) -> None:
    before = count(rule, ballots).carries
    assert count(rule, [*ballots, Ballot("member", votes, Stand.AGREE)]).carries >= before
    assert count(rule, [*ballots, Ballot("member", votes, Stand.OBJECT)]).carries <= before
    for still in (None, Stand.RECUSED, Stand.ABSTAIN):
        assert count(rule, [*ballots, Ballot("member", votes, still)]).carries == before


seats_ = st.lists(
    st.builds(
        Seat,
        person_id=st.integers(1, 50),
        name=st.just("x"),
        role=roles,
        votes=st.integers(0, 2),
        presence=st.just("present"),
        is_present=st.booleans(),
        side=st.sampled_from(["", "it", "business"]),
    ),
    max_size=9,
    unique_by=lambda seat: seat.person_id,
)


@patient
@given(rules, seats_, st.integers(0, 9), st.sets(st.sampled_from(NEEDS)), st.data())
def test_it_binds_exactly_if_it_carries_and_the_quorum_is_met(
    rule: str, seats: list[Seat], required: int, needs: set[str], data: st.DataObject
) -> None:
    """Outcome by rule × positions × quorum."""
    stands = {each.person_id: data.draw(st.sampled_from([None, *Stand])) for each in seats}
    recused = {number for number, stand in stands.items() if stand == Stand.RECUSED}
    quorum = quorum_of(required, seats, recused=recused, needs=needs)
    ballots = [Ballot(each.role, each.votes, stands[each.person_id]) for each in seats if each.votes]
    decision = Decision(title="x", state=DecisionState.PROPOSED)
    decision.settle(outcome="so", grounds="", decided_on=TODAY, quorum=quorum, count=count(rule, ballots))
    active = [each for each in seats if each.is_present and each.person_id not in recused]
    enough = sum(each.votes > 0 for each in active) >= required
    named = all(any(need in (each.role, each.side) for each in active) for need in needs)
    carries = told_otherwise(rule, ballots)
    expected = "dropped" if not carries else "decided" if enough and named else "needs_ratification"
    assert decision.state == expected
    assert decision.holds == (carries and enough and named)
    assert decision.is_recorded, "what was refused is sealed as well"


@patient
@given(st.integers(0, 100), st.integers(0, 60))
def test_a_share_is_rounded_up(percent: int, voters: int) -> None:
    assert required_by("share", percent, voters) == math.ceil(Fraction(percent * voters, 100))
    assert required_by("number", percent, voters) == percent


def test_who_must_be_there_and_stepped_aside_is_missing() -> None:
    chair = Seat(1, "Sun Li 孙丽", "chair", 1, "present", True, side="business")
    lead = Seat(2, "Chen Wei 陈伟", "deputy", 1, "remote", True, side="it")
    assert quorum_of(1, [chair, lead], needs=["chair", "it"]).is_met
    assert quorum_of(1, [chair, lead], recused={1}, needs=["chair", "it"]).missing == ["chair"]
    assert quorum_of(1, [chair], needs=["chair", "it", "business"]).missing == ["it"]
