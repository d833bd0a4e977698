"""What can be done with contribution."""

from __future__ import annotations

from portal.contribution.operations.confirming import answer_round, ask_for_confirmation
from portal.contribution.operations.sharing import answer_sharing, propose_sharing, withdraw_sharing

__all__ = [
    "answer_round",
    "answer_sharing",
    "ask_for_confirmation",
    "propose_sharing",
    "withdraw_sharing",
]
