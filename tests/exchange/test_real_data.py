"""Real files of others, through the saved mappings beside this test: nothing is lost, nothing is made prettier."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.commitments.models import Commitment
from portal.core.forms import clean
from portal.database import session
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.files import sources_of
from portal.projects.models import Project, StatusReport
from portal.register.queries import history_of
from portal.search.queries import search
from portal.stakeholders.models import RaciEntry
from portal.steering.models import Attendance, Decision, Meeting
from tests.exchange.bringing import bring, changes, counted, refusals, saved_mapping
from tests.factories.accounts import World
from tests.support.browser import Browser
from tests.support.times import TODAY

pytestmark = pytest.mark.shared_data
YEARS = range(2014, 2020)


def published(shared_data: Path) -> list[Path]:
    return [shared_data / "gmpp" / f"uk_{year}.csv" for year in YEARS]


def oracle(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "gmpp" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def squeezed(text: str) -> str:
    """Without what differs between the tidied oracle and the files: white space, and apostrophes that were mended."""
    return "".join((clean(text) or "").split())


def test_the_major_projects_portfolio_as_it_was_published(
    app: object, shared_data: Path, tmp_path: Path
) -> None:
    report = bring(tmp_path, None, *published(shared_data), mapping=saved_mapping("gmpp"))
    assert not refusals(report)
    assert report.counts["projects"].created == 393
    assert report.counts["reports"].created == 939
    said = session().scalars(select(StatusReport)).all()
    _ratings_come_out_as_they_went_in(said, oracle(shared_data, "reports"))
    _exempt_is_never_green(said)
    target = _taken_out_and_brought_in_again(tmp_path)
    _the_workbook_has_the_same_words(target, tmp_path, said)


def _taken_out_and_brought_in_again(tmp_path: Path) -> Path:
    """A round trip changes nothing. Returns the workbook."""
    target = tmp_path / "out.xlsx"
    counts = write_workbook(target, TODAY)
    again = bring(tmp_path, None, target)
    assert not refusals(again)
    assert changes(again) == 0
    assert {sheet: count.unchanged for sheet, count in again.counts.items() if count.unchanged} == {
        sheet: count for sheet, count in counts.items() if count
    }
    return target


def _ratings_come_out_as_they_went_in(said: list[StatusReport], expected: list[dict[str, str]]) -> None:
    given = Counter(report.overall_as_given or report.overall for report in said)
    assert given == Counter(row["rag"] for row in expected)
    codes = Counter(report.overall for report in said)
    assert codes == {
        "amber": 378,
        "amber_red": 225,
        "amber_green": 190,
        "green": 66,
        "exempt": 36,
        "red": 34,
        "not_rated": 10,
    }
    narratives = Counter(squeezed(report.narrative) for report in said)
    missing = Counter(squeezed(row["rag_narrative"]) for row in expected) - narratives
    assert not missing, [text[:80] for text in missing]


def _exempt_is_never_green(said: list[StatusReport]) -> None:
    exempt = [report for report in said if "exempt" in report.overall_as_given.lower()]
    assert len(exempt) == 36
    assert {report.overall for report in exempt} == {"exempt"}
    latest = session().scalars(select(Project).where(Project.said_rating == "exempt")).all()
    assert latest
    assert {project.said_rank for project in latest} == {0}


def _the_workbook_has_the_same_words(target: Path, tmp_path: Path, said: list[StatusReport]) -> None:
    (sheet,) = [source for source in sources_of(target, scratch=tmp_path) if source.name == "reports"]
    opened = sheet.open()
    overall, narrative = opened.head.index("overall"), opened.head.index("narrative")
    rows = [row for _number, row in opened.rows]
    assert Counter(row[overall] for row in rows) == Counter(r.overall_as_given or r.overall for r in said)
    assert Counter(row[narrative] for row in rows) == Counter(r.narrative for r in said)


def test_what_is_exempt_from_rating_never_shows_as_green(
    world: World, browser: Browser, shared_data: Path, tmp_path: Path
) -> None:
    """Neither in the list of the board nor on the pages of the project."""
    bring(tmp_path, None, shared_data / "gmpp" / "uk_2019.csv", mapping=saved_mapping("gmpp"))
    code, words = (
        session()
        .execute(
            select(Project.code, StatusReport.overall_as_given)
            .join(StatusReport, StatusReport.project_id == Project.id)
            .where(StatusReport.overall == "exempt")
            .limit(1)
        )
        .one()
    )
    browser.as_(world.cio)
    rows = browser.get("/board?rating=exempt").soup.select("main tbody tr")
    assert rows
    for row in rows:
        assert "Exempt" in row.get_text()
        assert "rating-green" not in str(row)
    for page in (browser.get(f"/projects/{code}"), browser.get(f"/projects/{code}/reports")):
        assert words in page.text
        assert "rating-green" not in page.html


def test_each_project_of_the_portfolio_is_one_project(app: object, shared_data: Path, tmp_path: Path) -> None:
    """Its name changed over the years; the mapping says which names are one, and each year is one report."""
    bring(tmp_path, None, *published(shared_data), mapping=saved_mapping("gmpp"))
    expected: dict[str, set[str]] = {}
    for row in oracle(shared_data, "reports"):
        expected.setdefault(row["code"], set()).add(squeezed(row["rag_narrative"]))
    found: dict[int, set[str]] = {}
    for own, narrative in session().execute(select(StatusReport.project_id, StatusReport.narrative)):
        found.setdefault(own, set()).add(squeezed(narrative))
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, expected.values()))
    one = session().scalars(select(Project).where(Project.name == "Crossrail")).one()
    assert (one.budget, one.currency) != (None, None)
    entry = history_of(one)[0]
    assert entry.values["file"].startswith("uk_20")


def test_councils_and_calls_with_attendance_decisions_and_actions(
    app: object, shared_data: Path, tmp_path: Path
) -> None:
    council, calls = shared_data / "openjs", shared_data / "ethereum"
    with_minutes = _meetings_with_minutes(council, tmp_path)
    first = bring(
        tmp_path,
        None,
        with_minutes,
        council / "attendance.csv",
        council / "actions.csv",
        mapping=saved_mapping("openjs"),
    )
    files = [calls / f"{name}.csv" for name in ("meetings", "decisions", "actions")]
    second = bring(tmp_path, None, *files, mapping=saved_mapping("ethereum"))
    assert not refusals(first) + refusals(second)
    attendance = first.counts["attendance"]
    assert (attendance.created + attendance.repeated, attendance.repeated) == (2516, 8)
    totals = Counter({name: first.counts[name].created for name in ("meetings", "actions")})
    totals += Counter({name: second.counts[name].created for name in ("meetings", "actions", "decisions")})
    assert totals == {"meetings": 294, "actions": 283, "decisions": 164}
    assert session().scalar(select(func.count()).select_from(Attendance)) == 2508
    assert session().scalar(select(func.count()).where(Meeting.minutes != "")) == 213
    assert session().scalar(select(func.count()).where(Decision.state == "decided")) == 164
    assert search("sticky notes", kinds=["meeting"]).entries
    again = bring(tmp_path, None, *files, mapping=saved_mapping("ethereum"))
    assert changes(again) == 0
    _taken_out_and_brought_in_again(tmp_path)


def _meetings_with_minutes(council: Path, tmp_path: Path) -> Path:
    """The minutes stand in the JSON beside the table: a small conversion."""
    with (council / "meetings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    minutes = {
        each["id"]: each["minutes"] for each in json.loads((council / "meetings.json").read_text("utf-8"))
    }
    target = tmp_path / "meetings.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "minutes"])
        writer.writeheader()
        writer.writerows({**row, "minutes": minutes[row["id"]]} for row in rows)
    return target


def test_goals_ask_for_people_and_some_asks_are_unfilled(
    world: World, browser: Browser, shared_data: Path, tmp_path: Path
) -> None:
    files = [shared_data / "goals" / f"{name}.csv" for name in ("projects", "commitments")]
    report = bring(tmp_path, None, *files, mapping=saved_mapping("goals"))
    assert not refusals(report)
    assert counted(report)["commitments"] == (434, 0, 0)
    asks = session().scalars(select(Commitment)).all()
    vacancies = {ask.code for ask in asks if ask.is_vacancy}
    assert len(vacancies) == 27
    assert changes(bring(tmp_path, None, *files, mapping=saved_mapping("goals"))) == 0
    _taken_out_and_brought_in_again(tmp_path)
    assert vacancies <= _shown_as_vacancies(browser.as_(world.cio))


def _shown_as_vacancies(browser: Browser) -> set[str]:
    """The codes in the list of asks that nobody can answer, page by page."""
    found: set[str] = set()
    address: str | None = "/commitments?vacancy=1"
    while address:
        soup = browser.get(address).soup
        found |= {code.get_text(strip=True) for code in soup.select("main tbody .code")}
        following = soup.select_one("a[rel=next]")
        address = str(following["href"]) if following else None
    return found


def test_responsibilities_of_enhancements_with_all_their_faults(
    app: object, shared_data: Path, tmp_path: Path
) -> None:
    files = [shared_data / "keps" / f"{name}.csv" for name in ("projects", "raci")]
    report = bring(tmp_path, None, *files, mapping=saved_mapping("keps"))
    assert not refusals(report)
    letters = Counter(session().scalars(select(RaciEntry.role)))
    assert letters == {"C": 840, "A": 585, "R": 491, "I": 270}
    accountable = _accountable(files[1])
    assert len(report.warnings.items) == report.warnings.count == len(accountable) == 202
    for (_code, item), count in accountable.items():
        assert any(f"“{item}”: {count} are accountable" in words for words in report.warnings.items), item
    assert changes(bring(tmp_path, None, *files, mapping=saved_mapping("keps"))) == 0
    _taken_out_and_brought_in_again(tmp_path)


def _accountable(file: Path) -> dict[tuple[str, str], int]:
    """Each item with more than one A, and how many it has, counted in the source."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["role"] == "A"]
    counts = Counter((row["code"], row["project"]) for row in rows)
    return {item: count for item, count in counts.items() if count > 1}
