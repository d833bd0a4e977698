"""A recorded decision is never edited: not by a page, the API, an operation, or a line of code."""

from __future__ import annotations

import pytest

from portal.assembly import Portal
from portal.core.errors import Refused
from portal.database import session
from portal.steering import operations
from portal.steering.models import RECORDED, Decision
from portal.steering.models.decisions import SEALED
from tests.factories.accounts import World
from tests.factories.steering import Steering, attend, make_decision, make_meeting, make_position
from tests.steering.doing import settle
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days

TEXTS = ("title", "context", "options", "outcome", "grounds")


def content(decision: Decision) -> list[object]:
    session().refresh(decision)
    positions = [(each.person_id, each.position, each.reason) for each in decision.positions]
    return [*(getattr(decision, name) for name in SEALED), positions]


@pytest.fixture
def recorded(steering: Steering) -> Decision:
    decision = make_decision(group=steering.group, context="Why", options="A or B")
    make_position(decision, steering.member, "object", "Too dear.")
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    steering.group.rule = "chair"
    settle(decision, meeting, steering.secretary, heard={steering.chair.id: ("agree", "")})
    session().commit()
    return decision


def test_no_page_edits_it(steering: Steering, recorded: Decision, browser: Browser) -> None:
    before = content(recorded)
    place = f"/decisions/{recorded.id}"
    words = {
        "title": "Forged",
        "context": "Forged",
        "outcome": "Forged",
        "grounds": "Forged",
        "position": "agree",
    }
    for who in (steering.chair, steering.member):
        browser.as_(who)
        for path in ("edit", "position", "outcome", "proposal", "ratification", "dropping"):
            page = browser.post(f"{place}/{path}", {**words, "reason": "Forged"})
            assert page.status in {403, 409}, f"{path} as {who.name}: {page.status}"
    page = browser.as_(steering.chair).get(place)
    assert not [link for link in page.soup.select("main a") if str(link["href"]).endswith("/edit")]
    assert content(recorded) == before


def test_the_api_does_not_edit_it(steering: Steering, recorded: Decision, api: Api) -> None:
    before = content(recorded)
    place = f"/decisions/{recorded.id}"
    outcome = {"outcome": "Forged", "grounds": "Forged"}
    answers = [
        api.as_(steering.chair).patch(place, {"title": "Forged"}),
        api.post(f"{place}/outcome", outcome),
        api.post(f"{place}/proposal", {}),
        api.post(f"{place}/dropping", {"reason": "Forged"}),
        api.as_(steering.member).post(f"{place}/positions", {"position": "agree"}),
    ]
    assert [answer.status_code for answer in answers] == [409] * 5
    assert "never edited" in answers[0].get_json()["detail"]
    assert content(recorded) == before


def test_no_operation_edits_it(steering: Steering, recorded: Decision) -> None:
    words = {"title": "Forged", "context": "", "options": ""}
    with pytest.raises(Refused, match="never edited"):
        operations.edit_proposal(
            recorded, **words, owner=None, due_on=None, meeting=None, by=steering.chair, now=NOW
        )
    with pytest.raises(Refused, match="never edited"):
        operations.take_position(recorded, position="agree", by=steering.member, now=NOW)
    with pytest.raises(Refused, match="never edited"):
        settle(recorded, recorded.meeting, steering.chair)


@pytest.mark.parametrize("state", RECORDED)
def test_no_line_of_code_edits_it_unnoticed(steering: Steering, state: str) -> None:
    decision = make_decision(group=steering.group, state=state)
    taken = make_position(decision, steering.member, "object", "Too dear.")
    session().commit()
    for name in TEXTS:
        with pytest.raises(Refused, match="never edited"):
            setattr(decision, name, "Forged")
    with pytest.raises(Refused):
        decision.decided_on = days(1)
    with pytest.raises(Refused):
        decision.quorum_met = not decision.quorum_met
    with pytest.raises(Refused):
        taken.position = "agree"
    with pytest.raises(Refused):
        taken.reason = ""
    decision.outcome = decision.outcome  # an import of the same content changes nothing


def test_the_meeting_and_its_minutes_are_no_back_door(
    steering: Steering, recorded: Decision, browser: Browser
) -> None:
    meeting = recorded.meeting
    assert meeting is not None
    meeting.close(NOW)
    meeting.minutes, meeting.writer_ids = "It was so.", [steering.secretary.id]
    operations.approve_minutes(meeting, by=steering.chair, now=NOW)
    session().commit()
    before = content(recorded)
    browser.as_(steering.secretary)
    place = f"/meetings/{meeting.id}"
    for path in ("edit", "calling", "opening", "closing", "attendance", "agenda", "minutes"):
        page = browser.post(f"{place}/{path}", {"title": "Forged", "minutes": "Forged"})
        assert page.status == 409, f"{path}: {page.status}"
    assert content(recorded) == before
    assert (meeting.state, meeting.minutes) == ("approved", "It was so.")


def test_nothing_in_steering_can_be_deleted_and_no_address_is_unknown_to_this_test(app: Portal) -> None:
    of_decisions = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("steering.", "api_steering.")):
            assert "DELETE" not in (rule.methods or set()), rule.endpoint
            if "<int:decision_id>" in rule.rule and rule.methods & {"POST", "PUT", "PATCH"}:  # type: ignore[operator]  # werkzeug sets it
                of_decisions.add(rule.rule.rpartition("<int:decision_id>")[2])
    assert of_decisions == {
        *("", "/edit", "/proposal", "/position", "/positions", "/outcome", "/ratification"),
        *("/implementation", "/supersession", "/dropping"),
    }, "a new way to write to a decision: prove here that it does not edit what is recorded"


def test_what_may_change_is_how_far_it_came(world: World, recorded: Decision) -> None:
    before = content(recorded)
    operations.carry_out(recorded, outcome="Done.", carried_out_on=TODAY, by=world.head, now=NOW, today=TODAY)
    session().commit()
    assert content(recorded) == before
