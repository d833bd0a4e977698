"""Asking: what is recorded, who is asked, what cannot be meant."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.models import DepartmentHead
from portal.commitments import operations
from portal.commitments.models import Commitment, Kind, State, TermValues
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.projects.rules import read
from portal.register.queries import history_of
from tests.factories.accounts import World, make_department, make_head, make_person
from tests.factories.commitments import by_day, make_commitment, make_counter, terms
from tests.support.times import NOW, TODAY, days

LATER = NOW + dt.timedelta(days=2)


def ask(world: World, wanted: TermValues | None = None, **values: Any) -> Commitment:
    given: dict[str, Any] = {"kind": Kind.STAFFING, "department": world.logistics, "by": world.manager}
    return operations.ask_department(
        world.project, terms=wanted or terms(person=world.member), now=NOW, **{**given, **values}
    )


def complaints(world: World, wanted: TermValues, **values: Any) -> set[str]:
    with pytest.raises(Invalid) as caught:
        ask(world, wanted, **values)
    return set(caught.value.errors)


def letters() -> list[tuple[str, int]]:
    return [(letter.template, letter.person_id) for letter in session().scalars(select(Letter))]


def test_an_ask_goes_to_the_head_of_that_day_by_name_and_stays_with_that_name(world: World) -> None:
    commitment = ask(world, note="The pilot needs it")
    session().flush()
    assert (commitment.code, commitment.state, commitment.head) == ("STORE-C1", "requested", world.head)
    assert [offer.note for offer in commitment.offers] == ["The pilot needs it"]
    assert commitment.answer_due_on == days(7)
    assert letters() == [("commitments/requested", world.head.id)]
    for headship in world.logistics.heads:
        headship.valid_to = TODAY
    make_head(world.logistics, world.employee, since=days(1))
    assert commitment.head == world.head


def test_codes_count_up_within_the_project_and_never_twice(world: World) -> None:
    make_commitment(world.project, requester=world.manager, head=world.head, code="STORE-C41")
    make_commitment(world.secret, requester=world.manager, head=world.head, code="STORE-C42")
    assert ask(world).code == "STORE-C43"
    assert ask(world).code == "STORE-C44"


def test_a_long_project_code_still_gives_a_code(world: World) -> None:
    world.project.code = "X" * 64
    first, second = ask(world).code, ask(world).code
    assert len(first) == len(second) == 64
    assert first != second


def test_where_nobody_heads_the_department_the_ask_waits_and_says_so(world: World) -> None:
    finance = make_department("Finance")
    commitment = ask(world, by_day(), kind=Kind.DELIVERABLE, department=finance)
    session().commit()
    assert (commitment.state, commitment.head, letters()) == ("requested", None, [])
    assert "nobody heads Finance" in history_of(commitment)[0].sentence
    make_head(finance, world.employee)
    session().expire_all()
    assert commitment.answerer_on(TODAY) == world.employee


def test_who_is_asked_may_read_a_confidential_project_from_then_on(world: World) -> None:
    from portal.accounts.actors import actor_of

    before = read(actor_of(world.head, TODAY), world.secret)
    operations.ask_department(
        world.secret,
        kind=Kind.STAFFING,
        department=world.logistics,
        terms=terms(),
        by=world.secret_manager,
        now=NOW,
    )
    assert (before, read(actor_of(world.head, TODAY), world.secret)) == (False, True)


def test_nobody_asks_themselves(world: World) -> None:
    assert complaints(world, terms(), by=world.head) == {"department"}


CANNOT_BE_MEANT: list[tuple[dict[str, Any], str]] = [
    ({"statement": ""}, "statement"),
    ({"skill": ""}, "person"),
    ({"share_percent": None}, "share_percent"),
    ({"share_percent": 4}, "share_percent"),
    ({"share_percent": 101}, "share_percent"),
    ({"hours_per_week": Decimal(8)}, "hours_per_week"),
    ({"share_percent": None, "hours_per_week": Decimal("0.4")}, "hours_per_week"),
    ({"share_percent": None, "hours_per_week": Decimal("60.5")}, "hours_per_week"),
    ({"valid_from": None}, "valid_from"),
    ({"valid_to": None}, "valid_to"),
    ({"valid_from": days(2), "valid_to": days(1)}, "valid_to"),
    ({"valid_to": days(-1)}, "valid_to"),
    ({"valid_to": dt.date(2031, 3, 4)}, "valid_to"),
    ({"valid_from": dt.date(2020, 1, 1)}, "valid_from"),
]


def test_what_cannot_be_meant_is_said_at_its_field(world: World) -> None:
    found = [complaints(world, terms(**changed)) for changed, _field in CANNOT_BE_MEANT]
    assert found == [{field} for _changed, field in CANNOT_BE_MEANT]


def test_the_bounds_themselves_are_allowed(world: World) -> None:
    for changed in ({"valid_to": dt.date(2031, 3, 3)}, {"share_percent": 5}, {"share_percent": 100}):
        assert ask(world, terms(**changed)).state == State.REQUESTED


def test_only_their_own_head_can_promise_a_person(world: World) -> None:
    assert complaints(world, terms(person=world.employee)) == {"person"}
    unit = make_department("Warehouse", parent=world.logistics)
    picker = make_person("Pick Er", department=unit)
    assert ask(world, terms(person=picker)).person == picker


def test_an_answer_cannot_be_due_before_it_is_asked(world: World) -> None:
    assert complaints(world, terms(), answer_due_on=days(-1)) == {"answer_due_on"}


def test_other_kinds_have_a_day_and_no_share_of_a_week(world: World) -> None:
    wanted = terms(valid_to=days(9))
    deliverable = ask(world, wanted, kind=Kind.DELIVERABLE)
    decision = ask(world, wanted, kind=Kind.DECISION)
    attendance = ask(world, terms(valid_to=None), kind=Kind.ATTENDANCE)
    assert (deliverable.share_percent, deliverable.skill, deliverable.valid_from) == (None, "", None)
    assert decision.valid_to == days(9)
    assert (attendance.valid_from, attendance.valid_to, attendance.share_percent) == (TODAY, TODAY, None)


def test_a_draft_asks_nobody_and_can_be_changed_until_it_is_asked(world: World) -> None:
    given: dict[str, Any] = {"department": world.logistics, "by": world.manager, "now": NOW}
    draft = operations.draft_commitment(
        world.project, kind=Kind.STAFFING, terms=terms(), note="first", **given
    )
    operations.revise_draft(draft, terms=terms(share_percent=20), note="second", **given)
    assert (draft.state, draft.offers, letters()) == ("draft", [], [])
    operations.request_commitment(draft, by=world.manager, now=NOW)
    session().commit()
    assert [(offer.share_percent, offer.note) for offer in draft.offers] == [(20, "second")]
    with pytest.raises(Refused, match="Mia Manager asked for this"):
        operations.revise_draft(draft, terms=terms(), **given)
    changed = history_of(draft)[1]
    assert ("Before", "Note: first; Share of time in percent: 50") in changed.details


def test_a_counter_offer_is_accepted_and_both_versions_stay(world: World) -> None:
    commitment = ask(world)
    offered = terms(person=world.member, share_percent=30)
    operations.counter_commitment(commitment, terms=offered, by=world.head, now=NOW)
    operations.accept_counter(commitment, by=world.manager, now=LATER, note="Thanks")
    assert (commitment.state, commitment.share_percent) == ("confirmed", 30)
    assert [(offer.share_percent, offer.is_counter) for offer in commitment.offers] == [
        (50, False),
        (30, True),
    ]
    assert ("commitments/accepted", world.head.id) in letters()


def test_asking_again_puts_a_new_version_to_the_head_of_that_day(world: World) -> None:
    commitment = ask(world)
    operations.counter_commitment(commitment, terms=terms(person=world.head), by=world.head, now=NOW)
    for headship in session().scalars(
        select(DepartmentHead).where(DepartmentHead.person_id == world.head.id)
    ):
        headship.valid_to = TODAY
    make_head(world.logistics, world.employee, since=days(1))
    session().commit()
    again = terms(person=world.member, share_percent=40)
    operations.ask_again(commitment, terms=again, note="Only Tuesdays", by=world.office, now=LATER)
    assert (commitment.state, commitment.head, commitment.requester) == (
        "requested",
        world.employee,
        world.office,
    )
    assert [offer.share_percent for offer in commitment.offers] == [50, 50, 40]
    assert commitment.answer_due_on == days(9)


def test_the_terms_of_the_counter_offer_are_accepted_not_asked_again(world: World) -> None:
    commitment = make_commitment(world.project, requester=world.manager, head=world.head)
    make_counter(commitment, world.head, terms(person=world.member, share_percent=30))
    with pytest.raises(Invalid, match="Accept it instead"):
        operations.ask_again(commitment, terms=commitment.terms(), by=world.manager, now=NOW)


def test_while_somebody_can_answer_the_ask_is_not_changed_under_their_hands(world: World) -> None:
    commitment = ask(world)
    with pytest.raises(Refused, match="He Lao 何老 has this ask and has not answered yet"):
        operations.ask_again(commitment, terms=terms(share_percent=20), by=world.manager, now=NOW)


def test_a_vacancy_is_put_to_a_department_later(world: World) -> None:
    vacancy = operations.take_over_commitment(
        world.project, code="GOAL-1", kind=Kind.STAFFING, state=State.REQUESTED, terms=TermValues(), now=NOW
    )
    assert vacancy.is_vacancy
    operations.ask_again(vacancy, terms=terms(), department=world.logistics, by=world.manager, now=NOW)
    assert (vacancy.head, vacancy.is_vacancy) == (world.head, False)


def test_withdrawing_tells_whoever_was_asked(world: World) -> None:
    commitment = ask(world)
    operations.withdraw_commitment(commitment, reason="The pilot is off", by=world.manager, now=NOW)
    assert (commitment.state, commitment.reason) == ("withdrawn", "The pilot is off")
    assert ("commitments/withdrawn", world.head.id) in letters()


def test_every_step_stands_in_the_register_in_a_sentence(world: World) -> None:
    commitment = ask(world)
    operations.counter_commitment(commitment, terms=terms(person=world.head), by=world.head, now=NOW)
    operations.accept_counter(commitment, by=world.manager, now=LATER)
    operations.release_commitment(commitment, reason="Done early", by=world.manager, now=LATER)
    session().commit()
    assert [entry.sentence for entry in reversed(history_of(commitment))] == [
        "Mia Manager asked Logistics 物流部 for STORE-C1.",
        "He Lao 何老 made a counter-offer to STORE-C1.",
        "Mia Manager accepted the counter-offer to STORE-C1: it is confirmed.",
        "Mia Manager released STORE-C1 early.",
    ]


def test_a_promise_in_a_confidential_project_does_not_show_in_the_departments_story(world: World) -> None:
    operations.ask_department(
        world.secret,
        kind=Kind.STAFFING,
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.secret_manager,
        now=NOW,
    )
    session().commit()
    assert history_of(world.logistics) == []
    assert history_of(world.member) == []
