"""Parties accept their rows in one go; what is accepted changes only with their word."""

from __future__ import annotations

import pytest

from portal.accounts.models import Person
from portal.core.errors import Refused
from portal.database import db
from portal.raci import queries
from portal.raci.cells import CellErrors, Change
from portal.raci.models import Proposal
from portal.raci.operations import answer_proposal, ask_parties, store_changes, withdraw_proposal
from portal.stakeholders import operations as stakeholders
from portal.stakeholders.queries import Party
from tests.factories.accounts import World
from tests.factories.stakeholders import make_raci
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def party(department: object) -> Party:
    return Party("department", department.id, department.name)  # type: ignore[attr-defined]  # a Department


def ask(world: World, by: Person | None = None) -> list[Proposal]:
    return ask_parties(
        world.project, parties=None, due_on=days(7), by=by or world.office, now=NOW, today=TODAY
    )


def answer(proposal: Proposal, by: Person, said: str = "accept", **values: object) -> None:
    version = queries.version_of(proposal)
    assert version is not None
    mine = next(each for each in version.parties if each.answerer_on(TODAY) is by)
    answer_proposal(proposal, mine, answer=said, by=by, now=NOW, **values)  # type: ignore[arg-type]  # mixed
    db.session.commit()


def change(world: World, *changes: Change, by: Person | None = None) -> object:
    return store_changes(
        world.project, changes, valid_from=TODAY, today=TODAY, by=by or world.manager, now=NOW
    )


def test_a_head_accepts_all_rows_in_one_go_but_for_one_with_the_reason(
    world: World, browser: Browser
) -> None:
    for item in ("Cut-over", "Data", "Training"):
        make_raci(world.project, world.logistics, "A", item)
    make_raci(world.project, world.sales, "R", "Data")
    form = browser.as_(world.manager).get("/projects/STORE/raci/acceptance")
    assert "2 parties are asked" in browser.submit(form, action="acceptance").text
    assert browser.as_(world.employee).get("/projects/STORE/raci/acceptance").status == 200
    desk = browser.as_(world.head).get("/agreements")
    assert "the rows of Logistics" in desk.text
    page = browser.get(browser.get("/projects/STORE/raci/acceptance").link("Answer"))
    silent = browser.submit(page, {"answer": "accept", "decline-2": "yes"})
    assert silent.status == 422
    done = browser.submit(silent, {"answer": "accept", "decline-2": "yes", "reason-2": "Sales owns the data"})
    assert "Your answer is recorded." in done.text
    assert "Data (Accountable): Sales owns the data" in done.text
    stands = {entry.item: entry.is_accepted for entry in queries.standing_or_ahead(world.project, TODAY)}
    assert stands == {"Cut-over": True, "Data": False, "Training": True}
    matrix = browser.get("/projects/STORE/raci")
    assert "accepted" in matrix.text
    assert "declined" in matrix.text


def test_two_cannot_both_accept_to_be_accountable_for_one_row(world: World) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    make_raci(world.project, world.sales, "A", "Data")
    first, second = ask(world)
    answer(first, world.head)
    with pytest.raises(Refused, match="two cannot both accept"):
        answer(second, world.other_head)
    db.session.rollback()
    answer(second, world.other_head, "decline", reason="Logistics does it")
    (entry,) = [each for each in queries.standing_or_ahead(world.project, TODAY) if each.declined_at]
    assert entry.decline_reason == "Logistics does it"


def test_what_was_accepted_stands_until_everybody_whom_the_change_touches_accepts_it(
    world: World, browser: Browser
) -> None:
    old = make_raci(world.project, world.logistics, "A", "Data")
    (proposal,) = ask(world)
    answer(proposal, world.head)
    with pytest.raises(Refused, match="has accepted this"):
        stakeholders.end_assignment(old, valid_to=TODAY, note="", by=world.manager, now=NOW)
    with pytest.raises(CellErrors, match="End that in the same change"):
        change(world, Change("Data", party(world.sales), "A"))
    db.session.rollback()
    change(world, Change("Data", party(world.logistics), "C"), Change("Data", party(world.sales), "A"))
    (proposal,) = queries.open_changes(world.project, ["Data"]).values()
    answer(proposal, world.other_head)
    log, sal = f"d{world.logistics.id}", f"d{world.sales.id}"
    assert queries.sheet(world.project, TODAY)[1] == {"Data": {log: "A"}}
    assert "Proposed for “Data”" in browser.as_(world.employee).get("/projects/STORE/raci").text
    with pytest.raises(CellErrors, match="waits for an answer already"):
        change(world, Change("Data", party(world.logistics), "I"))
    db.session.rollback()
    answer(proposal, world.head)
    assert queries.sheet(world.project, TODAY)[1] == {"Data": {log: "C", sal: "A"}}
    assert queries.sheet(world.project, days(-1))[1] == {"Data": {log: "A"}}
    assert all(entry.is_accepted for entry in queries.standing_or_ahead(world.project, TODAY))


def test_a_declined_or_withdrawn_change_leaves_what_was_accepted(world: World) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    (proposal,) = ask(world)
    answer(proposal, world.head)
    for end in ("decline", "withdraw"):
        change(world, Change("Data", party(world.logistics), ""))
        (proposal,) = queries.open_changes(world.project, ["Data"]).values()
        if end == "decline":
            answer(proposal, world.head, "decline", reason="It is ours")
        else:
            withdraw_proposal(proposal, reason="Not now", by=world.manager, now=NOW)
        assert queries.sheet(world.project, TODAY)[1] == {"Data": {f"d{world.logistics.id}": "A"}}


def test_nobody_accepts_what_they_asked_for(world: World) -> None:
    make_raci(world.project, world.manager, "A", "Data")
    db.session.commit()
    with pytest.raises(Refused, match="ask yourself"):
        ask(world, world.manager)
    db.session.rollback()
    (proposal,) = ask(world)
    answer(proposal, world.manager)
    with pytest.raises(CellErrors, match="ask yourself"):
        change(world, Change("Data", Party("person", world.manager.id, world.manager.name), "R"))
    with pytest.raises(Refused, match="nothing to ask"):
        ask(world)


def test_the_api_asks_answers_and_withdraws(world: World, api: Api) -> None:
    make_raci(world.project, world.logistics, "A", "Data")
    make_raci(world.project, world.sales, "R", "Data")
    asked = api.as_(world.manager).post("/projects/STORE/raci/proposals", {"due_on": str(days(7))})
    first, second = asked.json["items"]
    assert first["text"].splitlines()[1] == "– Data: Accountable, from 1 Jan 2020"
    place = f"/raci/proposals/{first['id']}"
    assert api.post(f"{place}/answer", {"answer": "accept"}).status_code == 403
    body = {"answer": "accept", "seen": first["digest"]}
    assert api.as_(world.head).post(f"{place}/answer", body).json["state"] == "agreed"
    assert api.post(f"{place}/answer", body).status_code == 409
    gone = api.as_(world.manager).post(f"/raci/proposals/{second['id']}/withdrawal", {"reason": "Later"})
    assert gone.json["state"] == "withdrawn"
