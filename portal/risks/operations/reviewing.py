"""Looking at a risk again: a review adds a line to its history and never overwrites one."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Person
from portal.risks import events
from portal.risks.labels import VERDICTS, word
from portal.risks.models import Risk, RiskScore, RiskState, rank_of
from portal.risks.operations.entering import add_score, check_next_review
from portal.risks.operations.rating import Estimate, rated
from portal.risks.operations.telling import hold, managers, residual_told, sponsors, tell, told, write
from portal.risks.queries import matrix_in_force


def review_risk(
    risk: Risk,
    *,
    verdict: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    comment: str = "",
    probability: int | None = None,
    impact: int | None = None,
    level: str | None = None,
    residual_probability: int | None = None,
    residual_impact: int | None = None,
    next_review_on: dt.date | None = None,
) -> RiskScore:
    """What the responsible see today, on the matrix of today; what was seen before stays beside it."""
    hold(risk)
    risk.insist_on("review")
    check_next_review(next_review_on, today)
    estimate = Estimate(probability, impact, level, residual_probability, residual_impact)
    rating = rated(estimate, matrix_in_force())
    before, was = told(risk), risk.rank
    risk.rate(rating)
    risk.reviewed_on, risk.next_review_on = today, next_review_on
    score = add_score(risk, rating, by=by, today=today, verdict=verdict, comment=comment)
    tell(
        events.REVIEWED,
        risk,
        by=by,
        now=now,
        before=before,
        after=told(rating),
        residual=residual_told(rating),
        verdict=word(VERDICTS, verdict),
        comment=comment,
        next_review_on=next_review_on,
    )
    if risk.state == RiskState.ACCEPTED and rank_of(rating.level) > was:
        _end_acceptance(risk, before, by=by, now=now, today=today)
    return score


def _end_acceptance(risk: Risk, before: str, *, by: Person, now: dt.datetime, today: dt.date) -> None:
    """A yes was given to what was seen then; what is worse now needs another one."""
    accepted_by = risk.accepted_by
    risk.reopen("", today)
    tell(events.ACCEPTANCE_LAPSED, risk, by=None, now=now, before=before, after=told(risk))
    people = (accepted_by, risk.owner, *sponsors(risk, today), *managers(risk, today))
    write("acceptance_ended", risk, *people, by=by, now=now, before=before, after=told(risk), reason="")
