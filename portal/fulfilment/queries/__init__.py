"""Reads of weeks, kept shares, objectives and evaluations."""

from __future__ import annotations

from portal.fulfilment.queries.kept import Kept, KeptShare, kept_share, kept_shares
from portal.fulfilment.queries.records import (
    agreed_objectives,
    contribution_of,
    evaluation_of,
    objectives_of,
    open_objectives,
    reasons_of_whole,
    week_of,
)
from portal.fulfilment.queries.waiting import (
    EntryDue,
    evaluations_waiting,
    weeks_of_person,
    weeks_to_enter,
    weeks_to_enter_of,
    weeks_to_look_at,
    weeks_to_settle,
)
from portal.fulfilment.queries.weeks import weeks_between, weeks_of, weeks_of_project

__all__ = [
    "EntryDue",
    "Kept",
    "KeptShare",
    "agreed_objectives",
    "contribution_of",
    "evaluation_of",
    "evaluations_waiting",
    "kept_share",
    "kept_shares",
    "objectives_of",
    "open_objectives",
    "reasons_of_whole",
    "week_of",
    "weeks_between",
    "weeks_of",
    "weeks_of_person",
    "weeks_of_project",
    "weeks_to_enter",
    "weeks_to_enter_of",
    "weeks_to_look_at",
    "weeks_to_settle",
]
