"""Minutes that go round, by the API: the rules of the pages."""

from __future__ import annotations

from portal.database import session
from portal.steering.models import MeetingState
from tests.minutes.conftest import TEXT, Held
from tests.support.api import Api
from tests.support.times import days


def test_the_whole_way_of_minutes(held: Held, api: Api) -> None:
    people, place = held.steering, f"/meetings/{held.meeting.id}"
    made = api.as_(people.secretary).post(f"{place}/circulations", {"due_on": days(7).isoformat()})
    assert made.status_code == 201
    number = made.json["id"]
    assert people.other.name in made.json["unanswered"]
    answers = f"/circulations/{number}/answers"
    confirmed = {"answer": "confirm", "seen_version": 1}
    assert api.as_(people.deputy).post(answers, confirmed).status_code == 201
    wanted = {"answer": "correct", "seen_version": 1, "proposed": TEXT + "\n- One more thing."}
    given = api.as_(people.other).post(answers, wanted)
    assert given.status_code == 201
    closing = f"/circulations/{number}/closing"
    assert api.as_(people.chair).post(closing, {}).status_code == 409
    settling = f"/minutes-answers/{given.json['id']}/settlement"
    assert api.as_(people.secretary).post(settling, {"outcome": ""}).status_code == 422
    assert api.post(settling, {"outcome": "taken"}).status_code == 200
    assert api.as_(people.chair).post(closing, {}).status_code == 200
    session().expire_all()
    assert held.meeting.state == MeetingState.APPROVED
    wrong = {"text": "Two more things.", "reason": "A slip.", "due_on": days(7).isoformat()}
    assert api.as_(people.secretary).post(f"{place}/errata", wrong).status_code == 201
    listed = api.get(f"{place}/circulations").json["items"]
    assert [each["number"] for each in listed] == [0, 1]


def test_who_was_not_there_does_not_confirm(held: Held, api: Api) -> None:
    body = {"due_on": days(7).isoformat()}
    made = api.as_(held.steering.secretary).post(f"/meetings/{held.meeting.id}/circulations", body)
    answers = f"/circulations/{made.json['id']}/answers"
    said = api.as_(held.steering.member).post(answers, {"answer": "confirm", "seen_version": 1})
    assert said.status_code == 422
    said = api.as_(held.steering.other).post(answers, {"answer": "note", "words": "x", "seen_version": 1})
    assert said.status_code == 422
