"""Risks, their scores and matrices for tests."""

from __future__ import annotations

import itertools
from typing import Any

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Project
from portal.risks.matrix import Matrix, default_matrix
from portal.risks.models import Category, Rating, Risk, RiskMatrix, RiskScore, RiskState
from portal.risks.operations import Estimate, rated
from tests.support.times import NOW, TODAY, days

_numbers = itertools.count(1)


def make_risk(
    project: Project,
    title: str = "Front line goes on with paper",
    *,
    at: tuple[int, int] | None = (4, 4),
    level: str | None = None,
    residual: tuple[int, int] | None = None,
    owner: Person | None = None,
    matrix: Matrix | None = None,
    **values: Any,
) -> Risk:
    """An open risk with one score, rated on the default matrix at `at`, or by a level only; stored."""
    probability, impact = at or (None, None)
    residual_probability, residual_impact = residual or (None, None)
    estimate = Estimate(probability, impact, level, residual_probability, residual_impact)
    rating = rated(estimate, matrix or default_matrix())
    defaults: dict[str, Any] = {
        "code": f"{project.code}-R{next(_numbers) + 9000}",
        "category": Category.FRONT_LINE_HABITS,
        "cause": "Nobody showed the shops what they gain.",
        "event": "the shops keep their paper lists",
        "effect": "leave the new stock figures wrong.",
        "state": RiskState.OPEN,
        "state_since": TODAY,
        "next_review_on": days(14),
        "created_at": NOW,
    }
    risk = Risk(project=project, title=title, owner=owner, **{**defaults, **values})
    risk.rate(rating)
    session().add(risk)
    session().flush()
    make_score(risk, rating)
    return risk


def make_score(risk: Risk, rating: Rating | None = None, **values: Any) -> RiskScore:
    score = RiskScore(risk=risk, scored_on=TODAY, **{**vars(rating or Rating()), **values})
    session().add(score)
    session().flush()
    return score


def make_matrix(matrix: Matrix, **values: Any) -> RiskMatrix:
    """Put this matrix in force."""
    row = RiskMatrix(
        probabilities=matrix.probabilities,
        impacts=matrix.impacts,
        levels=matrix.stored(),
        **{"valid_from_at": NOW, **values},
    )
    session().add(row)
    session().flush()
    return row
