"""One risk: what could happen and why, how serious it is and was, who answers, what is done."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from portal.actions.queries import of_origin
from portal.core.access import require
from portal.register.queries import history_of
from portal.risks import queries, rules
from portal.risks.models import Risk
from portal.risks.views.blueprint import bp
from portal.risks.views.picture import marked_picture, marks_of


@bp.get("/risks/<int:risk_id>")
@require(rules.read, of=queries.risk_by_id)
def show(risk: Risk) -> Any:
    matrix = queries.matrix_in_force()
    own = matrix if risk.scale == matrix.scale else queries.matrix_of_scale(risk.scale)
    scores = queries.scores_of(risk)
    marks = marks_of(risk, own, scores)
    return render_template(
        "risks/show.html",
        risk=risk,
        project=risk.project,
        moves=rules.moves_of(current_user, risk),
        scores=scores,
        picture=marked_picture(own, marks) if marks else None,
        is_old_matrix=own is not matrix,
        level_today=own.find(risk.probability, risk.impact),
        actions=of_origin(risk_id=risk.id),
        history=history_of(risk),
        today=current_user.today,
    )
