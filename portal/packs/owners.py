"""Who can answer for an agenda item: the owner of the record that it is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.actions.models import ActionItem
from portal.database import session
from portal.risks.models import Risk
from portal.steering.models import AgendaItem, Decision

OWNED: dict[str, Any] = {"decision": Decision, "action": ActionItem, "risk": Risk}


def owner_of(item: AgendaItem | None) -> int | None:
    """The number of the person; None where nobody in particular owns it."""
    model = OWNED.get(item.subject_kind) if item is not None else None
    if item is None or model is None:
        return None
    owner: int | None = session().scalar(select(model.owner_id).where(model.id == item.subject_id))
    return owner
