"""Positions as the reader of a page or of an answer of the API may see them."""

from __future__ import annotations

from flask_login import current_user

from portal.steering.models import Decision, Position


def shown_positions(decision: Decision) -> list[Position]:
    """All of them; while they are hidden the reader's own."""
    return decision.positions_shown_to(current_user.id, current_user.today)


def are_hidden(decision: Decision) -> bool:
    """Do the members still have to say where they stand before anybody sees it?"""
    return decision.are_positions_hidden(current_user.today)
