"""What can be done with a matrix: store changes of cells, ask parties to accept, answer, withdraw."""

from __future__ import annotations

from portal.raci.operations.answering import answer_proposal, withdraw_proposal
from portal.raci.operations.asking import ask_parties
from portal.raci.operations.changing import USUAL_DAYS, store_changes

__all__ = ["USUAL_DAYS", "answer_proposal", "ask_parties", "store_changes", "withdraw_proposal"]
