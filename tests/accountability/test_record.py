"""The record of a day: what stood, what was learned later, and that it stays what it was."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accountability.lines import Difference
from portal.accountability.records import Record, beside_today, record_of
from portal.accounts.models import Person
from portal.commitments.models import Commitment
from portal.commitments.operations import ask_department, confirm_commitment, release_commitment
from portal.database import db, session
from portal.projects.models import Appointment, AppointmentRole, Project
from portal.projects.operations import appoint, edit_project, end_appointment
from portal.register import standalone
from portal.stakeholders.models import RaciEntry
from portal.stakeholders.operations import assign, end_assignment
from tests.factories.accounts import World, make_person
from tests.factories.commitments import terms
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

DAY = dt.timedelta(days=1)
ITEM = "Master data 主数据"


def at(count: int) -> dt.datetime:
    return NOW + count * DAY


def told(record: Record, *, by_then: bool = False) -> dict[str, set[tuple[str, str, str]]]:
    """Section → what its lines say; `by_then`: only what the register had by the end of the day."""
    return {
        section.key: {line.says for line in section.lines if not (by_then and line.recorded_later)}
        for section in record.sections
    }


@dataclass
class History:
    """A month of one project. `begin` and `change` may be told days apart."""

    world: World
    promise: Commitment

    @property
    def project(self) -> Project:
        return self.world.project

    def change(self) -> None:
        """Nearly everything ends, some of it entered too late."""
        project, office = self.project, self.world.office
        owner = (
            session()
            .scalars(select(Appointment).where(Appointment.role == AppointmentRole.PROCESS_OWNER))
            .one()
        )
        end_appointment(owner, valid_to=days(9), note="moved", by=office, now=at(10))
        release_commitment(self.promise, reason="not needed", by=self.world.manager, now=at(11))
        late = make_person("Late Comer 迟到")
        session().flush()
        appoint(
            project, person=late, role=AppointmentRole.KEY_USER, valid_from=days(1), by=office, now=at(12)
        )
        another = ask_department(
            project,
            department=self.world.logistics,
            kind="staffing",
            terms=terms(),
            by=self.world.manager,
            now=at(12),
        )
        session().flush()
        confirm_commitment(another, person=self.world.member, by=self.world.head, now=at(12))
        entry = session().scalars(select(RaciEntry)).one()
        end_assignment(entry, valid_to=days(2), note="back-dated", by=office, now=at(13))
        lead_by_it(project, self.world, office)
        db.session.commit()


def lead_by_it(project: Project, world: World, by: Person) -> None:
    edit_project(
        project,
        name=project.name,
        programme=None,
        purpose="",
        measure_of_success="",
        lead_department=world.logistics,
        lead_model="it",
        start_on=None,
        go_live_on=None,
        end_on=None,
        budget=None,
        currency=None,
        by=by,
        now=at(14),
    )


@pytest.fixture
def history(world: World) -> History:
    project, office = world.project, world.office
    appoint(
        project, person=world.member, role=AppointmentRole.PROCESS_OWNER, valid_from=TODAY, by=office, now=NOW
    )
    assign(project, item=ITEM, role="A", department=world.logistics, valid_from=TODAY, by=office, now=NOW)
    promise = ask_department(
        project, department=world.logistics, kind="staffing", terms=terms(), by=world.manager, now=NOW
    )
    session().flush()
    confirm_commitment(promise, person=world.member, by=world.head, now=at(1))
    db.session.commit()
    return History(world, promise)


def test_what_had_been_recorded_is_the_same_answer_on_the_day_and_later(history: History) -> None:
    asked_then = record_of(history.project, days(5), days(5))
    history.change()
    asked_later = record_of(history.project, days(5), days(400))
    assert told(asked_later, by_then=True) == told(asked_then)
    assert asked_later.moment == asked_then.moment
    assert any(ITEM in what for what, _who, _terms in told(asked_then)["raci"])
    assert len(told(asked_then)["commitments"]) == 1


def test_what_was_entered_afterwards_says_so(history: History) -> None:
    history.change()
    record = record_of(history.project, days(5), days(20))
    lines = {
        (section.key, line.what, line.who): line for section in record.sections for line in section.lines
    }
    late = next(line for (_key, _what, who), line in lines.items() if who.startswith("Late Comer"))
    assert late.recorded_later
    back_dated = next(line for (_key, what, _who), line in lines.items() if what == ITEM)
    assert back_dated.ended_later
    assert not back_dated.recorded_later
    assert record.afterwards == 1


def test_beside_today_every_difference_is_named(history: History) -> None:
    history.change()
    record = record_of(history.project, days(5), days(20))
    found = {
        each.section.key: [pair.difference for pair in each.pairs] for each in beside_today(record, days(20))
    }
    assert Difference.ENDED in found["roles"]  # the process owner
    assert Difference.SAME in found["roles"]  # the manager
    assert found["commitments"] == [Difference.ENDED, Difference.NEW]
    assert found["raci"] == [Difference.ENDED]
    assert set(found["lead"]) == {Difference.CHANGED, Difference.NEW, Difference.SAME}


def test_the_lead_is_the_one_of_that_day(history: History) -> None:
    history.change()
    before, after = (record_of(history.project, days(day), days(20)) for day in (13, 14))
    world = history.world
    assert ("Lead department", "", world.sales.name) in told(before)["lead"]
    assert ("Lead department", "", world.logistics.name) in told(after)["lead"]


def test_a_day_before_everything_is_empty_but_for_what_was_older(history: History) -> None:
    record = record_of(history.project, dt.date(2019, 1, 1), TODAY)
    assert told(record)["roles"] == set()
    assert told(record)["commitments"] == set()
    assert record.moment.seq == 0


def test_the_page_shows_both_days_and_the_files_hold_them(
    history: History, browser: Browser, api: Api, tmp_path: Path
) -> None:
    browser.as_(history.world.employee)
    page = browser.get(f"/projects/STORE/record?on={TODAY.isoformat()}")
    assert page.status == 200
    assert page.has("Max Member")
    assert page.has("The project worked without a mandate.")
    for language in ("zh-Hans", "zh-Hant"):
        assert browser.in_language(language).get("/projects/STORE/record").status == 200
    assert browser.get("/projects/STORE/record?on=yesterday-ish").status == 200
    printed = browser.get("/projects/STORE/record.pdf").response
    assert printed.get_data().startswith(b"%PDF")
    answer = api.as_(history.world.employee).get(f"/projects/STORE/record?on={TODAY.isoformat()}")
    assert {each["key"] for each in answer.json["sections"]} >= {"roles", "raci", "commitments", "decisions"}


def test_the_bundle_is_checked_without_the_portal(history: History, browser: Browser, tmp_path: Path) -> None:
    history.change()
    content = browser.as_(history.world.cio).get("/projects/STORE/record.json").response.get_data()
    bundle = json.loads(content)
    assert len(bundle["proofs"]) >= 4
    assert checked(tmp_path, bundle) == (0, f"sound: {len(bundle['proofs'])} entries of {bundle['size']}")
    for part, honest, forged in (
        ("payload", "Max", "Mad"),
        ("entry", '"seq"', '"sex"'),
        ("entry", "2026-", "2025-"),
    ):
        spoiled = json.loads(content)
        proof = next(each for each in spoiled["proofs"] if "Max" in each["payload"])
        proof[part] = proof[part].replace(honest, forged)
        code, words = checked(tmp_path, spoiled)
        assert code == 1
        assert words.startswith("TAMPERED: 1 of")


def checked(folder: Path, bundle: object) -> tuple[int, str]:
    """What the standalone script says about it, run as a stranger would."""
    file = folder / "bundle.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False), "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", standalone.__file__, "bundle", str(file)], capture_output=True, text=True
    )
    return done.returncode, done.stdout.split(", root")[0].splitlines()[0]


def test_a_confidential_project_keeps_its_past_to_itself(world: World, browser: Browser) -> None:
    for ending in ("", ".pdf", ".json"):
        assert browser.as_(world.head).get(f"/projects/SECRET/record{ending}").status == 404


def test_the_record_costs_the_same_however_much_happened(history: History) -> None:
    project, world = history.project, history.world
    with statements() as few:
        record_of(project, TODAY, TODAY)
    for number in range(12):
        assign(
            project,
            item=f"Item {number}",
            role="R",
            person=world.member,
            valid_from=TODAY,
            by=None,
            now=at(1),
        )
        promise = ask_department(
            project, department=world.logistics, kind="staffing", terms=terms(), by=world.manager, now=at(1)
        )
        session().flush()
        confirm_commitment(promise, person=world.member, by=world.head, now=at(1))
    db.session.commit()
    with statements() as many:
        record_of(project, TODAY, TODAY)
    assert len(many) <= len(few) + 6  # the day is found by halving: some key reads more
