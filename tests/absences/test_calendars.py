"""Calendar files: whole days in, everything else left outside; hostile files end with a sentence."""

from __future__ import annotations

import datetime as dt
import io
import time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.absences.calendars import Reading, Unreadable, read_calendar
from portal.absences.models import Absence, PublicHoliday
from portal.database import session
from tests.absences.calendars import calendar, entry
from tests.factories.accounts import World
from tests.support.browser import Browser, Page

FIRST, LAST = dt.date(2026, 2, 1), dt.date(2028, 2, 1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(*entries: str, free_too: bool = False) -> Reading:
    return read_calendar(calendar(*entries), FIRST, LAST, SHANGHAI, free_too=free_too)


def days_of(*entries: str) -> list[tuple[str, str]]:
    return [(str(each.starts_on), str(each.ends_on)) for each in read(*entries).entries]


def upload(browser: Browser, address: str, content: bytes, **values: str) -> Page:
    page = browser.get(address)
    file = (io.BytesIO(content), "away.ics")
    return browser.submit(page, {"file": file, **values})


def test_the_last_day_of_a_calendar_entry_is_the_first_day_back() -> None:
    assert days_of(entry("a", "20260401", "20260411")) == [("2026-04-01", "2026-04-10")]
    assert days_of(entry("a", "20260401")) == [("2026-04-01", "2026-04-01")]
    assert days_of(entry("a", "20260401", None, "DURATION:P3D")) == [("2026-04-01", "2026-04-03")]


def test_appointments_free_and_cancelled_entries_are_no_absence() -> None:
    found = days_of(
        entry("meeting", "20260401T090000Z", "20260401T100000Z"),
        entry("birthday", "20260402", None, "TRANSP:TRANSPARENT"),
        entry("home office", "20260403", None, "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"),
        entry("cancelled", "20260404", None, "STATUS:CANCELLED"),
        entry("past", "20200404"),
        entry("far", "20400404"),
    )
    assert found == []


def test_long_appointments_count_where_the_organization_is() -> None:
    """From midnight to midnight in Shanghai, written in UTC."""
    assert days_of(entry("a", "20260331T160000Z", "20260401T160000Z")) == [("2026-04-01", "2026-04-01")]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=WEEKLY;COUNT=3", "20260403", ["2026-04-03", "2026-04-10", "2026-04-17"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20260418",
            "20260403",
            ["2026-04-03", "2026-04-13", "2026-04-17"],
        ),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20260407", "20260403", ["2026-04-03", "2026-04-05", "2026-04-07"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260601", "20260331", ["2026-03-31", "2026-04-30", "2026-05-31"]),
        ("FREQ=YEARLY", "19491001", ["2026-10-01", "2027-10-01"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "20001123", ["2026-11-26", "2027-11-25"]),
        ("FREQ=YEARLY", "20240229", ["2028-02-29"]),
    ],
)
def test_repeated_entries_fall_on_the_days_that_the_rule_says(
    rule: str, start: str, expected: list[str]
) -> None:
    reading = read_calendar(
        calendar(entry("a", start, None, f"RRULE:{rule}")), FIRST, dt.date(2028, 3, 1), SHANGHAI
    )
    assert [str(each.starts_on) for each in reading.entries] == expected
    assert reading.left_out == []


def test_excepted_days_are_left_out() -> None:
    reading = read(entry("a", "20260403", None, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260410"))
    assert [each.starts_on.day for each in reading.entries] == [3, 17]


WEEKLY = entry("a", "20260403", None, "RRULE:FREQ=WEEKLY;COUNT=3")


def instead(day: str, start: str, *more: str) -> str:
    return entry("a", start, None, f"RECURRENCE-ID;VALUE=DATE:{day}", *more)


def test_an_occurrence_that_was_moved_takes_the_place_of_the_original() -> None:
    for entries in ((WEEKLY, instead("20260410", "20260413")), (instead("20260410", "20260413"), WEEKLY)):
        found = read(*entries).entries
        assert [each.starts_on.day for each in found] == [3, 13, 17]
        assert [each.key for each in found] == ["a/2026-04-03", "a/2026-04-10", "a/2026-04-17"]


def test_an_occurrence_that_was_cancelled_or_is_free_now_is_no_absence() -> None:
    for word in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT"):
        reading = read(WEEKLY, instead("20260410", "20260410", word))
        assert [each.starts_on.day for each in reading.entries] == [3, 17]
        assert reading.cancelled == {"a/2026-04-10"}


def test_all_that_follow_cannot_be_moved_at_once() -> None:
    moved = entry("a", "20260413", None, "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260410")
    reading = read(WEEKLY, moved)
    assert [each.starts_on.day for each in reading.entries] == [3, 17]
    assert len(reading.left_out) == 1


def test_of_an_entry_that_is_there_twice_the_newer_version_counts() -> None:
    old = entry("a", "20260403", None, "SEQUENCE:1")
    new = entry("a", "20260405", None, "SEQUENCE:2")
    assert days_of(old, new) == days_of(new, old) == [("2026-04-05", "2026-04-05")]
    early = entry("a", "20260403", None, "DTSTAMP:20260101T000000Z")
    late = entry("a", "20260405", None, "DTSTAMP:20260201T000000Z")
    assert days_of(early, late) == days_of(late, early) == [("2026-04-05", "2026-04-05")]


def test_excepted_instants_are_left_out_where_the_organization_is() -> None:
    """From midnight to midnight in Shanghai, written in UTC; across the end of a year."""
    whole_day = entry(
        "a",
        "20261230T160000Z",
        "20261231T160000Z",
        "RRULE:FREQ=DAILY;COUNT=3",
        "EXDATE:20261231T160000Z",
    )
    assert days_of(whole_day) == [("2026-12-31", "2026-12-31"), ("2027-01-02", "2027-01-02")]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=99999999999",
        "FREQ=YEARLY;BYEASTER=1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=99999999",
        "FREQ=MONTHLY;BYSETPOS=-1",
        "NONSENSE",
    ],
)
def test_endless_and_impossible_repetitions_end_soon_and_take_nothing(rule: str) -> None:
    began = time.perf_counter()
    reading = read(*(entry(f"{n}", "19000101", None, f"RRULE:{rule}") for n in range(20)))
    assert time.perf_counter() - began < 5
    assert reading.entries == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no calendar at all",
        b"\x00" * 5000,
        b"BEGIN:VCALENDAR\r\n" * 5000,
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"\xff\xfe\x00\xd8\x00\xd8",
        b"x" * (1024 * 1024 + 1),
        calendar(*(entry(str(n), "20260401") for n in range(3001))),
        bytes(range(256)) * 10 + b"BEGIN:VCALENDAR",
    ],
)
def test_files_that_are_no_calendar_are_refused_with_a_sentence(app: object, content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_calendar(content, FIRST, LAST, SHANGHAI)
    assert refused.value.sentence.endswith(".")


def test_broken_entries_are_left_out_with_their_reason_and_the_others_taken() -> None:
    reading = read(
        entry("good", "20260401"),
        entry("bad day", "20261399"),
        entry("ends first", "20260410T100000Z", "20260301"),
        entry("\u202e evil\x07", "99991231", "00010101"),
        "BEGIN:VEVENT\r\nUID:none\r\nEND:VEVENT",
        entry("forever", "20260401", None, "DURATION:P99999999999D"),
    )
    assert [each.key for each in reading.entries] == ["good"]
    assert len(reading.left_out) >= 3


def test_names_in_an_older_encoding_are_read() -> None:
    content = calendar(entry("a", "20261001", name="国庆节")).decode().encode("gb18030")
    assert read_calendar(content, FIRST, LAST, SHANGHAI).entries[0].name == "国庆节"


def test_an_import_records_moves_and_repeats_nothing(world: World, browser: Browser) -> None:
    address = f"/people/{world.member.id}/absences/import"
    browser.as_(world.member)
    content = calendar(entry("one", "20260401", "20260411"), entry("two", "20260501"))
    assert upload(browser, address, content, kind="holiday").has("Recorded: 2. Moved: 0. Known already: 0.")
    assert upload(browser, address, content, kind="holiday").has("Recorded: 0. Moved: 0. Known already: 2.")
    content = calendar(entry("one", "20260402", "20260412"), entry("two", "20260501"))
    assert upload(browser, address, content, kind="leave").has("Recorded: 0. Moved: 1. Known already: 1.")
    rows = session().scalars(select(Absence).order_by(Absence.starts_on)).all()
    assert [(str(row.starts_on), str(row.ends_on), row.kind) for row in rows] == [
        ("2026-04-02", "2026-04-11", "holiday"),
        ("2026-05-01", "2026-05-01", "holiday"),
    ]
    assert all("sea" not in f"{row.note}{row.source}" for row in rows)


def test_an_import_moves_one_occurrence_and_never_flips_between_two_versions(
    world: World, browser: Browser
) -> None:
    address = f"/people/{world.member.id}/absences/import"
    browser.as_(world.member)
    upload(browser, address, calendar(WEEKLY), kind="holiday")
    twice = calendar(WEEKLY, instead("20260410", "20260413", "SEQUENCE:1"), instead("20260410", "20260414"))
    assert upload(browser, address, twice, kind="holiday").has("Recorded: 0. Moved: 1. Known already: 2.")
    assert upload(browser, address, twice, kind="holiday").has("Recorded: 0. Moved: 0. Known already: 3.")
    gone = calendar(entry("a", "20260403", None, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260417"))
    assert upload(browser, address, gone, kind="holiday").has("Cancelled in the calendar: 1.")
    rows = session().scalars(select(Absence).order_by(Absence.starts_on)).all()
    days = [(row.starts_on.day, row.is_cancelled) for row in rows]
    assert days == [(3, False), (10, False), (17, True)]


def test_a_file_without_days_and_a_file_that_clashes_store_nothing(world: World, browser: Browser) -> None:
    address = f"/people/{world.member.id}/absences/import"
    browser.as_(world.member)
    page = upload(browser, address, calendar(), kind="holiday")
    assert (page.status, page.has("no whole days")) == (422, True)
    page = upload(browser, address, b"<html>", kind="holiday")
    assert (page.status, page.has("not a calendar file")) == (422, True)
    upload(browser, address, calendar(entry("one", "20260401", "20260411")), kind="holiday")
    page = upload(browser, address, calendar(entry("other", "20260405")), kind="holiday")
    assert (page.status, page.has("recorded already")) == (422, True)
    assert len(session().scalars(select(Absence)).all()) == 1


def test_public_holidays_come_from_a_file_once_and_count_for_everybody(
    world: World, browser: Browser
) -> None:
    content = calendar(entry("a", "20261001", "20261004", "TRANSP:TRANSPARENT", name="国庆节"))
    browser.as_(world.office)
    assert upload(browser, "/public-holidays/import", content).has("国庆节")
    assert upload(browser, "/public-holidays/import", content).has("Known already: 3.")
    page = browser.get(browser.get("/public-holidays").link("Remove"))
    page = browser.submit(page, {"reason": "Worked here"})
    assert page.has("is a working day again")
    assert len(session().scalars(select(PublicHoliday)).all()) == 2
