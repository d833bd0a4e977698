"""Doing in tests what the pages do, in a line."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.steering import operations
from portal.steering.models import Decision, Meeting
from tests.support.times import NOW, TODAY


def settle(decision: Decision, meeting: Meeting | None, by: Person, **values: Any) -> Decision:
    """Record an outcome with the usual words; flushed."""
    given: dict[str, Any] = {
        "outcome": "Three shops, from 1 April.",
        "grounds": "The cheapest way to learn.",
        "decided_on": None,
        "owner": None,
        "due_on": None,
        "review_on": None,
        "heard": {},
        **values,
    }
    operations.record_outcome(decision, meeting=meeting, by=by, now=NOW, today=TODAY, **given)
    session().flush()
    return decision


def supersede(decision: Decision, by: Person, title: str = "Something else", **values: Any) -> Decision:
    """Propose a decision that takes the place of another; flushed."""
    given: dict[str, Any] = {
        "is_reversal": False,
        "context": "",
        "options": "",
        "owner": None,
        "due_on": None,
        "meeting": None,
        **values,
    }
    later = operations.supersede(decision, title=title, by=by, now=NOW, **given)
    operations.propose(later, by=by, now=NOW)
    session().flush()
    return later
