"""The agenda builds itself from what waits; the secretary takes it, leaves it off, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.core.errors import Refused
from portal.database import session
from portal.register.queries import history_of
from portal.steering import operations, queries
from portal.steering.models import Meeting, MeetingState
from tests.factories.accounts import World
from tests.factories.actions import make_action
from tests.factories.commitments import make_commitment
from tests.factories.projects import make_milestone, make_programme
from tests.factories.risks import make_risk
from tests.factories.steering import Steering, make_decision, make_group, make_item, make_meeting, seat
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def coming(steering: Steering) -> Meeting:
    return make_meeting(
        steering.group, "Spring", state=MeetingState.DRAFT, held_at=NOW + dt.timedelta(days=7)
    )


def fill(world: World, steering: Steering) -> None:
    """One of everything that waits, and next to each one that does not."""
    make_decision("Waits for an outcome", group=steering.group)
    make_decision("Only a draft", group=steering.group, state="draft")
    make_decision("No quorum", group=steering.group, state="needs_ratification")
    make_decision("Not carried out", group=steering.group, state="decided", due_on=days(-1))
    make_decision("Not due yet", group=steering.group, state="decided", due_on=days(1))
    make_decision("Look again", group=steering.group, state="implemented", review_on=TODAY)
    make_risk(world.project, "Review forgotten", at=(1, 1), next_review_on=days(-3))
    make_risk(world.project, "Small and reviewed", at=(1, 1), next_review_on=days(30))
    make_risk(world.secret, "Secret risk", next_review_on=days(-3))
    make_milestone(world.project, "Slipped", baseline_on=days(10), forecast_on=days(40))
    make_milestone(world.project, "A week later", baseline_on=days(10), forecast_on=days(17))
    make_milestone(world.project, "Not reached", baseline_on=days(-2))
    make_action("Overdue", project=world.project, due_on=days(-1))
    make_action("In time", project=world.project, due_on=days(1))
    for title, due_on in (("Unanswered", days(-1)), ("Still time", days(1))):
        ask = make_commitment(world.project, requester=world.manager, head=world.head, answer_due_on=due_on)
        ask.statement = title


WAITING = {"Waits for an outcome", "No quorum", "Not carried out", "Look again", "Review forgotten"}
WAITING |= {"Slipped", "Not reached", "Overdue", "Unanswered"}


def titles(meeting: Meeting) -> set[str]:
    return {each.title.split(" ", 1)[1] for each in queries.suggestions_for(meeting, TODAY)}


def test_what_waits_is_found_and_nothing_else(world: World, steering: Steering) -> None:
    fill(world, steering)
    meeting = coming(steering)
    found = {each.title for each in queries.suggestions_for(meeting, TODAY)}
    assert len(found) == len(WAITING)
    assert all(any(title.endswith(wanted) for title in found) for wanted in WAITING)
    meeting.state = MeetingState.CLOSED
    assert queries.suggestions_for(meeting, TODAY) == [], "the agenda of a meeting that is over stays"


def test_a_confidential_project_stays_off_the_agenda_of_its_programme(world: World) -> None:
    programme = make_programme()
    world.project.programme = world.secret.programme = programme
    group = make_group(programme=programme, name="Programme group")
    make_action("Open work", project=world.project, due_on=days(-1))
    make_action("Secret work", project=world.secret, due_on=days(-1))
    make_decision("Secret choice", group=group, project=world.secret)
    session().flush()
    found = {each.title for each in queries.suggestions_for(make_meeting(group, state="draft"), TODAY)}
    assert len(found) == 1
    assert "Open work" in found.pop()


def test_the_secretary_takes_leaves_off_and_the_next_meeting_asks_again(
    world: World, steering: Steering, browser: Browser
) -> None:
    fill(world, steering)
    meeting, later = coming(steering), coming(steering)
    session().commit()
    browser.as_(steering.secretary)
    page = browser.get(f"/meetings/{meeting.id}/agenda")
    assert page.has("Waits for this meeting")
    first = queries.suggestions_for(meeting, TODAY)
    place = f"/meetings/{meeting.id}/suggestions"
    taken = f"{place}/{first[0].kind}/{first[0].number}/taking"
    page = browser.submit(page, {}, action=taken)
    assert [item.title for item in meeting.agenda] == [first[0].title]
    assert browser.post(taken).status == 409, "it is there already"
    form = browser.get(f"{place}/{first[1].kind}/{first[1].number}/dropping")
    assert browser.submit(form, {"reason": ""}).errors["reason"]
    page = browser.submit(form, {"reason": "The owner is away."})
    assert page.has("The owner is away.")
    assert history_of(meeting)[0].event == "meetings.suggestion_dropped"
    removal = browser.get(f"/meetings/{meeting.id}/agenda/{meeting.agenda[0].id}/removal")
    page = browser.submit(removal, {"reason": "No time."})
    assert page.has("No time.")
    session().expire_all()
    left = queries.suggestions_for(meeting, TODAY)
    assert left == first[2:], "what was left off is not suggested twice"
    assert queries.suggestions_for(later, TODAY) == first, "it waits on"


def test_what_was_not_finished_returns_by_itself_once(steering: Steering, browser: Browser) -> None:
    meeting = make_meeting(steering.group, "Winter")
    item = make_item(meeting, "The tills", minutes_planned=20)
    other = make_item(meeting, "The scanners")
    session().commit()
    browser.as_(steering.secretary)
    mark = f"/meetings/{meeting.id}/agenda/{item.id}/unfinished"
    page = browser.submit(browser.get(f"/meetings/{meeting.id}/agenda"), {}, action=mark)
    assert page.has("It was finished")
    values = {"title": "Spring", "held_at": NOW + dt.timedelta(days=30), "by": steering.secretary, "now": NOW}
    spring = operations.prepare_meeting(steering.group, **values)
    assert [(each.title, each.minutes_planned) for each in spring.agenda] == [("The tills", 20)]
    summer = operations.prepare_meeting(steering.group, **{**values, "title": "Summer"})
    assert summer.agenda == [], "one item, not copies"
    operations.leave_unfinished(other, is_unfinished=True, by=steering.secretary, now=NOW)
    session().commit()
    session().expire_all()
    assert [each.title for each in spring.agenda] == ["The tills", "The scanners"], (
        "also where it is prepared"
    )
    assert "meetings.item_returned" in {entry.event for entry in history_of(spring)}
    with pytest.raises(Refused):
        operations.leave_unfinished(spring.agenda[0], is_unfinished=True, by=steering.secretary, now=NOW)


def test_the_number_of_statements_does_not_grow(world: World, steering: Steering) -> None:
    meeting = coming(steering)

    def counted() -> int:
        session().flush()
        session().expire_all()
        _ = meeting.group.project_id, list(meeting.agenda)
        with statements() as seen:
            queries.suggestions_for(meeting, TODAY)
        return len(seen)

    fill(world, steering)
    few = counted()
    for _time in range(8):
        fill(world, steering)
    assert counted() == few


def test_the_api_takes_and_leaves_off(world: World, steering: Steering, api: Api) -> None:
    fill(world, steering)
    meeting = coming(steering)
    seat(steering.group, world.head)
    session().commit()
    place = f"/meetings/{meeting.id}/suggestions"
    api.as_(world.head)
    assert api.get(place).status_code == 403, "members do not prepare"
    api.as_(steering.secretary)
    waiting = api.get(place).get_json()["items"]
    assert len(waiting) == len(WAITING)
    one, two = (f"{place}/{each['kind']}/{each['number']}" for each in waiting[:2])
    item = api.post(f"{one}/taking", {"minutes_planned": 15})
    assert (item.status_code, item.get_json()["minutes_planned"]) == (201, 15)
    assert item.get_json()["subject_kind"] == waiting[0]["kind"]
    assert api.post(f"{one}/taking", {}).status_code == 409
    assert api.post(f"{two}/dropping", {"reason": ""}).status_code == 422
    assert len(api.post(f"{two}/dropping", {"reason": "Later"}).get_json()["items"]) == len(WAITING) - 2
    assert api.post(f"{place}/nonsense/{2**70}/taking", {}).status_code == 404
