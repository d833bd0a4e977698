"""What can be done while a meeting runs."""

from __future__ import annotations

from portal.sittings.operations.presence import arrive, depart, step_aside, take_part_again
from portal.sittings.operations.proposals import amend, propose_here, put_on_table
from portal.sittings.operations.turns import end_item, start_item
from portal.sittings.operations.votes import poll, roll_call, score, strike
from portal.sittings.operations.words import edit_note, write_note

__all__ = [
    "amend",
    "arrive",
    "depart",
    "edit_note",
    "end_item",
    "poll",
    "propose_here",
    "put_on_table",
    "roll_call",
    "score",
    "start_item",
    "step_aside",
    "strike",
    "take_part_again",
    "write_note",
]
