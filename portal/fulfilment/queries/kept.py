"""The kept share of both sides: of a department and of a project, over the last complete weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.accounts.actors import Actor
from portal.accounts.models import Department
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment
from portal.fulfilment.queries.figures import Figures, figures
from portal.fulfilment.reasons import Side
from portal.fulfilment.verdicts import Verdict
from portal.projects.models import Project

#: The two looks back of every page that shows a kept share.
SHORT, LONG = 4, 12


@dataclass
class Kept:
    """One side: of so many weeks, in so many it did its part."""

    weeks: int = 0
    kept: int = 0

    @property
    def percent(self) -> int | None:
        """None where there is no week to judge: nothing was promised, or nobody said what was given."""
        return 100 * self.kept // self.weeks if self.weeks else None


@dataclass
class KeptShare:
    """Both sides over some weeks, counted in weeks of a person.

    A week that fell short counts against the department that promised it, unless a reason was stated: then
    against the side on which the reason lies (or against none, as for illness). Where the two sides state
    reasons that lie on different sides, or two figures stand that mean different verdicts, the week is
    `contested` and counts for neither share: it is shown as what it is.
    """

    department: Kept = field(default_factory=Kept)
    project: Kept = field(default_factory=Kept)
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    contested: int = 0
    unexplained: int = 0
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.department.weeks or self.contested or self.waiting)

    def count(self, week: Figures) -> None:
        if week.promised <= 0:
            return
        verdict = week.verdict
        if verdict is None:
            self.waiting += 1
        elif week.is_contested:
            self.contested += 1
        else:
            self._judge(week, verdict)

    def _judge(self, week: Figures, verdict: Verdict) -> None:
        self.verdicts[verdict] += 1
        is_short = verdict != Verdict.KEPT
        self.unexplained += is_short and not week.sides
        blamed = (week.sides or {Side.DEPARTMENT}) if is_short else frozenset()
        for side, kept in ((Side.DEPARTMENT, self.department), (Side.PROJECT, self.project)):
            kept.weeks += 1
            kept.kept += side not in blamed


def kept_share(
    subject: Department | Project, weeks: int, today: dt.date, *, reader: Actor | None = None
) -> KeptShare:
    """Of a department's promises, or of the promises to a project, over that many complete weeks.

    With a `reader`, only what they may see counts.
    """
    return kept_shares([subject], (weeks,), today, reader=reader)[subject.id][weeks]


def kept_shares(
    subjects: Iterable[Department | Project],
    spans: Iterable[int],
    today: dt.date,
    *,
    reader: Actor | None = None,
) -> dict[int, dict[int, KeptShare]]:
    """Subject's number → number of weeks → share; for many at once, in a fixed number of statements."""
    wanted, lengths = list(subjects), tuple(spans)
    if not wanted:
        return {}
    column = Commitment.project_id if isinstance(wanted[0], Project) else Commitment.department_id
    weeks: dict[int, list[Figures]] = {each.id: [] for each in wanted}
    this_week = monday_of(today)
    first, last = this_week - dt.timedelta(weeks=max(lengths)), this_week - dt.timedelta(days=1)
    for week in figures(column.in_(weeks), first, last, reader=reader):
        commitment = week.commitment
        owner = commitment.project_id if column is Commitment.project_id else commitment.department_id
        weeks[owner or 0].append(week)
    return {number: shares_of(own, lengths, today) for number, own in weeks.items()}


def shares_of(weeks: Iterable[Figures], spans: Iterable[int], today: dt.date) -> dict[int, KeptShare]:
    """Number of complete weeks before this one → share, from figures that were read already."""
    found = {length: KeptShare() for length in spans}
    this_week = monday_of(today)
    for week in weeks:
        age = (this_week - week.week_on).days // 7
        for length, share in found.items():
            if 1 <= age <= length:
                share.count(week)
    return found
