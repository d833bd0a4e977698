"""Ownership risks of the matrix, said wherever the project appears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from flask_babel import ngettext

from portal.projects.marks import Mark, add_mark
from portal.raci import queries

UNSETTLED = "raci_unsettled"


def marks(project_ids: Collection[int], on: dt.date) -> Mapping[int, Mark]:
    """Rows that nobody, or more than one, answers for. One statement."""
    return {
        number: Mark(UNSETTLED, _words(disputed, undone), "warning", f"/projects/{code}/raci")
        for number, (disputed, undone, code) in queries.unsettled(project_ids, on).items()
    }


def _words(disputed: int, undone: int) -> str:
    if disputed:
        return ngettext(
            "%(num)d item without one accountable", "%(num)d items without one accountable", disputed
        )
    return ngettext("%(num)d item with nobody responsible", "%(num)d items with nobody responsible", undone)


add_mark(30, marks)
