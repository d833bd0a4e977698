"""Absences: who records them, who reads why, and who stands in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from portal.absences import operations, queries
from portal.absences.models import Absence
from portal.accounts.actors import actor_of
from portal.accounts.operations import merge_people
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.models import PAYLOAD
from tests.factories.absences import make_absence, make_public_holiday
from tests.factories.accounts import World, make_department, make_head, make_person
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def recorded(world: World, **values: Any) -> Absence:
    defaults = {"starts_on": days(10), "ends_on": days(20), "kind": "illness", "by": world.member}
    return operations.record_absence(world.member, now=NOW, today=TODAY, **{**defaults, **values})


def letters() -> list[tuple[str, int]]:
    return [(letter.template, letter.person_id) for letter in session().scalars(select(Letter))]


def test_somebody_records_an_absence_on_the_page_and_the_substitute_is_told(
    world: World, browser: Browser
) -> None:
    page = browser.as_(world.member).get(f"/people/{world.member.id}/absences/new")
    values = {"starts_on": "2026-04-01", "ends_on": "2026-04-10", "kind": "illness", "note": "Operation"}
    page = browser.submit(page, {**values, "substitute": "employee@example.org"})
    assert page.heading == "Max Member is away"
    assert page.has("Illness")
    assert page.has("Operation")
    assert page.has("Emil Employee")
    assert ("absences/substitute_named", world.employee.id) in letters()
    assert "1 Apr 2026" in browser.get("/absences").text


def test_only_the_person_their_head_and_administrators_read_why(world: World, browser: Browser) -> None:
    absence = make_absence(world.member, kind="illness", note="Operation")
    session().commit()
    knows = {
        name
        for name, person in world.people().items()
        for page in [browser.as_(person).get(f"/absences/{absence.id}")]
        if page.has("Illness") or page.has("Operation")
    }
    assert knows == {"member", "head", "administrator"}
    lists = (f"/people/{world.member.id}/absences", f"/departments/{world.logistics.id}/absences")
    for address in lists:
        assert not browser.as_(world.manager).get(address).has("Illness")
        assert browser.as_(world.head).get(address).has("Illness")


def test_the_register_and_the_letters_keep_neither_the_kind_nor_the_note(world: World) -> None:
    absence = recorded(world, note="Operation", by=world.head, substitute=world.employee)
    operations.edit_absence(
        absence,
        starts_on=days(11),
        ends_on=days(22),
        kind="illness",
        note="Another",
        by=world.head,
        now=NOW,
        today=TODAY,
    )
    session().commit()
    kept = str(session().execute(select(PAYLOAD)).all())
    kept += str([letter.facts for letter in session().scalars(select(Letter))])
    assert "2026-03-14" in kept
    for word in ("illness", "Illness", "Operation", "Another"):
        assert word not in kept


def test_a_head_records_for_their_people_and_for_those_of_the_departments_below(
    world: World, browser: Browser
) -> None:
    unit = make_department("Warehouse 3", parent=world.logistics)
    person = make_person("Wu Min", department=unit)
    session().commit()
    assert browser.as_(world.head).get(f"/people/{person.id}/absences/new").status == 200
    assert browser.as_(world.other_head).get(f"/people/{person.id}/absences/new").status == 403


def test_the_programme_office_records_but_never_says_who_stands_in(
    world: World, browser: Browser, api: Any
) -> None:
    page = browser.as_(world.office).get(f"/people/{world.head.id}/absences/new")
    assert page.soup.find(attrs={"name": "substitute"}) is None
    body = {"starts_on": "2026-04-01", "ends_on": "2026-04-02", "kind": "other"}
    refused = api.as_(world.office).post(
        f"/people/{world.head.id}/absences", {**body, "substitute": "office@example.org"}
    )
    assert refused.status_code == 422
    assert api.post(f"/people/{world.head.id}/absences", body).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": days(9)}, "ends_on"),
        ({"starts_on": days(-400), "ends_on": days(-399)}, "starts_on"),
        ({"starts_on": days(800), "ends_on": days(801)}, "ends_on"),
        ({"ends_on": days(500)}, "ends_on"),
    ],
)
def test_days_must_make_sense(world: World, wrong: dict[str, dt.date], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        recorded(world, **wrong)
    assert list(refused.value.errors) == [field]


def test_nobody_stands_in_for_themselves_nor_does_somebody_who_left(world: World) -> None:
    gone = make_person("Gone", is_active=False)
    session().flush()
    for substitute in (world.member, gone):
        with pytest.raises(Invalid) as refused:
            recorded(world, substitute=substitute)
        assert list(refused.value.errors) == ["substitute"]


def test_one_is_away_once_at_a_time(world: World) -> None:
    recorded(world)
    with pytest.raises(Invalid, match="recorded already"):
        recorded(world, starts_on=days(20), ends_on=days(25))
    recorded(world, starts_on=days(21), ends_on=days(25))


def test_an_absence_is_cancelled_before_it_begins_and_not_afterwards(world: World) -> None:
    ahead, begun = recorded(world, substitute=world.employee), make_absence(world.head)
    operations.cancel_absence(ahead, by=world.member, now=NOW, today=TODAY)
    assert ("absences/substitute_released", world.employee.id) in letters()
    with pytest.raises(Refused, match="has begun"):
        operations.cancel_absence(begun, by=world.head, now=NOW, today=TODAY)
    with pytest.raises(Refused, match="was cancelled"):
        operations.cancel_absence(ahead, by=world.member, now=NOW, today=TODAY)
    assert queries.away([world.member.id], TODAY, days(100)) == {}


def test_the_substitute_represents_from_the_first_to_the_last_day(world: World) -> None:
    make_absence(world.head, days(1), days(3), substitute=world.member)
    for day, stands_in in ((0, False), (1, True), (3, True), (4, False)):
        found = queries.substitute_of(world.head.id, days(day))
        assert (found is world.member) is stands_in
        assert queries.stands_in_for(world.member.id, days(day)) == ({world.head.id} if stands_in else set())


def test_a_substitute_who_left_stands_in_for_nobody(world: World) -> None:
    make_absence(world.head, substitute=world.member)
    world.member.is_active = False
    session().flush()
    assert queries.substitute_of(world.head.id, TODAY) is None


def test_who_turns_out_to_be_their_own_substitute_has_none(world: World) -> None:
    twin = make_person("He Lao", email="", department=world.logistics)
    absence = make_absence(world.head, substitute=twin)
    merge_people(twin, into=world.head, by=world.administrator, now=NOW)
    session().expire_all()
    assert absence.substitute is None


def test_working_days_are_lost_to_absences_and_public_holidays_once(world: World) -> None:
    make_public_holiday(dt.date(2026, 3, 4))
    make_public_holiday(dt.date(2026, 3, 7), "A Saturday")
    make_absence(world.head, dt.date(2026, 3, 3), dt.date(2026, 3, 9))
    lost = queries.working_days_lost(
        [world.head.id, world.member.id], dt.date(2026, 3, 2), dt.date(2026, 3, 15)
    )
    assert lost == {
        world.head.id: {dt.date(2026, 3, 2): 4, dt.date(2026, 3, 9): 1},
        world.member.id: {dt.date(2026, 3, 2): 1},
    }


def test_the_year_end_and_the_change_of_clocks_lose_no_day(world: World) -> None:
    make_absence(world.head, dt.date(2026, 12, 28), dt.date(2027, 1, 3))
    make_absence(world.member, dt.date(2026, 3, 23), dt.date(2026, 4, 5))
    people = [world.head.id, world.member.id]
    lost = queries.working_days_lost(people, dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert lost[world.head.id] == {dt.date(2026, 12, 28): 5}
    assert lost[world.member.id] == {dt.date(2026, 3, 23): 5, dt.date(2026, 3, 30): 5}


def test_an_edit_of_an_older_version_shows_both_texts(world: World, browser: Browser) -> None:
    absence = make_absence(world.member, days(10), days(20))
    page = browser.as_(world.member).get(f"/absences/{absence.id}/edit")
    other = browser.get(f"/absences/{absence.id}/edit")
    assert browser.submit(other, {"ends_on": "2026-03-25"}).status == 200
    page = browser.submit(page, {"ends_on": "2026-03-26"})
    assert page.status == 409
    assert page.has("2026-03-25")
    assert page.has("2026-03-26")


def test_a_head_of_nothing_any_more_records_for_nobody(world: World, browser: Browser) -> None:
    former = make_person("Former Head")
    make_head(make_department("Closed"), former, until=days(-1))
    session().flush()
    assert actor_of(former, TODAY).headed == frozenset()
    assert browser.as_(former).get(f"/people/{world.member.id}/absences/new").status == 403
