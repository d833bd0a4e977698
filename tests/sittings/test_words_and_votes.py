"""Notes that add up, amendments that keep the first wording, votes that stay on record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.core.errors import Invalid, Stale
from portal.database import session
from portal.minutes.printing import printed
from portal.register.queries import history_of
from portal.sittings import operations, queries
from portal.sittings.results import sentences
from portal.sittings.wordings import versions_of
from portal.steering.operations import take_position
from tests.sittings.conftest import Running
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import NOW


def start(running: Running) -> None:
    operations.start_item(running.item, by=running.steering.secretary, now=NOW)
    session().commit()


def test_two_secretaries_write_beside_each_other_and_an_overtaken_change_shows_both_texts(
    running: Running, browser: Browser
) -> None:
    start(running)
    r = running
    note = operations.write_note(r.item, text="Olga reports.", by=r.steering.secretary, now=NOW)
    operations.write_note(r.item, text="The chair sums up.", by=r.steering.chair, now=NOW)
    session().commit()
    page = browser.as_(r.steering.secretary).get(f"/discussion-notes/{note.id}")
    operations.edit_note(note, text="Olga reports on the tills.", by=r.steering.chair, now=NOW)
    session().commit()
    late = browser.submit(page, {"text": "Olga says everything works."})
    assert late.status == 409
    assert late.has("Olga reports on the tills.")
    assert late.has("Olga says everything works.")
    assert [each.text for each in queries.notes_of(r.meeting)] == [
        "Olga reports on the tills.",
        "The chair sums up.",
    ]
    with pytest.raises(Stale):
        operations.edit_note(note, text="x", version=1, by=r.steering.chair, now=NOW)


def test_an_amendment_keeps_the_first_wording_and_asks_for_positions_anew(
    running: Running, browser: Browser
) -> None:
    start(running)
    r = running
    take_position(r.decision, position="agree", by=r.steering.member, now=NOW)
    operations.amend(
        r.decision,
        meeting=r.meeting,
        title="Five shops",
        context="A pilot.",
        options="",
        reason="More",
        by=r.steering.secretary,
        now=NOW,
    )
    session().commit()
    session().refresh(r.decision)
    assert r.decision.positions == []
    versions = versions_of(r.decision)
    assert [(each.number, each.title) for each in versions] == [(1, "Three shops"), (2, "Five shops")]
    assert (versions[1].by, versions[1].reason) == (r.steering.secretary, "More")
    page = browser.as_(r.steering.member).get(f"/decisions/{r.decision.id}/wordings")
    assert page.has("First wording")
    assert page.soup.select_one("del").get_text().endswith("Three shops")  # type: ignore[union-attr]
    assert page.soup.select_one("ins").get_text().endswith("Five shops")  # type: ignore[union-attr]


def test_votes_of_three_kinds_stand_on_the_pages_in_print_and_in_the_api(
    running: Running, browser: Browser, api: Api
) -> None:
    start(running)
    r = running
    place = f"/meetings/{r.meeting.id}/agenda/{r.item.id}/votes/new"
    browser.as_(r.steering.secretary)
    form = browser.get(f"{place}?kind=roll_call")
    browser.submit(
        form,
        {
            "question": "The pilot?",
            f"reply_{r.steering.chair.id}": "yes",
            f"reply_{r.steering.deputy.id}": "no",
        },
    )
    browser.submit(
        browser.get(f"{place}?kind=straw_poll"), {"count_strongly_agree": "4", "count_oppose": "2"}
    )
    scores = {"option_1": "North", "score_1": "3,5", "option_2": "South", "score_2": "−4"}
    desk = browser.submit(browser.get(f"{place}?kind=scores"), scores)
    assert desk.has("−4")
    wrong = browser.submit(browser.get(f"{place}?kind=scores"), {"option_1": "North", "score_1": "many"})
    assert wrong.status == 422
    assert "number" in wrong.errors["score_1"]
    found = queries.votes_of(r.meeting)
    assert [sentences(each)[0] for each in found] == [
        f"Yes: 1 ({r.steering.chair.name})",
        "Strongly agree: 4",
        "North: +3.5",
    ]
    page = browser.get(f"/decisions/{r.decision.id}")
    assert page.has("The pilot?")
    listed = api.as_(r.steering.member).get(f"/meetings/{r.meeting.id}/votes").json["items"]
    assert [each["kind"] for each in listed] == ["roll_call", "straw_poll", "scores"]
    assert listed[2]["lines"] == [{"name": "North", "score": "3.5"}, {"name": "South", "score": "-4"}]
    operations.strike(found[1], reason="Counted twice", by=r.steering.secretary, now=NOW)
    r.meeting.minutes = "So it was."
    r.meeting.minutes_version = 1
    session().commit()
    told = str(printed(r.meeting).blocks)
    for words in ("South: −4", "Strongly agree: 4", "Struck: Counted twice", "Roll call: The pilot?"):
        assert words in told


def test_only_who_is_in_the_room_with_a_vote_is_called_by_name(running: Running) -> None:
    start(running)
    r, by = running, running.steering.secretary
    for person in (r.steering.other, r.steering.secretary):
        with pytest.raises(Invalid):
            operations.roll_call(r.item, question="So?", replies={person.id: "yes"}, by=by, now=NOW)
    operations.depart(r.meeting, person=r.steering.chair, by=by, now=NOW)
    with pytest.raises(Invalid):
        operations.roll_call(r.item, question="So?", replies={r.steering.chair.id: "yes"}, by=by, now=NOW)
    with pytest.raises(Invalid):
        operations.score(
            r.item, question="So?", scores=[("A", Decimal(1)), ("a", Decimal(2))], by=by, now=NOW
        )
    assert queries.votes_of(r.meeting) == []


def test_the_whole_item_through_the_api(running: Running, api: Api) -> None:
    r = running
    api.as_(r.steering.secretary)
    item = f"/meetings/{r.meeting.id}/agenda/{r.item.id}"
    assert api.post(f"{item}/start").json["agenda"][0]["state"] == "on"
    assert api.post(f"{item}/notes", {"text": "Short."}).status_code == 201
    room = api.post(f"{item}/recusals", {"person": r.steering.member.name, "reason": "Shares"}).json
    assert (room["present_count"], room["quorum_met"]) == (2, False)
    room = api.post(f"{item}/recusals/end", {"person": r.steering.member.name}).json
    assert room["quorum_met"]
    heard = api.post(
        f"{item}/decisions/{r.decision.id}/positions", {"person": r.steering.chair.name, "position": "agree"}
    ).json
    assert heard["positions"] == {r.steering.chair.name: "agree"}
    refused = api.post(
        f"{item}/decisions/{r.decision.id}/positions", {"person": r.steering.chair.name, "position": "object"}
    )
    assert refused.status_code == 422
    made = api.post(f"{item}/proposals", {"title": "Another thing"})
    assert made.status_code == 201
    amended = api.post(
        f"{item}/decisions/{r.decision.id}/amendment", {"title": "Four shops", "context": "A pilot."}
    ).json["items"]
    assert [each["title"] for each in amended] == ["Three shops", "Four shops"]
    assert api.post(f"{item}/end", {"is_unfinished": True}).json["agenda"][0]["state"] == "broken_off"
    said = [entry.sentence for entry in history_of(r.meeting)]
    assert any("stepped aside" in sentence for sentence in said)
    assert api.get(f"/meetings/{r.meeting.id}/notes").json["items"][0]["text"] == "Short."


HOSTILE = ["\x00", "x" * 10_000, "\ud800", "-1", "99999999999999999999", "yes" * 50]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_refused_and_leave_nothing_behind(
    running: Running, browser: Browser, api: Api, value: str
) -> None:
    start(running)
    r = running
    browser.as_(r.steering.secretary)
    api.as_(r.steering.secretary)
    item = f"/meetings/{r.meeting.id}/agenda/{r.item.id}"
    encoded = value.encode("utf-8", "replace").decode()
    for address, data in (
        (f"{item}/recusals", {"person": encoded, "is_aside": "yes"}),
        (f"{item}/decisions/{r.decision.id}/positions", {"person_id": encoded, "position": encoded}),
        (f"{item}/votes/new?kind=scores", {"question": "So?", "option_1": "A", "score_1": encoded}),
        (f"{item}/votes/new?kind=straw_poll", {"question": "So?", "count_agree": encoded}),
        (f"/meetings/{r.meeting.id}/arrivals", {"person": encoded}),
    ):
        assert browser.post(address, data, headers={"X-Seconds-Ago": "nine"}).status < 500
    for address, body in (
        (f"{item}/votes/scores", {"question": value, "options": [{"name": value, "score": value}] * 2}),
        (f"{item}/votes/straw-poll", {"question": "So?", "counts": {"agree": value}}),
        (f"{item}/recusals", {"person": value}),
        (f"{item}/start", {"seconds_ago": value}),
    ):
        assert 400 <= api.post(address, body).status_code < 500
    assert queries.votes_of(r.meeting) == []
    assert queries.recusals_of(r.meeting) == {}
