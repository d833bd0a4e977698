"""A workbook out and into another portal, CSV files out of that into a third: it says the same, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.commitments.models import Commitment
from portal.commitments.parts import Part
from portal.database import db, session
from portal.exchange.exporting.archive import write_archive
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.files import sources_of
from portal.steering.models import SteeringGroup
from tests.conftest import Engine
from tests.exchange.bringing import bring, counted, refusals, saved_mapping
from tests.factories.accounts import World
from tests.factories.commitments import make_commitment, terms
from tests.factories.projects import make_milestone
from tests.factories.steering import make_group
from tests.support.times import TODAY, days

Cells = dict[str, list[Sequence[Any]]]


def cells(file: Path, scratch: Path) -> Cells:
    """Every sheet with its rows; which of them comes first does not matter."""
    found: Cells = {}
    for source in sources_of(file, scratch=scratch):
        opened = source.open()
        rows = [tuple(map(str, opened.head)), *(tuple(map(str, row)) for _number, row in opened.rows)]
        found[source.name] = [rows[0], *sorted(rows[1:])]
    return found


def empty(engine: Engine) -> None:
    """Another portal, in which nothing is yet."""
    db.session.remove()
    engine.reset()


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("gmpp", ["gmpp/uk_2019.csv"]),
        ("openjs", ["openjs/meetings.csv", "openjs/attendance.csv", "openjs/actions.csv"]),
        ("ethereum", ["ethereum/meetings.csv", "ethereum/decisions.csv", "ethereum/actions.csv"]),
        ("goals", ["goals/projects.csv", "goals/commitments.csv"]),
        ("keps", ["keps/projects.csv", "keps/raci.csv"]),
    ],
)
def test_other_portals_with_the_files_of_this_one_say_the_same(
    app: object, engine: Engine, shared_data: Path, tmp_path: Path, name: str, files: list[str]
) -> None:
    report = bring(tmp_path, None, *(shared_data / file for file in files), mapping=saved_mapping(name))
    assert not refusals(report)
    first, archive, last = tmp_path / "first.xlsx", tmp_path / "second.zip", tmp_path / "third.xlsx"
    write_workbook(first, TODAY)
    empty(engine)
    assert not refusals(bring(tmp_path, None, first))
    write_archive(archive, TODAY)
    empty(engine)
    assert not refusals(bring(tmp_path, None, archive))
    write_workbook(last, TODAY)
    assert cells(last, tmp_path) == cells(first, tmp_path)


def promised_in_parts(world: World) -> Commitment:
    """Half a week until the 20th, then all of it; two milestones hang on it."""
    half = Part(TODAY, days(17), share_percent=50)
    rest = Part(days(18), days(60), hours_per_week=Decimal("37.5"))
    wanted = terms(
        person=world.member,
        parts=(half, rest),
        share_percent=50,
        hours_per_week=Decimal("37.5"),
        done_means="All halls are mapped\nand signed",
    )
    found = make_commitment(
        world.project,
        requester=world.manager,
        head=world.head,
        state="confirmed",
        wanted=wanted,
        moved_by=None,
    )
    found.milestones += [make_milestone(world.project, "Pilot"), make_milestone(world.project, "Roll-out")]
    return found


def test_parts_milestones_and_times_for_missing_answers_come_back_as_they_were(
    world: World, engine: Engine, tmp_path: Path
) -> None:
    code = promised_in_parts(world).code
    group = make_group(world.project)
    group.remind_after_days, group.superior_after_days = 2, 7
    group_code = group.code
    session().commit()
    first, last = tmp_path / "first.xlsx", tmp_path / "last.xlsx"
    write_workbook(first, TODAY)
    again = bring(tmp_path, None, first)
    assert not refusals(again)
    assert counted(again)["commitments"] == counted(again)["groups"] == (0, 0, 1)
    empty(engine)
    assert not refusals(bring(tmp_path, None, first))
    write_workbook(last, TODAY)
    before, after = cells(first, tmp_path), cells(last, tmp_path)
    for name in ("commitments", "groups", "milestones"):
        assert after[name] == before[name]
    found = session().scalars(select(Commitment).where(Commitment.code == code)).one()
    assert [part.share_percent or part.hours_per_week for part in found.parts] == [50, Decimal("37.50")]
    assert found.done_means == found.offers[0].done_means == "All halls are mapped\nand signed"
    assert [part.told() for part in found.offers[0].parts] == [part.told() for part in found.parts]
    assert sorted(each.name for each in found.milestones) == ["Pilot", "Roll-out"]
    kept = session().scalars(select(SteeringGroup).where(SteeringGroup.code == group_code)).one()
    assert list(kept.times.stored().values()) == [2, 3, 7, 10]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("parts", "half until May"),
        ("parts", "2026-03-03/2026-03-31 50%; 2026-03-31/2026-04-30 20%"),
        ("parts", "2026-03-03/2026-13-31 50%"),
        ("parts", "2026-03-03/2026-04-30 101%"),
        ("parts", "2026-03-04/2026-04-30 50%"),
        ("milestones", "M1; NOWHERE"),
    ],
)
def test_a_row_whose_terms_make_no_sense_is_refused_at_its_cell(
    world: World, tmp_path: Path, column: str, cell: str
) -> None:
    make_milestone(world.project, code="M1")
    session().commit()
    row = {
        "code": "C1",
        "project": "STORE",
        "share_percent": "50",
        "valid_from": "2026-03-03",
        "valid_to": "2026-04-30",
        column: cell,
    }
    file = tmp_path / "commitments.csv"
    file.write_text("\n".join(",".join(each) for each in (row.keys(), row.values())), encoding="utf-8")
    assert [each.column for each in refusals(bring(tmp_path, None, file))] == [column]
