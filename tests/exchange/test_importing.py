"""What an import does with rows: created, changed, unchanged, or refused with place and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from portal.accounts.models import Department, Person
from portal.actions.models import ActionItem
from portal.database import session
from portal.projects.models import Project, StatusReport
from portal.register.queries import history_of
from portal.risks.models import Risk, RiskScore
from portal.search.models import SearchEntry
from tests.exchange.bringing import bring, changes, counted, reasons, refusals
from tests.factories.accounts import World, make_person

START = {
    "departments": "code | name | parent | head\nLOG2 | Storage | OPS | ann@x.org\nOPS | Operations | |",
    "people": "person | name | department\nann@x.org | Ann | LOG2",
    "projects": "code | name | lead_department | sponsor | phase | budget\nTILL | Till | LOG2 | ann@x.org | Pilot | 12.50",
    "reports": "project | reported_on | overall | narrative\nTILL | 2026-02-01 | Amber/Green | Fine",
}


def project(code: str) -> Project:
    return session().scalars(select(Project).where(Project.code == code)).one()


def person(key: str) -> Person:
    return session().scalars(select(Person).where(Person.key == key)).one()


def test_the_same_files_again_change_nothing(app: object, tmp_path: Path) -> None:
    first = bring(tmp_path, START)
    assert counted(first) == {
        "departments": (2, 0, 0),
        "people": (1, 0, 0),
        "projects": (1, 0, 0),
        "reports": (1, 0, 0),
    }
    assert changes(bring(tmp_path, START)) == 0
    till = project("TILL")
    assert (till.phase, str(till.budget), till.said_rating, till.said_rank) == (
        "pilot",
        "12.50",
        "amber_green",
        2,
    )
    assert [held.person.name for held in till.appointments] == ["Ann"]
    storage = session().scalars(select(Department).where(Department.code == "LOG2")).one()
    assert storage.parent
    assert storage.parent.code == "OPS"
    assert storage.head_on(date(2026, 3, 3)) == person("ann@x.org")


def test_each_record_says_from_which_row_it_came(app: object, tmp_path: Path) -> None:
    bring(tmp_path, START)
    bring(tmp_path, {"projects": "code | name\nTILL | New till"})
    till = project("TILL")
    entries = [entry for entry in history_of(till) if entry.event.startswith("exchange.row")]
    assert [entry.event for entry in entries] == ["exchange.row_changed", "exchange.row_created"]
    assert entries[1].values["file"] == "projects.csv"
    assert (entries[1].values["sheet"], entries[1].values["row"]) == ("projects", 2)
    assert entries[1].values["values"]["budget"] == "12.50"
    assert entries[0].values["before"] == {"name": "Till"}
    assert entries[0].values["after"] == {"name": "New till"}
    assert "projects.csv" in entries[1].sentence
    assert till.version == 2


def test_what_is_imported_is_found(app: object, tmp_path: Path) -> None:
    bring(tmp_path, START)
    kinds = set(session().scalars(select(SearchEntry.kind)))
    assert kinds == {"department", "person", "project", "status_report"}
    bring(tmp_path, {"projects": "code | name\nTILL | Kasse"})
    entry = session().scalars(select(SearchEntry).where(SearchEntry.kind == "project")).one()
    assert entry.title == "Kasse"


def test_a_dry_run_counts_exactly_and_stores_nothing(app: object, tmp_path: Path) -> None:
    dry = bring(tmp_path, START, dry=True)
    assert session().scalar(select(func.count()).select_from(Project)) == 0
    assert counted(bring(tmp_path, START)) == counted(dry)


def test_one_refused_row_and_nothing_is_stored(app: object, tmp_path: Path) -> None:
    report = bring(tmp_path, START | {"projects": START["projects"] + "\nBAD | | NOWHERE | | flying | x"})
    assert session().scalar(select(func.count()).select_from(Project)) == 0
    (refusal,) = refusals(report)
    assert (refusal.file, refusal.sheet, refusal.row) == ("projects.csv", "projects", 3)
    assert (refusal.column, refusal.value) == ("phase", "flying")
    assert "pilot" in refusal.reason


def test_columns_that_are_absent_leave_alone_and_empty_cells_empty(app: object, tmp_path: Path) -> None:
    bring(tmp_path, {"projects": "code | name | purpose | budget\nTILL | Till | Sell | 5"})
    assert changes(bring(tmp_path, {"projects": "code | name\nTILL | Till"})) == 0
    report = bring(tmp_path, {"projects": "code | name | purpose | budget\nTILL | Till | |"})
    assert counted(report) == {"projects": (0, 1, 0)}
    assert (project("TILL").purpose, project("TILL").budget) == ("", None)
    report = bring(tmp_path, {"projects": "code | name\nTILL |"})
    assert "needed" in reasons(report)["projects", 2, "name"]


def test_order_of_files_and_rows_does_not_matter(app: object, tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        {
            "actions": "code | title | decision\nA1 | Tell them | D2",
            "decisions": "code | title | decided_on | supersedes\nD2 | Later | 2026-02-02 | D1\nD1 | First | 2026-01-01 |",
        },
    )
    assert counted(report) == {"decisions": (2, 0, 0), "actions": (1, 0, 0)}


def test_duplicate_keys_are_refused_where_the_second_stands(app: object, tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        {
            "projects": "code | name\nA | One\nB | Two\nA | Three",
            "people": "person | name\nANN@x.org | Ann\nann@x.org | Ann again",
        },
    )
    found = reasons(report)
    assert "Row 2" in found["projects", 4, "code"]
    assert "same record" in found["people", 3, "person"]


def test_departments_cannot_be_above_themselves(app: object, tmp_path: Path) -> None:
    rows = "code | name | parent\nA | a | B\nB | b | C\nC | c | A\nD | d | A\nE | e | E"
    report = bring(tmp_path, {"departments": rows})
    assert sorted(each.row for each in refusals(report)) == [2, 3, 4, 6]
    assert all("part of itself" in each.reason for each in refusals(report))


def test_what_refers_to_nothing_is_refused_and_what_follows_from_a_refusal_says_so(
    app: object, tmp_path: Path
) -> None:
    report = bring(
        tmp_path,
        {
            "projects": "code | name | lead_department\nA/B | Bad code |\nC | Lost | NOWHERE",
            "milestones": "project | code | name\nA/B | M1 | Start\nC | M1 | Start\nD | M1 | Start",
            "meetings": "code | group | held_at | title\nM1 | G9 | 2026-01-01 | First",
        },
    )
    found = reasons(report)
    assert "letters, digits" in found["projects", 2, "code"]
    assert "no department" in found["projects", 3, "lead_department"]
    assert "was refused" in found["milestones", 2, "project"]
    assert "was refused" in found["milestones", 3, "project"]
    assert "no project" in found["milestones", 4, "project"]
    assert "no group" in found["meetings", 2, "group"]


def test_people_are_found_by_address_handle_or_name_and_made_where_nobody_is_known(
    world: World, tmp_path: Path
) -> None:
    make_person("Li Na", email="", key="lina")
    session().commit()
    rows = "code | name | sponsor\nA | a | {}\nB | b | {}\nC | c | {}\nD | d | {}"
    names = ("SPONSOR@example.org", "LINA", "He Lao 何老", "New <new@x.org>")
    report = bring(tmp_path, {"projects": rows.format(*names)})
    holders = {code: project(code).appointments[0].person.key for code in "ABCD"}
    assert holders == {"A": "sponsor@example.org", "B": "lina", "C": "head@example.org", "D": "new@x.org"}
    assert report.new_people.items == ["New (new@x.org)"]
    made = person("new@x.org")
    assert (made.name, made.email, made.has_account) == ("New", "new@x.org", False)
    assert any(entry.event == "exchange.person_named" for entry in history_of(made))


def test_a_name_that_two_have_means_neither(app: object, tmp_path: Path) -> None:
    make_person("Chen Wei", email="a@x.org")
    make_person("chen wei", email="b@x.org")
    session().commit()
    report = bring(tmp_path, {"projects": "code | name | sponsor\nA | a | Chen Wei"})
    assert "Several people" in reasons(report)["projects", 2, "sponsor"]


def test_unknown_people_are_refused_on_wish(app: object, tmp_path: Path) -> None:
    rows = {"projects": "code | name | sponsor\nA | a | Nobody Known"}
    report = bring(tmp_path, rows, creates_people=False)
    assert "Nobody known" in reasons(report)["projects", 2, "sponsor"]
    assert session().scalar(select(func.count()).select_from(Person)) == 0


def test_an_import_opens_no_door_to_an_account(world: World, tmp_path: Path) -> None:
    rows = "person | name | email\nadministrator@example.org | Ada | mallory@x.org"
    report = bring(tmp_path, {"people": rows}, by=world.office)
    assert "signs in" in reasons(report)["people", 2, "email"]
    rows = "person | name | email\nmallory | Mallory | administrator@example.org"
    report = bring(tmp_path, {"people": rows}, by=world.office)
    assert "already means" in reasons(report)["people", 2, "email"]


def test_nobody_appoints_themselves_by_a_spreadsheet(world: World, tmp_path: Path) -> None:
    key = world.office.key
    report = bring(
        tmp_path,
        {
            "departments": f"code | name | head\nSAL | Sales 销售部 | {key}",
            "projects": f"code | name | sponsor\nSTORE | Store system | {key}",
            "groups": f"code | name | chair\nG1 | Group | {key}",
            "appointments": f"project | role | person\nSTORE | manager | {key}\nSTORE | member | {key}",
        },
        by=world.office,
    )
    assert set(reasons(report)) == {
        ("departments", 2, "head"),
        ("projects", 2, "sponsor"),
        ("groups", 2, "chair"),
        ("appointments", 2, "person"),
    }


def test_published_reports_are_frozen(app: object, tmp_path: Path) -> None:
    bring(tmp_path, START)
    head = "project | reported_on | overall | narrative\n"
    for row, column in (("amber | Fine", "overall"), ("amber_green | Finer", "narrative")):
        report = bring(tmp_path, {"reports": f"{head}TILL | 2026-02-01 | {row}"})
        assert "published" in reasons(report)["reports", 2, column]
    assert changes(bring(tmp_path, {"reports": f"{head}TILL | 2026-02-01 | amber_green | Fine"})) == 0
    report = bring(tmp_path, {"reports": f"{head}TILL | 2027-02-01 | green | From the future"})
    assert "future" in reasons(report)["reports", 2, "reported_on"]


def test_exempt_is_never_green_and_keeps_its_words(app: object, tmp_path: Path) -> None:
    words = "Exempt under Section 26 (Defence)"
    rows = "project | reported_on | overall | overall_code\n"
    bring(tmp_path, START)
    rows += f"TILL | 2026-02-02 | {words} |\nTILL | 2026-02-03 | Reset | not_rated"
    bring(tmp_path, {"reports": rows})
    said = session().scalars(select(StatusReport).order_by(StatusReport.reported_on)).all()
    assert [(each.overall, each.overall_as_given) for each in said] == [
        ("amber_green", "Amber/Green"),
        ("exempt", words),
        ("not_rated", "Reset"),
    ]
    assert (project("TILL").said_rating, project("TILL").said_rank) == ("not_rated", 0)
    report = bring(tmp_path, {"reports": "project | reported_on | overall\nTILL | 2026-02-04 | On track"})
    assert "none of" in reasons(report)["reports", 2, "overall"]


def test_levels_are_looked_up_unless_given_and_each_rating_is_a_line_of_history(
    world: World, tmp_path: Path
) -> None:
    head = "code | project | title | probability | impact | rating\n"
    bring(
        tmp_path,
        {
            "risks": f"{head}R1 | STORE | Late | 5 | 5 |\nR2 | STORE | Dear | | | high\nR3 | STORE | x | 1 | 1 | critical"
        },
    )
    levels = {each.code: each.level for each in session().scalars(select(Risk))}
    assert levels == {"R1": "critical", "R2": "high", "R3": "critical"}
    same = f"{head}R1 | STORE | Late | 5 | 5 |\nR2 | STORE | Dear | | | high"
    assert changes(bring(tmp_path, {"risks": same})) == 0
    bring(tmp_path, {"risks": f"{head}R1 | STORE | Late | 1 | 1 |"})
    risk = session().scalars(select(Risk).where(Risk.code == "R1")).one()
    assert (risk.level, risk.rank) == ("low", 1)
    assert session().scalar(select(func.count()).where(RiskScore.risk_id == risk.id)) == 2
    report = bring(tmp_path, {"risks": f"{head}R4 | STORE | Half | 3 | |\nR5 | STORE | Off | 6 | 6 |"})
    found = reasons(report)
    assert "or neither" in found["risks", 2, "impact"]
    assert "in force" in found["risks", 3, "probability"]


def test_several_owners_stay_as_they_were_written(world: World, tmp_path: Path) -> None:
    rows = "code | title | owner | risk\nA1 | One | All client teams |\nA2 | Two | Ann, Bob |\nA3 | Three | Max Member |"
    bring(tmp_path, {"actions": rows})
    found = {each.code: each for each in session().scalars(select(ActionItem))}
    assert found["A1"].owner_as_given == "All client teams"
    assert found["A2"].owner is None
    assert found["A3"].owner
    assert found["A3"].owner.key == "member@example.org"
    assert changes(bring(tmp_path, {"actions": rows})) == 0
    bring(tmp_path, {"actions": "code | title | state\nA1 | One | done"})
    report = bring(tmp_path, {"actions": "code | title | state\nA1 | One | open"})
    assert "closed already" in reasons(report)["actions", 2, "state"]


def test_sheets_that_are_none_of_ours_are_noted_and_lessons_refused(app: object, tmp_path: Path) -> None:
    report = bring(tmp_path, START | {"scribbles": "a | b\n1 | 2"}, dry=True)
    assert "scribbles" in report.notes.items[0]
    report = bring(tmp_path, START | {"lessons": "code | lesson\nL1 | Ask first"})
    assert "lessons" in refusals(report)[0].reason
    assert counted(bring(tmp_path, START | {"lessons": "code | lesson\nL1 | Ask first"}, skip=["lessons"]))


def test_a_sheet_without_its_headings_or_its_key_is_refused_as_a_whole(app: object, tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        {
            "projects": "Store system | 12\nCRM | 13",
            "milestones": "code | name\nM1 | Start",
            "risks": "code | project | title | title\nR1 | A | x | y",
            "people": "person | name | nickname\nann | Ann | annie",
        },
    )
    found = reasons(report)
    assert "headings" in found["projects", 0, ""]
    assert "needed" in found["milestones", 0, "project"]
    assert "twice" in found["risks", 0, "title"]
    assert any("nickname" in note for note in report.notes.items)


def test_nothing_to_import_is_said(app: object, tmp_path: Path) -> None:
    report = bring(tmp_path, {"scribbles": "a | b\n1 | 2"})
    assert "template" in refusals(report)[0].reason


def test_long_names_are_refused_row_by_row(app: object, tmp_path: Path) -> None:
    report = bring(
        tmp_path, {"projects": f"code | name\nA | {'x' * 10_000}\n{'c' * 65} | Long code\nB | Fine"}
    )
    assert {each.row for each in refusals(report)} == {2, 3}
    assert "room for 300" in reasons(report)["projects", 2, "name"]
    assert len(refusals(report)[0].value) <= 300
