"""Every form and every write of the API with values that nobody should send: no 500, nothing half-stored."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.absences.models import Absence, PublicHoliday
from portal.database import session
from portal.register.models import ENTRY
from tests.absences.calendars import calendar, entry
from tests.factories.absences import make_absence, make_public_holiday
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.hostile import JSON, VALUES
from tests.support.times import days

SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
FIELDS = ["starts_on", "ends_on", "kind", "substitute", "note", "version", "once"]
GOOD = {"starts_on": "2026-06-01", "ends_on": "2026-06-02", "kind": "leave"}
FORMS: dict[str, list[str]] = {
    "/people/{person}/absences/new": FIELDS,
    "/absences/{absence}/edit": FIELDS,
    "/public-holidays/new": ["on", "name", "once"],
    "/public-holidays/{holiday}/removal": ["reason"],
}
WRITES: dict[str, list[str]] = {
    "POST /people/{person}/absences": FIELDS,
    "PATCH /absences/{absence}": FIELDS,
    "POST /absences/{absence}/cancellation": ["reason"],
    "POST /people/{person}/absences/import": ["calendar", "kind"],
    "POST /public-holidays": ["on", "name"],
    "POST /public-holidays/import": ["calendar"],
    "POST /public-holidays/{holiday}/removal": ["reason"],
}
LINES = st.sampled_from(
    [
        *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VCALENDAR", "END:VCALENDAR"),
        *("UID:a", "UID:" + "u" * 3000, "UID:\x01", "SUMMARY:x", "SUMMARY:\u202e\x07", "STATUS:CANCELLED"),
        *("DTSTART;VALUE=DATE:20260401", "DTSTART:20260401T090000Z", "DTSTART:99991231", "DTSTART:0"),
        *("DTSTART;TZID=Nowhere/Land:20260329T023000", "DTEND;VALUE=DATE:20260405", "DTEND:19000101"),
        *("DURATION:P1D", "DURATION:-P9W", "DURATION:P999999999W", "RRULE:FREQ=SECONDLY", "RRULE:X"),
        *("RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=YEARLY;BYMONTH=13", "EXDATE:nonsense", "RDATE:20260406"),
        *("RECURRENCE-ID:20260401", "TRANSP:TRANSPARENT", "\x00", ";;;:::", " folded", "é" * 500),
    ]
)


def stored() -> tuple[int, ...]:
    """How much there is of everything that an act could leave behind."""
    tables = (Absence.__table__, PublicHoliday.__table__, ENTRY)
    counts = tuple(session().scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    session().rollback()
    return counts


def subjects(world: World) -> dict[str, int]:
    absence, holiday = make_absence(world.member, days(10), days(20)), make_public_holiday(days(60))
    session().commit()
    return {"person": world.member.id, "absence": absence.id, "holiday": holiday.id}


def drawn_from(acts: dict[str, list[str]], values: Any) -> Any:
    return st.sampled_from(sorted(acts)).flatmap(
        lambda key: st.tuples(
            st.just(key), st.dictionaries(st.sampled_from(acts[key]), values, max_size=3), st.booleans()
        )
    )


def filled(names: list[str], values: dict[str, Any], from_good: bool) -> dict[str, Any]:
    good = {name: value for name, value in GOOD.items() if name in names and from_good}
    return {**good, **values}


def test_no_form_breaks_and_what_is_refused_leaves_nothing(world: World, browser: Browser) -> None:
    ids = subjects(world)

    @SETTINGS
    @given(drawn_from(FORMS, VALUES))
    def send(drawn: tuple[str, dict[str, Any], bool]) -> None:
        address, values, from_good = drawn
        browser.as_(world.office if "holidays" in address else world.head)
        before = stored()
        page = browser.post(address.format(**ids), filled(FORMS[address], values, from_good))
        assert page.status in {303, 400, 404, 409, 422}, (address, values)
        if page.status != 303:
            assert stored() == before, (address, values)

    send()


def test_no_write_of_the_api_breaks_and_what_is_refused_leaves_nothing(world: World, api: Api) -> None:
    ids = subjects(world)
    head, office = dict(api.as_(world.head).headers), dict(api.as_(world.office).headers)

    @SETTINGS
    @given(drawn_from(WRITES, JSON))
    def send(drawn: tuple[str, dict[str, Any], bool]) -> None:
        write, values, from_good = drawn
        method, _space, address = write.format(**ids).partition(" ")
        api.headers = office if "holidays" in address else head
        before = stored()
        answer = api.open(method, address, filled(WRITES[write], values, from_good))
        assert answer.status_code in {200, 201, 400, 404, 409, 422}, (write, values, answer.status_code)
        if answer.status_code >= 400:
            assert stored() == before, (write, values)

    send()


def test_no_calendar_file_breaks_and_what_is_refused_leaves_nothing(world: World, browser: Browser) -> None:
    browser.as_(world.member)
    address = f"/people/{world.member.id}/absences/import"

    @SETTINGS
    @given(st.lists(LINES, max_size=12), st.sampled_from(["utf-8", "utf-16", "gb18030", "cut"]))
    def send(lines: list[str], encoding: str) -> None:
        text = calendar(entry("a", "20260601"), "BEGIN:VEVENT", *lines, "END:VEVENT").decode()
        content = text.encode()[:-40] if encoding == "cut" else text.encode(encoding)
        before = stored()
        page = browser.post(
            address,
            {"kind": "leave", "file": (io.BytesIO(content), "a.ics")},
            content_type="multipart/form-data",
        )
        assert page.status in {303, 422}, lines
        if page.status != 303:
            assert stored() == before, lines

    send()
