"""Several at the same moment: codes differ, nothing is lost, one outcome is recorded."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.database import db, session
from portal.steering.models import Decision, Meeting, Position
from tests.factories.steering import Steering, attend, make_decision, make_meeting
from tests.support.api import Api


def at_once(app: Portal, people: list[Person], act: Callable[[Api, int], Any]) -> list[int]:
    """Each of these people does it from a thread of their own, all starting together; the statuses."""
    clients = [Api(app).as_(person) for person in people]
    db.session.commit()
    gate = threading.Barrier(len(clients))
    statuses: list[int] = []

    def run(client: Api, number: int) -> None:
        gate.wait()
        statuses.append(act(client, number))

    threads = [threading.Thread(target=run, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return statuses


def send(client: Api, method: str, address: str, body: Any) -> int:
    """Past `Api.open`, which would use the test's own session in this thread."""
    response = client.client.open(f"/api/v1{address}", method=method, headers=client.headers, json=body)
    return response.status_code


def test_codes_never_collide(app: Portal, steering: Steering) -> None:
    people = [steering.secretary, steering.chair, steering.deputy] * 2
    words = {"group": "STORE-SG", "title": "At once"}
    made = at_once(app, people, lambda client, _number: send(client, "POST", "/decisions", words))
    assert made == [201] * 6
    codes = sorted(session().scalars(db.select(Decision.code)))
    assert codes == [f"D-2026-{number:03d}" for number in range(1, 7)]
    sitting = {"group": "STORE-SG", "title": "At once", "held_at": "2026-03-03T09:00:00Z"}
    assert (
        at_once(app, people, lambda client, _number: send(client, "POST", "/meetings", sitting)) == [201] * 6
    )
    assert len(set(session().scalars(db.select(Meeting.code)))) == 6


def test_one_outcome_is_recorded_and_everybody_else_is_told(app: Portal, steering: Steering) -> None:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    decision = make_decision(group=steering.group)
    session().commit()
    place, sitting = f"/decisions/{decision.id}/outcome", meeting.id

    def record(client: Api, number: int) -> int:
        words = {"outcome": f"Outcome {number}", "grounds": "So", "meeting": sitting, "version": 1}
        return send(client, "POST", place, words)

    people = [steering.secretary, steering.chair, steering.deputy, steering.secretary]
    assert Counter(at_once(app, people, record)) == {200: 1, 409: 3}
    session().refresh(decision)
    assert decision.state == "decided"


def test_members_speak_at_the_same_time_and_every_position_counts(app: Portal, steering: Steering) -> None:
    decision = make_decision(group=steering.group)
    session().commit()
    place = f"/decisions/{decision.id}/positions"
    said = at_once(
        app, steering.voters, lambda client, _number: send(client, "POST", place, {"position": "agree"})
    )
    assert said == [200] * 4
    assert session().query(Position).count() == 4


def test_attendance_noted_by_several_is_complete(app: Portal, steering: Steering) -> None:
    meeting = make_meeting(steering.group)
    session().commit()
    names = [person.email for person in (steering.chair, steering.deputy, steering.member)]
    place = f"/meetings/{meeting.id}/attendance"

    def note(client: Api, number: int) -> int:
        entries = [{"person": names[number], "presence": "present"}]
        while (status := send(client, "POST", place, {"entries": entries})) == 409:
            pass  # somebody else noted at this moment: again, as a person would
        return status

    people = [steering.secretary, steering.chair, steering.deputy]
    assert at_once(app, people, note) == [200] * 3
    session().refresh(meeting)
    assert len(meeting.attendance) == 3
