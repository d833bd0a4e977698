"""A workbook out and into another portal, CSV files out of that into a third: it says the same, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from portal.database import db
from portal.exchange.exporting.archive import write_archive
from portal.exchange.exporting.workbook import write_workbook
from portal.exchange.files import sources_of
from tests.conftest import Engine
from tests.exchange.bringing import bring, refusals, saved_mapping
from tests.support.times import TODAY

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
