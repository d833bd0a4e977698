"""The path of a silence, as days. Nothing here touches the database."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from portal.steering.silence import Times


class Step(enum.StrEnum):
    """What is done when nobody answers, in this order."""

    REMINDER = "reminder"
    SUBSTITUTE = "substitute"
    SUPERIOR = "superior"
    AGENDA = "agenda"


def path(
    due_on: dt.date, times: Times, taken: Mapping[str, dt.date], *, has_answerer: bool
) -> dict[Step, dt.date]:
    """On which day each step follows that has not been taken: the days already gone by are not caught up on.

    A step that came late (the jobs stood still, an old ask was imported) moves those after it: everybody has
    the same time to answer between two steps. No step is taken after one that follows it.
    """
    after = _offsets(times, has_answerer)
    order = list(after)
    last = max((order.index(step) for step in order if step in taken), default=-1)
    day = taken.get(order[last]) if last >= 0 else None
    offset = after[order[last]] if last >= 0 else 0
    found: dict[Step, dt.date] = {}
    for step in order[last + 1 :]:
        earliest = due_on + dt.timedelta(days=after[step])
        day = (
            earliest if day is None else max(earliest, day + dt.timedelta(days=max(after[step] - offset, 1)))
        )
        offset, found[step] = after[step], day
    return found


def _offsets(times: Times, has_answerer: bool) -> dict[Step, int]:
    """Days after the answer was due. A vacancy goes straight to the superior, when others are reminded."""
    if not has_answerer:
        return {Step.SUPERIOR: times.remind_after_days, Step.AGENDA: times.agenda_after_days}
    return {
        Step.REMINDER: times.remind_after_days,
        Step.SUBSTITUTE: times.substitute_after_days,
        Step.SUPERIOR: times.superior_after_days,
        Step.AGENDA: times.agenda_after_days,
    }
