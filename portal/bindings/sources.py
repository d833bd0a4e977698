"""Decisions that come back: what the next agenda of their group is offered by itself."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.bindings.models import Binding, BindingState, Dependant, Fate, Look, LookKind
from portal.core.language import date
from portal.database import session
from portal.steering.models import HOLDING, Decision, DecisionState
from portal.steering.suggestions import MOST_OF_A_KIND, Scope, Suggestion, add_source

#: What was reported longer ago needs no meeting any more.
NEWS_DAYS = 60


def _of_group(scope: Scope, statement: Any) -> Any:
    """Decisions of this group; of confidential projects only the group's own."""
    is_open = or_(Decision.project_id.is_(None), Decision.project_id.in_(scope.project_ids))
    return statement.where(Decision.group_id == scope.group.id, is_open)


def _suggestion(decision: Decision, why: str, address: str = "") -> Suggestion:
    words = f"{decision.code} {decision.title}"
    return Suggestion("decision", decision.id, words, why, address or f"/decisions/{decision.id}")


def _bound(scope: Scope) -> Iterator[Suggestion]:
    """Not acknowledged by its day, or said to be impossible."""
    late = and_(Binding.state == BindingState.ASKED, Binding.due_on < scope.today)
    statement = (
        select(Binding)
        .join(Decision, Decision.id == Binding.decision_id)
        .where(Decision.state.in_(HOLDING), or_(late, Binding.state == BindingState.CANNOT))
        .options(joinedload(Binding.decision), joinedload(Binding.department), joinedload(Binding.person))
        .order_by(Decision.id, Binding.id)
        .limit(5 * MOST_OF_A_KIND)
    )
    waiting: dict[Decision, list[Binding]] = defaultdict(list)
    for each in session().scalars(_of_group(scope, statement)):
        waiting[each.decision].append(each)
    for decision, bound in list(waiting.items())[:MOST_OF_A_KIND]:
        yield _suggestion(decision, _why_bound(bound))


def _why_bound(bound: list[Binding]) -> str:
    silent = [each.name for each in bound if each.state == BindingState.ASKED]
    cannot = [f"{each.name} ({each.reason})" for each in bound if each.state == BindingState.CANNOT]
    said = []
    if silent:
        said.append(_("Not acknowledged in time by %(names)s.", names=", ".join(silent)))
    if cannot:
        said.append(_("Said to be impossible by %(names)s.", names=", ".join(cannot)))
    return " ".join(said)


def _reviews(scope: Scope) -> Iterator[Suggestion]:
    """The review date has come, or the one that was set when the group looked the last time."""
    latest: Any = (
        select(Look.decision_id, func.max(Look.id).label("id"))
        .where(Look.kind == LookKind.REVIEW)
        .group_by(Look.decision_id)
        .subquery()
    )
    is_first = and_(latest.c.id.is_(None), Decision.review_on <= scope.today)
    statement = (
        select(Decision, func.coalesce(Look.next_review_on, Decision.review_on))
        .outerjoin(latest, latest.c.decision_id == Decision.id)
        .outerjoin(Look, Look.id == latest.c.id)
        .where(Decision.state.in_(HOLDING), or_(is_first, Look.next_review_on <= scope.today))
        .order_by(Decision.id)
        .limit(MOST_OF_A_KIND)
    )
    for decision, day in session().execute(_of_group(scope, statement)):
        yield _suggestion(decision, _("To be looked at again since %(day)s.", day=date(day)))


def _reports(scope: Scope) -> Iterator[Suggestion]:
    """Reported as carried out, and the group has not seen it."""
    seen = exists().where(Look.decision_id == Decision.id, Look.kind == LookKind.IMPLEMENTATION)
    news = scope.today - dt.timedelta(days=NEWS_DAYS)
    statement = (
        select(Decision)
        .where(Decision.state == DecisionState.IMPLEMENTED, Decision.implemented_on >= news, ~seen)
        .order_by(Decision.id)
        .limit(MOST_OF_A_KIND)
    )
    for each in session().scalars(_of_group(scope, statement)):
        day = date(each.implemented_on)
        yield _suggestion(each, _("Reported as carried out on %(day)s: has the group seen it?", day=day))


def _left_behind(scope: Scope) -> Iterator[Suggestion]:
    """It no longer holds, and nobody has said what becomes of what relied on it."""
    statement = (
        select(Decision, func.count(Dependant.id))
        .join(Dependant, Dependant.decision_id == Decision.id)
        .where(Dependant.fate == Fate.OPEN)
        .group_by(Decision.id)
        .order_by(Decision.id)
        .limit(MOST_OF_A_KIND)
    )
    for decision, count in session().execute(_of_group(scope, statement)):
        why = ngettext(
            "It no longer holds, and nobody has said what becomes of %(num)d record that relied on it.",
            "It no longer holds, and nobody has said what becomes of %(num)d records that relied on it.",
            count,
        )
        yield _suggestion(decision, why, f"/decisions/{decision.id}/dependants")


for _order, _source in enumerate((_bound, _reports, _left_behind, _reviews)):
    add_source(11 + _order, _source)
