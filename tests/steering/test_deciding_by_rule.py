"""What the rule, the quorum and the limits of a group do on its pages and in the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.outbox.models import Letter
from portal.register.queries import history_of
from portal.steering import operations
from portal.steering.models import Meeting
from tests.factories.steering import Steering, attend, make_decision, make_meeting, make_position
from tests.steering.doing import settle
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY


def full_room(steering: Steering) -> Meeting:
    meeting = make_meeting(steering.group)
    attend(meeting, steering.chair, steering.deputy, steering.member)
    return meeting


def test_what_does_not_carry_is_not_recorded_as_decided_and_binds_nobody(steering: Steering) -> None:
    meeting, decision = full_room(steering), make_decision(group=steering.group, owner=steering.deputy)
    make_position(decision, steering.member, "object", "No money.")
    with pytest.raises(Invalid) as refused:
        settle(decision, meeting, steering.secretary)
    assert "So it does not carry." in refused.value.errors["is_carried"]
    session().rollback()
    assert decision.state == "proposed", "nothing is half-recorded"
    make_position(decision, steering.member, "object", "No money.")
    settle(
        decision,
        full_room(steering),
        steering.secretary,
        is_carried=False,
        outcome="Not now.",
        owner=steering.deputy,
    )
    session().commit()
    assert (decision.state, decision.holds, decision.is_carried) == ("dropped", False, False)
    assert (decision.rule, decision.tally["against"], decision.tally["silent"]) == ("consent", 1, 3)
    assert history_of(decision)[0].event == "decisions.not_carried"
    assert list(session().scalars(select(Letter))) == [], "nobody is bound, so no owner is told"
    with pytest.raises(Refused, match="never edited"):
        decision.outcome = "After all."
    with pytest.raises(Refused):
        operations.drop_decision(decision, reason="x", by=steering.chair, now=NOW)


def test_a_refusal_is_not_recorded_where_the_count_says_it_carries(steering: Steering) -> None:
    with pytest.raises(Invalid) as refused:
        settle(make_decision(group=steering.group), full_room(steering), steering.secretary, is_carried=False)
    assert "So it carries." in refused.value.errors["is_carried"]


def test_a_share_counts_the_seats_of_the_day_and_named_people_must_be_there(steering: Steering) -> None:
    group = steering.group
    group.quorum, group.quorum_kind = 60, "share"
    decided = settle(make_decision(group=group), full_room(steering), steering.secretary)
    assert (decided.state, decided.quorum_required) == ("decided", 3), "60 % of four"
    next(seat for seat in group.members if seat.person_id == steering.other.id).side = "it"
    group.quorum_needs = ["chair", "it"]
    thin = settle(make_decision(group=group), full_room(steering), steering.secretary)
    assert (thin.state, thin.quorum_missing, thin.present_count) == ("needs_ratification", ["it"], 3)
    with pytest.raises(Refused, match="Somebody from IT"):
        operations.ratify(thin, meeting=full_room(steering), by=steering.secretary, now=NOW, today=TODAY)
    later = full_room(steering)
    attend(later, steering.other)
    operations.ratify(thin, meeting=later, by=steering.secretary, now=NOW, today=TODAY)
    session().commit()
    assert thin.holds


def test_the_page_counts_refuses_at_the_field_and_says_what_came_of_it(
    steering: Steering, browser: Browser
) -> None:
    steering.group.rule, steering.group.scope = "majority", "Nothing that concerns pay."
    meeting = full_room(steering)
    decision = make_decision(group=steering.group, meeting=meeting)
    make_position(decision, steering.member, "object", "Too dear.")
    session().commit()
    browser.as_(steering.secretary)
    page = browser.get(f"/decisions/{decision.id}/outcome")
    assert page.has("Nothing that concerns pay.")
    assert page.has("against it: 1")
    given = {"outcome": "Yes.", "grounds": "So.", f"position_{steering.chair.id}": "agree"}
    refused = browser.submit(page, given)
    assert (refused.status, "So it does not carry." in refused.errors["is_carried"]) == (422, True)
    done = browser.submit(refused, {**given, "is_carried": "no", "outcome": "Not this year."})
    assert done.status == 200
    assert done.has("It did not carry")
    assert done.has("Votes for it: 1, against it: 1")


def test_money_above_the_limit_is_marked_before_it_is_decided(steering: Steering, browser: Browser) -> None:
    browser.as_(steering.chair)
    page = browser.get(f"/groups/{steering.group.id}/edit")
    given = {"money_limit": "200000", "quorum_needs": ["chair", "it"], "quorum_kind": "share", "quorum": "50"}
    shown = browser.submit(page, given)
    assert shown.has("50 % of the members with a vote · The chair · Somebody from IT")
    browser.as_(steering.secretary)
    page = browser.get(f"/groups/{steering.group.id}/decisions/new")
    page = browser.submit(page, {"title": "Buy the tills", "amount": "200000.01"})
    assert page.has("More than this group may decide about")
    page = browser.submit(browser.get(f"{page.address}/edit"), {"amount": "200000"})
    assert not page.has("More than this group may decide about")


def test_the_api_has_the_same_rules(steering: Steering, api: Api) -> None:
    api.as_(steering.chair)
    place = f"/groups/{steering.group.id}"
    frame: dict[str, Any] = {"name": "Store", "quorum": 3, "rule": "two_thirds", "money_limit": "100.50"}
    changed = api.patch(place, {**frame, "quorum_needs": ["deputy"], "scope": "Tills"}).get_json()
    assert (changed["quorum_needs"], changed["money_limit"], changed["rule"]) == (
        ["deputy"],
        "100.50",
        "two_thirds",
    )
    assert api.patch(place, {**frame, "quorum_kind": "share", "quorum": 101}).status_code == 422
    assert api.patch(place, {**frame, "quorum_needs": ["guest"]}).status_code == 422
    meeting = full_room(steering)
    decision = make_decision(group=steering.group, amount=Decimal(101))
    session().commit()
    assert api.get(f"/decisions/{decision.id}").get_json()["exceeds_limit"]
    words = {"outcome": "Yes", "grounds": "So", "meeting": meeting.id}
    answer = api.post(f"/decisions/{decision.id}/outcome", words)
    assert answer.status_code == 422, "nobody agreed"
    heard = [{"person": each.email, "position": "agree"} for each in (steering.chair,)]
    decided = api.post(f"/decisions/{decision.id}/outcome", {**words, "positions": heard}).get_json()
    assert (decided["is_carried"], decided["tally"]["agree"], decided["state"]) == (True, 1, "decided")
