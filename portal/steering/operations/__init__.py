"""What can be done with steering groups, meetings and decisions."""

from __future__ import annotations

from portal.steering.operations.agenda import (
    add_agenda_item,
    edit_agenda_item,
    move_agenda_item,
    put_by_itself,
    remove_agenda_item,
    take_off_by_itself,
)
from portal.steering.operations.attendance import take_attendance
from portal.steering.operations.groups import add_member, create_group, edit_group, end_membership
from portal.steering.operations.hearing import hear_position
from portal.steering.operations.interests import declare_interest, end_interest
from portal.steering.operations.meetings import (
    call_meeting,
    cancel_meeting,
    close_meeting,
    edit_meeting,
    open_meeting,
    prepare_meeting,
)
from portal.steering.operations.minutes import approve_minutes, write_minutes
from portal.steering.operations.outcomes import carry_out, count_of, ratify, record_in_writing, record_outcome
from portal.steering.operations.preparing import drop_suggestion, leave_unfinished, take_suggestion
from portal.steering.operations.proposals import (
    draft_decision,
    drop_decision,
    edit_proposal,
    propose,
    supersede,
    take_position,
)

__all__ = [
    "add_agenda_item",
    "add_member",
    "approve_minutes",
    "call_meeting",
    "cancel_meeting",
    "carry_out",
    "close_meeting",
    "count_of",
    "create_group",
    "declare_interest",
    "draft_decision",
    "drop_decision",
    "drop_suggestion",
    "edit_agenda_item",
    "edit_group",
    "edit_meeting",
    "edit_proposal",
    "end_interest",
    "end_membership",
    "hear_position",
    "leave_unfinished",
    "move_agenda_item",
    "open_meeting",
    "prepare_meeting",
    "propose",
    "put_by_itself",
    "ratify",
    "record_in_writing",
    "record_outcome",
    "remove_agenda_item",
    "supersede",
    "take_attendance",
    "take_off_by_itself",
    "take_position",
    "take_suggestion",
    "write_minutes",
]
