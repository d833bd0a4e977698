"""Acts on weeks, objectives and evaluations."""

from __future__ import annotations

from portal.fulfilment.operations.entering import enter_week
from portal.fulfilment.operations.evaluating import (
    add_own_words,
    confirm_evaluation,
    mark_read,
    write_evaluation,
)
from portal.fulfilment.operations.explaining import state_reason
from portal.fulfilment.operations.looking import agree_with_week, disagree_with_week, settle_week
from portal.fulfilment.operations.objectives import answer_objectives, propose_objectives

__all__ = [
    "add_own_words",
    "agree_with_week",
    "answer_objectives",
    "confirm_evaluation",
    "disagree_with_week",
    "enter_week",
    "mark_read",
    "propose_objectives",
    "settle_week",
    "state_reason",
    "write_evaluation",
]
