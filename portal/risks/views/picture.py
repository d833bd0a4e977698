"""The matrix as a picture: rows from the highest probability down, as the components want them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.risks import labels
from portal.risks.matrix import Matrix, Place
from portal.risks.models import Risk, RiskScore
from portal.risks.queries import Counted, RiskFilters

Picture = dict[str, Any]


def counted_picture(matrix: Matrix, counted: Counted, filters: RiskFilters) -> Picture:
    """Each cell with its number; its address filters the list, that of the chosen cell takes it back."""

    def cell(place: Place) -> dict[str, Any]:
        probability, impact = place
        is_current = (filters.probability, filters.impact) == place
        chosen = {"probability": None, "impact": None} if is_current else dict(zip(STEPS, place, strict=True))
        return {
            "count": counted.places.get((probability, impact), 0),
            "url": filters.url(**chosen, unplaced=None),
            "is_current": is_current,
        }

    return _picture(matrix, cell)


STEPS = ("probability", "impact")


def marked_picture(matrix: Matrix, marks: Mapping[Place, Sequence[str]]) -> Picture:
    """A small matrix of one risk: words in the cells where it stood, stands and shall stand."""
    return _picture(matrix, lambda place: {"marks": marks.get(place, ())})


def _picture(matrix: Matrix, cell: Callable[[Place], dict[str, Any]]) -> Picture:
    words = labels.PROBABILITIES[matrix.probabilities]
    levels = {level: str(said) for level, said in labels.LEVELS.items()}
    rows = []
    for probability in range(matrix.probabilities, 0, -1):
        cells = []
        for impact in range(1, matrix.impacts + 1):
            level = matrix.level(probability, impact)
            shown = {"level": labels.LEVEL_SHADES[level], "label": levels[level], "step": impact}
            cells.append({**shown, **cell((probability, impact))})
        label = f"{probability} · {words[probability - 1]}"
        rows.append({"label": label, "step": probability, "cells": cells})
    columns = [f"{step} · {word}" for step, word in enumerate(labels.IMPACTS[matrix.impacts], 1)]
    return {"columns": columns, "rows": rows}


def marks_of(risk: Risk, matrix: Matrix, scores: Sequence[RiskScore]) -> dict[Place, list[str]]:
    """Where a risk stood first, stands now and shall stand after the response, on a matrix of its size."""
    if risk.scale != matrix.scale:
        return {}
    marks: dict[Place, list[str]] = {}
    first = next((score for score in scores if score.scale == matrix.scale), None)
    now = (risk.probability, risk.impact)
    if first is not None and (first.probability, first.impact) != now:
        _mark(marks, matrix, (first.probability, first.impact), _("First"))
    _mark(marks, matrix, now, _("Now"))
    _mark(marks, matrix, (risk.residual_probability, risk.residual_impact), _("After"))
    return marks


def _mark(
    marks: dict[Place, list[str]], matrix: Matrix, place: tuple[int | None, int | None], word: str
) -> None:
    probability, impact = place
    if probability is not None and impact is not None and matrix.has(probability, impact):
        marks.setdefault((probability, impact), []).append(word)
