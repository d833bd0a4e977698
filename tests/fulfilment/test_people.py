"""Substitutes, hand-overs, and what people read in their e-mail."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from portal.accounts.actors import actor_of
from portal.accounts.models import Role
from portal.commitments import operations as commitments
from portal.commitments.models import Commitment, Side, State
from portal.core.language import LANGUAGES
from portal.database import session
from portal.fulfilment import operations, rules
from portal.fulfilment.contributions import Contribution, Part
from portal.fulfilment.queries import contribution_of, weeks_of_person, weeks_to_look_at
from portal.fulfilment.queries.records import week_at
from portal.fulfilment.weeks import Week
from portal.outbox.facts import unpack
from portal.outbox.models import Letter
from tests.factories.absences import make_absence
from tests.factories.accounts import World, make_grant, make_person
from tests.factories.commitments import make_commitment, make_delivery, terms
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

MONDAY = dt.date(2026, 2, 23)


def lent(world: World, hours: str = "4", state: State = State.CONFIRMED) -> Commitment:
    wanted = terms(person=world.member, valid_from=days(-22))
    commitment = make_commitment(
        world.project, requester=world.manager, head=world.head, state=state, wanted=wanted
    )
    make_delivery(commitment, MONDAY, hours, world.manager).entered_at = NOW
    session().flush()
    return commitment


def week(commitment: Commitment) -> Week:
    session().flush()
    session().expire_all()
    found = week_at(commitment, MONDAY, TODAY)
    assert found is not None
    return found


def test_the_substitute_of_an_absent_head_looks_at_weeks_but_evaluates_nobody(world: World) -> None:
    commitment = lent(world, state=State.CONFIRMED)
    stranger = actor_of(world.other_head, TODAY)
    assert not rules.look(stranger, week(commitment))
    make_absence(world.head, substitute=world.other_head)
    substitute = actor_of(world.other_head, TODAY)
    assert rules.look(substitute, week(commitment))
    assert [each.commitment for each in weeks_to_look_at(substitute)] == [commitment]
    commitment.state = State.FULFILLED
    assert not rules.read_evaluation(substitute, Contribution(commitment))
    assert Contribution(commitment).part_of(actor_of(world.head, TODAY)) == Part.HEAD


def test_late_weeks_of_an_ended_promise_can_still_be_entered(world: World) -> None:
    commitment = lent(world, state=State.FULFILLED)
    early = MONDAY - dt.timedelta(weeks=1)
    operations.enter_week(commitment, week_on=early, hours=Decimal(20), by=world.manager, now=NOW)
    assert {each.week_on for each in commitment.deliveries} == {MONDAY, early}


def write_every_letter(world: World) -> None:
    for settlement in ("corrected", "both_stand"):
        commitment = lent(world)
        operations.disagree_with_week(
            week(commitment), hours=Decimal(20), reason="There all week", by=world.head, now=NOW
        )
        operations.settle_week(
            week(commitment), settlement=settlement, note="Seen", by=world.manager, now=NOW
        )
    commitment = lent(world)
    for number, answer in ((1, "declined"), (2, "accepted")):
        operations.propose_objectives(
            commitment, texts=[f"Count {number} shelves"], by=world.manager, now=NOW
        )
        operations.answer_objectives(
            commitment, number=number, answer=answer, reason="So be it", by=world.head, now=NOW
        )
    commitments.fulfil_commitment(commitment, by=world.manager, now=NOW)
    found = contribution_of(commitment.id)
    assert found is not None
    operations.write_evaluation(found, text="Zanzibar", outcomes={}, by=world.manager, now=NOW)
    found = contribution_of(commitment.id)
    assert found is not None
    for part, person in ((Part.MANAGER, world.manager), (Part.HEAD, world.head)):
        operations.confirm_evaluation(found, part=part, by=person, now=NOW)
    operations.add_own_words(found, own_words="Timbuktu", by=world.member, now=NOW)


def test_every_letter_can_be_read_in_every_language_and_none_quotes_an_evaluation(world: World) -> None:
    write_every_letter(world)
    session().commit()
    letters = session().scalars(select(Letter).where(Letter.template.startswith("fulfilment/"))).all()
    assert {letter.template.removeprefix("fulfilment/") for letter in letters} == {
        *("disagreed", "settled", "objectives_proposed", "objectives_answered"),
        *("evaluation_written", "evaluation_ready", "evaluation_words"),
    }
    for letter in letters:
        for language in LANGUAGES:
            with force_locale(language):
                template = current_app.jinja_env.get_template(f"email/{letter.template}.txt")
                text = template.render(link="http://localhost/x", **unpack(letter.facts))
            assert text.startswith("Subject: ")
            assert "http://localhost/x" in text
            assert "STORE" in text.splitlines()[0]
            assert not {"Zanzibar", "Timbuktu", "None"} & set(text.replace(".", " ").split())


def test_the_weeks_before_a_hand_over_are_not_asked_of_the_next_person(world: World) -> None:
    commitment = lent(world)
    other = make_person("Nora Next", department=world.logistics)
    commitments.hand_over_commitment(commitment, person=other, side=Side.DEPARTMENT, by=world.head, now=NOW)
    commitments.accept_amendment(commitment, by=world.manager, now=NOW)
    session().flush()
    session().expire_all()
    assert [each.week_on for each in weeks_of_person(other, TODAY)] == [dt.date(2026, 3, 2)]


def test_a_head_who_keeps_the_portfolio_does_not_enter_what_their_department_gave(
    world: World, browser: Browser
) -> None:
    commitment = lent(world)
    make_grant(world.head, Role.CIO)
    session().commit()
    assert not rules.enter(actor_of(world.head, TODAY), commitment)
    assert rules.enter(actor_of(world.cio, TODAY), commitment)
    grid = f"/projects/STORE/given?week={MONDAY.isoformat()}"
    field = {"name": f"hours_{commitment.id}"}
    assert browser.as_(world.cio).get(grid).soup.find("input", field)
    assert not browser.as_(world.head).get(grid).soup.find("input", field)
