"""Absences and public holidays in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from portal.absences import importing, operations, queries, rules
from portal.absences import schemas as shapes
from portal.absences.calendars import Reading, Unreadable, read_calendar
from portal.absences.importing import Outcome
from portal.absences.models import Absence, PublicHoliday
from portal.accounts.models import Department, Person
from portal.accounts.queries import department_by_id, person_by_id
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint, Items
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.database import session

bp = ApiBlueprint("absences", __name__)
OF_A_PERSON = "/people/<int:person_id>/absences"
ONE = "/absences/<int:absence_id>"


def _by() -> dict[str, Any]:
    return {"by": current_user.person, "now": clock.now(), "today": clock.today()}


def _shown(absence: Absence) -> dict[str, Any]:
    session().flush()
    return shapes.absence_view(absence, rules.read_kind(current_user, absence.person))


def _may_name(person: Person, values: dict[str, Any]) -> None:
    if values.get("substitute") and not rules.name_substitute(current_user, person):
        sentence = _("Who stands in is for %(name)s or their head to say.", name=person.name)
        raise Invalid(substitute=sentence)


@bp.get(OF_A_PERSON)
@require(rules.read, of=person_by_id)
@bp.output(Items[shapes.AbsenceView])
def of_person(person: Person) -> Any:
    """A person's present and coming absences."""
    return {"items": [_shown(row) for row in queries.absences_of(person, clock.today())], "next": None}


@bp.get("/departments/<int:department_id>/absences")
@require(rules.read, of=department_by_id)
@bp.output(Items[shapes.AbsenceView])
def of_department(department: Department) -> Any:
    """Who of a department and the departments below it is away in the next quarter."""
    today = clock.today()
    rows = queries.absences_in(department, today, today + queries.AHEAD)
    return {"items": [_shown(row) for row in rows], "next": None}


@bp.post(OF_A_PERSON)
@require(rules.record, of=person_by_id)
@bp.input(shapes.AbsenceIn, arg_name="data")
@bp.output(shapes.AbsenceView, status_code=201)
def record_absence(person: Person, data: shapes.AbsenceIn) -> Any:
    """Record that somebody is away."""
    values = data.values()
    _may_name(person, values)
    return _shown(operations.record_absence(person, **values, **_by()))


@bp.post(f"{OF_A_PERSON}/import")
@require(rules.record, of=person_by_id)
@bp.input(shapes.AbsenceCalendarIn, arg_name="data")
@bp.output(shapes.OutcomeView)
def import_absences(person: Person, data: shapes.AbsenceCalendarIn) -> Any:
    """Take the whole days of a calendar file as absences. The same file again changes nothing."""
    today = clock.today()
    reading = _read(data, today - importing.BEFORE, today + importing.AHEAD)
    return _done(importing.import_absences(person, reading, kind=data.kind, **_by()))


def _read(data: shapes.CalendarIn, first: dt.date, last: dt.date, *, free_too: bool = False) -> Reading:
    try:
        return read_calendar(data.content, first, last, clock.timezone(), free_too=free_too)
    except Unreadable as error:
        raise Invalid(calendar=error.sentence) from error


def _done(outcome: Outcome) -> dict[str, Any]:
    if not outcome.did_something and outcome.left_out:
        raise Invalid(calendar="; ".join(f"{what}: {why}" for what, why in outcome.left_out[:5]))
    return shapes.outcome_view(outcome)


@bp.get(ONE)
@require(rules.read, of=queries.absence_by_id)
@bp.output(shapes.AbsenceView)
def show(absence: Absence) -> Any:
    """One absence."""
    return _shown(absence)


@bp.patch(ONE)
@require(rules.edit, of=queries.absence_by_id)
@bp.input(shapes.AbsenceChanges, arg_name="data")
@bp.output(shapes.AbsenceView)
def edit(absence: Absence, data: shapes.AbsenceChanges) -> Any:
    """Change days, kind or substitute. Only what is sent changes."""
    absence.insist_on_standing()
    check_version(absence, data.version)
    operations.edit_absence(absence, **data.values(absence), **_by())
    return _shown(absence)


@bp.post(f"{ONE}/cancellation")
@require(rules.cancel, of=queries.absence_by_id)
@bp.input(shapes.Nothing, arg_name="data")
@bp.output(shapes.AbsenceView)
def cancel(absence: Absence, data: shapes.Nothing) -> Any:
    """Take it back before it begins."""
    operations.cancel_absence(absence, **_by())
    return _shown(absence)


@bp.get("/public-holidays")
@require(rules.read)
@bp.output(Items[shapes.HolidayView])
def public_holidays() -> Any:
    """The public holidays from the beginning of this year on."""
    rows = queries.public_holidays(clock.today().replace(month=1, day=1))
    return {"items": [shapes.HolidayView.model_validate(row).model_dump() for row in rows], "next": None}


@bp.post("/public-holidays")
@require(rules.keep_holidays)
@bp.input(shapes.HolidayIn, arg_name="data")
@bp.output(shapes.HolidayView, status_code=201)
def add_public_holiday(data: shapes.HolidayIn) -> Any:
    """Add a day on which nobody works."""
    return operations.add_public_holiday(on=data.on, name=data.name, by=current_user.person, now=clock.now())


@bp.post("/public-holidays/import")
@require(rules.keep_holidays)
@bp.input(shapes.CalendarIn, arg_name="data")
@bp.output(shapes.OutcomeView)
def import_public_holidays(data: shapes.CalendarIn) -> Any:
    """Take the days of a calendar file as public holidays."""
    today = clock.today()
    first, last = today - importing.HOLIDAYS_BEFORE, today + importing.HOLIDAYS_AHEAD
    reading = _read(data, first, last, free_too=True)
    return _done(importing.import_public_holidays(reading, by=current_user.person, now=clock.now()))


@bp.post("/public-holidays/<int:holiday_id>/removal")
@require(rules.keep_holidays, of=queries.holiday_by_id)
@bp.input(shapes.RemovalIn, arg_name="data")
@bp.output(shapes.HolidayView)
def remove_public_holiday(holiday: PublicHoliday, data: shapes.RemovalIn) -> Any:
    """Make it a working day again; the answer is what it was."""
    was = shapes.HolidayView.model_validate(holiday).model_dump()
    operations.remove_public_holiday(holiday, reason=data.reason, by=current_user.person, now=clock.now())
    return was
