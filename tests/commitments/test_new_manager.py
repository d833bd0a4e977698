"""The manager of a project changes while departments' offers wait: whoever manages it now answers them."""

from __future__ import annotations

import pytest

from portal.accounts.actors import actor_of
from portal.accounts.models import Person, Role
from portal.agreements import queries as agreements
from portal.agreements.models import AgreementAnswer
from portal.commitments import operations, queries, rules
from portal.commitments.agreed import PURPOSE
from portal.commitments.models import Commitment, Side, State
from portal.core.errors import Refused
from portal.database import session
from portal.escalation.tasks import follow_silences, send_digests
from portal.outbox.models import Letter
from portal.outbox.words import subject_and_body
from portal.projects import operations as projects
from tests.factories.accounts import World, make_grant, make_person
from tests.factories.commitments import terms
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY


@pytest.fixture
def countered(world: World) -> Commitment:
    """Mia Manager asked; Logistics offers less."""
    return offered(world)


def offered(world: World) -> Commitment:
    asked = operations.ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.manager,
        now=NOW,
    )
    less = terms(person=world.member, share_percent=20)
    operations.counter_commitment(asked, terms=less, by=world.head, now=NOW, note="Fridays are full")
    session().commit()
    return asked


def take_over(world: World, person: Person | None = None) -> Person:
    person = person or make_person("Nora Next")
    session().flush()
    projects.appoint(
        world.project,
        person=person,
        role="manager",
        valid_from=TODAY,
        by=world.office,
        now=NOW,
        is_accepted=True,
    )
    session().commit()
    session().expire_all()
    return person


def letters(person: Person) -> list[str]:
    found = session().query(Letter).filter_by(person_id=person.id, template="escalation/digest")
    return [subject_and_body(each)[1] for each in found]


def owed(person: Person) -> list[int]:
    return [party.agreement.subject_id for party in agreements.owed_by(actor_of(person, TODAY))]


def test_the_new_manager_accepts_from_the_page_as_successor(
    world: World, countered: Commitment, browser: Browser
) -> None:
    number, other = countered.id, take_over(world)
    page = browser.as_(other).get("/")
    assert countered.code in page.text
    assert "waits for Nora Next" in browser.as_(other).get(f"/commitments/{number}").text
    page = browser.get(f"/commitments/{number}/acceptance")
    assert browser.submit(page, follow=False).status == 303
    found = session().get_one(Commitment, number)
    assert (found.state, found.requester) == (State.CONFIRMED, world.manager)
    given = session().query(AgreementAnswer).order_by(AgreementAnswer.id.desc()).first()
    assert given is not None
    assert (given.by, given.standing, given.party.person) == (other, "successor", world.manager)
    assert given.sentence == "Nora Next accepted as the successor of Mia Manager."
    assert "In the place of" in browser.get(f"/commitments/{number}").text


def test_the_former_manager_neither_sees_nor_answers_it_any_more(
    world: World, countered: Commitment, browser: Browser
) -> None:
    assert owed(world.manager) == [countered.id]
    other = take_over(world)
    assert (owed(world.manager), owed(other)) == ([], [countered.id])
    for person, expected in ((world.manager, []), (other, [countered.id])):
        assert [each.id for each in queries.asked_of(actor_of(person, TODAY))] == expected
    number = countered.id
    assert browser.as_(world.manager).get(f"/commitments/{number}/acceptance").status == 403


def test_the_new_manager_is_told_and_reminded(world: World, countered: Commitment) -> None:
    other = take_over(world)
    countered.answer_due_on = TODAY
    version = agreements.newest_version("commitment", countered.id, PURPOSE)
    assert version is not None
    version.parties[0].answer_due_on = TODAY
    session().commit()
    follow_silences(NOW)
    send_digests(NOW)
    session().commit()
    assert letters(world.manager) == []
    assert countered.code in letters(other)[0]


def test_whoever_made_the_offer_does_not_accept_it_as_manager(world: World, countered: Commitment) -> None:
    take_over(world, world.head)
    version = agreements.newest_version("commitment", countered.id, PURPOSE)
    assert version is not None
    assert owed(world.head) == []
    assert not rules.accept(actor_of(world.head, TODAY), countered)
    with pytest.raises(Refused, match="Nobody answers what they asked for themselves"):
        operations.accept_counter(countered, by=world.head, now=NOW)


def test_an_asker_who_keeps_the_portfolio_stays_the_one_who_answers(world: World) -> None:
    asked = operations.ask_department(
        world.project,
        kind="staffing",
        department=world.logistics,
        terms=terms(person=world.member),
        by=world.office,
        now=NOW,
    )
    less = terms(person=world.member, share_percent=20)
    operations.counter_commitment(asked, terms=less, by=world.head, now=NOW)
    session().commit()
    other = take_over(world, make_person("Nora Next"))
    assert (owed(other), owed(world.office)) == ([], [asked.id])
    assert queries.asked_of(actor_of(other, TODAY)) == []


def test_other_terms_for_a_promise_go_to_the_new_manager_too(world: World, countered: Commitment) -> None:
    operations.accept_counter(countered, by=world.manager, now=NOW)
    other = take_over(world)
    operations.propose_amendment(
        countered,
        terms=terms(person=world.member, share_percent=10),
        side=Side.DEPARTMENT,
        by=world.head,
        now=NOW,
    )
    session().commit()
    assert owed(other) == [countered.id]
    told = session().query(Letter).filter_by(template="commitments/amendment_proposed").one()
    assert told.person_id == other.id
    operations.accept_amendment(countered, by=other, now=NOW)
    given = session().query(AgreementAnswer).order_by(AgreementAnswer.id.desc()).first()
    assert given is not None
    assert given.standing == "self"


def test_a_manager_from_before_who_keeps_the_portfolio_now_still_answers(
    world: World, countered: Commitment
) -> None:
    make_grant(world.manager, Role.PROGRAMME_OFFICE)
    other = take_over(world)
    assert (owed(world.manager), owed(other)) == ([countered.id], [])


def test_many_offers_cost_no_more_statements(world: World) -> None:
    asked, counts = [offered(world) for _each in range(8)], []
    number = take_over(world).id
    for count in (8, 2):
        session().expire_all()
        actor = actor_of(session().get_one(Person, number), TODAY)
        with statements() as seen:
            assert len(agreements.owed_by(actor)) == count
        counts.append(len(seen))
        for each in asked[2:]:
            operations.withdraw_commitment(each, reason="Not needed", by=world.office, now=NOW)
        asked = asked[:2]
        session().commit()
    assert counts[0] == counts[1]
