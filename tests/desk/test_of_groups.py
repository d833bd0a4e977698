"""What steering groups wait for stands on the desk and in the letter of the day: minutes to confirm, written resolutions."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.database import session
from portal.escalation.digest import post_digests
from portal.minutes.models import Circulation
from portal.minutes.tasks import remind_the_silent
from portal.outbox.models import Letter
from portal.outbox.words import subject_and_body
from portal.register.queries import history_of
from portal.steering.models import Decision, MeetingState
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.minutes import make_answer, make_circulation
from tests.factories.resolutions import make_resolution
from tests.factories.steering import (
    Steering,
    attend,
    make_decision,
    make_meeting,
    make_position,
    make_steering,
)
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


@pytest.fixture
def steering(world: World) -> Steering:
    made = make_steering(world)
    for person in (made.deputy, made.secretary, made.other):
        person.email = person.email or f"p{person.id}@example.org"
    session().commit()
    return made


def round_of(steering: Steering, title: str = "Kick-off", due: int = 7) -> Circulation:
    """Minutes by the secretary go round; the member and Olga were there."""
    meeting = make_meeting(
        steering.group,
        title,
        state=MeetingState.CLOSED,
        minutes="Olga Other 欧佳 reports on the tills.",
        minutes_version=1,
        minuted_by_id=steering.secretary.id,
        writer_ids=[steering.secretary.id],
    )
    attend(meeting, steering.member, steering.other, steering.secretary)
    decision = make_decision("Pilot in three shops", group=steering.group, meeting=meeting, state="decided")
    make_position(decision, steering.other, "object", "Too early.")
    make_action("Name two testers", owner=steering.other, meeting_id=meeting.id)
    made = make_circulation(meeting, by=steering.secretary, due_on=days(due))
    session().commit()
    return made


def part(page: Page, place: str) -> str:
    found = page.soup.find(id=place)
    section = found.find_parent("section") or found if found else None
    return " ".join(section.get_text(" ").split()) if section else ""


def letters(template: str = "escalation/digest") -> dict[str, str]:
    """By receiver: the whole letter."""
    session().expire_all()
    found = session().scalars(select(Letter).where(Letter.template == template)).all()
    return {letter.name: "\n".join(subject_and_body(letter)) for letter in found}


def test_ones_part_of_the_minutes_is_confirmed_on_the_row(steering: Steering, browser: Browser) -> None:
    made = round_of(steering)
    page = browser.as_(steering.other).get("/")
    words = part(page, "minutes")
    for said in ("Objects", "Pilot in three shops", "Your action: Name two testers", "reports on the tills"):
        assert said in words
    assert "in 7 days" in words
    page = browser.submit(page, {}, action=f"/circulations/{made.id}/confirmation")
    assert page.has("Your answer is on record.")
    assert not part(page, "minutes")
    assert [(each.person, each.answer) for each in made.answers] == [(steering.other, "confirm")]
    assert not part(browser.as_(steering.secretary).get("/"), "minutes"), "who wrote it is not asked"


def test_a_tap_on_words_that_have_changed_confirms_nothing(steering: Steering, browser: Browser) -> None:
    made = round_of(steering)
    made.meeting.minutes_version = 2
    session().commit()
    place = f"/circulations/{made.id}/confirmation"
    assert browser.as_(steering.other).post(place, {"version": "1"}).status == 409
    assert browser.post(place, {"version": "x"}).status == 409
    session().expire_all()
    assert made.answers == []


def test_a_written_resolution_is_agreed_to_on_the_row(steering: Steering, browser: Browser) -> None:
    proposal = make_decision(group=steering.group)
    made = make_resolution(proposal, steering.secretary, closes_on=days(1))
    session().commit()
    page = browser.as_(steering.member).get("/")
    words = part(page, "resolutions")
    assert "Three shops, from 1 April." in words
    assert "tomorrow" in words
    page = browser.submit(page, {}, action=f"/resolutions/{made.id}/agreement")
    assert page.has("Your position is noted.")
    assert not part(page, "resolutions")
    assert [(each.person, each.position) for each in proposal.positions] == [(steering.member, "agree")]
    assert not part(browser.as_(steering.secretary).get("/"), "resolutions"), "no vote, nothing owed"
    assert browser.post(f"/resolutions/{made.id}/agreement", {}).status == 403


def test_who_keeps_the_minutes_sees_corrections_and_who_chairs_may_close(
    steering: Steering, browser: Browser
) -> None:
    made = round_of(steering)
    correction = make_answer(made, steering.other, "correct", proposed="Otherwise.")
    session().commit()
    assert "Correction of Olga Other" in part(browser.as_(steering.secretary).get("/"), "minutes-to-finish")
    assert "Close the answers" not in part(browser.as_(steering.chair).get("/"), "minutes-to-finish")
    correction.outcome = "declined"
    made.due_on = days(-1)
    session().commit()
    words = part(browser.as_(steering.chair).get("/"), "minutes-to-finish")
    assert "Close the answers to: Kick-off" in words


def test_the_desk_and_the_api_say_the_same(steering: Steering, api: Api) -> None:
    made = round_of(steering)
    running = make_resolution(make_decision(group=steering.group), steering.secretary)
    session().commit()
    desk = api.as_(steering.member).get("/desk").json
    assert [each["circulation"] for each in desk["minutes_to_confirm"]] == [made.id]
    assert [each["id"] for each in desk["written_resolutions"]] == [running.id]
    assert desk["minutes_to_confirm"][0]["version"] == 1


def test_what_a_confidential_project_decides_stays_off_the_desk_of_who_left_it(
    world: World, browser: Browser
) -> None:
    steering = make_steering(world, project=world.secret, code="SECRET-SG")
    made = round_of(steering)
    make_resolution(make_decision("Buy the rival", group=steering.group), steering.secretary)
    for insider in [each for each in world.secret.insiders if each.person is steering.other]:
        session().delete(insider)
    session().commit()
    page = browser.as_(steering.other).get("/")
    assert not part(page, "minutes")
    assert not part(page, "resolutions")
    assert browser.post(f"/circulations/{made.id}/confirmation", {"version": "1"}).status == 404
    post_digests(NOW, TODAY)
    assert steering.other.name not in letters()


def test_the_letter_of_the_day_names_what_groups_wait_for(steering: Steering) -> None:
    made = round_of(steering)
    make_answer(made, steering.member, "correct", proposed="Otherwise.")
    late = round_of(steering, "Second meeting", due=-1)
    for person in (steering.member, steering.other):
        make_answer(late, person)
    make_resolution(make_decision("Roll out", group=steering.group), steering.secretary)
    session().commit()
    post_digests(NOW, TODAY)
    found = letters()
    assert "Minutes to confirm: your part" in found[steering.other.name]
    assert "Roll out" in found[steering.member.name]
    assert "Kick-off: correction of" in found[steering.secretary.name]
    assert "Second meeting" in found[steering.chair.name]
    assert "Second meeting" not in found[steering.other.name]


def test_who_says_nothing_is_reminded_once_and_the_register_shows_it(steering: Steering) -> None:
    made = round_of(steering, due=2)
    make_answer(made, steering.member)
    session().commit()
    assert [remind_the_silent(NOW + dt.timedelta(days=day)) for day in (0, 1, 1, 2)] == [0, 1, 0, 0]
    session().commit()
    assert set(letters("minutes/reminded")) == {steering.other.name}
    assert history_of(made.meeting)[0].event == "minutes.reminded"
    post_digests(NOW + dt.timedelta(days=1), days(1))
    assert "Minutes to confirm" not in letters().get(steering.other.name, ""), "one letter about it a day"


def test_however_much_goes_round_the_desk_costs_the_same(steering: Steering, browser: Browser) -> None:
    def more() -> None:
        round_of(steering)
        make_resolution(make_decision(group=steering.group), steering.secretary)
        session().commit()

    for _turn in range(2):
        more()
    browser.as_(steering.other).get("/")
    with statements() as few:
        browser.get("/")
    for _turn in range(5):
        more()
    with statements() as many:
        browser.get("/")
    assert len(many) == len(few)
    assert session().scalars(select(Decision)).first() is not None
