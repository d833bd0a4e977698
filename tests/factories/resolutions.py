"""Written resolutions for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.resolutions.models import WrittenResolution
from portal.steering.models import Decision
from tests.support.times import NOW, TODAY


def make_resolution(decision: Decision, by: Person, **values: Any) -> WrittenResolution:
    """Open for a week from today, unless told otherwise."""
    given: dict[str, Any] = {
        "outcome": "Three shops, from 1 April.",
        "grounds": "The cheapest way to learn.",
        "closes_on": TODAY + dt.timedelta(days=7),
        "asked_at": NOW,
        **values,
    }
    resolution = WrittenResolution(decision=decision, asked_by=by, **given)
    session().add(resolution)
    session().flush()
    return resolution
