"""Looking at a risk again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.core.access import require
from portal.risks import forms, labels, operations, queries, rules
from portal.risks.models import Risk
from portal.risks.views.blueprint import bp, carried_out, done, page
from portal.risks.views.picture import marked_picture, marks_of

#: What is proposed as the next date: a month is how long a risk may stay unseen.
PAUSE = dt.timedelta(days=30)


@bp.route("/risks/<int:risk_id>/reviews/new", methods=["GET", "POST"])
@require(rules.review, of=queries.risk_by_id)
def review(risk: Risk) -> Any:
    risk.insist_on("review")
    matrix = queries.matrix_in_force()
    next_on = current_user.today + PAUSE

    def filled(*args: Any) -> forms.ReviewForm:
        data = {**forms.rating_as_entered(risk, matrix), "next_review_on": next_on}
        form = forms.ReviewForm(*args, data=data)
        form.offer(matrix)
        return form

    form = filled()
    if form.submitted():
        operations.hold(risk)
    if carried_out(form, risk, "review", operations.review_risk, filled(None)):
        return done(risk, _("The review is stored beside those before."))
    scores = queries.scores_of(risk)
    picture = marked_picture(matrix, marks_of(risk, matrix, scores))
    context = {"scores": scores, "picture": picture, "is_old_matrix": risk.scale != matrix.scale}
    return page("review", form, risk, project=risk.project, notes=labels.VERDICT_NOTES, **context)
