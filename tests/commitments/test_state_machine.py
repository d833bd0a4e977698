"""Whatever people do in whatever order: one answer to a request, never one's own, and offers only grow."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.commitments import operations, rules
from portal.commitments.models import (
    IN_FORCE,
    MOVES,
    Amendment,
    AmendmentState,
    Commitment,
    Kind,
    Offer,
    State,
    TermValues,
)
from portal.core.errors import Invalid, Refused
from portal.database import session
from tests.factories.accounts import World, make_head
from tests.factories.commitments import in_parts, terms
from tests.support.times import NOW, TODAY

AFTER = {
    "request": State.REQUESTED,
    "confirm": State.CONFIRMED,
    "counter": State.COUNTERED,
    "refuse": State.REFUSED,
    "accept": State.CONFIRMED,
    "ask_again": State.REQUESTED,
    "withdraw": State.WITHDRAWN,
    "amend": State.CONFIRMED,
    "hand_over": State.CONFIRMED,
    "accept_amendment": State.CONFIRMED,
    "decline_amendment": State.CONFIRMED,
    "withdraw_amendment": State.CONFIRMED,
    "recall": State.RELEASED,
    "release": State.RELEASED,
    "fulfil": State.FULFILLED,
    "miss": State.MISSED,
}
WORDS = {"refuse", "withdraw", "release", "miss", "recall", "decline_amendment", "withdraw_amendment"}
#: What happens once: it ends the story, so that it is tried less often than the rest.
ENDINGS = {"fulfil", "miss", "refuse", "release", "withdraw", "recall"}
OPERATIONS: dict[str, Any] = {
    "request": operations.request_commitment,
    "confirm": operations.confirm_commitment,
    "counter": operations.counter_commitment,
    "refuse": operations.refuse_commitment,
    "accept": operations.accept_counter,
    "ask_again": operations.ask_again,
    "withdraw": operations.withdraw_commitment,
    "amend": operations.propose_amendment,
    "hand_over": operations.hand_over_commitment,
    "accept_amendment": operations.accept_amendment,
    "decline_amendment": operations.decline_amendment,
    "withdraw_amendment": operations.withdraw_amendment,
    "recall": operations.recall_commitment,
    "release": operations.release_commitment,
    "fulfil": operations.fulfil_commitment,
    "miss": operations.miss_commitment,
}
MOVES_TRIED = [*sorted(AFTER), *sorted(set(AFTER) - ENDINGS), *sorted(set(AFTER) - ENDINGS)]
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
            self.in_force: TermValues | None = None

        @property
        def commitment(self) -> Commitment:
            found = session().get(Commitment, self.id)
            assert found is not None
            return found

        @rule(
            move=st.sampled_from(MOVES_TRIED),
            role=st.sampled_from(ROLES),
            share=st.sampled_from([20, 30, 50]),
        )
        def somebody_acts(self, move: str, role: str, share: int) -> None:
            commitment, person = self.commitment, getattr(world, role)
            before = commitment.state
            if not rules.RULES[move](actor_of(person, TODAY), commitment):
                return
            assert not (move in {"confirm", "counter", "refuse"} and person.id == commitment.requester_id)
            proposed = commitment.open_amendment
            happened = self._try(move, commitment, person, share)
            assert commitment.state == (AFTER[move] if happened else before)
            if happened:
                assert before in MOVES[move]
                self._count(move)
                self._weigh(move, person, proposed)

        def _try(self, move: str, commitment: Commitment, person: Person, share: int) -> bool:
            values: dict[str, Any] = {"reason": "Because"} if move in WORDS else {}
            if move in {"counter", "ask_again", "amend"}:
                values["terms"] = _wanted(world, share)
            if move == "hand_over":
                values["person"] = world.head if commitment.person_id == world.member.id else world.member
            if move in {"amend", "hand_over"}:
                values["side"] = rules.side_of(actor_of(person, TODAY), commitment)
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

        def _weigh(self, move: str, person: Person, proposed: Amendment | None) -> None:
            """Only a word of the other side changes what is promised."""
            if move in {"confirm", "accept"}:
                self.in_force = self.commitment.terms()
            if move in {"accept_amendment", "decline_amendment"}:
                assert proposed is not None
                assert proposed.proposed_by_id != person.id
            if move == "accept_amendment":
                assert proposed is not None
                self.in_force = proposed.offer.terms()

        @invariant()
        def what_is_promised_is_what_both_sides_agreed(self) -> None:
            if self.commitment.state in IN_FORCE and self.in_force is not None:
                assert self.commitment.terms() == self.in_force

        @invariant()
        def one_proposal_waits_at_a_time_and_none_after_the_end(self) -> None:
            commitment = self.commitment
            waiting = [each for each in commitment.amendments if each.state == AmendmentState.OPEN]
            assert len(waiting) == (commitment.amending is not None)
            assert not waiting or commitment.state in IN_FORCE
            assert not commitment.is_recalled or commitment.state == State.RELEASED

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
            if commitment.current_offer is not None:
                assert commitment.terms() == commitment.current_offer.terms()

    return Agreement


def _wanted(world: World, share: int) -> TermValues:
    """Other terms: thirty percent means in parts."""
    if share == 30:
        return in_parts(30, 60, person=world.member)
    return terms(person=world.member, share_percent=share)


def _said(offer: Offer) -> tuple[Any, ...]:
    terms_said = (offer.share_percent, offer.person_id, offer.parts)
    return (offer.number, offer.is_counter, offer.is_amendment, offer.made_by_id, *terms_said)


def test_every_order_of_acts_keeps_the_agreement_two_sided(world: World) -> None:
    make_head(world.sales, world.cio)
    session().commit()
    limits = settings(max_examples=8, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(machine(world), settings=limits)
