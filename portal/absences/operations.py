"""Recording, changing and cancelling absences and public holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from portal.absences import events
from portal.absences.models import Absence, PublicHoliday
from portal.accounts.models import Person
from portal.accounts.operations import after_merger
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.database import session
from portal.outbox.operations import post
from portal.register.operations import record

#: What somebody may record after the fact, and how far ahead.
EARLIEST = dt.timedelta(days=366)
FURTHEST = dt.timedelta(days=2 * 366)
LONGEST = dt.timedelta(days=366)


def record_absence(
    person: Person,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    kind: str,
    substitute: Person | None = None,
    note: str = "",
    source: str = "",
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Absence:
    """Somebody is away; whoever stands in for them is told by letter, and so are they if another records it."""
    insist_on_active(person)
    _check(person, starts_on, ends_on, substitute, today)
    absence = Absence(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        kind=kind,
        substitute=substitute,
        note=note,
        source=source,
        recorded_by=by,
        created_at=now,
    )
    session().add(absence)
    session().flush()
    record(events.RECORDED, absence, by=by, now=now, about=_about(absence), **_told(absence))
    _tell_substitute(absence, by, now)
    if by.id != person.id and not source:
        post("absences/recorded", to=person, facts=_facts(absence, by), link=_link(absence), now=now)
    return absence


def edit_absence(
    absence: Absence,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    kind: str,
    substitute: Person | None = None,
    note: str = "",
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Other days, another substitute. Both substitutes are told."""
    absence.insist_on_standing()
    _check(absence.person, starts_on, ends_on, substitute, today, without=absence)
    before, former = _told(absence), absence.substitute
    moved = (absence.starts_on, absence.ends_on) != (starts_on, ends_on)
    absence.starts_on, absence.ends_on = starts_on, ends_on
    absence.kind, absence.note, absence.substitute = kind, note, substitute
    after = _told(absence)
    changed = {name for name in after if before[name] != after[name]}
    record(
        events.EDITED,
        absence,
        by=by,
        now=now,
        about=_about(absence),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if former is not None and former is not substitute:
        _tell_released(absence, former, by, now)
    if substitute is not former or moved:
        _tell_substitute(absence, by, now)


def cancel_absence(absence: Absence, *, by: Person, now: dt.datetime, today: dt.date) -> None:
    """The person will be there after all."""
    absence.cancel(now, today)
    record(events.CANCELLED, absence, by=by, now=now, about=_about(absence))
    if absence.substitute is not None:
        _tell_released(absence, absence.substitute, by, now)


def add_public_holiday(*, on: dt.date, name: str, by: Person, now: dt.datetime) -> PublicHoliday:
    """A day on which nobody works."""
    there = session().scalars(select(PublicHoliday).where(PublicHoliday.on == on)).one_or_none()
    if there is not None:
        raise Invalid(on=_("%(day)s is already a public holiday: %(name)s.", day=date(on), name=there.name))
    holiday = PublicHoliday(on=on, name=name)
    session().add(holiday)
    session().flush()
    record(events.HOLIDAY_ADDED, holiday, by=by, now=now, on=on)
    return holiday


def remove_public_holiday(holiday: PublicHoliday, *, reason: str, by: Person, now: dt.datetime) -> None:
    """It was entered by mistake, or is a working day in this organization."""
    record(events.HOLIDAY_REMOVED, holiday, by=by, now=now, reason=reason)
    session().delete(holiday)


@after_merger
def forget_standing_in_for_oneself(person: Person, into: Person, now: dt.datetime) -> None:
    """Whoever turned out to be their own substitute has none."""
    oneself = (Absence.person_id == into.id, Absence.substitute_id == into.id)
    session().execute(update(Absence).where(*oneself).values(substitute_id=None))


def insist_on_active(person: Person) -> None:
    if not person.is_active or person.is_merged:
        raise Refused(_("%(name)s is no longer active.", name=person.name))


def overlapping(person: Person, starts_on: dt.date, ends_on: dt.date, without: int | None) -> Absence | None:
    """Another absence of this person that touches these days."""
    statement = select(Absence).where(
        Absence.person_id == person.id,
        Absence.cancelled_at.is_(None),
        Absence.ends_on >= starts_on,
        Absence.starts_on <= ends_on,
    )
    if without is not None:
        statement = statement.where(Absence.id != without)
    return session().scalars(statement.order_by(Absence.starts_on).limit(1)).one_or_none()


def _check(
    person: Person,
    starts_on: dt.date,
    ends_on: dt.date,
    substitute: Person | None,
    today: dt.date,
    *,
    without: Absence | None = None,
) -> None:
    wrong = _wrong_days(starts_on, ends_on, today)
    kept = without is not None and without.substitute is substitute
    if substitute is not None and substitute.id == person.id:
        wrong["substitute"] = _("Nobody stands in for themselves.")
    elif substitute is not None and not kept and (not substitute.is_active or substitute.is_merged):
        wrong["substitute"] = _("%(name)s is no longer active.", name=substitute.name)
    if not wrong:
        other = overlapping(person, starts_on, ends_on, without.id if without else None)
        if other is not None:
            days = {"first": date(other.starts_on), "last": date(other.ends_on)}
            wrong["starts_on"] = _("An absence from %(first)s to %(last)s is recorded already.", **days)
    if wrong:
        raise Invalid(**wrong)


def _wrong_days(starts_on: dt.date, ends_on: dt.date, today: dt.date) -> dict[str, object]:
    if ends_on < starts_on:
        return {"ends_on": _("The end cannot come before the beginning.")}
    if starts_on < today - EARLIEST:
        return {"starts_on": _("This day is more than a year ago.")}
    if ends_on > today + FURTHEST:
        return {"ends_on": _("Record absences up to two years ahead.")}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": _("An absence lasts a year at most. Record another one for what follows.")}
    return {}


def _about(absence: Absence) -> list[Person]:
    return [absence.person]


def _told(absence: Absence) -> dict[str, Any]:
    """For the register: days and substitute, never the kind or the note."""
    name = absence.substitute.name if absence.substitute else None
    return {"starts_on": absence.starts_on, "ends_on": absence.ends_on, "substitute": name}


def _facts(absence: Absence, by: Person) -> dict[str, Any]:
    return {
        "name": absence.person.name,
        "by": by.name,
        "starts_on": absence.starts_on,
        "ends_on": absence.ends_on,
        "substitute": absence.substitute.name if absence.substitute else None,
    }


def _link(absence: Absence) -> str:
    return f"/absences/{absence.id}"


def _tell_substitute(absence: Absence, by: Person, now: dt.datetime) -> None:
    facts = _facts(absence, by)
    post("absences/substitute_named", to=absence.substitute, facts=facts, link=_link(absence), now=now)


def _tell_released(absence: Absence, former: Person, by: Person, now: dt.datetime) -> None:
    facts = _facts(absence, by)
    post("absences/substitute_released", to=former, facts=facts, link=_link(absence), now=now)
