"""Entering a risk, changing its words, taking one over from elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.actions.codes import store_with_code
from portal.core.errors import Invalid
from portal.database import session
from portal.projects import changes
from portal.projects.models import Project
from portal.projects.operations import admit
from portal.risks import events
from portal.risks.catalogue import category_word
from portal.risks.labels import RESPONSES, STATES, word
from portal.risks.models import Category, Level, Rating, Risk, RiskScore, RiskState
from portal.risks.operations.rating import Estimate, rated
from portal.risks.operations.telling import content, hold, tell, write
from portal.risks.queries import matrix_in_force

CODE_LENGTH, DIGITS = 64, 8


def create_risk(
    project: Project,
    *,
    title: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
    category: str = Category.OTHER,
    cause: str = "",
    event: str = "",
    effect: str = "",
    probability: int | None = None,
    impact: int | None = None,
    level: str | None = None,
    residual_probability: int | None = None,
    residual_impact: int | None = None,
    owner: Person | None = None,
    response: str | None = None,
    response_note: str = "",
    next_review_on: dt.date | None = None,
) -> Risk:
    """What could go wrong gets a name, a place on the matrix, an owner, and a day to look again."""
    estimate = Estimate(probability, impact, level, residual_probability, residual_impact)
    rating = rated(estimate, matrix_in_force())
    check_next_review(next_review_on, today)
    risk = Risk(
        project=project,
        title=title,
        category=category,
        cause=cause,
        event=event,
        effect=effect,
        owner=owner,
        response=response or None,
        response_note=response_note,
        next_review_on=next_review_on,
        state=RiskState.OPEN,
        state_since=today,
        created_by=by,
        created_at=now,
    )
    risk.rate(rating)
    store_with_code(risk, column=Risk.code, prefix=code_prefix(project), width=1)
    if not rating.is_empty:
        add_score(risk, rating, by=by, today=today)
    _let_in(risk)
    tell(events.CREATED, risk, by=by, now=now, **content(risk))
    write("owner_named", risk, owner, by=by, now=now)
    return risk


def code_prefix(project: Project) -> str:
    """`STORE-R`; a very long project code is cut, the number still tells its risks apart."""
    return f"{project.code[: CODE_LENGTH - DIGITS - 2]}-R"


def check_next_review(day: dt.date | None, today: dt.date) -> None:
    if day is not None and day < today:
        raise Invalid(next_review_on=_("This day has passed already."))


def add_score(
    risk: Risk, rating: Rating, *, by: Person | None, today: dt.date, verdict: str = "", comment: str = ""
) -> RiskScore:
    """Another line in the history of scores; none is ever changed."""
    score = RiskScore(
        risk=risk,
        scored_on=today,
        scored_by=by,
        verdict=verdict,
        comment=comment,
        next_review_on=risk.next_review_on,
        **vars(rating),
    )
    session().add(score)
    return score


def edit_risk(
    risk: Risk,
    *,
    title: str,
    category: str,
    cause: str,
    event: str,
    effect: str,
    owner: Person | None,
    response: str | None,
    response_note: str,
    by: Person,
    now: dt.datetime,
) -> None:
    """The words may become clearer while a risk is alive; its rating changes by a review only."""
    hold(risk)
    risk.insist_on("edit")
    if owner is not None and risk.accepted_by is not None and owner.id == risk.accepted_by.id:
        raise Invalid(owner=_("%(name)s accepted this risk. Somebody else must own it.", name=owner.name))
    values = {
        "title": title,
        "category": category,
        "cause": cause,
        "event": event,
        "effect": effect,
        "owner": owner,
        "response": response or None,
        "response_note": response_note,
    }
    changed = changes.apply(risk, values)
    if not changed:
        return
    before, after = changed
    _let_in(risk)
    tell(events.EDITED, risk, by=by, now=now, before=_words(before), after=_words(after))
    if "owner" in after:
        write("owner_named", risk, owner, by=by, now=now)


def _words(values: dict[str, Any]) -> dict[str, Any]:
    """In words; `event` is the register's name for the kind of an act, so the risk's own gets another."""
    told = {"event_text" if name == "event" else name: value for name, value in values.items()}
    for name, say in (("category", category_word), ("response", lambda code: word(RESPONSES, code))):
        if name in told:
            told[name] = say(told[name])
    return told


def _let_in(risk: Risk) -> None:
    """Whoever answers for a risk must be able to read what it is about."""
    if risk.owner is not None:
        admit(risk.project, risk.owner)


def take_over_risk(
    project: Project,
    *,
    code: str,
    title: str,
    by: Person | None,
    now: dt.datetime,
    today: dt.date,
    category: str = Category.OTHER,
    cause: str = "",
    event: str = "",
    effect: str = "",
    estimate: Estimate | None = None,
    owner: Person | None = None,
    response: str | None = None,
    state: str = RiskState.OPEN,
    reviewed_on: dt.date | None = None,
) -> Risk:
    """Enter a risk as it stands elsewhere: any state, and a level that was given stays as it was given.

    No letter leaves. The code is the key: the caller has looked whether there is one already.
    """
    rating = _given(estimate or Estimate())
    risk = Risk(
        code=code,
        project=project,
        title=title,
        category=category,
        cause=cause,
        event=event,
        effect=effect,
        owner=owner,
        response=response or None,
        state=state,
        state_since=reviewed_on or today,
        reviewed_on=reviewed_on,
        created_by=by,
        created_at=now,
    )
    risk.rate(rating)
    session().add(risk)
    session().flush()
    if not rating.is_empty:
        add_score(risk, rating, by=None, today=reviewed_on or today)
    _let_in(risk)
    tell(events.TAKEN_OVER, risk, by=by, now=now, state=word(STATES, state), **content(risk))
    return risk


def _given(estimate: Estimate) -> Rating:
    """A level from elsewhere was read off another matrix: it stays, whatever ours says at that place."""
    matrix = matrix_in_force()
    if not estimate.level:
        return rated(estimate, matrix)
    now = rated(Estimate(estimate.probability, estimate.impact), matrix)
    later = rated(Estimate(estimate.residual_probability, estimate.residual_impact), matrix)
    return Rating(
        matrix.scale,
        now.probability,
        now.impact,
        Level(estimate.level),
        later.probability,
        later.impact,
        later.level,
    )
