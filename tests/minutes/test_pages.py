"""The way of minutes by the pages: round, slice, correction, dissent, closing, erratum."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import session
from portal.minutes.models import Circulation, MinutesAnswer
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering.models import MeetingState
from tests.factories.accounts import World
from tests.factories.minutes import make_answer, make_circulation
from tests.factories.steering import attend, make_decision, make_position
from tests.minutes.conftest import TEXT, Held
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import days


def letters(template: str) -> set[int | None]:
    return set(session().scalars(select(Letter.person_id).where(Letter.template == template)))


def going_round(held: Held, **values: object) -> Circulation:
    made = make_circulation(held.meeting, by=held.steering.secretary, **values)
    session().commit()
    return made


def test_the_secretary_sends_the_minutes_round_and_who_was_there_is_asked(
    held: Held, browser: Browser
) -> None:
    people = held.steering
    page = browser.as_(people.secretary).get(f"/meetings/{held.meeting.id}/minutes/circulation")
    assert page.has("Asked: ")
    page = browser.submit(page, {"due_on": days(5).isoformat(), "notes_days": "10"})
    assert page.has("The minutes go round.")
    assert letters("minutes/circulated") == {people.chair.id, people.deputy.id, people.other.id}
    assert letters("minutes/circulated_absent") == {people.member.id}
    assert "minutes.circulated" in [entry.event for entry in history_of(held.meeting)]


def test_guests_are_asked_too(world: World, held: Held, browser: Browser) -> None:
    attend(held.meeting, world.head, presence="guest")
    made = going_round(held)
    page = browser.as_(world.head).get(f"/circulations/{made.id}/answer")
    assert browser.submit(page, {"answer": "confirm"}).has("Your answer is on record.")


def test_everybody_sees_first_what_concerns_them(held: Held, browser: Browser) -> None:
    other = held.steering.other
    decision = make_decision("Pilot in three shops", group=held.steering.group, meeting=held.meeting)
    make_position(decision, other, "object", "Too early for the tills.")
    make_decision("Buy the tills", group=held.steering.group, meeting=held.meeting, owner=other)
    made = going_round(held)
    page = browser.as_(other).get(f"/circulations/{made.id}/answer")
    mine = page.text.index("What concerns you")
    assert mine < page.text.index("Too early for the tills.") < page.text.index("The pilot begins")
    assert mine < page.text.index("Buy the tills") < page.text.index("The pilot begins")
    assert page.text.count("reports on the tills") >= 2
    assert browser.as_(held.steering.chair).get(f"/circulations/{made.id}").has("does not name you")


def test_a_correction_shows_what_differs_and_enters_the_text_when_it_is_taken(
    held: Held, browser: Browser
) -> None:
    people, made = held.steering, going_round(held)
    make_answer(made, people.deputy)
    session().commit()
    corrected = TEXT.replace("three shops", "four shops")
    page = browser.as_(people.other).get(f"/circulations/{made.id}/answer")
    page = browser.submit(page, {"answer": "correct", "words": "It was four.", "proposed": corrected})
    assert page.has("The pilot begins in four shops.")
    assert page.has("Goes")
    assert page.has("Comes")
    given = session().scalars(select(MinutesAnswer).where(MinutesAnswer.answer == "correct")).one()
    page = browser.as_(people.secretary).get(f"/minutes-answers/{given.id}/settlement")
    page = browser.submit(page, {"outcome": "taken"})
    assert page.has("The correction is settled.")
    assert page.has("to an earlier wording (version 1)")
    session().expire_all()
    assert held.meeting.minutes == corrected
    assert held.meeting.minutes_version == 2
    assert letters("minutes/settled") == {people.chair.id, people.deputy.id, people.other.id}


def test_a_correction_that_is_not_taken_needs_a_reason(held: Held, browser: Browser) -> None:
    made = going_round(held)
    given = make_answer(made, held.steering.other, "correct", proposed="Otherwise.")
    session().commit()
    page = browser.as_(held.steering.secretary).get(f"/minutes-answers/{given.id}/settlement")
    refused = browser.submit(page, {"outcome": "declined"}, follow=False)
    assert refused.status == 422
    page = browser.submit(page, {"outcome": "declined", "reason": "The tape says three."})
    assert page.has("The tape says three.")


def test_nobody_changes_or_approves_minutes_that_go_round_past_the_others(
    held: Held, browser: Browser
) -> None:
    going_round(held)
    place = f"/meetings/{held.meeting.id}/minutes"
    assert browser.as_(held.steering.secretary).get(place).status == 409
    assert browser.as_(held.steering.chair).get(f"{place}/approval").status == 409
    sent = browser.as_(held.steering.chair).post(f"{place}/approval", {"version": "1"})
    assert sent.status == 409
    assert session().get(type(held.meeting), held.meeting.id).state == MeetingState.CLOSED


def test_dissent_is_printed_and_the_chair_closes_over_who_is_silent_by_name(
    held: Held, browser: Browser
) -> None:
    people, made = held.steering, going_round(held, due_on=days(-1))
    page = browser.as_(people.deputy).get(f"/circulations/{made.id}/answer")
    page = browser.submit(page, {"answer": "dissent", "words": "I never agreed to three shops."})
    assert page.has("I never agreed to three shops.")
    page = browser.as_(people.chair).get(f"/circulations/{made.id}/closing")
    assert page.has("Named as not having answered: Olga Other 欧佳.")
    assert page.has("I never agreed to three shops.")
    page = browser.submit(page, {})
    assert page.has("Closed without an answer of: Olga Other 欧佳.")
    shown = browser.get(f"/meetings/{held.meeting.id}")
    assert shown.has("I never agreed to three shops.")
    session().expire_all()
    assert held.meeting.state == MeetingState.APPROVED
    assert "minutes.closed" in [entry.event for entry in history_of(held.meeting)]


def test_before_the_date_nobody_is_passed_over(held: Held, browser: Browser) -> None:
    people, made = held.steering, going_round(held)
    make_answer(made, people.deputy)
    session().commit()
    page = browser.as_(people.chair).get(f"/circulations/{made.id}/closing")
    assert browser.submit(page, {}, follow=False).status == 409
    make_answer(made, people.other)
    session().commit()
    assert browser.submit(browser.get(f"/circulations/{made.id}/closing"), {}).has("Closed.")


def test_a_waiting_correction_keeps_the_minutes_open(held: Held, browser: Browser) -> None:
    made = going_round(held, due_on=days(-1))
    make_answer(made, held.steering.other, "correct", proposed="Otherwise.")
    session().commit()
    page = browser.as_(held.steering.chair).get(f"/circulations/{made.id}/closing")
    assert browser.submit(page, {}, follow=False).status == 409


def test_who_was_absent_notes_within_the_days_even_after_the_closing(held: Held, browser: Browser) -> None:
    made = going_round(held, due_on=days(-3), notes_until_on=days(2))
    browser.as_(held.steering.chair).submit(browser.get(f"/circulations/{made.id}/closing"), {})
    page = browser.as_(held.steering.member).get(f"/circulations/{made.id}/answer")
    page = browser.submit(page, {"answer": "note", "words": "I would have objected."})
    assert page.has("I would have objected.")
    assert browser.get(f"/meetings/{held.meeting.id}").has("I would have objected.")
    made.notes_until_on = days(-1)
    session().commit()
    assert browser.get(f"/circulations/{made.id}/answer").status == 409


def test_an_answer_to_an_earlier_text_is_refused_with_both(held: Held, browser: Browser) -> None:
    made = going_round(held)
    page = browser.as_(held.steering.other).get(f"/circulations/{made.id}/answer")
    held.meeting.minutes, held.meeting.minutes_version = "Something else.", 2
    session().commit()
    refused = browser.submit(page, {"answer": "confirm"}, follow=False)
    assert refused.status == 409
    assert session().scalars(select(MinutesAnswer)).all() == []


def test_approved_minutes_are_corrected_only_by_an_erratum_that_goes_round_too(
    held: Held, browser: Browser
) -> None:
    people = held.steering
    early = browser.as_(people.secretary).get(f"/meetings/{held.meeting.id}/errata/new")
    words = {"text": "Four shops instead of three.", "reason": "A slip.", "due_on": days(3).isoformat()}
    assert browser.submit(early, words, follow=False).status == 409
    held.meeting.state = MeetingState.APPROVED
    session().commit()
    page = browser.submit(browser.get(f"/meetings/{held.meeting.id}/errata/new"), words)
    assert page.has("The erratum goes round.")
    assert not browser.get(f"/meetings/{held.meeting.id}").has("Four shops instead of three.")
    made = session().scalars(select(Circulation)).one()
    for person in (people.deputy, people.other):
        page = browser.as_(person).get(f"/circulations/{made.id}/answer")
        browser.submit(page, {"answer": "confirm"})
    page = browser.as_(people.chair).get(f"/circulations/{made.id}/closing")
    browser.submit(page, {})
    shown = browser.get(f"/meetings/{held.meeting.id}")
    assert shown.has("Four shops instead of three.")
    assert shown.has("The pilot begins in three shops.")
    assert letters("minutes/erratum_approved") == {people.deputy.id, people.secretary.id, people.other.id}


def test_who_wrote_does_not_close(held: Held, browser: Browser) -> None:
    held.meeting.writer_ids = [held.steering.chair.id]
    made = going_round(held)
    assert browser.as_(held.steering.chair).get(f"/circulations/{made.id}/closing").status == 403
    assert browser.as_(held.steering.deputy).get(f"/circulations/{made.id}/closing").status == 200


def test_a_page_with_thirty_answers_asks_the_database_as_often_as_with_three(
    world: World, held: Held, browser: Browser
) -> None:
    made, counts = going_round(held), []
    browser.as_(held.steering.chair)
    for number in (3, 27):
        for _turn in range(number):
            make_answer(made, held.steering.other)
        session().commit()
        browser.get(f"/circulations/{made.id}")
        with statements() as seen:
            browser.get(f"/circulations/{made.id}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
