"""How the heat map is read: what a cell says, how dark it is, and what weeks are called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import babel.dates
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from portal.capacity.weeks import Overload, Row, Span
from portal.core.language import current_locale, date, percent

#: Up to which percentage a shade goes; what is more is over.
STEPS = ((0, "none"), (50, "low"), (80, "middle"), (100, "full"))
LEGEND: dict[str, object] = {
    "none": _l("Nothing promised"),
    "low": _l("Up to half of the hours"),
    "middle": _l("Up to four fifths"),
    "full": _l("Up to all of the hours"),
    "over": _l("More than is there"),
}


#: One project seldom has much of a department: other steps than for a week.
PROJECT_STEPS = ((0, "none"), (10, "low"), (30, "middle"))
PROJECT_LEGEND: dict[str, object] = {
    "none": _l("Nothing promised"),
    "low": _l("Up to a tenth of the department's hours"),
    "middle": _l("Up to three tenths"),
    "full": _l("More than that"),
}


@dataclass(frozen=True)
class Cell:
    """`text` is said, `note` says more in small letters, `level` is the shade."""

    text: str
    level: str
    note: str = ""

    @cached_property
    def markup(self) -> Markup:
        note = f"<small>{escape(self.note)}</small>" if self.note else ""
        return Markup(f'<td class="heat-{self.level}">{escape(self.text)}{note}</td>')  # noqa: S704  # escaped


def level_of(load: int | None) -> str:
    if load is None:
        return "over"
    return next((name for most, name in STEPS if load <= most), "over")


def level_of_project(share: int) -> str:
    return next((name for most, name in PROJECT_STEPS if share <= most), "full")


class Cells:
    """The cells of one page: most look alike, so each is made once."""

    def __init__(self) -> None:
        self._made: dict[Any, Cell] = {}

    def of_person(self, row: Row, week: int) -> Cell:
        load, away, is_over = row.percent(week), row.away[week], row.is_over(week)
        key = (load, away, is_over)
        cell = self._made.get(key)
        if cell is None:
            note = _("promised") if load is None else _away(away)
            cell = self._made[key] = _cell(load, is_over, note, _("Away"))
        return cell

    def of_group(self, load: int | None, over: int) -> Cell:
        key = (load, over)
        cell = self._made.get(key)
        if cell is None:
            note = ngettext("%(num)d over", "%(num)d over", over) if over else ""
            cell = self._made[key] = _cell(load, load is None or load > 100, note, _("Nobody there"))
        return cell


def _cell(load: int | None, is_over: bool, note: str, nobody: str) -> Cell:
    if load is None:
        return Cell(nobody, "over", note)
    level = "over" if is_over else "full" if load > 100 else level_of(load)
    return Cell(percent(load), level, note)


def _away(days: int) -> str:
    if not days:
        return ""
    return _("away") if days >= 5 else ngettext("away %(num)d day", "away %(num)d days", days)


def months(span: Span) -> list[tuple[str, int]]:
    """The months over the weeks: (name and year, how many Mondays)."""
    found: list[tuple[str, int]] = []
    for monday in span.mondays:
        name = _month(monday.year, monday.month, current_locale())
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + 1)
        else:
            found.append((name, 1))
    return found


@lru_cache(maxsize=512)
def _month(year: int, month: int, locale: str) -> str:
    return babel.dates.format_skeleton("yMMM", dt.date(year, month, 1), locale=locale)


def overload_sentence(overload: Overload) -> str:
    """An overload in words."""
    values = {"name": overload.name, "first": date(overload.first), "last": date(overload.last)}
    if overload.percent is None:
        if overload.first == overload.last:
            return _("%(name)s is away and promised all the same in the week of %(first)s.", **values)
        return _(
            "%(name)s is away and promised all the same from the week of %(first)s to that of %(last)s.",
            **values,
        )
    values["share"] = percent(overload.percent)
    if overload.first == overload.last:
        return _("%(name)s is promised to %(share)s of what is there in the week of %(first)s.", **values)
    return _(
        "%(name)s is promised to up to %(share)s of what is there from the week of %(first)s to that of %(last)s.",
        **values,
    )
