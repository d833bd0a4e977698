"""The heat map as rows of cells: departments or people by week, departments by project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from portal.capacity.queries import HIDDEN, Group, Picture
from portal.capacity.words import Cell, Cells, level_of_project
from portal.core.language import number

#: Columns beyond these would not be read; the filters and the workbook have them all.
MOST_PROJECTS = 30


@dataclass(frozen=True)
class Line:
    """A row of the map: a department (`is_group`) or a person."""

    id: int | None
    name: str
    cells: list[Cell]
    is_group: bool

    @property
    def markup(self) -> Markup:
        """All cells of the row. Each look was written once for the whole page."""
        return Markup("".join([cell.markup for cell in self.cells]))  # noqa: S704  # each of them is markup


def by_week(picture: Picture, *, people: bool = False) -> list[Line]:
    """Departments by week; with `people`, each department's people under it."""
    cells, weeks = Cells(), range(picture.span.count)
    return [line for group in picture.groups for line in _lines(group, cells, weeks, people)]


def _lines(group: Group, cells: Cells, weeks: range, people: bool) -> Iterator[Line]:
    over = group.over
    yield Line(group.id, _name(group), [*map(cells.of_group, group.percents, [over[n] for n in weeks])], True)
    if people:
        for row in group.rows:
            yield Line(row.person_id, row.name, [cells.of_person(row, week) for week in weeks], False)


def _name(group: Group) -> str:
    return group.name or _("No department")


@dataclass(frozen=True)
class ByProject:
    """Departments by project: `columns` are (code, name), the last one what has no name for the reader."""

    columns: list[tuple[str, str]]
    lines: list[Line]
    left_out: int


def by_project(picture: Picture) -> ByProject:
    """In full-time people on average, shaded by the share of the department's hours."""
    hours = {id(group): group.project_hours(picture.span, picture.free) for group in picture.groups}
    used = {project for each in hours.values() for project in each}
    numbers = sorted(used - {HIDDEN}, key=lambda number: picture.projects[number])
    shown = numbers[:MOST_PROJECTS] + ([HIDDEN] if HIDDEN in used else [])
    lines = [
        Line(
            group.id, _name(group), [_project_cell(group, hours[id(group)].get(n, 0.0)) for n in shown], True
        )
        for group in picture.groups
    ]
    columns = [picture.projects[n] if n != HIDDEN else ("", "") for n in shown]
    return ByProject(columns, lines, len(numbers) - len(numbers[:MOST_PROJECTS]))


def _project_cell(group: Group, hours: float) -> Cell:
    if hours <= 0 or group.all_there <= 0:
        return Cell("", "none")
    share = hours / group.all_there
    people = round(share * len(group.rows), 1)
    text = number(people) if people else _("less than %(number)s", number=number(0.1))
    return Cell(text, level_of_project(max(1, round(100 * share))))
