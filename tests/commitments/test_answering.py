"""The head's answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import DepartmentHead, Person
from portal.commitments import operations, rules
from portal.commitments.models import Commitment, Kind, State
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from tests.factories.accounts import World, make_head
from tests.factories.commitments import by_day, make_commitment, make_counter, terms
from tests.support.times import NOW, TODAY, days


@pytest.fixture
def asked(world: World) -> Commitment:
    """STORE asks Logistics for Max Member."""
    wanted = terms(person=world.member)
    return make_commitment(
        world.project, requester=world.manager, head=world.head, wanted=wanted, code="STORE-C1"
    )


def last_letter() -> tuple[str, int]:
    letter = session().scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    return letter.template, letter.person_id


def test_a_confirmation_is_told_to_the_asker(world: World, asked: Commitment) -> None:
    operations.confirm_commitment(asked, by=world.head, now=NOW, note="From Tuesday")
    assert (asked.state, asked.answered_by, asked.answered_on) == ("confirmed", world.head, TODAY)
    assert last_letter() == ("commitments/confirmed", world.manager.id)
    assert len(asked.offers) == 1


def test_a_second_answer_is_told_what_the_first_one_was(world: World, asked: Commitment) -> None:
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    with pytest.raises(Refused, match=r"^Already confirmed by He Lao 何老 on 3 Mar 2026\.$"):
        operations.refuse_commitment(asked, reason="No", by=world.head, now=NOW)
    with pytest.raises(Refused, match="Already confirmed"):
        operations.counter_commitment(asked, terms=terms(person=world.head), by=world.head, now=NOW)


def test_a_skill_is_promised_by_naming_a_person_and_the_ask_stays_as_it_was(world: World) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head)
    with pytest.raises(Invalid, match="Name the person"):
        operations.confirm_commitment(asked, by=world.head, now=NOW)
    with pytest.raises(Invalid, match="does not belong"):
        operations.confirm_commitment(asked, by=world.head, now=NOW, person=world.employee)
    operations.confirm_commitment(asked, by=world.head, now=NOW, person=world.member)
    assert asked.person == world.member
    versions = [(offer.person, offer.skill, offer.is_promise) for offer in asked.offers]
    assert versions == [(None, asked.skill, False), (world.member, asked.skill, True)]


def test_somebody_else_than_was_asked_for_is_a_counter_offer(world: World, asked: Commitment) -> None:
    with pytest.raises(Invalid, match="To offer somebody else, counter"):
        operations.confirm_commitment(asked, by=world.head, now=NOW, person=world.head)


def test_an_overload_is_recorded_as_known(world: World, asked: Commitment) -> None:
    other = terms(person=world.member, share_percent=60, valid_to=days(20))
    make_commitment(
        world.secret, requester=world.secret_manager, head=world.head, state=State.CONFIRMED, wanted=other
    )
    operations.confirm_commitment(asked, by=world.head, now=NOW)
    session().commit()
    details = dict(history_of(asked)[0].details)
    assert "Percent of the week: 110" in details["Known overload"]
    assert "SECRET" not in str(details)


def test_a_counter_offer_changes_something_and_names_somebody(world: World, asked: Commitment) -> None:
    def offer(**changed: Any) -> None:
        values = {"person": world.member, **changed}
        operations.counter_commitment(asked, terms=terms(**values), by=world.head, now=NOW)

    with pytest.raises(Invalid, match="Confirm them, or change"):
        offer()
    with pytest.raises(Invalid, match="Name the person whom you offer"):
        offer(person=None)
    with pytest.raises(Invalid, match="only their own head"):
        offer(person=world.employee)
    offer(share_percent=30)
    assert (asked.state, asked.share_percent, asked.answer_due_on) == ("countered", 30, days(7))
    assert last_letter() == ("commitments/countered", world.manager.id)


def test_a_refusal_says_why(world: World, asked: Commitment) -> None:
    with pytest.raises(Invalid, match="Say why"):
        operations.refuse_commitment(asked, reason="", by=world.head, now=NOW)
    operations.refuse_commitment(asked, reason="Stock-taking in April", by=world.head, now=NOW)
    assert (asked.state, asked.reason) == ("refused", "Stock-taking in April")
    assert last_letter() == ("commitments/refused", world.manager.id)


def test_nobody_promises_what_was_needed_until_yesterday(world: World) -> None:
    old = terms(person=world.member, valid_from=days(-9), valid_to=days(-1))
    asked = make_commitment(world.project, requester=world.manager, head=world.head, wanted=old)
    with pytest.raises(Refused, match="that day has passed"):
        operations.confirm_commitment(asked, by=world.head, now=NOW)


def may_answer(person: Person, asked: Commitment, day: dt.date = TODAY) -> bool:
    session().flush()
    return rules.may_answer(actor_of(person, day), asked)


def test_only_the_head_who_was_asked_answers(world: World, asked: Commitment) -> None:
    allowed = {role for role, person in world.people().items() if may_answer(person, asked)}
    assert allowed == {"head"}


def test_nobody_answers_their_own_request_even_as_head(world: World) -> None:
    asked = make_commitment(world.project, requester=world.head, head=world.head)
    assert not may_answer(world.head, asked)


def test_who_was_asked_answers_while_they_head_the_department_then_the_next_head(
    world: World, asked: Commitment
) -> None:
    make_head(world.logistics, world.employee, since=days(10))
    for headship in session().scalars(
        select(DepartmentHead).where(DepartmentHead.person_id == world.head.id)
    ):
        headship.valid_to = days(9)
    session().commit()
    assert may_answer(world.head, asked, days(9))
    assert not may_answer(world.head, asked, days(10))
    assert may_answer(world.employee, asked, days(10))
    assert not may_answer(world.employee, asked, days(9))


def test_a_later_second_head_does_not_answer_what_the_first_was_asked(
    world: World, asked: Commitment
) -> None:
    make_head(world.logistics, world.employee)
    session().commit()
    assert may_answer(world.head, asked)
    assert not may_answer(world.employee, asked)


def test_who_made_the_counter_offer_does_not_accept_it_whatever_else_they_are(world: World) -> None:
    make_head(world.sales, world.office)
    asked = make_commitment(world.project, requester=world.manager, head=world.office, department=world.sales)
    make_counter(asked, world.office, terms(person=world.employee))
    session().commit()
    assert not rules.accept(actor_of(world.office, TODAY), asked)
    assert rules.accept(actor_of(world.cio, TODAY), asked)


def test_a_head_who_keeps_the_portfolio_cannot_withdraw_what_others_ask_of_them(world: World) -> None:
    make_head(world.sales, world.cio)
    asked = make_commitment(world.project, requester=world.manager, head=world.cio, department=world.sales)
    session().commit()
    assert not rules.withdraw(actor_of(world.cio, TODAY), asked)


def test_other_kinds_are_answered_too(world: World) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=world.head, kind=Kind.DECISION)
    offered = by_day(valid_to=days(45))
    operations.counter_commitment(asked, terms=offered, by=world.head, now=NOW)
    operations.accept_counter(asked, by=world.manager, now=NOW)
    assert (asked.state, asked.valid_to) == ("confirmed", days(45))
