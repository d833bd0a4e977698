"""What people agreed, decided and approved here is not rewritten from a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from portal.commitments.models import Commitment, Offer
from portal.database import session
from portal.projects.models import Milestone
from portal.register.queries import history_of
from portal.steering.models import Attendance, Decision, Meeting, Position
from tests.exchange.bringing import bring, changes, counted, reasons
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment

ASK = "code | project | department | skill | share_percent | valid_from | valid_to | statement | state\n"
GROUP = {
    "groups": "code | name | project\nSG | Steering | STORE",
    "meetings": "code | group | held_at | title | state | minutes\n"
    "M1 | SG | 2026-02-02 09:30 | First | approved | ## Notes\nM2 | SG | 2026-02-09 | Second | closed |",
    "attendance": "meeting | person | presence\nM1 | Max Member | remote\nM1 | Ann |",
}


def decision(code: str) -> Decision:
    return session().scalars(select(Decision).where(Decision.code == code)).one()


def test_a_commitment_from_elsewhere_is_complete_and_may_be_updated(world: World, tmp_path: Path) -> None:
    row = f"{ASK}C1 | STORE | LOG | tests | 50 | 2026-03-02 | 2026-06-30 | Test the till | "
    bring(tmp_path, {"commitments": row + "requested"})
    made = session().scalars(select(Commitment)).one()
    assert (made.head, made.state, len(made.offers)) == (world.head, "requested", 1)
    assert changes(bring(tmp_path, {"commitments": row + "requested"})) == 0
    bring(tmp_path, {"commitments": row.replace("| 50 |", "| 40 |") + "confirmed"})
    assert [offer.share_percent for offer in session().scalars(select(Offer).order_by(Offer.number))] == [
        50,
        40,
    ]


def test_a_commitment_on_which_somebody_acted_here_is_left_to_them(world: World, tmp_path: Path) -> None:
    make_commitment(world.project, requester=world.manager, head=world.head, state="confirmed", code="C1")
    session().commit()
    report = bring(tmp_path, {"commitments": "code | project | share_percent\nC1 | STORE | 10"})
    assert "acted on this commitment" in reasons(report)["commitments", 2, "share_percent"]
    assert changes(bring(tmp_path, {"commitments": "code | project | share_percent\nC1 | STORE | 50"})) == 0


def test_unfilled_asks_are_vacancies(world: World, tmp_path: Path) -> None:
    bring(tmp_path, {"commitments": f"{ASK}C1 | STORE | | a tester | | | | Test |"})
    made = session().scalars(select(Commitment)).one()
    assert made.is_vacancy
    assert made.state == "requested"


def test_deliveries_are_named_by_their_monday(world: World, tmp_path: Path) -> None:
    bring(
        tmp_path,
        {"commitments": f"{ASK}C1 | STORE | LOG | tests | 50 | 2026-03-02 | 2026-06-30 | Test | confirmed"},
    )
    head = "commitment | week_on | hours\n"
    bring(tmp_path, {"deliveries": f"{head}C1 | 2026-03-02 | 16"})
    assert counted(bring(tmp_path, {"deliveries": f"{head}C1 | 2026-03-02 | 12.5"})) == {
        "deliveries": (0, 1, 0)
    }
    report = bring(
        tmp_path, {"deliveries": f"{head}C1 | 2026-03-03 | 16\nC9 | 2026-03-02 | 1\nC1 | 2026-03-09 | 200"}
    )
    found = reasons(report)
    assert "Monday" in found["deliveries", 2, "week_on"]
    assert "no commitment" in found["deliveries", 3, "commitment"]
    assert "168" in found["deliveries", 4, "hours"]


def test_minutes_that_were_approved_are_locked(world: World, tmp_path: Path) -> None:
    bring(tmp_path, GROUP)
    assert changes(bring(tmp_path, GROUP)) == 0
    meeting = session().scalars(select(Meeting).where(Meeting.code == "M1")).one()
    assert {row.person.name: row.presence for row in meeting.attendance} == {
        "Max Member": "remote",
        "Ann": "present",
    }
    assert meeting.project_id == world.project.id
    report = bring(
        tmp_path,
        {"meetings": "code | group | held_at | title | minutes\nM1 | SG | 2026-02-02 09:30 | First | New"},
    )
    assert "locked" in reasons(report)["meetings", 2, "minutes"]
    report = bring(tmp_path, {"attendance": "meeting | person | presence\nM1 | Ann | absent"})
    assert "approved" in reasons(report)["attendance", 2, "presence"]
    report = bring(
        tmp_path,
        {"meetings": "code | group | held_at | title | state\nM2 | SG | 2026-02-09 | Second | approved"},
    )
    assert "on their page" in reasons(report)["meetings", 2, "state"]


def test_minutes_approved_elsewhere_may_be_completed_those_approved_here_not(
    world: World, tmp_path: Path
) -> None:
    bring(tmp_path, GROUP)
    more = {"attendance": "meeting | person\nM1 | Bob"}
    assert counted(bring(tmp_path, more)) == {"attendance": (1, 0, 0)}
    meeting = session().scalars(select(Meeting).where(Meeting.code == "M1")).one()
    told = [entry for entry in history_of(meeting) if entry.event == "exchange.lines"]
    assert [entry.values["count"] for entry in told] == [1, 2]
    meeting.approved_by = world.sponsor
    session().commit()
    report = bring(tmp_path, {"attendance": "meeting | person\nM1 | Late"})
    assert "approved" in reasons(report)["attendance", 2, "meeting"]
    assert session().query(Attendance).count() == 3


def test_who_imports_minutes_cannot_approve_them(world: World, tmp_path: Path) -> None:
    bring(tmp_path, GROUP, by=world.office)
    meeting = session().scalars(select(Meeting).where(Meeting.code == "M1")).one()
    assert meeting.writer_ids == [world.office.id]


def test_a_recorded_decision_is_never_edited(world: World, tmp_path: Path) -> None:
    head = "code | project | title | outcome | decided_on | state\n"
    bring(tmp_path, {"decisions": f"{head}D1 | STORE | Pilot | Ten stores | 2026-02-02 | decided"})
    for row in (
        "D1 | STORE | Pilot | Twenty stores | 2026-02-02 | decided",
        "D1 | STORE | Pilot | Ten stores | 2026-02-02 | implemented",
        "D1 | STORE | Pilot | Ten stores | 2026-02-03 | decided",
        "D1 | | Pilot | Ten stores | 2026-02-02 | decided",
    ):
        report = bring(tmp_path, {"decisions": head + row})
        assert "never edited" in next(iter(reasons(report).values())), row
    same = f"{head}D1 | STORE | Pilot | Ten stores | 2026-02-02 |"
    assert changes(bring(tmp_path, {"decisions": same})) == 0
    report = bring(tmp_path, {"decisions": f"{head}D2 | STORE | No day | x | | decided"})
    assert "when" in reasons(report)["decisions", 2, "decided_on"]


def test_a_later_decision_takes_the_place_of_an_earlier_one(world: World, tmp_path: Path) -> None:
    head = "code | title | decided_on | supersedes | state\n"
    first = f"{head}D1 | Old | 2026-01-01 | |"
    bring(tmp_path, {"decisions": first})
    bring(tmp_path, {"decisions": f"{head}D2 | New | 2026-02-01 | D1 |"})
    assert decision("D1").state == "superseded"
    assert decision("D2").supersedes == decision("D1")
    events = [entry.event for entry in history_of(decision("D1"))]
    assert events == ["exchange.row_changed", "exchange.row_created"]
    assert changes(bring(tmp_path, {"decisions": first})) == 0, "a list that does not know of it is no edit"
    both = f"{head}D1 | Old | 2026-01-01 | | superseded\nD2 | New | 2026-02-01 | D1 | decided"
    assert changes(bring(tmp_path, {"decisions": both})) == 0
    report = bring(tmp_path, {"decisions": f"{head}D2 | New | 2026-02-01 | | superseded"})
    assert "takes its place" in reasons(report)["decisions", 2, "state"]
    report = bring(tmp_path, {"decisions": f"{head}D3 | x | 2026-02-02 | D3 |\nD4 | y | 2026-02-02 | D9 |"})
    found = reasons(report)
    assert "its own place" in found["decisions", 2, "supersedes"]
    assert "no decision" in found["decisions", 3, "supersedes"]


def test_positions_on_a_decision_recorded_here_are_closed(world: World, tmp_path: Path) -> None:
    bring(tmp_path, {"decisions": "code | title | decided_on\nD1 | Pilot | 2026-02-02"})
    bring(
        tmp_path, {"positions": "decision | person | position | reason\nD1 | Max Member | object | Too early"}
    )
    assert session().scalars(select(Position)).one().reason == "Too early"
    report = bring(tmp_path, {"positions": "decision | person | position\nD1 | Max Member | agree"})
    assert "never edited" in reasons(report)["positions", 2, "position"]
    decision("D1").recorded_by = world.office
    session().commit()
    report = bring(tmp_path, {"positions": "decision | person | position\nD1 | Ann | agree"})
    assert "never edited" in reasons(report)["positions", 2, "decision"]


def test_a_decision_of_a_meeting_is_one_of_its_group_and_project(world: World, tmp_path: Path) -> None:
    bring(tmp_path, GROUP)
    rows = {
        "decisions": "code | meeting | group | project | title | decided_on\nD1 | M1 | | | Pilot | 2026-02-02"
    }
    bring(tmp_path, rows)
    assert decision("D1").group
    assert decision("D1").group.code == "SG"
    assert decision("D1").project == world.project
    assert changes(bring(tmp_path, rows)) == 0
    report = bring(tmp_path, {"decisions": "code | group | project | title\nD2 | SG | SECRET | Pilot"})
    assert "STORE" in reasons(report)["decisions", 2, "project"]


def test_a_new_baseline_does_not_make_a_delay_disappear(world: World, tmp_path: Path) -> None:
    head = "project | code | name | baseline_on\n"
    bring(tmp_path, {"milestones": f"{head}STORE | GO | Go-live | 2026-05-01"})
    bring(tmp_path, {"milestones": f"{head}STORE | GO | Go-live | 2026-07-01"})
    milestone = session().scalars(select(Milestone)).one()
    assert milestone.slip_days == 61
