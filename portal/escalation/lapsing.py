"""Mandates about to lapse, for the daily letter of who leads and who sponsors; not again for a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from portal.mandates.models import Mandate
from portal.mandates.queries import about_to_lapse
from portal.projects.models import AppointmentRole
from portal.projects.queries.appointments import holders_of

#: Who was told waits that long before being told again.
PAUSE = dt.timedelta(days=7)


def lapsing_untold(today: dt.date) -> list[Mandate]:
    """Those that end within thirty days and of which nobody was told in the last week."""
    told = today - PAUSE
    return [each for each in about_to_lapse(today) if each.warned_on is None or each.warned_on <= told]


def rows_of_mandates(
    mandates: Sequence[Mandate], today: dt.date
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Who reads it, in which section, and the row. One statement."""
    numbers = [each.project_id for each in mandates]
    roles = (AppointmentRole.MANAGER, AppointmentRole.SPONSOR)
    held = holders_of(numbers, today, *roles) if numbers else {}
    for each in mandates:
        leads = [person.id for role in roles for person in held[role].get(each.project_id, [])]
        row = {"title": each.register_label(), "due_on": each.last_day, "path": f"mandates/{each.id}"}
        for number in sorted({each.grantee_id, *leads}):
            yield number, "mandates", row
