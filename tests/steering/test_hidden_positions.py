"""Positions that are hidden until all are in: nobody waits to see where the chair stands."""

from __future__ import annotations

import pytest

from portal.core.errors import Invalid
from portal.database import session
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.models import MeetingState
from tests.factories.steering import Steering, make_decision, make_meeting
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW

PILOT = {"title": "Pilot", "context": "", "options": "", "owner": None, "due_on": None, "meeting": None}


def test_positions_are_hidden_until_all_are_in(steering: Steering, browser: Browser, api: Api) -> None:
    form = browser.as_(steering.secretary).get(f"/groups/{steering.group.id}/decisions/new")
    words = {"title": "Pilot", "options": "Now or later", "hides_positions": "y"}
    address = browser.submit(form, words).address
    number = int(address.rsplit("/", 1)[1])
    decision = session().get(type(make_decision(group=steering.group)), number)
    assert decision is not None
    for person in steering.voters[:-1]:
        operations.take_position(
            decision, position="object", reason="Tills are not ready", by=person, now=NOW
        )
    session().commit()
    last = steering.voters[-1]
    page = browser.as_(last).get(address)
    assert page.has("Positions are hidden until all members have taken one")
    assert page.has("Taken so far: 3")
    assert not page.has("Tills are not ready")
    assert not page.has("Objects")
    assert api.as_(last).get(f"/decisions/{number}").json["positions"] == []
    own = api.as_(steering.voters[0]).get(f"/decisions/{number}").json["positions"]
    assert [each["position"] for each in own] == ["object"], "one's own is no secret"
    said = [entry.sentence + str(entry.details) for entry in history_of(decision)]
    assert not any("ready" in each or "Objects" in each for each in said)
    with pytest.raises(Invalid, match="took positions already"):
        operations.edit_proposal(decision, **PILOT, hides_positions=False, by=steering.secretary, now=NOW)
    session().rollback()
    operations.take_position(decision, position="agree", by=last, now=NOW)
    session().commit()
    assert browser.get(address).has("Tills are not ready")


def test_they_are_shown_when_the_meeting_begins(steering: Steering) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.CALLED)
    decision = make_decision(group=steering.group, meeting=meeting, hides_positions=True)
    operations.take_position(decision, position="agree", by=steering.chair, now=NOW)
    today = NOW.date()
    assert decision.positions_shown_to(steering.other.id, today) == []
    assert len(decision.positions_shown_to(steering.chair.id, today)) == 1
    meeting.state = MeetingState.OPEN
    assert len(decision.positions_shown_to(steering.other.id, today)) == 1
