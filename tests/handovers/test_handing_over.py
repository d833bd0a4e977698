"""Whoever leaves hands over everything: listed, accepted piece by piece or at once, nothing falls between."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.actions.operations import create_action
from portal.agreements.models import AgreementParty
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.handovers import holdings
from portal.handovers.models import Handover
from portal.handovers.operations import start_handover
from portal.handovers.tasks import lapse_handovers
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment
from tests.factories.mandates import make_in_force
from tests.factories.risks import make_risk
from tests.factories.steering import make_decision, make_group, seat
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

DUE = days(7)


def holding_everything(world: World, actions: int = 2) -> None:
    """The manager holds a piece of every kind."""
    make_in_force(world)
    make_commitment(world.project, requester=world.manager, head=world.head)
    make_risk(world.project, owner=world.manager)
    group = make_group(world.project)
    seat(group, world.manager)
    make_decision(group=group, owner=world.manager)
    for number in range(actions):
        create_action(
            title=f"Step {number}",
            owner=world.manager,
            due_on=days(20),
            by=world.office,
            now=NOW,
            project_id=world.project.id,
        )
    session().commit()
    session().expire_all()


def start(world: World, receiver: Person | None, **values: Any) -> Handover:
    given = {"project": world.project, "last_day": TODAY, "due_on": DUE, "by": world.office, "now": NOW}
    started = start_handover(world.manager, receiver=receiver, **{**given, **values})
    session().commit()
    session().expire_all()
    return started


def left(world: World, person: Person) -> list[str]:
    return [each.kind for each in holdings.held_by(person, world.project, days(1))]


def test_everything_is_accepted_at_once_and_each_piece_is_an_act_of_its_own(
    world: World, browser: Browser
) -> None:
    holding_everything(world)
    started = start(world, world.member)
    kinds = [each.kind for each in started.items]
    assert {"appointment", "mandate", "commitment", "risk", "membership", "action_item", "decision"} == set(
        kinds
    )
    page = browser.as_(world.member).get(f"/handovers/{started.id}")
    assert "Waits for you" in page.text
    done = browser.submit(page, action=f"/handovers/{started.id}/acceptance")
    assert "pieces are yours now" in done.text, done.text
    session().expire_all()
    assert {each.state for each in started.items} == {"accepted"}, [
        (each.kind, each.state) for each in started.items
    ]
    assert left(world, world.manager) == ["mandate"], "authority waits for the sponsor's signature"
    assert "appointment" in left(world, world.member)
    assert world.project.holders("manager", days(1)) == [world.member]
    assert world.project.holders("manager", TODAY) == [world.manager]
    took = [each.sentence for each in history_of(started) if " took over from " in each.sentence]
    assert len(took) == len(kinds)


def test_what_is_declined_or_not_answered_stays_with_the_leaver_and_is_seen(world: World, api: Api) -> None:
    holding_everything(world)
    started = start(world, world.member)
    first = session().scalars(select(AgreementParty).where(AgreementParty.person == world.member)).first()
    assert first is not None
    said = {"answer": "decline", "reason": "I cannot lead this."}
    assert api.as_(world.member).post(f"/agreements/parties/{first.id}/answer", said).status_code == 200
    assert lapse_handovers(NOW + dt.timedelta(days=9)) == len(started.items) - 1
    session().commit()
    session().expire_all()
    assert [each.state for each in started.items][:2] == ["declined", "lapsed"]
    assert len(left(world, world.manager)) == len(started.items)
    shown = api.get(f"/handovers/{started.id}").json
    assert shown["items"][0]["reason"] == "I cannot lead this."
    item = started.items[0].id
    other = {"receiver": world.head.key, "due_on": DUE.isoformat()}
    assert api.as_(world.office).post(f"/handovers/items/{item}/receiver", other).status_code == 200
    assert api.as_(world.head).post(f"/handovers/{started.id}/acceptance").status_code == 200
    assert started.items[0].state == "accepted"


def test_nobody_takes_what_they_gave_and_nobody_gives_what_is_not_theirs_to_give(
    world: World, api: Api
) -> None:
    holding_everything(world)
    with pytest.raises(Invalid):
        start(world, world.office)
    with pytest.raises(Invalid):
        start(world, world.manager)
    with pytest.raises(Refused):
        start_handover(world.employee, last_day=TODAY, due_on=DUE, by=world.office, now=NOW)
    session().rollback()
    said = {"last_day": TODAY.isoformat(), "due_on": DUE.isoformat(), "receiver": world.member.key}
    place = f"/projects/STORE/people/{world.manager.id}/handovers"
    begun = api.as_(world.manager).post(place, said).json
    states = {each["kind"]: each["state"] for each in begun["items"]}
    assert states["appointment"] == "asked"
    assert states["membership"] == "open", "the chair and the office fill seats"
    assert api.as_(world.employee).post(place, said).status_code == 403


def test_what_a_person_holds_costs_the_same_however_much_it_is(world: World) -> None:
    holding_everything(world, 3)
    with statements() as few:
        holdings.held_by(world.manager, world.project, TODAY)
    session().expire_all()
    holding = len(few)
    for number in range(27):
        values = {"title": f"More {number}", "owner": world.manager, "due_on": days(20), "by": world.office}
        create_action(**values, now=NOW, project_id=world.project.id)  # type: ignore[arg-type]  # of many types
    session().commit()
    with statements() as many:
        found = holdings.held_by(world.manager, world.project, TODAY)
    assert len(found) > 30
    assert abs(len(many) - holding) <= 1
