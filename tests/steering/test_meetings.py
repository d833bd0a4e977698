"""Meetings: called, opened, attended, minuted, approved; and then locked."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.days import day_in_zone, instant_of
from portal.steering.models import Meeting, MeetingState
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_item, make_meeting
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY


@pytest.fixture
def berlin(app: Portal, monkeypatch: pytest.MonkeyPatch) -> ZoneInfo:
    monkeypatch.setitem(app.config, "TIMEZONE", "Europe/Berlin")
    return ZoneInfo("Europe/Berlin")


def letters(template: str) -> list[str]:
    found = session().scalars(select(Letter).where(Letter.template == template))
    return sorted(letter.name for letter in found)


def test_hours_are_the_organizations_and_survive_the_change_of_clocks(app: Portal, berlin: ZoneInfo) -> None:
    ten = dt.time(10, 0)
    assert instant_of(dt.date(2026, 3, 28), ten) == dt.datetime(2026, 3, 28, 9, 0, tzinfo=dt.UTC)
    assert instant_of(dt.date(2026, 3, 30), ten) == dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC)
    with pytest.raises(Invalid, match="does not exist"):
        instant_of(dt.date(2026, 3, 29), dt.time(2, 30))
    twice = instant_of(dt.date(2026, 10, 25), dt.time(2, 30))
    assert twice == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "the first of the two"
    assert day_in_zone(dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 3, 4)


def test_a_meeting_is_prepared_called_and_moved_by_local_time(
    steering: Steering, browser: Browser, berlin: ZoneInfo
) -> None:
    browser.as_(steering.secretary)
    form = browser.get(f"/groups/{steering.group.id}/meetings/new")
    wrong = browser.submit(form, {"title": "Spring", "held_on": "2026-03-29", "held_time": "02:30"})
    assert "does not exist" in wrong.errors["held_time"]
    assert (
        browser.submit(form, {"title": "Spring", "held_on": "2026-03-30", "held_time": "25:00"}).status == 422
    )
    page = browser.submit(
        form, {"title": "Spring", "held_on": "2026-03-30", "held_time": "10:00", "place": "7"}
    )
    assert page.has("30 Mar 2026, 10:00")
    meeting = session().query(Meeting).one()
    assert (meeting.code, meeting.state) == ("STORE-SG-M1", "draft")
    assert meeting.held_at == dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC)
    browser.submit(browser.get(f"/meetings/{meeting.id}/agenda"), {"title": "Pilot", "minutes_planned": "20"})
    assert letters("invitations/called") == [], "nobody is invited to a draft"
    page = browser.submit(browser.get(f"/meetings/{meeting.id}/calling"))
    assert page.has("Called")
    assert len(letters("invitations/called")) == 5
    assert browser.get(f"/meetings/{meeting.id}/calling").status == 409
    page = browser.submit(browser.get(f"/meetings/{meeting.id}/edit"), {"held_time": "11:30"})
    assert page.has("30 Mar 2026, 11:30")
    assert len(letters("invitations/changed")) == 5
    changed = next(dict(each.details) for each in history_of(meeting) if each.event == "meetings.edited")
    assert changed["Before"] == "Held at: 2026-03-30 10:00 (Europe/Berlin)"


def test_a_meeting_goes_its_way_in_order(steering: Steering) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.DRAFT)
    act: dict[str, Any] = {"by": steering.secretary, "now": NOW}
    for too_early in (operations.open_meeting, operations.close_meeting):
        with pytest.raises(Refused):
            too_early(meeting, **act)
    operations.call_meeting(meeting, **act)
    with pytest.raises(Refused, match="once the meeting has been opened"):
        operations.write_minutes(meeting, minutes="x", **act)
    operations.open_meeting(meeting, **act)
    with pytest.raises(Refused, match="has begun"):
        operations.edit_meeting(meeting, title="x", held_at=NOW, place="", **act)
    with pytest.raises(Refused, match="once the meeting is closed"):
        operations.approve_minutes(meeting, by=steering.chair, now=NOW)
    operations.close_meeting(meeting, **act)
    with pytest.raises(Refused, match="no minutes"):
        operations.approve_minutes(meeting, by=steering.chair, now=NOW)
    with pytest.raises(Refused, match="agenda stays"):
        operations.add_agenda_item(meeting, title="x", **act)


def test_the_agenda_is_ordered_and_what_leaves_it_leaves_its_reason(
    steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.CALLED)
    items = [make_item(meeting, title) for title in ("One", "Two", "Three")]
    session().commit()
    browser.as_(steering.secretary)
    place = f"/meetings/{meeting.id}/agenda"
    browser.post(f"{place}/{items[2].id}/move", {"direction": "up"})
    browser.post(f"{place}/{items[0].id}/move", {"direction": "up"})
    session().refresh(meeting)
    assert [item.title for item in meeting.agenda] == ["One", "Three", "Two"]
    first, second = (browser.get(f"{place}/{items[0].id}") for _time in range(2))
    browser.submit(first, {"title": "One, better", "minutes_planned": "15"})
    assert browser.submit(second, {"title": "One, worse"}).status == 409
    removal = browser.get(f"{place}/{items[1].id}/removal")
    assert browser.submit(removal).errors["reason"]
    browser.submit(removal, {"reason": "Settled by mail"})
    session().refresh(meeting)
    assert [item.title for item in meeting.agenda] == ["One, better", "Three"]
    assert ("Reason", "Settled by mail") in history_of(meeting)[0].details
    other = make_meeting(steering.group)
    session().commit()
    assert browser.get(f"/meetings/{other.id}/agenda/{items[0].id}").status == 404


def test_two_secretaries_note_attendance_and_nothing_is_lost(
    app: Portal, world: World, steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group)
    session().commit()
    place = f"/meetings/{meeting.id}/attendance"
    other = Browser(app).as_(steering.chair)
    one, two = browser.as_(steering.secretary).get(place), other.get(place)
    chair, deputy = f"presence_{steering.chair.id}", f"presence_{steering.deputy.id}"
    browser.submit(one, {chair: "present", "guest_1": world.head.email})
    assert other.submit(two, {deputy: "remote"}).status == 200, "another row: both are kept"
    session().refresh(meeting)
    noted = {row.person.name: row.presence for row in meeting.attendance}
    assert noted == {steering.chair.name: "present", steering.deputy.name: "remote", world.head.name: "guest"}
    three, four = browser.get(place), browser.get(place)
    browser.submit(three, {chair: "absent"})
    page = browser.submit(four, {chair: "excused"})
    assert page.status == 409, "the same row: both words are shown"
    assert page.has("Absent")
    assert page.has("Excused")
    page = browser.submit(browser.get(place), {chair: "", "guest_1": steering.member.email})
    assert "is a member of the group" in page.errors["guest_1"]


def test_minutes_collide_openly_and_attendance_does_not_disturb_who_writes(
    steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group)
    session().commit()
    browser.as_(steering.secretary)
    one, two = (browser.get(f"/meetings/{meeting.id}/minutes") for _time in range(2))
    preview = browser.submit(one, {"minutes": "# Opening\n<script>alert(1)</script>"}, action="minutes")
    assert preview.status == 200
    session().refresh(meeting)
    attend(meeting, steering.chair)
    session().commit()
    page = browser.submit(two, {"minutes": "Mine"})
    assert page.status == 409
    assert page.has("Mine")
    assert page.has("# Opening")
    page = browser.get(f"/meetings/{meeting.id}")
    assert page.soup.find("script", string="alert(1)") is None
    assert page.has("<script>alert(1)</script>")


def test_a_preview_stores_nothing_and_the_text_can_be_stored_after_it(
    steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group)
    session().commit()
    browser.as_(steering.secretary)
    form = browser.get(f"/meetings/{meeting.id}/minutes").form()
    fields = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    fields["minutes"] = "## Pilot\n决议：由销售部牵头"
    page = browser.open("POST", f"/meetings/{meeting.id}/minutes/preview", data=fields)
    assert page.has("决议：由销售部牵头")
    session().refresh(meeting)
    assert meeting.minutes == ""
    assert browser.submit(page).status == 200
    session().refresh(meeting)
    assert meeting.minutes == fields["minutes"]


def test_who_writes_does_not_approve_and_what_is_approved_is_locked(
    world: World, steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.member)
    operations.write_minutes(meeting, minutes="First", by=steering.chair, now=NOW)
    operations.write_minutes(meeting, minutes="It was so.", by=steering.secretary, now=NOW)
    operations.close_meeting(meeting, by=steering.secretary, now=NOW)
    session().commit()
    assert letters("steering/minutes_to_approve") == [steering.deputy.name], "the chair wrote a part"
    place = f"/meetings/{meeting.id}/minutes/approval"
    for who in (steering.chair, steering.secretary, steering.other, world.office, world.auditor):
        assert browser.as_(who).get(place).status == 403, who.name
    with pytest.raises(Refused, match="does not approve"):
        operations.approve_minutes(meeting, by=steering.chair, now=NOW)
    page = browser.as_(steering.member).get(place)
    assert page.has("It was so.")
    assert browser.submit(page).status == 200
    session().refresh(meeting)
    assert (meeting.state, meeting.approved_by) == ("approved", steering.member)
    assert letters("steering/minutes_approved") == [steering.chair.name]
    with pytest.raises(Refused, match="locked"):
        operations.write_minutes(meeting, minutes="Forged", by=steering.secretary, now=NOW)
    with pytest.raises(Refused):
        operations.take_attendance(
            meeting, entries={steering.other: "present"}, by=steering.secretary, now=NOW
        )
    assert browser.as_(steering.deputy).get(place).status == 409


def test_what_is_approved_is_what_was_read(steering: Steering, browser: Browser) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.CLOSED, minutes="One", minutes_version=1)
    session().commit()
    page = browser.as_(steering.deputy).get(f"/meetings/{meeting.id}/minutes/approval")
    operations.write_minutes(meeting, minutes="Two", by=steering.secretary, now=NOW)
    session().commit()
    assert browser.submit(page).status == 409
    session().refresh(meeting)
    assert meeting.state == "closed"


def test_the_meeting_page_says_what_was_decided_and_who_was_there(
    steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group, place="Room 7 会议室")
    make_item(meeting, "Pilot", minutes_planned=20)
    attend(meeting, steering.chair, steering.deputy)
    session().commit()
    page = browser.as_(steering.member).get(f"/meetings/{meeting.id}")
    assert page.has("There is no quorum")
    assert page.has("2 there, quorum 3")
    assert page.has("20 minutes planned in all")
    assert not page.soup.select("main a[href$='/edit']"), "a member prepares nothing"
    assert day_in_zone(meeting.held_at) == TODAY
