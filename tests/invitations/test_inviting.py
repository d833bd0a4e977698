"""A meeting lands in people's calendars, moves in them and leaves them; who comes is known before the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import select

from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.invitations import operations as invitations
from portal.invitations import queries
from portal.invitations.expected import expectation
from portal.invitations.models import Invitation
from portal.invitations.tasks import keep_invitations_up
from portal.outbox.tasks import send_letters
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.days import instant_of
from portal.steering.models import Meeting, MeetingState
from portal.steering.queries import suggestions_for
from tests.factories.absences import make_absence
from tests.factories.accounts import World, make_person
from tests.factories.steering import Steering, make_decision, make_item, make_meeting, make_steering, seat
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.smtp import Mailbox, mail_server
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def mailbox(app: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setitem(app.config, "TIMEZONE", "Europe/Berlin")
    with mail_server() as server:
        monkeypatch.setitem(app.config, "MAIL_URL", server.url)
        yield server


@pytest.fixture
def steering(world: World) -> Steering:
    made = make_steering(world)
    for person in (made.deputy, made.secretary, made.other):
        person.email = f"p{person.id}@example.org"
    session().commit()
    return made


def draft(steering: Steering, held_at: dt.datetime = NOW + dt.timedelta(days=7)) -> Meeting:
    meeting = make_meeting(
        steering.group,
        "Spring 春季会议",
        state=MeetingState.DRAFT,
        held_at=held_at,
        place="Room 7, east wing",
    )
    make_item(meeting, "Pilot, shops; tills", minutes_planned=45)
    session().commit()
    return meeting


def act(steering: Steering) -> dict[str, Any]:
    return {"by": steering.secretary, "now": NOW}


def invitation_of(meeting: Meeting, person: Any) -> Invitation:
    session().expire_all()
    return next(each for each in queries.of_meeting(meeting) if each.person_id == person.id)


def arrived(mailbox: Mailbox) -> dict[str, EmailMessage]:
    """The newest letter to each address, as the mail server got it."""
    session().commit()
    mailbox.messages.clear()
    send_letters(NOW)
    return {str(message["To"].addresses[0].addr_spec): message for message in mailbox.messages}


def entry(message: EmailMessage) -> tuple[str, Any, Any]:
    """Method, event and zone: of the part that mail programs show, equal to the file that they offer."""
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    (file,) = [each for each in message.walk() if each.get_content_type() == "application/ics"]
    assert file.get_filename() == "invitation.ics"
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert calendar.to_ical() == icalendar.Calendar.from_ical(file.get_content()).to_ical()
    assert part.get_param("method") == str(calendar["method"])
    return str(calendar["method"]), calendar.walk("VEVENT")[0], calendar.walk("VTIMEZONE")


def test_the_calendar_follows_a_meeting_from_the_call_to_the_cancelling(
    steering: Steering, mailbox: Mailbox
) -> None:
    meeting = draft(steering, instant_of(dt.date(2026, 3, 27), dt.time(10, 0)))
    operations.call_meeting(meeting, **act(steering))
    letters = arrived(mailbox)
    assert len(letters) == 5
    method, event, zones = entry(letters[steering.other.email or ""])
    assert (method, event["status"], int(event["sequence"])) == ("REQUEST", "CONFIRMED", 0)
    uid = str(event["uid"])
    assert str(meeting.uid) in uid
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event["dtstart"].dt.replace(tzinfo=None) == dt.datetime(2026, 3, 27, 10, 0)
    assert event.decoded("dtstart") == dt.datetime(2026, 3, 27, 9, 0, tzinfo=dt.UTC), "winter time"
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(minutes=45), "as long as its items"
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Berlin"]
    assert str(event["organizer"]) == f"mailto:{steering.secretary.email}"
    assert (str(event["summary"]), str(event["location"])) == ("Spring 春季会议", "Room 7, east wing")
    assert str(event["attendee"]) == f"mailto:{steering.other.email}"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "Pilot, shops; tills" in str(event["description"])
    words = letters[steering.other.email or ""].get_body(("plain",))
    assert words is not None
    own = invitation_of(meeting, steering.other)
    assert f"/invitations/{own.id}/answer" in words.get_content()

    invitations.answer(own, reply="coming", by=steering.other, now=NOW)
    later = instant_of(dt.date(2026, 3, 30), dt.time(10, 0))
    operations.edit_meeting(meeting, title=meeting.title, held_at=later, place="Room 8", **act(steering))
    method, event, _zones = entry(arrived(mailbox)[steering.other.email or ""])
    assert (method, str(event["uid"]), int(event["sequence"])) == ("REQUEST", uid, 1)
    assert event["dtstart"].dt.replace(tzinfo=None) == dt.datetime(2026, 3, 30, 10, 0)
    assert event.decoded("dtstart") == dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC), "summer time"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION", "another hour asks again"
    invitations.answer(invitation_of(meeting, steering.other), reply="coming", by=steering.other, now=NOW)
    operations.edit_meeting(meeting, title=meeting.title, held_at=later, place="Room 9", **act(steering))
    _method, event, _zones = entry(arrived(mailbox)[steering.other.email or ""])
    assert (int(event["sequence"]), event["attendee"].params["PARTSTAT"]) == (2, "ACCEPTED")

    operations.cancel_meeting(meeting, reason="流感 flu", **act(steering))
    letters = arrived(mailbox)
    assert len(letters) == 5
    method, event, _zones = entry(letters[steering.other.email or ""])
    assert (method, str(event["uid"]), int(event["sequence"])) == ("CANCEL", uid, 3)
    assert event["status"] == "CANCELLED"
    assert "流感 flu" in str(event["description"])
    with pytest.raises(Refused, match="was cancelled"):
        invitations.answer(invitation_of(meeting, steering.other), reply="coming", by=steering.other, now=NOW)


def test_a_cancelled_meeting_stays_and_what_it_was_to_talk_about_returns(
    steering: Steering, browser: Browser
) -> None:
    meeting = draft(steering)
    proposal = make_decision("Three shops", group=steering.group, meeting=meeting)
    make_item(meeting, proposal.title, subject_kind="decision", subject_id=proposal.id)
    coming = make_meeting(steering.group, "Next", state="draft", held_at=NOW + dt.timedelta(days=14))
    session().commit()
    page = browser.as_(steering.secretary).get(f"/meetings/{meeting.id}/cancellation")
    assert browser.submit(page).errors["reason"]
    page = browser.submit(page, {"reason": "Too few of us"})
    assert page.has("This meeting does not take place")
    assert page.has("Too few of us")
    assert browser.get(f"/meetings/{meeting.id}/cancellation").status == 409
    session().expire_all()
    assert [item.title for item in coming.agenda] == ["Pilot, shops; tills"], "returned by itself"
    assert proposal.meeting is None
    assert [each.number for each in suggestions_for(coming, TODAY)] == [proposal.id], "suggested, not copied"
    assert browser.get(f"/groups/{steering.group.id}").has("Spring")
    decided = make_meeting(steering.group, state=MeetingState.OPEN)
    make_decision(group=steering.group, meeting=decided, state="decided")
    session().commit()
    with pytest.raises(Refused, match="decided in this meeting"):
        operations.cancel_meeting(decided, reason="Late", **act(steering))


def test_people_answer_and_the_secretary_reads_whether_there_will_be_a_quorum(
    steering: Steering, browser: Browser, api: Api
) -> None:
    meeting = draft(steering)
    operations.call_meeting(meeting, **act(steering))
    session().commit()
    desk = browser.as_(steering.member).get("/")
    assert desk.has("I do not come")
    own = invitation_of(meeting, steering.member)
    browser.post(f"/invitations/{own.id}/answer", {"reply": "coming", "from": "desk"})
    assert not browser.get("/").has("I do not come")
    page = browser.as_(steering.other).get(f"/invitations/{invitation_of(meeting, steering.other).id}/answer")
    assert browser.submit(page, {"reply": "not_coming"}).errors["reason"]
    page = browser.submit(page, {"reply": "not_coming", "reason": "On leave"})
    assert page.has("Not coming")
    assert not page.has("On leave"), "reasons are for those who prepare"
    assert browser.get(f"/meetings/{meeting.id}/invitations").status == 403
    page = browser.as_(steering.secretary).get(f"/meetings/{meeting.id}/invitations")
    assert page.has("On leave")
    assert page.has("is open. Voting members who come: 1, with those who have not said yet: 3, needed: 3.")
    for person, reply in ((steering.chair, "coming"), (steering.deputy, "coming")):
        told = api.as_(person).post(
            f"/invitations/{invitation_of(meeting, person).id}/answer", {"reply": reply}
        )
        assert told.status_code == 200
    told = api.as_(steering.secretary).get(f"/meetings/{meeting.id}/invitations")
    assert told.json["quorum"] == "expected"
    invitations.answer(
        invitation_of(meeting, steering.chair),
        reply="not_coming",
        reason="Ill",
        by=steering.secretary,
        now=NOW,
    )
    session().commit()
    assert expectation(meeting, queries.of_meeting(meeting)).standing == "missed"
    page = browser.as_(steering.secretary).get(f"/meetings/{meeting.id}/invitations")
    assert page.has("No quorum is to be expected. Voting members who come at most: 2, needed: 3.")
    assert page.has("noted by Sec Retary")
    assert any("replied to" in each.sentence for each in history_of(meeting))
    with statements() as seen:
        browser.get(f"/meetings/{meeting.id}/invitations")
    assert len(seen) < 22


def test_who_stands_in_is_invited_and_hears_when_it_is_no_longer_needed(
    steering: Steering, mailbox: Mailbox, world: World
) -> None:
    meeting = draft(steering)
    make_absence(steering.other, days(5), days(9), substitute=world.employee)
    session().commit()
    operations.call_meeting(meeting, **act(steering))
    stands_in = invitation_of(meeting, world.employee)
    assert stands_in.stands_in_for == steering.other
    words = arrived(mailbox)[world.employee.email or ""].get_body(("plain",))
    assert words is not None
    assert "You stand in for Olga Other" in words.get_content()
    own = invitation_of(meeting, steering.deputy)
    sent = {"reply": "not_coming", "reason": "Trip", "by": steering.deputy, "now": NOW}
    with pytest.raises(Invalid, match="sits in this group"):
        invitations.answer(own, substitute=steering.member, **sent)
    session().rollback()
    invitations.answer(invitation_of(meeting, steering.deputy), substitute=world.head, **sent)
    assert world.head.email in arrived(mailbox)
    invitations.answer(invitation_of(meeting, steering.deputy), reply="coming", by=steering.deputy, now=NOW)
    method, event, _zones = entry(arrived(mailbox)[world.head.email or ""])
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    newcomer = make_person("New Member", email="new@example.org")
    seat(steering.group, newcomer)
    session().commit()
    assert keep_invitations_up(NOW) == 1
    assert newcomer.email in arrived(mailbox)
    assert keep_invitations_up(NOW) == 0, "told once"


def test_a_confidential_meeting_is_not_opened_to_who_stands_in(world: World) -> None:
    secret = make_steering(world, project=world.secret, code="SECRET-SG")
    meeting = make_meeting(secret.group, state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=7))
    make_absence(secret.other, days(5), days(9), substitute=world.employee)
    operations.call_meeting(meeting, by=secret.secretary, now=NOW)
    session().commit()
    invited = session().scalars(select(Invitation.person_id))
    assert world.employee.id not in set(invited)
    own = invitation_of(meeting, secret.deputy)
    with pytest.raises(Invalid, match="may not see this meeting"):
        invitations.answer(
            own, reply="not_coming", reason="x", substitute=world.employee, by=secret.deputy, now=NOW
        )
