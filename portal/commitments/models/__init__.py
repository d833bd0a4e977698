"""Tables of asks, offers and what was given; the states of a commitment and its moves."""

from __future__ import annotations

from portal.commitments.models.commitment import Commitment, needed_for
from portal.commitments.models.deliveries import Delivery
from portal.commitments.models.offers import Amendment, Offer
from portal.commitments.models.states import (
    DAYS_TO_ANSWER,
    IN_FORCE,
    MOVES,
    OPEN,
    AmendmentState,
    Side,
    State,
)
from portal.commitments.terms import Kind, Terms, TermValues

__all__ = [
    "DAYS_TO_ANSWER",
    "IN_FORCE",
    "MOVES",
    "OPEN",
    "Amendment",
    "AmendmentState",
    "Commitment",
    "Delivery",
    "Kind",
    "Offer",
    "Side",
    "State",
    "TermValues",
    "Terms",
    "needed_for",
]
