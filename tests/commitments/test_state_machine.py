"""Whatever people do in whatever order: one answer to a request, never one's own, and offers only grow."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.commitments import operations, rules
from portal.commitments.models import MOVES, Commitment, Kind, Offer, State
from portal.core.errors import Invalid, Refused
from portal.database import session
from tests.factories.accounts import World, make_head
from tests.factories.commitments import terms
from tests.support.times import NOW, TODAY

AFTER = {
    "request": State.REQUESTED,
    "confirm": State.CONFIRMED,
    "counter": State.COUNTERED,
    "refuse": State.REFUSED,
    "accept": State.CONFIRMED,
    "ask_again": State.REQUESTED,
    "withdraw": State.WITHDRAWN,
    "release": State.RELEASED,
    "fulfil": State.FULFILLED,
    "miss": State.MISSED,
}
WORDS = {"refuse", "withdraw", "release", "miss"}
OPERATIONS: dict[str, Any] = {
    "request": operations.request_commitment,
    "confirm": operations.confirm_commitment,
    "counter": operations.counter_commitment,
    "refuse": operations.refuse_commitment,
    "accept": operations.accept_counter,
    "ask_again": operations.ask_again,
    "withdraw": operations.withdraw_commitment,
    "release": operations.release_commitment,
    "fulfil": operations.fulfil_commitment,
    "miss": operations.miss_commitment,
}
ROLES = ("manager", "office", "head", "cio", "auditor", "other_head", "member")


def machine(world: World) -> type[RuleBasedStateMachine]:  # noqa: C901  # one class, closed over the world
    """People of this world around one commitment after the other."""

    class Agreement(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            made = operations.draft_commitment(
                world.project,
                kind=Kind.STAFFING,
                department=world.logistics,
                terms=terms(person=world.member),
                by=world.manager,
                now=NOW,
            )
            session().commit()
            self.id, self.answers, self.seen = made.id, 0, list[tuple[Any, ...]]()

        @property
        def commitment(self) -> Commitment:
            found = session().get(Commitment, self.id)
            assert found is not None
            return found

        @rule(
            move=st.sampled_from(sorted(AFTER)),
            role=st.sampled_from(ROLES),
            share=st.sampled_from([20, 30, 50]),
        )
        def somebody_acts(self, move: str, role: str, share: int) -> None:
            commitment, person = self.commitment, getattr(world, role)
            before = commitment.state
            if not rules.RULES[move](actor_of(person, TODAY), commitment):
                return
            assert not (move in {"confirm", "counter", "refuse"} and person.id == commitment.requester_id)
            happened = self._try(move, commitment, person, share)
            assert commitment.state == (AFTER[move] if happened else before)
            if happened:
                assert before in MOVES[move]
                self._count(move)

        def _try(self, move: str, commitment: Commitment, person: Person, share: int) -> bool:
            values: dict[str, Any] = {"reason": "Because"} if move in WORDS else {}
            if move in {"counter", "ask_again"}:
                values["terms"] = terms(person=world.member, share_percent=share)
            try:
                OPERATIONS[move](commitment, by=person, now=NOW, **values)
                session().commit()
            except (Refused, Invalid):
                session().rollback()
                return False
            return True

        def _count(self, move: str) -> None:
            if move in {"request", "ask_again"}:
                self.answers = 0
            if move in {"confirm", "counter", "refuse"}:
                self.answers += 1

        @invariant()
        def one_request_has_one_answer(self) -> None:
            assert self.answers <= 1

        @invariant()
        def offers_only_grow(self) -> None:
            now = [_said(offer) for offer in self.commitment.offers]
            assert now[: len(self.seen)] == self.seen
            assert [said[0] for said in now] == list(range(1, len(now) + 1))
            self.seen = now

        @invariant()
        def the_terms_are_those_of_the_latest_version(self) -> None:
            commitment = self.commitment
            if commitment.offers:
                assert commitment.terms() == commitment.offers[-1].terms()

    return Agreement


def _said(offer: Offer) -> tuple[Any, ...]:
    return (offer.number, offer.is_counter, offer.made_by_id, offer.share_percent, offer.person_id)


def test_every_order_of_acts_keeps_the_agreement_two_sided(world: World) -> None:
    make_head(world.sales, world.cio)
    session().commit()
    limits = settings(max_examples=8, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(machine(world), settings=limits)
