"""Facts with dates in a spreadsheet: ended, never overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import select

from portal.accounts.models import DepartmentHead, Person
from portal.database import session
from portal.projects.models import Appointment, Insider
from portal.register.queries import history_of
from portal.stakeholders.models import RaciEntry
from portal.steering.models import Membership
from tests.exchange.bringing import bring, changes, reasons
from tests.factories.accounts import LONG_AGO, World
from tests.support.times import TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)
HEAD = "project | role | person | valid_from | valid_to\n"


def sponsors() -> list[tuple[str, dt.date, dt.date | None]]:
    statement = select(Appointment).join(Person, Appointment.person_id == Person.id)
    statement = statement.where(Appointment.role == "sponsor").order_by(Appointment.valid_from)
    return [(each.person.key, each.valid_from, each.valid_to) for each in session().scalars(statement)]


def test_a_new_head_ends_the_term_of_the_one_before(world: World, tmp_path: Path) -> None:
    report = bring(
        tmp_path, {"departments": "code | name | head\nLOG | Logistics 物流部 | member@example.org"}
    )
    assert changes(report) == 1
    heads = session().scalars(
        select(DepartmentHead)
        .where(DepartmentHead.department_id == world.logistics.id)
        .order_by(DepartmentHead.id)
    )
    assert [(each.person.key, each.valid_from, each.valid_to) for each in heads] == [
        ("head@example.org", LONG_AGO, YESTERDAY),
        ("member@example.org", TODAY, None),
    ]
    assert (
        changes(
            bring(
                tmp_path, {"departments": "code | name | head\nLOG | Logistics 物流部 | member@example.org"}
            )
        )
        == 0
    )


def test_an_emptied_cell_ends_the_term(world: World, tmp_path: Path) -> None:
    bring(tmp_path, {"departments": "code | name | head\nLOG | Logistics 物流部 |"})
    assert world.logistics.head_on(TODAY) is None
    assert world.logistics.head_on(YESTERDAY) == world.head
    assert changes(bring(tmp_path, {"departments": "code | name | head\nLOG | Logistics 物流部 |"})) == 0


def test_a_new_sponsor_follows_the_one_before_and_the_register_says_so(world: World, tmp_path: Path) -> None:
    rows = {"appointments": f"{HEAD}STORE | sponsor | new@x.org | 2026-02-01 |"}
    bring(tmp_path, rows)
    assert sponsors() == [
        ("sponsor@example.org", LONG_AGO, dt.date(2026, 1, 31)),
        ("new@x.org", dt.date(2026, 2, 1), None),
    ]
    assert changes(bring(tmp_path, rows)) == 0
    ended = session().scalars(select(Appointment).where(Appointment.valid_to == dt.date(2026, 1, 31))).one()
    assert [entry.event for entry in history_of(ended)] == ["exchange.fact_ended"]
    made = session().scalars(select(Person).where(Person.key == "new@x.org")).one()
    assert session().get(Insider, (world.project.id, made.id)), "who is appointed may read the project"


def test_a_list_without_ends_is_satisfied_by_ends_that_successors_make(world: World, tmp_path: Path) -> None:
    rows = f"{HEAD}STORE | manager | a@x.org | 2026-01-01 |\nSTORE | manager | b@x.org | 2026-02-01 |"
    bring(tmp_path, {"appointments": rows})
    assert changes(bring(tmp_path, {"appointments": rows})) == 0
    late = f"{HEAD}STORE | manager | c@x.org | 2026-01-15 |"
    report = bring(tmp_path, {"appointments": late})
    assert "overlaps" in reasons(report)["appointments", 2, "valid_from"], "what has ended stays as it was"


def test_an_end_that_has_come_stays(world: World, tmp_path: Path) -> None:
    bring(tmp_path, {"appointments": f"{HEAD}STORE | member | a@x.org | 2025-01-01 | 2025-12-31"})
    report = bring(tmp_path, {"appointments": f"{HEAD}STORE | member | a@x.org | 2025-01-01 |"})
    assert "stays so" in reasons(report)["appointments", 2, "valid_to"]
    report = bring(tmp_path, {"appointments": f"{HEAD}STORE | member | b@x.org | 2025-02-01 | 2025-01-01"})
    assert "before the beginning" in reasons(report)["appointments", 2, "valid_to"]


def test_an_end_that_is_ahead_may_move_but_not_into_another_term(world: World, tmp_path: Path) -> None:
    rows = (
        f"{HEAD}STORE | sponsor | a@x.org | 2026-02-01 | 2026-06-30\nSTORE | sponsor | b@x.org | 2026-09-01 |"
    )
    bring(tmp_path, {"appointments": rows})
    bring(tmp_path, {"appointments": f"{HEAD}STORE | sponsor | a@x.org | 2026-02-01 | 2026-07-31"})
    assert sponsors()[1] == ("a@x.org", dt.date(2026, 2, 1), dt.date(2026, 7, 31))
    report = bring(tmp_path, {"appointments": f"{HEAD}STORE | sponsor | a@x.org | 2026-02-01 | 2026-09-30"})
    assert "overlaps" in reasons(report)["appointments", 2, "valid_to"]


def test_the_chair_of_a_group_agrees_with_its_members(world: World, tmp_path: Path) -> None:
    rows = {
        "groups": "code | name | project | chair\nSG | Steering | STORE | sponsor@example.org",
        "members": "group | person | role | votes | valid_from\n"
        "SG | sponsor@example.org | chair | 2 | 2025-01-01\nSG | member@example.org | deputy | 1 | 2025-01-01",
    }
    bring(tmp_path, rows)
    assert changes(bring(tmp_path, rows)) == 0
    bring(tmp_path, {"groups": "code | name | chair\nSG | Steering | member@example.org"})
    seats = session().scalars(select(Membership).order_by(Membership.id)).all()
    assert [(seat.person.key, seat.role, seat.valid_to) for seat in seats] == [
        ("sponsor@example.org", "chair", YESTERDAY),
        ("member@example.org", "deputy", YESTERDAY),
        ("member@example.org", "chair", None),
    ]


def test_several_accountable_are_accepted_and_listed(world: World, tmp_path: Path) -> None:
    rows = {
        "raci": "project | item | party | role | valid_from\n"
        "STORE | Master data | LOG | A | 2026-01-01\nSTORE | Master data | Sal Sales | A | 2026-01-01\n"
        "STORE | Tests | Mia Manager | A | 2026-01-01\nSTORE | Tests | SAL | R | 2026-01-01"
    }
    report = bring(tmp_path, rows)
    assert report.warnings.count == 1
    assert "Master data" in report.warnings.items[0]
    parties = {entry.party.name for entry in session().scalars(select(RaciEntry))}
    assert parties == {"Logistics 物流部", "Sal Sales", "Mia Manager", "Sales 销售部"}
    assert changes(bring(tmp_path, rows)) == 0
