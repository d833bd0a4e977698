"""Who answers for what, on any day, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.accounts.models import Department, Person
from portal.core.errors import Invalid, Refused
from portal.database import db
from portal.projects.models import Project
from portal.register.queries import history_of
from portal.stakeholders import operations, queries
from portal.stakeholders.models import RaciEntry, RaciRole
from portal.stakeholders.queries import Fault, RaciFilters
from tests.factories.accounts import World, make_department
from tests.factories.stakeholders import make_raci
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

A, R, C = RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE, RaciRole.CONSULTED


def assign(world: World, role: str = A, **values: Any) -> RaciEntry:
    given = {"item": "Item data", "valid_from": TODAY, "department": world.logistics, **values}
    return operations.assign(world.project, role=role, by=world.manager, now=NOW, **given)


def test_an_entry_and_its_end_are_told_in_words(world: World) -> None:
    entry = assign(world, R, valid_from=days(-10))
    operations.end_assignment(entry, valid_to=days(-1), note="Sales takes over", by=world.manager, now=NOW)
    db.session.commit()
    assert [told.sentence for told in history_of(entry)] == [
        "Mia Manager ended with 2026-03-02 that Logistics 物流部 is “Responsible” for “Item data”.",
        "Mia Manager entered that Logistics 物流部 is “Responsible” for “Item data” from 2026-02-21.",
    ]
    assert len(history_of(world.logistics)) == 2
    with pytest.raises(Refused):
        operations.end_assignment(entry, valid_to=TODAY, note="", by=world.manager, now=NOW)
    with pytest.raises(Invalid):
        operations.end_assignment(entry, valid_to=days(-11), note="", by=world.manager, now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"department": None}, "person"),
        ({"person": "member"}, "person"),
        ({"valid_to": days(-1)}, "valid_to"),
        ({"role": A}, "role"),
        ({"role": A, "valid_from": days(-90), "valid_to": days(-20)}, None),
        ({"role": R}, None),
    ],
)
def test_what_says_nothing_new_or_names_nobody_is_refused(
    world: World, values: dict[str, Any], field: str | None
) -> None:
    make_raci(world.project, world.logistics, A, "Item data", since=days(-9))
    if "person" in values:
        values = {**values, "person": getattr(world, values["person"])}
    if field is None:
        assign(world, **values)
        return
    with pytest.raises(Invalid) as refused:
        assign(world, **values)
    assert set(refused.value.errors) == {field}


def test_faults_are_said_and_never_block(world: World) -> None:
    entries: list[tuple[Person | Department, str, str]] = [
        (world.logistics, A, "Two answer"),
        (world.sales, A, "Two answer"),
        (world.member, R, "Two answer"),
        (world.logistics, A, "Settled"),
        (world.logistics, R, "Settled"),
        (world.sales, C, "Nobody answers"),
        (world.sales, A, "Nobody does it"),
    ]
    for party, role, item in entries:
        make_raci(world.project, party, role, item)
    make_raci(world.project, world.sales, C, "Long over", until=days(-1))
    make_raci(world.secret, world.sales, C, "Another project")
    faults = queries.faults_of(world.project, TODAY)
    assert [fault.sentence for fault in faults] == [
        "Item “Nobody answers”: nobody is accountable",
        "Item “Nobody answers”: nobody is responsible",
        "Item “Nobody does it”: nobody is responsible",
        "Item “Two answer”: 2 are accountable: Logistics 物流部, Sales 销售部",
    ]
    before = queries.faults_of(world.project, days(-1))
    assert Fault("Long over", "nobody_accountable") in before


def test_the_matrix_of_a_day_is_the_one_that_held_then(world: World) -> None:
    make_raci(world.project, world.logistics, A, since=dt.date(2025, 1, 1), until=dt.date(2025, 12, 31))
    make_raci(world.project, world.sales, A, since=dt.date(2026, 1, 1))
    found = {
        day: [entry.party.name for entry in queries.current_entries(world.project, day)]
        for day in (dt.date(2024, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    }
    assert list(found.values()) == [[], ["Logistics 物流部"], ["Sales 销售部"]]
    (entry,) = queries.entries_of_item(world.project, "Clean up item data", TODAY)
    assert entry.party is world.sales


def test_items_come_page_by_page_with_all_their_entries(world: World) -> None:
    for number in range(5):
        for party in (world.logistics, world.sales):
            make_raci(world.project, party, C, f"Item {number}")
    seen, after = [], None
    while True:
        page = queries.list_rows(world.project, RaciFilters(limit=2, after=after), TODAY)
        seen += [(row.item, len(row.entries)) for row in page.items]
        after = page.next
        if after is None:
            break
    assert seen == [(f"Item {number}", 2) for number in range(5)]
    narrowed = queries.list_rows(world.project, RaciFilters(item="em 3"), TODAY)
    assert [row.item for row in narrowed.items] == ["Item 3"]
    assert [party.kind for party in queries.parties_of(narrowed.items)] == ["department", "department"]


def test_whoever_answers_for_something_confidential_can_see_it(world: World) -> None:
    operations.assign(
        world.secret, item="Deal", role=A, person=world.head, valid_from=TODAY, by=world.office, now=NOW
    )
    assert world.head.id in {insider.person_id for insider in world.secret.insiders}


def test_a_matrix_costs_the_same_with_thirty_items_as_with_three(world: World) -> None:
    counts = []
    for rows in (3, 30):
        for number in range(rows):
            party: Person | Department = (
                make_department(f"Unit {rows}-{number}") if number % 2 else world.member
            )
            db.session.flush()
            make_raci(world.project, party, A, f"{rows}-{number}")
            make_raci(world.project, world.sales, A, f"{rows}-{number}")
        db.session.commit()
        db.session.expire_all()
        project = db.session.get_one(Project, world.project.id)
        with statements() as seen:
            page = queries.list_rows(project, RaciFilters(), TODAY)
            queries.parties_of(page.items)
            queries.faults_of(project, TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5
