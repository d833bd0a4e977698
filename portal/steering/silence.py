"""How long a silence may last: the steps that follow when nobody answers, in days after the day it was due.

The times are a group's rule, the same for everybody it decides about. Where no group decides, the times of the
organization count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from flask_babel import gettext as _

from portal.core.errors import Invalid

MOST_DAYS = 90


@dataclass(frozen=True)
class Times:
    """Reminder, substitute, superior and sponsor, agenda: each some days after the answer was due."""

    remind_after_days: int
    substitute_after_days: int
    superior_after_days: int
    agenda_after_days: int

    def changed(self, given: Mapping[str, int]) -> Times:
        """With these days instead. Raises `Invalid` at the day that is out of order."""
        times = replace(self, **given)
        times.insist_on_order()
        return times

    def insist_on_order(self) -> None:
        """Each step leaves time to answer before the next one."""
        errors: dict[str, str] = {}
        before = -1
        for name, days in asdict(self).items():
            if not 0 <= days <= MOST_DAYS:
                errors[name] = _("Between 0 and %(most)s days.", most=MOST_DAYS)
            elif days <= before:
                errors[name] = _(
                    "This step comes after the one before it: more than %(days)s days.", days=before
                )
            before = max(before, days)
        if errors:
            raise Invalid(**errors)

    def days_of(self, due_on: dt.date) -> dict[str, dt.date]:
        """On which day each step is taken, if an answer due on this day does not come."""
        return {name: due_on + dt.timedelta(days=days) for name, days in asdict(self).items()}

    def stored(self) -> dict[str, int]:
        return asdict(self)


NAMES = tuple(each.name for each in fields(Times))
#: The organization's times: a new group begins with them, and they count where no group decides.
USUAL = Times(remind_after_days=1, substitute_after_days=3, superior_after_days=5, agenda_after_days=10)
