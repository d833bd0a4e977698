"""What can be done with risks and with the matrix."""

from __future__ import annotations

from portal.risks.operations.entering import create_risk, edit_risk, take_over_risk
from portal.risks.operations.matrices import field_of, set_matrix
from portal.risks.operations.moving import (
    accept_risk,
    add_action,
    close_risk,
    materialise_risk,
    reopen_risk,
    request_acceptance,
    treat_risk,
)
from portal.risks.operations.rating import Estimate, rated
from portal.risks.operations.reviewing import review_risk
from portal.risks.operations.telling import hold

__all__ = [
    "Estimate",
    "accept_risk",
    "add_action",
    "close_risk",
    "create_risk",
    "edit_risk",
    "field_of",
    "hold",
    "materialise_risk",
    "rated",
    "reopen_risk",
    "request_acceptance",
    "review_risk",
    "set_matrix",
    "take_over_risk",
    "treat_risk",
]
