"""Who is in the room for which item: by one tap, with the quorum that follows from it."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.sittings import operations, queries
from portal.sittings.quorums import quorum_of
from portal.steering.operations import hear_position
from tests.factories.steering import make_item
from tests.sittings.conftest import Running
from tests.steering.doing import settle
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW

LATER = NOW + dt.timedelta(minutes=10)


def test_who_leaves_counts_for_the_items_before_and_not_for_those_after(running: Running) -> None:
    r, by = running, running.steering.secretary
    operations.start_item(r.item, by=by, now=NOW)
    assert quorum_of(r.meeting, r.item).is_met
    operations.end_item(r.item, by=by, now=LATER)
    operations.start_item(r.second, by=by, now=LATER)
    operations.depart(r.meeting, person=r.steering.member, by=by, now=LATER + dt.timedelta(seconds=1))
    assert not quorum_of(r.meeting, r.second).is_met
    assert quorum_of(r.meeting, r.item).is_met
    operations.arrive(r.meeting, person=r.steering.other, by=by, now=LATER + dt.timedelta(seconds=2))
    assert quorum_of(r.meeting, r.second).count == 3
    assert quorum_of(r.meeting, r.item).count == 3


def test_who_steps_aside_does_so_for_one_item(running: Running) -> None:
    r, by = running, running.steering.secretary
    operations.start_item(r.item, by=by, now=NOW)
    operations.step_aside(r.item, person=r.steering.member, reason="Owns shares", by=by, now=NOW)
    assert (quorum_of(r.meeting, r.item).count, quorum_of(r.meeting, r.second).count) == (2, 3)
    with pytest.raises(Invalid, match="stepped aside"):
        hear_position(
            r.decision, meeting=r.meeting, person=r.steering.member, position="agree", by=by, now=NOW
        )
    settle(r.decision, r.meeting, by)
    assert r.decision.state == "needs_ratification"
    assert r.decision.position_of(r.steering.member.id).position == "recused"  # type: ignore[union-attr]
    assert r.decision.tally["recused"] == 1


def test_what_was_taken_without_a_quorum_returns_by_itself_and_is_ratified(running: Running) -> None:
    r, by = running, running.steering.secretary
    operations.start_item(r.item, by=by, now=NOW)
    operations.depart(r.meeting, person=r.steering.member, by=by, now=NOW)
    settle(r.decision, r.meeting, by)
    assert (r.decision.state, r.decision.present_count) == ("needs_ratification", 2)
    from portal.steering.operations import prepare_meeting

    coming = prepare_meeting(
        r.steering.group, title="Next", held_at=LATER + dt.timedelta(days=7), by=by, now=LATER
    )
    session().refresh(coming)
    assert [(item.subject_kind, item.subject_id) for item in coming.agenda] == [("decision", r.decision.id)]
    assert queries.decision_ids(coming.agenda)[coming.agenda[0].id] == [r.decision.id]


def test_a_tap_that_waited_without_a_connection_keeps_its_moment(running: Running, browser: Browser) -> None:
    r = running
    browser.as_(r.steering.secretary)
    address = f"/meetings/{r.meeting.id}/people/{r.steering.other.id}/arrival"
    headers = {"X-Seconds-Ago": "600"}
    answer = browser.post(address, {"presence": "remote", "once": "a" * 32}, headers=headers)
    assert answer.status == 303
    again = browser.post(address, {"presence": "remote", "once": "a" * 32}, headers={"X-Seconds-Ago": "900"})
    assert again.status == 303
    moves = queries.movements_of(r.meeting)
    assert len(moves) == 1
    assert moves[0].at <= r.meeting.opened_at + dt.timedelta(seconds=1)  # type: ignore[operator]
    assert r.meeting.presence_of(r.steering.other.id) == "remote"


def test_the_desk_and_the_room_show_the_item_and_change_only_when_something_happens(
    running: Running, browser: Browser
) -> None:
    r = running
    desk = browser.as_(r.steering.secretary).get(f"/meetings/{r.meeting.id}/desk")
    assert desk.has("The pilot")
    assert desk.has("The quorum is met. Voting members here: 3, needed: 3.")
    page = browser.submit(desk, action=f"/agenda/{r.item.id}/start")
    assert page.has("on the table")
    room = browser.as_(r.steering.member).get(f"/meetings/{r.meeting.id}/room")
    assert room.has("Three shops")
    first = browser.get(f"/meetings/{r.meeting.id}/room/now")
    tag = first.response.headers["ETag"]
    assert browser.get(f"/meetings/{r.meeting.id}/room/now", headers={"If-None-Match": tag}).status == 304
    operations.depart(r.meeting, person=r.steering.deputy, by=r.steering.secretary, now=NOW)
    session().commit()
    after = browser.get(f"/meetings/{r.meeting.id}/room/now", headers={"If-None-Match": tag})
    assert after.status == 200
    assert after.has("There is no quorum. Voting members here: 2, needed: 3.")


def test_a_meeting_that_is_not_in_session_takes_no_taps(running: Running) -> None:
    r = running
    r.meeting.close(NOW)
    session().flush()
    with pytest.raises(Refused):
        operations.depart(r.meeting, person=r.steering.chair, by=r.steering.secretary, now=NOW)
    with pytest.raises(Refused):
        operations.start_item(r.item, by=r.steering.secretary, now=NOW)


def test_a_long_agenda_costs_as_many_statements_as_a_short_one(running: Running, browser: Browser) -> None:
    r, by = running, running.steering.secretary
    operations.start_item(r.item, by=by, now=NOW)
    session().commit()
    browser.as_(by)
    costs = []
    for size in (3, 30):
        while len(r.meeting.agenda) < size:
            item = make_item(r.meeting, f"Item {len(r.meeting.agenda)}")
            operations.write_note(r.item, text=item.title, by=by, now=NOW)
        session().commit()
        with statements() as asked:
            browser.get(f"/meetings/{r.meeting.id}/desk/now")
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[1] <= 32
