"""Absences as JSON. People are named by e-mail address or handle."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.absences.calendars import MAX_BYTES
from portal.absences.importing import Outcome
from portal.absences.models import Absence, Kind
from portal.accounts.schemas import Changes, named
from portal.core.api import Schema, View
from portal.core.values import Day, Line, OptionalLine, Paragraph

KindName = Literal["holiday", "leave", "illness", "duty", "other"]
Note = Annotated[Paragraph, Field(max_length=2000)]


class AbsenceIn(Schema):
    """Somebody is away from `starts_on` up to and including `ends_on`."""

    starts_on: Day
    ends_on: Day
    kind: KindName
    substitute: OptionalLine | None = None
    note: Note = ""

    def values(self) -> dict[str, Any]:
        substitute = named(self.substitute, "substitute") if self.substitute else None
        return {**self.model_dump(), "substitute": substitute}


class AbsenceChanges(Changes):
    starts_on: Day = Field(default=dt.date.min)
    ends_on: Day = Field(default=dt.date.min)
    kind: KindName = "other"
    substitute: OptionalLine | None = None
    note: Note = ""

    def values(self, absence: Absence) -> dict[str, Any]:
        """What is stored, with what was sent."""
        given = self.given()
        if "substitute" in given:
            given["substitute"] = named(self.substitute, "substitute") if self.substitute else None
        kept = ("starts_on", "ends_on", "kind", "substitute", "note")
        return {**{name: getattr(absence, name) for name in kept}, **given}


class CalendarIn(Schema):
    """The text of an .ics file."""

    calendar: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]

    @property
    def content(self) -> bytes:
        return self.calendar.encode("utf-8", "replace")


class AbsenceCalendarIn(CalendarIn):
    kind: KindName


class HolidayIn(Schema):
    on: Day
    name: Line


class RemovalIn(Schema):
    reason: Line


class Nothing(Schema):
    """No fields."""


class AbsenceView(View):
    """`kind` and `note` are null for those who may only know that somebody is away."""

    id: int
    person: str
    starts_on: dt.date
    ends_on: dt.date
    kind: Kind | None
    note: str | None
    substitute: str | None
    is_cancelled: bool
    version: int


class HolidayView(View):
    id: int
    on: dt.date
    name: str


class LeftOutView(View):
    entry: str
    reason: str


class OutcomeView(View):
    recorded: int
    moved: int
    known_already: int
    left_out: list[LeftOutView]


def absence_view(absence: Absence, may_know: bool) -> dict[str, Any]:
    return {
        "id": absence.id,
        "person": absence.person.key,
        "starts_on": absence.starts_on,
        "ends_on": absence.ends_on,
        "kind": absence.kind if may_know else None,
        "note": absence.note if may_know else None,
        "substitute": absence.substitute.key if absence.substitute else None,
        "is_cancelled": absence.is_cancelled,
        "version": absence.version,
    }


def outcome_view(outcome: Outcome) -> dict[str, Any]:
    return {
        "recorded": outcome.taken,
        "moved": outcome.changed,
        "known_already": outcome.unchanged,
        "left_out": [{"entry": what, "reason": why} for what, why in outcome.left_out],
    }
