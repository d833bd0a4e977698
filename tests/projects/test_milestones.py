"""Milestones: planned, expected, reached; every move on record."""

from __future__ import annotations

import pytest

from portal.core.errors import Invalid, Refused
from portal.database import db
from portal.projects import operations, queries
from portal.projects.queries.milestones import MilestoneFilters
from portal.register.queries import history_of
from tests.factories.accounts import World
from tests.factories.projects import make_milestone
from tests.support.browser import Browser
from tests.support.times import NOW, TODAY, days


def test_every_move_of_a_date_is_told_with_what_it_was_before(world: World) -> None:
    by, now = world.manager, NOW
    milestone = operations.add_milestone(
        world.project, code="M1", name="Go", baseline_on=days(10), by=by, now=now
    )
    operations.move_forecast(milestone, forecast_on=days(20), reason="Supplier", by=by, now=now)
    operations.rebaseline_milestone(milestone, baseline_on=days(20), reason="Steering", by=by, now=now)
    operations.rename_milestone(milestone, name="Go-live", by=by, now=now)
    operations.reach_milestone(milestone, actual_on=days(-1), note="", by=by, now=now, today=TODAY)
    operations.reach_milestone(milestone, actual_on=days(-2), note="Typo", by=by, now=now, today=TODAY)
    db.session.commit()
    assert [entry.sentence for entry in reversed(history_of(milestone))] == [
        "Mia Manager added the milestone M1 Go, planned for 2026-03-13.",
        "Mia Manager moved the expected date of M1 Go from 2026-03-13 to 2026-03-23.",
        "Mia Manager agreed a new baseline for M1 Go: 2026-03-23 instead of 2026-03-13.",
        "Mia Manager renamed the milestone Go to Go-live.",
        "Mia Manager recorded that M1 Go-live was reached on 2026-03-02.",
        "Mia Manager corrected the date on which M1 Go-live was reached.",
    ]
    assert (milestone.first_baseline_on, milestone.slip_days) == (days(10), -12)


def test_a_later_date_needs_a_reason_and_an_earlier_one_does_not(world: World) -> None:
    milestone = make_milestone(world.project, baseline_on=days(10))
    with pytest.raises(Invalid) as refused:
        operations.move_forecast(milestone, forecast_on=days(11), reason=" ", by=world.manager, now=NOW)
    assert set(refused.value.errors) == {"reason"}
    operations.move_forecast(milestone, forecast_on=days(9), reason="", by=world.manager, now=NOW)
    assert milestone.forecast_on == days(9)


def test_nothing_is_expected_of_a_milestone_that_is_reached(world: World) -> None:
    milestone = make_milestone(world.project, actual_on=TODAY)
    with pytest.raises(Refused):
        operations.move_forecast(milestone, forecast_on=days(1), reason="x", by=world.manager, now=NOW)
    with pytest.raises(Refused):
        operations.rebaseline_milestone(milestone, baseline_on=days(1), reason="x", by=world.manager, now=NOW)


def test_what_lies_ahead_has_not_been_reached_and_a_correction_needs_a_note(world: World) -> None:
    milestone = make_milestone(world.project)
    for values, field in [((days(1), ""), "actual_on"), ((TODAY, ""), None), ((days(-1), ""), "note")]:
        if field is None:
            reach(world, milestone, *values)
            continue
        with pytest.raises(Invalid) as refused:
            reach(world, milestone, *values)
        assert set(refused.value.errors) == {field}


def reach(world: World, milestone: object, actual_on: object, note: str) -> None:
    operations.reach_milestone(
        milestone,  # type: ignore[arg-type]  # a milestone
        actual_on=actual_on,  # type: ignore[arg-type]  # a day
        note=note,
        by=world.manager,
        now=NOW,
        today=TODAY,
    )


def test_a_code_is_unique_in_its_project_only(world: World) -> None:
    make_milestone(world.project, code="M7")
    make_milestone(world.secret, code="M7")
    assert queries.next_code(world.project) == "M8"
    with pytest.raises(Invalid):
        operations.add_milestone(
            world.project, code="M7", name="x", baseline_on=TODAY, by=world.manager, now=NOW
        )


def test_the_list_follows_the_date_expected_now_and_the_next_one_is_the_first_not_reached(
    world: World,
) -> None:
    make_milestone(world.project, "undated", baseline_on=None)
    make_milestone(
        world.project, "late", baseline_on=days(-30), forecast_on=days(40), first_baseline_on=days(-60)
    )
    make_milestone(world.project, "overdue", baseline_on=days(-5))
    make_milestone(world.project, "reached", baseline_on=days(-50), actual_on=days(-20))
    names = [row.name for row in queries.list_milestones(world.project, MilestoneFilters()).items]
    assert names == ["reached", "overdue", "late", "undated"]
    upcoming = queries.next_milestones([world.project.id, world.secret.id], TODAY)
    assert set(upcoming) == {world.project.id}
    assert upcoming[world.project.id][3:] == ("overdue", days(-5), 0, True)
    (overdue,) = [row for row in world.project.milestones if row.name == "overdue"]
    overdue.actual_on = TODAY
    assert queries.next_milestones([world.project.id], TODAY)[world.project.id][3:] == (
        "late",
        days(40),
        100,
        False,
    )


def test_a_milestone_is_kept_on_its_pages(world: World, browser: Browser) -> None:
    browser.as_(world.manager)
    empty = browser.get("/projects/STORE/milestones")
    assert "No milestone yet" in empty.text
    listed = browser.submit(
        browser.get(empty.link("Add the first milestone")),
        {"name": "Pilot starts", "baseline_on": "2026-02-20"},
    )
    assert "Overdue" in listed.text
    page = browser.get(listed.link("Pilot starts"))
    late = browser.submit(
        browser.get(page.link("Move the expected date")), {"forecast_on": "2026-03-10", "reason": ""}
    )
    assert "Say why it becomes later." in late.errors["reason"]
    moved = browser.submit(late, {"reason": "Two stores are rebuilt"})
    assert "18 days late" in moved.text
    assert "Two stores are rebuilt" in moved.text
    anew = browser.submit(
        browser.get(moved.link("Agree a new baseline")),
        {"baseline_on": "2026-03-10", "reason": "Steering group"},
    )
    assert "18 days late" in anew.text
    assert "20 Feb 2026" in anew.text
    reached = browser.submit(browser.get(anew.link("It is reached")), {"actual_on": "2026-03-02"})
    assert "10 days late" in reached.text
    assert "Reached" in browser.get("/projects/STORE/milestones").text


def test_a_date_moved_meanwhile_shows_both_texts(world: World, browser: Browser) -> None:
    milestone = make_milestone(world.project, baseline_on=days(10))
    db.session.commit()
    address = f"/projects/STORE/milestones/{milestone.id}/forecast"
    mine = browser.as_(world.manager).get(address)
    other = Browser(browser.app).as_(world.office)
    other.submit(other.get(address), {"forecast_on": "2026-04-01", "reason": "Other"})
    stale = browser.submit(mine, {"forecast_on": "2026-05-01", "reason": "Mine"})
    assert stale.status == 409
    assert "2026-04-01" in stale.text
    assert "2026-05-01" in stale.text
