"""Taking absences and public holidays from a calendar file; reading the same file again changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.absences.calendars import Entry, Reading
from portal.absences.models import Absence, PublicHoliday
from portal.absences.operations import (
    add_public_holiday,
    cancel_absence,
    edit_absence,
    insist_on_active,
    record_absence,
)
from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session

#: Which days are taken: an absence that ended a month ago changes nothing any more.
BEFORE = dt.timedelta(days=31)
AHEAD = dt.timedelta(days=2 * 365)
HOLIDAYS_BEFORE = dt.timedelta(days=366)
HOLIDAYS_AHEAD = dt.timedelta(days=5 * 366)


@dataclass
class Outcome:
    """What came of a file. `left_out`: (what, why)."""

    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    cancelled: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.taken or self.changed or self.unchanged or self.cancelled)


def import_absences(
    person: Person, reading: Reading, *, kind: str, by: Person, now: dt.datetime, today: dt.date
) -> Outcome:
    """Record what is new, move what was moved in the calendar, cancel what it says is cancelled; what the file lacks
    stays as it is.

    An absence that was cancelled here stays cancelled: the file may be older than that.
    """
    insist_on_active(person)
    outcome = _outcome_of(reading)
    statement = select(Absence).where(Absence.person_id == person.id, Absence.source != "")
    known = {absence.source: absence for absence in session().scalars(statement)}
    for key in reading.cancelled & set(known):
        if not known[key].is_cancelled and known[key].ends_on >= today:
            cancel_absence(known[key], by=by, now=now, today=today)
            outcome.cancelled += 1
    for entry in reading.entries:
        try:
            _take(person, entry, known.get(entry.key), outcome, kind, by, now, today)
        except Invalid as error:
            outcome.left_out.append((_days(entry), " ".join(error.errors.values())))
    return outcome


def _take(
    person: Person,
    entry: Entry,
    stored: Absence | None,
    outcome: Outcome,
    kind: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> None:
    days: dict[str, Any] = {"starts_on": entry.starts_on, "ends_on": entry.ends_on}
    if stored is None:
        record_absence(person, **days, kind=kind, source=entry.key, by=by, now=now, today=today)
        outcome.taken += 1
    elif stored.is_cancelled:
        outcome.left_out.append((_days(entry), _("It was cancelled here.")))
    elif (stored.starts_on, stored.ends_on) == (entry.starts_on, entry.ends_on):
        outcome.unchanged += 1
    else:
        rest: dict[str, Any] = {"kind": stored.kind, "substitute": stored.substitute, "note": stored.note}
        edit_absence(stored, **days, **rest, by=by, now=now, today=today)
        outcome.changed += 1


def import_public_holidays(reading: Reading, *, by: Person, now: dt.datetime) -> Outcome:
    """Each day once; a day that is there keeps its name."""
    outcome = _outcome_of(reading)
    there = set(session().scalars(select(PublicHoliday.on)))
    for entry in reading.entries:
        for n in range(min(31, (entry.ends_on - entry.starts_on).days + 1)):
            day = entry.starts_on + dt.timedelta(days=n)
            if day in there:
                outcome.unchanged += 1
            else:
                there.add(day)
                add_public_holiday(on=day, name=entry.name, by=by, now=now)
                outcome.taken += 1
    return outcome


def _outcome_of(reading: Reading) -> Outcome:
    return Outcome(left_out=[(name, str(why)) for name, why in reading.left_out])


def _days(entry: Entry) -> str:
    return f"{entry.starts_on.isoformat()} – {entry.ends_on.isoformat()}"
