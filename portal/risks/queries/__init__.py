"""Reads of the risk register."""

from __future__ import annotations

from portal.risks.queries.matrices import matrices, matrix_in_force, matrix_of_scale
from portal.risks.queries.portfolio import (
    TopRisk,
    count_alive,
    level_counts,
    overdue_review_counts,
    overdue_with_owners,
    reviews_due,
    top_risks,
    waiting_for_acceptance,
)
from portal.risks.queries.records import (
    of_project,
    projects_to_keep,
    risk_by_code,
    risk_by_id,
    scores_of,
    visible_to,
)
from portal.risks.queries.register import (
    Counted,
    RiskFilters,
    conditions,
    count_places,
    list_risks,
)

__all__ = [
    "Counted",
    "RiskFilters",
    "TopRisk",
    "conditions",
    "count_alive",
    "count_places",
    "level_counts",
    "list_risks",
    "matrices",
    "matrix_in_force",
    "matrix_of_scale",
    "of_project",
    "overdue_review_counts",
    "overdue_with_owners",
    "projects_to_keep",
    "reviews_due",
    "risk_by_code",
    "risk_by_id",
    "scores_of",
    "top_risks",
    "visible_to",
    "waiting_for_acceptance",
]
