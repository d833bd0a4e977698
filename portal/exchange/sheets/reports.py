"""Status reports: what was said on a day. Published ones are frozen, in a spreadsheet as on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, case, or_, select, update

from portal.core.forms import has_control_characters
from portal.exchange.cells import Kind, Shape, as_text, folded_choice
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Row, Run
from portal.exchange.sheets.columns import Column, choice, day, text, to
from portal.exchange.sheets.sheet import Keyed, Values
from portal.projects.labels import RATINGS
from portal.projects.models import DIMENSIONS, Project, Rating, StatusReport


def understood(word: str) -> str | None:
    """Words of other scales. Exempt is no colour, least of all green."""
    folded = folded_choice(word)
    if "exempt" in folded:
        return Rating.EXEMPT.value
    return Rating.NOT_RATED.value if folded in {"n_a", "not_given", "none"} else None


def _rating(name: str, help: object, **options: Any) -> Column:
    options.setdefault("empty", Rating.NOT_RATED.value)
    return choice(name, RATINGS, help, "amber_green", understands=understood, **options)


class Reports(Keyed):
    """`overall` takes and gives the words of the source; `overall_code` is the colour behind words of another scale."""

    name = "reports"
    about = _l("Status reports as they were published; a published report never changes.")
    model = StatusReport
    key = ("project", "reported_on")
    columns = (
        to("project", "project", _l("Code of the project."), "STORE", needed=True),
        day("reported_on", _l("The day of the report."), "2026-02-27", needed=True),
        _rating(
            "overall", _l("green, amber_green, amber, amber_red, red, exempt or not_rated."), needed=True
        ),
        text("narrative", _l("How it goes, and why."), "Two suppliers are late."),
        *(_rating(name, _l("The same scale for this part; may be empty.")) for name in DIMENSIONS),
        *(text(f"{name}_note", _l("Why.")) for name in DIMENSIONS),
        Column(
            "overall_code",
            Kind.CHOICE,
            None,
            _l("The colour where the words of “overall” come from another scale."),
            "",
            words=RATINGS,
        ),
    )
    defaults = {"author_id": None, "overall_as_given": ""}

    def __init__(self) -> None:
        super().__init__()
        paired = [
            column for name in DIMENSIONS for column in (self.by_name[name], self.by_name[f"{name}_note"])
        ]
        self.columns = (  # type: ignore[misc]  # this sheet's own order
            *self.columns[:4],
            *paired,
            self.columns[-1],
        )

    def read(self, run: Run, row: Row, shapes: Mapping[str, Shape]) -> None:
        """Words that only their code explains are no fault."""
        if as_text(row.cells.get("overall_code")) and "overall" in row.cells:
            row.words.setdefault("overall", as_text(row.cells["overall"]))
            row.cells["overall"] = row.cells["overall_code"]
        super().read(run, row, shapes)

    def resolve(self, run: Run, row: Row) -> Values:
        values = super().resolve(run, row)
        if values["reported_on"] > run.today:
            raise RowRefused("reported_on", _("A report cannot be dated in the future."))
        if row.values.get("overall_code"):
            values["overall"] = row.values["overall_code"]
        if "overall" in values:
            values["overall_as_given"] = as_given(row.written("overall"), values["overall"])
            if has_control_characters(values["overall_as_given"], multiline=True):
                raise RowRefused("overall", _("Remove the control characters from this text."))
        return values

    def make(self, run: Run, row: Row, values: Values) -> Values:
        return {**super().make(run, row, values), "published_at": run.now, "author_id": None}

    def changes(self, run: Run, row: Row, values: Values, old: Values) -> Values:
        if old["published_at"] is None:
            raise RowRefused(
                "reported_on", _("A draft of this day is being written. Publish or discard it first.")
            )
        changes = super().changes(run, row, values, old)
        if "overall_as_given" in changes and not _says_more(old, values):
            del changes["overall_as_given"]
        if changes:
            column = next(iter(changes)).removesuffix("_as_given")
            raise RowRefused(
                column, _("This report is published and cannot be changed. Write a new one that corrects it.")
            )
        return changes

    def inserted(self, run: Run, made: Sequence[tuple[Row, Values]]) -> None:
        """The board reads the latest word by an index."""
        latest: dict[int, Values] = {}
        for _row, values in made:
            known = latest.get(values["project_id"])
            if known is None or known["reported_on"] <= values["reported_on"]:
                latest[values["project_id"]] = values
        project: Any = Project.__table__
        later = or_(project.c.said_on.is_(None), project.c.said_on <= bindparam("on"))
        statement = update(project).where(project.c.id == bindparam("own"), later)
        said = [
            {
                "own": own,
                "on": each["reported_on"],
                "rating": each["overall"],
                "rank": Rating(each["overall"]).rank,
            }
            for own, each in latest.items()
        ]
        statement = statement.values(
            said_on=bindparam("on"), said_rating=bindparam("rating"), said_rank=bindparam("rank")
        )
        run.connection.execute(statement, said)

    def label(self, run: Run, values: Mapping[str, Any]) -> str:
        return f"{run.references.by_id('project', values['project_id']).code} {values['reported_on'].isoformat()}"

    def query(self, on: dt.date, as_of: dt.date | None) -> Select[*tuple[Any, ...]]:
        report = StatusReport
        given = case((report.overall_as_given != "", report.overall_as_given), else_=report.overall)
        pairs = [getattr(report, name) for part in DIMENSIONS for name in (part, f"{part}_note")]
        until = [] if as_of is None else [report.reported_on <= as_of]
        return (
            select(Project.code, report.reported_on, given, report.narrative, *pairs, report.overall)
            .join(Project, report.project_id == Project.id)
            .where(report.published_at.is_not(None), *until)
            .order_by(Project.code, report.reported_on)
        )


def as_given(written: str, code: str) -> str:
    """The words of the source where they say more than the code."""
    return "" if written == code else written[:1000]


def _says_more(old: Values, values: Values) -> bool:
    """Are there words on either side that are not just the name of the same colour?"""
    both = (old["overall_as_given"], values["overall_as_given"])
    return any(words and folded_choice(words) != old["overall"] for words in both)
