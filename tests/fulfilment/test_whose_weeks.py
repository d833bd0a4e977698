"""Whose weeks they are: after a hand-over, and where the head is the one who asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from portal.accounts.actors import actor_of
from portal.accounts.models import Person, Role
from portal.commitments import operations as commitments
from portal.commitments import queries as of_commitments
from portal.commitments import rules as answering
from portal.commitments.models import Commitment, Side, State
from portal.core.errors import Invalid
from portal.database import session
from portal.fulfilment import operations, rules
from portal.fulfilment.queries import weeks_of_person, weeks_to_look_at
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.weeks import Week
from tests.factories.absences import make_absence
from tests.factories.accounts import World, make_grant, make_head, make_person
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

BEFORE, SINCE = dt.date(2026, 2, 23), dt.date(2026, 3, 2)


@pytest.fixture
def handed_over(world: World) -> Commitment:
    """The member's weeks until today's; Nora's from this week on."""
    wanted = terms(person=world.member, valid_from=days(-22))
    commitment = make_commitment(
        world.project, requester=world.manager, head=world.head, state=State.CONFIRMED, wanted=wanted
    )
    other = make_person("Nora Next", department=world.logistics)
    commitments.hand_over_commitment(commitment, person=other, side=Side.DEPARTMENT, by=world.head, now=NOW)
    commitments.accept_amendment(commitment, by=world.manager, now=NOW)
    session().commit()
    session().expire_all()
    return commitment


def week(commitment: Commitment, monday: dt.date) -> Week:
    found = week_at(commitment, monday, TODAY)
    assert found is not None
    return found


def test_each_of_the_two_enters_the_weeks_that_are_theirs(world: World, handed_over: Commitment) -> None:
    other = handed_over.person
    assert other is not None
    enter = operations.enter_week
    for person, own, foreign in ((world.member, BEFORE, SINCE), (other, SINCE, BEFORE)):
        enter(handed_over, week_on=own, hours=Decimal(8), by=person, now=NOW)
        with pytest.raises(Invalid, match="The week of") as refused:
            enter(handed_over, week_on=foreign, hours=Decimal(9), by=person, now=NOW)
        assert set(refused.value.errors) == {"week_on"}
    enter(handed_over, week_on=BEFORE, hours=Decimal(9), by=world.manager, now=NOW)


def test_the_former_person_finds_their_weeks_on_the_desk_and_may_enter_them(
    world: World, handed_over: Commitment, browser: Browser
) -> None:
    actor = actor_of(world.member, TODAY)
    own = weeks_of_person(world.member, TODAY)
    assert [each.week_on for each in own] == [BEFORE, dt.date(2026, 2, 16), dt.date(2026, 2, 9)]
    assert [rules.enters(actor, week(handed_over, day)) for day in (BEFORE, SINCE)] == [True, False]
    assert rules.explain(actor, week(handed_over, BEFORE)) is True
    place = f"/commitments/{handed_over.id}/deliveries"
    week_page = f"/commitments/{handed_over.id}/weeks/{BEFORE.isoformat()}"
    assert week_page in str(browser.as_(world.member).get("/").html)
    assert place in str(browser.get(week_page).html)
    page = browser.get(place)
    saved = browser.submit(page, {"week_on": BEFORE.isoformat(), "hours": "8"}, follow=False)
    assert saved.status == 303
    wrong = browser.submit(browser.get(place), {"week_on": SINCE.isoformat(), "hours": "8"})
    assert (wrong.status, set(wrong.errors)) == (422, {"week_on"})
    assert browser.as_(world.employee).get(place).status == 403


def asked_by_head(world: World, asker: Person | None, importer: Person | None = None) -> Commitment:
    """Somebody asked, or brought it with an import, and heads Logistics today."""
    wanted = terms(person=world.member, valid_from=days(-22))
    commitment = make_commitment(
        world.project,
        requester=asker,
        head=world.head,
        department=world.logistics,
        state=State.CONFIRMED,
        wanted=wanted,
    )
    commitment.offers[0].made_by = importer or asker
    make_delivery(commitment, BEFORE, "8", world.manager).entered_at = NOW
    session().commit()
    session().expire_all()
    return commitment


@pytest.mark.parametrize("is_imported", [False, True])
def test_a_head_who_asked_is_shown_no_week_that_they_may_not_answer(
    world: World, browser: Browser, is_imported: bool
) -> None:
    commitment = asked_by_head(world, None if is_imported else world.head, world.head)
    make_absence(world.head, substitute=world.other_head)
    session().commit()
    for person in (world.head, world.other_head):
        actor = actor_of(person, TODAY)
        assert weeks_to_look_at(actor) == []
        assert not rules.look(actor, week(commitment, BEFORE))
    number, monday = commitment.id, BEFORE.isoformat()
    page = browser.as_(world.head).get(f"/commitments/{number}/weeks/{monday}")
    assert "Nobody can look at it for Logistics 物流部: He Lao 何老 heads it" in page.text
    assert "I agree" not in page.text


def test_others_read_who_looks_at_a_week(world: World, browser: Browser) -> None:
    commitment = asked_by_head(world, world.manager)
    assert [each.week_on for each in weeks_to_look_at(actor_of(world.head, TODAY))] == [BEFORE]
    page = browser.as_(world.manager).get(f"/commitments/{commitment.id}/weeks/{BEFORE.isoformat()}")
    assert page.has("He Lao 何老 looks at it for Logistics 物流部."), page.text[-900:]


def test_an_imported_ask_of_a_head_who_imported_it_offers_only_what_is_allowed(
    world: World, browser: Browser
) -> None:
    make_grant(world.head, Role.PROGRAMME_OFFICE)
    asked = commitments.take_over_commitment(
        world.project,
        code="OLD-1",
        kind="staffing",
        state="requested",
        terms=terms(person=world.member),
        now=NOW,
        by=world.head,
        department=world.logistics,
        head=world.head,
    )
    session().commit()
    number = asked.id
    assert not answering.moves_of(actor_of(world.head, TODAY), asked) & {"confirm", "counter", "refuse"}
    assert of_commitments.asked_of(actor_of(world.head, TODAY)) == []
    page = browser.as_(world.head).get(f"/commitments/{number}")
    assert "Once Mia Manager asks again, He Lao 何老 can answer." in page.text
    assert browser.get(f"/commitments/{number}/confirmation").status == 403
    assert "ask_again" in answering.moves_of(actor_of(world.manager, TODAY), asked)
    commitments.ask_again(asked, terms=asked.terms(), by=world.manager, now=NOW)
    session().commit()
    assert answering.may_answer(actor_of(world.head, TODAY), asked)
    assert [each.id for each in of_commitments.asked_of(actor_of(world.head, TODAY))] == [number]


def test_a_new_head_who_asked_before_waits_for_another_ask(world: World) -> None:
    asked = make_commitment(world.project, requester=world.manager, head=None, department=world.logistics)
    for holder in world.logistics.heads:
        holder.valid_to = days(-1)
    make_head(world.logistics, world.manager, TODAY)
    session().commit()
    session().expire_all()
    actor = actor_of(world.manager, TODAY)
    assert not answering.may_answer(actor, asked)
    assert of_commitments.asked_of(actor) == []
