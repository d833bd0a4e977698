"""Reads of commitments: single records, lists, what waits for whom, and how much of a week is promised."""

from __future__ import annotations

from portal.commitments.queries.askers import (
    answering_askers,
    asker_on,
    askers_of,
    current_askers,
    managed_by,
)
from portal.commitments.queries.lists import (
    CommitmentFilters,
    answered_for_by,
    commitments,
    name_askers,
    name_parties,
)
from portal.commitments.queries.load import Candidate, candidates, load_of, people_in_question, weigh
from portal.commitments.queries.records import (
    commitment_by_code,
    commitment_by_id,
    decisions_beside,
    department_choices,
    headed_on,
    heads_on,
    may_ask,
    next_code,
    overdue_to_lapse,
    projects_to_ask_for,
    recalled_of,
    units_of,
    visible_to,
)
from portal.commitments.queries.waiting import (
    asked_of,
    count_open,
    given_to,
    open_by_project,
    promised_by,
    sums_of_department,
    sums_of_project,
    waiting_for_others,
)

__all__ = [
    "Candidate",
    "CommitmentFilters",
    "answered_for_by",
    "answering_askers",
    "asked_of",
    "asker_on",
    "askers_of",
    "candidates",
    "commitment_by_code",
    "commitment_by_id",
    "commitments",
    "count_open",
    "current_askers",
    "decisions_beside",
    "department_choices",
    "given_to",
    "headed_on",
    "heads_on",
    "load_of",
    "managed_by",
    "may_ask",
    "name_askers",
    "name_parties",
    "next_code",
    "open_by_project",
    "overdue_to_lapse",
    "people_in_question",
    "projects_to_ask_for",
    "promised_by",
    "recalled_of",
    "sums_of_department",
    "sums_of_project",
    "units_of",
    "visible_to",
    "waiting_for_others",
    "weigh",
]
