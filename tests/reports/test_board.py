"""The programme board: what was said beside what the records say, for those who may see it."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from portal.accounts.actors import actor_of
from portal.actions.models import ActionItem
from portal.assembly import Portal
from portal.commitments.models import Commitment
from portal.database import db
from portal.projects.models import Milestone, Project, Rating
from portal.reports.queries import BoardFilters, BoardRow, board, summary
from portal.risks.models import Level, Risk
from portal.steering.models import Decision
from tests.factories.accounts import World, make_project
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.statements import statements
from tests.support.times import NOW, TODAY, days


def say(project: Project, rating: Rating, age: int = 3) -> None:
    project.said_rating, project.said_rank, project.said_on = rating, rating.rank, days(-age)


def ask(project: Project, code: str, **values: object) -> None:
    defaults = {
        "kind": "staffing",
        "state": "requested",
        "valid_from": TODAY,
        "valid_to": days(90),
        "created_at": NOW,
    }
    db.session.add(Commitment(project=project, code=code, **{**defaults, **values}))


def live(world: World) -> None:
    """A project with something in every column."""
    project = world.project
    say(project, Rating.AMBER_RED, age=50)
    ask(project, "C1", share_percent=50, answer_due_on=days(-1), person=world.member)
    ask(
        project,
        "C2",
        hours_per_week=Decimal(20),
        state="confirmed",
        answer_due_on=days(-9),
        person=world.member,
    )
    ask(project, "C3", share_percent=100, state="withdrawn")
    ask(project, "C4", share_percent=100, state="confirmed", valid_to=days(-1), valid_from=days(-30))
    db.session.add(
        Milestone(project=project, code="M1", name="Pilot", baseline_on=days(10), forecast_on=days(24))
    )
    for number, state, due in ((1, "decided", -1), (2, "decided", 5), (3, "implemented", -9)):
        db.session.add(
            Decision(
                code=f"D{number}", project=project, title="d", state=state, due_on=days(due), created_at=NOW
            )
        )
    for number, state, due in ((1, "open", -1), (2, "open", 3), (3, "done", -5)):
        db.session.add(
            ActionItem(
                code=f"A{number}",
                project_id=project.id,
                title="a",
                state=state,
                due_on=days(due),
                created_at=NOW,
            )
        )
    for number, level, state in (
        (1, Level.HIGH, "open"),
        (2, Level.CRITICAL, "treating"),
        (3, Level.CRITICAL, "closed"),
    ):
        db.session.add(
            Risk(
                code=f"R{number}",
                project=project,
                title=f"risk {number}",
                level=level,
                rank=level.rank,
                state=state,
                created_at=NOW,
            )
        )
    db.session.commit()


def row_of(world: World, code: str) -> BoardRow:
    page = board(BoardFilters(q=code), actor_of(world.cio, TODAY), TODAY)
    return next(row for row in page.items if row.project.code == code)


def test_a_row_says_what_the_records_say(world: World) -> None:
    live(world)
    row = row_of(world, "STORE")
    assert row.is_report_old
    assert [holder.name for holder in row.sponsors] == ["Sun Li 孙丽"]
    assert row.milestone
    assert (row.milestone.name, row.milestone.slip_days) == ("Pilot", 14)
    assert (row.open_asks, row.overdue_asks) == (1, 1)
    assert row.capacity
    assert (row.capacity.asked, row.capacity.promised) == (Decimal("1.0"), Decimal("0.5"))
    assert (row.overdue_decisions, row.overdue_actions) == (1, 1)
    assert row.risk
    assert (row.risk.title, row.risk.serious) == ("risk 2", 2)


def test_the_page_shows_it_in_words(world: World, browser: Browser) -> None:
    live(world)
    page = browser.as_(world.cio).get("/board")
    assert page.status == 200
    for words in (
        "Amber/Red",
        "1 past its date",
        "0.5 of 1 posts",
        "1 decision",
        "risk 2",
        "14 days late",
    ):
        assert page.has(words), words


def test_the_summary_counts_what_fits_the_filters(world: World) -> None:
    live(world)
    say(make_project("Learning", code="LEARN"), Rating.GREEN)
    db.session.flush()
    everything = summary(BoardFilters(), actor_of(world.cio, TODAY), TODAY)
    assert (everything.projects, everything.troubled, everything.old_reports) == (3, 1, 2)
    assert (everything.overdue_asks, everything.overdue_decisions, everything.serious_risks) == (1, 1, 2)
    only = summary(BoardFilters(q="LEARN"), actor_of(world.cio, TODAY), TODAY)
    assert (only.projects, only.troubled, only.overdue_asks, only.overdue_actions) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("role", "sees"), [("cio", True), ("auditor", True), ("employee", False), ("secret_manager", True)]
)
def test_confidential_projects_show_to_insiders_only(
    world: World, browser: Browser, role: str, sees: bool
) -> None:
    db.session.add(
        Risk(code="R9", project=world.secret, title="whispered", level="critical", rank=4, created_at=NOW)
    )
    db.session.commit()
    page = browser.as_(getattr(world, role)).get("/board")
    assert page.has("Merger") == sees
    assert page.has("whispered") == sees
    counted = summary(BoardFilters(), actor_of(getattr(world, role), TODAY), TODAY)
    assert (counted.projects, counted.serious_risks) == ((2, 1) if sees else (1, 0))


def test_exempt_and_unrated_projects_stand_last_and_never_look_green(world: World, browser: Browser) -> None:
    say(world.project, Rating.EXEMPT)
    say(make_project("Green one", code="GREEN"), Rating.GREEN)
    db.session.commit()
    page = browser.as_(world.cio).get("/board")
    codes = [link.get_text(strip=True) for link in page.soup.select("tbody th a")]
    assert codes[0] == "Green one"
    row = next(row for row in page.soup.select("tbody tr") if "Store system" in row.get_text())
    assert row.select_one(".rating-exempt")
    assert not row.select_one(".rating-green")


def test_the_board_costs_the_same_for_three_and_for_thirty_projects(world: World) -> None:
    actor = actor_of(world.cio, TODAY)

    def cost() -> int:
        db.session.commit()
        with statements() as seen:
            board(BoardFilters(), actor, TODAY)
            summary(BoardFilters(), actor, TODAY)
        return len(seen)

    first = cost()
    for number in range(30):
        project = make_project(f"Project {number}")
        db.session.flush()
        ask(project, f"X{number}", share_percent=50)
    assert cost() == first <= 14


def test_the_excel_file_has_the_rows_of_the_filters_and_no_formulas(world: World, browser: Browser) -> None:
    live(world)
    make_project('=HYPERLINK("http://evil")', code="EVIL")
    db.session.commit()
    browser.as_(world.cio)
    answer = browser.get("/board.xlsx?q=STORE").response
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["STORE"]
    assert dict(zip(rows[0], rows[1], strict=True))["Open asks"] == 1
    everything = load_workbook(io.BytesIO(browser.get("/board.xlsx").response.get_data())).active
    cells = [cell for row in everything.iter_rows() for cell in row if "evil" in str(cell.value)]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_the_api_gives_the_same_rows(world: World, api: Api) -> None:
    live(world)
    body = api.as_(world.cio).get("/board?q=STORE").json
    assert body["next"] is None
    assert body["items"][0]["capacity_promised"] == 0.5
    assert body["items"][0]["overdue_decisions"] == 1


def test_an_empty_portal_teaches_what_the_board_is_for(app: Portal, browser: Browser) -> None:
    from portal.accounts.models import Role
    from tests.factories.accounts import make_grant, make_person

    cio = make_person("Chen")
    make_grant(cio, Role.CIO)
    db.session.commit()
    page = browser.as_(cio).get("/board")
    assert page.has("The board is empty")
    assert page.link("Create the first project") == "/projects/new"
