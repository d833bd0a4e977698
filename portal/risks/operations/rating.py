"""From what somebody entered to a rating: looked up in the matrix of the day, or given without a place."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.core.errors import Invalid
from portal.risks.labels import level_word
from portal.risks.matrix import Matrix
from portal.risks.models import Level, Rating, rank_of


@dataclass(frozen=True)
class Estimate:
    """What was entered. A level without probability and impact is accepted; a half place is not."""

    probability: int | None = None
    impact: int | None = None
    level: str | None = None
    residual_probability: int | None = None
    residual_impact: int | None = None


def rated(estimate: Estimate, matrix: Matrix) -> Rating:
    """Raises `Invalid` where the estimate is half, beyond the matrix, or contradicts it."""
    looked_up = _level_at(matrix, estimate.probability, estimate.impact)
    if looked_up is not None and estimate.level and estimate.level != looked_up:
        raise Invalid(
            level=_(
                "On the matrix this place is “%(level)s”. Leave this empty: the level is looked up.",
                level=level_word(looked_up),
            )
        )
    level = looked_up or (Level(estimate.level) if estimate.level else None)
    residual = _level_at(matrix, estimate.residual_probability, estimate.residual_impact, before="residual_")
    if level is not None and rank_of(residual) > rank_of(level):
        raise Invalid(
            residual_impact=_("After the response the risk would be worse than before. Check both ratings.")
        )
    return Rating(
        matrix.scale,
        estimate.probability,
        estimate.impact,
        level,
        estimate.residual_probability,
        estimate.residual_impact,
        residual,
    )


def _level_at(
    matrix: Matrix, probability: int | None, impact: int | None, *, before: str = ""
) -> Level | None:
    steps = {"probability": (probability, matrix.probabilities), "impact": (impact, matrix.impacts)}
    missing = [name for name, (step, _last) in steps.items() if step is None]
    if len(missing) == 2:
        return None
    if missing:
        raise Invalid(**{before + missing[0]: _("Give both probability and impact, or neither.")})
    for name, (step, last) in steps.items():
        if step is not None and not 1 <= step <= last:
            raise Invalid(
                **{before + name: _("On the matrix in force the steps go from 1 to %(last)d.", last=last)}
            )
    assert probability is not None
    assert impact is not None
    return matrix.level(probability, impact)
