"""Decisions in the one letter of the day: those to carry out that are late, and those not acknowledged in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.bindings.models import Binding, BindingState
from portal.database import session
from portal.steering.models import HOLDING, Decision, DecisionState


def rows_of_decisions(today: dt.date) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Person, section, row. Two statements."""
    columns = (Decision.owner_id, Decision.id, Decision.code, Decision.title, Decision.due_on)
    late = select(*columns).where(
        Decision.state == DecisionState.DECIDED, Decision.due_on < today, Decision.owner_id.is_not(None)
    )
    rows: Any = session().execute(late.order_by(Decision.due_on, Decision.id))
    for owner_id, number, code, title, due_on in rows:
        yield (
            owner_id,
            "decisions",
            {"title": f"{code} {title}", "due_on": due_on, "path": f"decisions/{number}"},
        )
    yield from _not_acknowledged(today)


def _not_acknowledged(today: dt.date) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Told to who carries the decision out; without one, to who named those bound."""
    statement = (
        select(Binding)
        .join(Decision, Decision.id == Binding.decision_id)
        .where(Binding.state == BindingState.ASKED, Binding.due_on < today, Decision.state.in_(HOLDING))
        .options(joinedload(Binding.decision), joinedload(Binding.department), joinedload(Binding.person))
        .order_by(Binding.due_on, Binding.id)
    )
    for each in session().scalars(statement):
        person_id = each.decision.owner_id or each.named_by_id
        if person_id is not None:
            title = each.decision.register_label()
            row = {
                "title": title,
                "name": each.name,
                "due_on": each.due_on,
                "path": f"decisions/{each.decision_id}",
            }
            yield person_id, "bound", row
