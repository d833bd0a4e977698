"""What the API takes and gives for hand-overs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.core.api import Schema, View
from portal.core.values import Day, Line, OptionalLine, Paragraph
from portal.handovers.holdings import Holding
from portal.handovers.models import Handover, HandoverItem
from portal.projects.references import named_person


class StartIn(Schema):
    """`receiver`: e-mail or handle of whoever is asked to take everything; without, each piece waits for one."""

    last_day: Day
    due_on: Day
    receiver: OptionalLine | None = None
    reason: Paragraph = ""

    def values(self) -> dict[str, Any]:
        named = named_person(self.receiver, "receiver") if self.receiver else None
        return {**self.model_dump(), "receiver": named}


class ReceiverIn(Schema):
    receiver: Line
    due_on: Day

    def values(self) -> dict[str, Any]:
        return {"receiver": named_person(self.receiver, "receiver"), "due_on": self.due_on}


class HoldingView(View):
    kind: str
    id: int
    label: str
    address: str


class ItemView(View):
    """`state`: open, asked, accepted, declined, lapsed; all but accepted are still the leaver's."""

    id: int
    kind: str
    subject_id: int
    label: str
    receiver: str | None
    state: str
    reason: str
    due_on: dt.date | None
    answered_on: dt.date | None


class HandoverView(View):
    id: int
    leaver: str
    project: str | None
    last_day: dt.date
    due_on: dt.date
    reason: str
    started_by: str
    items: list[ItemView]


class OutcomeView(View):
    title: str
    happened: bool
    sentence: str


class OutcomesView(View):
    outcomes: list[OutcomeView]


def holding_view(held: Holding) -> dict[str, Any]:
    return {"kind": held.kind, "id": held.subject_id, "label": held.label, "address": held.address}


def handover_view(handover: Handover, items: list[HandoverItem]) -> dict[str, Any]:
    return {
        **{name: getattr(handover, name) for name in ("id", "last_day", "due_on", "reason")},
        "leaver": handover.leaver.key,
        "project": handover.project.code if handover.project else None,
        "started_by": handover.started_by.key,
        "items": [_item(each) for each in items],
    }


def _item(each: HandoverItem) -> dict[str, Any]:
    same = ("id", "kind", "subject_id", "label", "state", "reason", "due_on", "answered_on")
    receiver = each.receiver.key if each.receiver else None
    return {**{name: getattr(each, name) for name in same}, "receiver": receiver}
