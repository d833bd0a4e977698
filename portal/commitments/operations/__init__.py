"""What can be done with commitments: ask, answer, amend, settle, end, give."""

from __future__ import annotations

from portal.commitments.operations.amending import (
    accept_amendment,
    decline_amendment,
    hand_over_commitment,
    propose_amendment,
    withdraw_amendment,
)
from portal.commitments.operations.answering import (
    confirm_commitment,
    counter_commitment,
    refuse_commitment,
)
from portal.commitments.operations.asking import (
    accept_counter,
    ask_again,
    ask_department,
    draft_commitment,
    request_commitment,
    revise_draft,
    withdraw_commitment,
)
from portal.commitments.operations.ending import (
    fulfil_commitment,
    lapse_commitment,
    miss_commitment,
    recall_commitment,
    release_commitment,
)
from portal.commitments.operations.giving import record_delivery
from portal.commitments.operations.holding import hold
from portal.commitments.operations.taking_over import take_over_commitment

__all__ = [
    "accept_amendment",
    "accept_counter",
    "ask_again",
    "ask_department",
    "confirm_commitment",
    "counter_commitment",
    "decline_amendment",
    "draft_commitment",
    "fulfil_commitment",
    "hand_over_commitment",
    "hold",
    "lapse_commitment",
    "miss_commitment",
    "propose_amendment",
    "recall_commitment",
    "record_delivery",
    "refuse_commitment",
    "release_commitment",
    "request_commitment",
    "revise_draft",
    "take_over_commitment",
    "withdraw_amendment",
    "withdraw_commitment",
]
