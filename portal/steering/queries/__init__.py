"""Reads of groups, meetings and decisions. What is confidential is there for insiders only."""

from __future__ import annotations

from portal.steering.queries.decisions import (
    DecisionFilters,
    chain_of,
    count_open,
    decision_by_id,
    latest_of_project,
    list_decisions,
    meetings_to_choose,
    meetings_to_record_in,
    open_proposals,
    overdue_decision_counts,
    years_of_decisions,
)
from portal.steering.queries.groups import (
    GroupFilters,
    governing,
    group_by_id,
    groups_kept_by,
    groups_of_project,
    groups_to_choose,
    list_groups,
    membership_of,
    projects_to_decide_about,
)
from portal.steering.queries.interests import interest_of, interests_of
from portal.steering.queries.meetings import (
    MeetingFilters,
    agenda_item_of,
    decisions_of_meeting,
    list_meetings,
    meeting_by_id,
    meetings_around,
    next_meeting,
    years_of_meetings,
)
from portal.steering.queries.suggestions import left_off, suggested, suggestions_for

__all__ = [
    "DecisionFilters",
    "GroupFilters",
    "MeetingFilters",
    "agenda_item_of",
    "chain_of",
    "count_open",
    "decision_by_id",
    "decisions_of_meeting",
    "governing",
    "group_by_id",
    "groups_kept_by",
    "groups_of_project",
    "groups_to_choose",
    "interest_of",
    "interests_of",
    "latest_of_project",
    "left_off",
    "list_decisions",
    "list_groups",
    "list_meetings",
    "meeting_by_id",
    "meetings_around",
    "meetings_to_choose",
    "meetings_to_record_in",
    "membership_of",
    "next_meeting",
    "open_proposals",
    "overdue_decision_counts",
    "projects_to_decide_about",
    "suggested",
    "suggestions_for",
    "years_of_decisions",
    "years_of_meetings",
]
