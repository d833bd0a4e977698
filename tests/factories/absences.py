"""Absences and public holidays, made directly."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.absences.models import Absence, Kind, PublicHoliday
from portal.accounts.models import Person
from portal.database import session
from tests.support.times import NOW, TODAY, days


def make_absence(
    person: Person,
    first: dt.date = TODAY,
    last: dt.date | None = None,
    *,
    substitute: Person | None = None,
    **values: Any,
) -> Absence:
    """Two weeks off from today on, unless said otherwise."""
    absence = Absence(
        person=person,
        starts_on=first,
        ends_on=last or max(first, days(13)),
        substitute=substitute,
        **{"kind": Kind.HOLIDAY, "note": "", "recorded_by": person, "created_at": NOW, **values},
    )
    session().add(absence)
    session().flush()
    return absence


def make_public_holiday(on: dt.date, name: str = "Founders' Day") -> PublicHoliday:
    holiday = PublicHoliday(on=on, name=name)
    session().add(holiday)
    session().flush()
    return holiday
