"""What the API takes and gives for the sponsor's ledger."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from portal.core.api import Schema, View
from portal.core.values import Day, NeededParagraph, OptionalLine, Paragraph
from portal.sponsorship.forms import DAY_LONG
from portal.sponsorship.ledger import Ledger, Month
from portal.sponsorship.models import ActKind, SponsorAct, SponsorComment
from portal.sponsorship.terms import Sponsorship
from portal.sponsorship.waiting import Waiting


class ActIn(Schema):
    """`on`: the day on which it took place. `minutes` counts towards the promised share of time."""

    kind: ActKind
    on: Day
    with_whom: Annotated[OptionalLine, Field(max_length=300)] = ""
    minutes: int | None = Field(default=None, ge=1, le=DAY_LONG)
    note: Annotated[Paragraph, Field(max_length=2000)] = ""


class CorrectionIn(ActIn):
    reason: Annotated[NeededParagraph, Field(max_length=1000)]
    version: int | None = None


class StrikingIn(Schema):
    reason: Annotated[NeededParagraph, Field(max_length=1000)]
    version: int | None = None


class VersionIn(Schema):
    """`version` as read: a later change in between is refused with 409."""

    version: int | None = None


class CommentIn(Schema):
    """`month_on`: any day of the month."""

    month_on: Day
    words: Annotated[NeededParagraph, Field(max_length=2000)]


class WaitingView(View):
    kind: str
    title: str
    since: dt.date
    due_on: dt.date | None
    address: str


class WaitsView(View):
    """What waits for one sponsor. `person_id` is part of the address of the ledger."""

    project: str
    sponsor: str
    person_id: int
    waiting: list[WaitingView]


class ActView(View):
    id: int
    project: str
    sponsor: str
    kind: str
    on: dt.date
    with_whom: str
    minutes: int | None
    note: str
    standing: str
    entered_by: str
    entered_at: dt.datetime
    corrects_id: int | None
    end_reason: str
    version: int


class CommentView(View):
    id: int
    month_on: dt.date
    words: str
    made_at: dt.datetime


class MonthView(View):
    month_on: dt.date
    invited: int
    present: int
    decided: int
    decided_with: int
    answered: int
    signed: int
    acts: dict[str, int]
    unconfirmed: int
    hours: Decimal
    promised_hours: Decimal | None
    shown_on: dt.date
    comments: list[CommentView]


class LedgerView(View):
    """`until`: the last day that it covers for the reader. `days_since`: from the last act to that day."""

    project: str
    sponsor: str
    until: dt.date
    last_on: dt.date | None
    days_since: int | None
    promised_percent: int | None
    promised_presence: str
    months: list[MonthView]
    acts: list[ActView]
    waiting: list[WaitingView]


def waits_view(of: Sponsorship, rows: list[Waiting]) -> dict[str, Any]:
    return {
        "project": of.project.code,
        "sponsor": of.person.name,
        "person_id": of.person.id,
        "waiting": rows,
    }


def act_view(act: SponsorAct) -> dict[str, Any]:
    names = ("id", "kind", "on", "with_whom", "minutes", "note", "entered_at", "corrects_id", "end_reason")
    return {
        **{name: getattr(act, name) for name in (*names, "version")},
        "standing": act.standing.value,
        "project": act.project.code,
        "sponsor": act.sponsor.name,
        "entered_by": act.entered_by.name,
    }


def comment_view(comment: SponsorComment) -> dict[str, Any]:
    return {name: getattr(comment, name) for name in ("id", "month_on", "words", "made_at")}


def _month(month: Month) -> dict[str, Any]:
    names = ("invited", "present", "decided", "decided_with", "answered", "signed", "acts", "unconfirmed")
    return {
        **{name: getattr(month, name) for name in (*names, "hours", "shown_on")},
        "month_on": month.first,
        "promised_hours": month.promised,
        "comments": [comment_view(each) for each in month.comments],
    }


def ledger_view(ledger: Ledger, waiting: list[Waiting]) -> dict[str, Any]:
    current = ledger.promise.current
    return {
        "project": ledger.of.project.code,
        "sponsor": ledger.of.person.name,
        "until": ledger.until,
        "last_on": ledger.last.on if ledger.last else None,
        "days_since": ledger.last.days if ledger.last else None,
        "promised_percent": current.sponsor_percent if current else None,
        "promised_presence": current.presence if current else "",
        "months": [_month(each) for each in ledger.months],
        "acts": [act_view(each) for each in ledger.acts],
        "waiting": waiting,
    }
