"""All at once: every piece that waits for somebody, each recorded on its own."""

from __future__ import annotations

import datetime as dt

from portal.accounts.actors import Actor
from portal.agreements.batches import Outcome, Row, answer_rows
from portal.agreements.models import Answer
from portal.agreements.owed import OwedRow, rows_of
from portal.agreements.queries import owed_about
from portal.handovers.models import Handover, HandoverItem


def waiting_for(actor: Actor, handover: Handover) -> list[OwedRow]:
    """What of it waits for the actor's own answer, as they read it."""
    numbers = {each.id for each in handover.items if each.waits and each.receiver_id == actor.id}
    return rows_of(owed_about(actor, HandoverItem.register_kind, numbers), actor)


def accept_all(
    handover: Handover, *, actor: Actor, now: dt.datetime, upto: int | None = None
) -> list[Outcome]:
    """Yes to everything that waits; what cannot be carried out is told by name and stays as it is."""
    rows = waiting_for(actor, handover)
    shown = [row for row in rows if upto is None or row.party.id <= upto]
    said = [Row(row.party.id, Answer.ACCEPT, mark=row.seen) for row in shown]
    return answer_rows(said, actor=actor, now=now)
