"""Terms of a commitment that are more than one cell: its parts, and the milestones that hang on it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, tuple_

from portal.commitments.models import needed_for
from portal.commitments.parts import MOST_PARTS, Part
from portal.exchange.importing.report import RowRefused
from portal.exchange.importing.run import Run
from portal.exchange.sheets.sheet import parts
from portal.projects.models import Milestone

PART = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d) "
    r"(?:(?P<share>\d{1,3}) ?%|(?P<hours>\d{1,3}(?:\.\d{1,2})?) ?h)"
)
Codes = frozenset[str]


def parts_in(text: str) -> tuple[Part, ...]:
    """ "2026-03-02/2026-04-30 50%; 2026-05-01/2026-06-30 16h". Raises `RowRefused`."""
    found = tuple(_part(each.strip()) for each in text.split(";") if each.strip())
    if len(found) > MOST_PARTS:
        raise RowRefused("parts", _("A promise has %(count)d parts at most.", count=MOST_PARTS))
    for before, after in pairwise(found):
        if before.valid_to is None or after.valid_from is None or after.valid_from <= before.valid_to:
            raise RowRefused("parts", _("Each part begins after the one before it."))
    return found


def _part(text: str) -> Part:
    match = PART.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        first, last = (dt.date.fromisoformat(match[name]) for name in ("first", "last"))
    except ValueError:
        raise RowRefused(
            "parts", _("A part looks like this: %(example)s.", example="2026-03-02/2026-04-30 50%")
        ) from None
    share = int(match["share"]) if match["share"] else None
    if last < first or share == 0 or (share or 0) > 100:
        raise RowRefused("parts", _("A part ends after it begins and has 1 to 100 percent, or hours."))
    return Part(first, last, share, Decimal(match["hours"]) if match["hours"] else None).rounded()


def parts_as_text(found: Iterable[Part]) -> str:
    return "; ".join(f"{part.valid_from}/{part.valid_to} {_amount(part)}" for part in found)


def _amount(part: Part) -> str:
    if part.share_percent is not None:
        return f"{part.share_percent}%"
    return f"{(part.hours_per_week or Decimal(0)).normalize():f}h"


def insist_on_parts(values: Mapping[str, Any]) -> None:
    """The parts make up the period; what lists read (the period, the largest amount) must say the same."""
    found: Sequence[Part] = values["parts"]
    if not found:
        return
    if (found[0].valid_from, found[-1].valid_to) != (values["valid_from"], values["valid_to"]):
        raise RowRefused("parts", _("The first part begins and the last one ends with the commitment."))
    if values["share_percent"] is None and values["hours_per_week"] is None:
        raise RowRefused("parts", _("Give the largest share or the most hours of the parts as well."))


def codes_in(text: str | None) -> Codes:
    return frozenset(code for each in (text or "").split(";") if (code := each.strip()))


def codes_as_text(codes: Iterable[str]) -> str:
    return "; ".join(sorted(codes))


class Hanging:
    """Milestones by project and code, and which of them hang on which commitments, read for many at once."""

    def __init__(self, run: Run, projects: Collection[int]) -> None:
        self._run = run
        self._ids: dict[tuple[int, str], int] = {}
        for part in parts(sorted(projects)):
            columns = (Milestone.project_id, Milestone.code, Milestone.id)
            for project_id, code, number in run.connection.execute(
                select(*columns).where(Milestone.project_id.in_(part))
            ):
                self._ids[project_id, code] = number

    def insist(self, project_id: int, codes: Codes) -> None:
        for code in sorted(codes):
            if (project_id, code) not in self._ids:
                raise RowRefused("milestones", _("The project has no milestone “%(code)s”.", code=code))

    def hang(self, wanted: Sequence[tuple[int, int, Codes, Codes]]) -> None:
        """(commitment, project, codes now, codes before)."""
        gone, new = [], []
        for commitment_id, project_id, now, before in wanted:
            gone += [(commitment_id, self._ids[project_id, code]) for code in before - now]
            new += [
                {"commitment_id": commitment_id, "milestone_id": self._ids[project_id, code]}
                for code in now - before
            ]
        pair = tuple_(needed_for.c.commitment_id, needed_for.c.milestone_id)
        for part in parts(gone):
            self._run.connection.execute(delete(needed_for).where(pair.in_(part)))
        if new:
            self._run.connection.execute(insert(needed_for), new)


def hanging_on(run: Run, commitments: Collection[int]) -> dict[int, Codes]:
    """Codes of the milestones that hang on these commitments."""
    found: dict[int, set[str]] = {}
    for part in parts(sorted(commitments)):
        statement = (
            select(needed_for.c.commitment_id, Milestone.code)
            .join(Milestone, Milestone.id == needed_for.c.milestone_id)
            .where(needed_for.c.commitment_id.in_(part))
        )
        for commitment_id, code in run.connection.execute(statement):
            found.setdefault(commitment_id, set()).add(code)
    return {number: frozenset(codes) for number, codes in found.items()}
