"""Pages: one's own absences, those of a person and of a department, and the public holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from portal.absences import importing, labels, operations, queries, rules
from portal.absences.calendars import Unreadable, read_calendar
from portal.absences.forms import (
    AbsenceCalendarForm,
    AbsenceForm,
    CancellationForm,
    HolidayCalendarForm,
    HolidayForm,
    RemovalForm,
)
from portal.absences.importing import Outcome
from portal.absences.models import Absence, PublicHoliday
from portal.accounts.actors import Actor
from portal.accounts.models import Department, Person
from portal.accounts.panels import add_department_panel, add_person_panel
from portal.accounts.queries import department_by_id, person_by_id
from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid
from portal.core.transactions import check_version
from portal.core.web import Destination, PageBlueprint
from portal.register.queries import history_of

bp = PageBlueprint("absences", __name__)
NAVIGATION = [Destination(_l("Absences"), "absences.index", "calendar", order=37)]
IN_PANEL = dt.timedelta(days=28)
SHOWN_LEFT_OUT = 5


@bp.get("/absences")
@require(SIGNED_IN)
def index() -> Any:
    """One's own, and for whom one stands in."""
    return _list_of(current_user.person)


@bp.get("/people/<int:person_id>/absences")
@require(rules.read, of=person_by_id)
def of_person(person: Person) -> Any:
    return _list_of(person)


def _list_of(person: Person) -> str:
    today = clock.today()
    may_know = rules.read_kind(current_user, person)
    return render_template(
        "absences/index.html",
        person=person,
        is_own=person.id == current_user.id,
        absences=queries.absences_of(person, today),
        earlier=queries.earlier_absences_of(person, today) if may_know else [],
        represents=queries.represented_by(person, today),
        may_know=may_know,
        may_record=rules.record(current_user, person) and person.is_active,
        headed=_headed(current_user) if person.id == current_user.id else [],
        kind_word=labels.kind_word,
        today=today,
    )


def _headed(actor: Actor) -> list[tuple[Department, list[Absence]]]:
    """The actor's departments, each with who is away soon."""
    if not actor.headed:
        return []
    departments = [found for number in sorted(actor.headed) if (found := department_by_id(number))]
    last = actor.today + IN_PANEL
    return [(each, queries.absences_in(each, actor.today, last, 10)) for each in departments]


@bp.get("/departments/<int:department_id>/absences")
@require(rules.read, of=department_by_id)
def of_department(department: Department) -> Any:
    """Who is away in the next quarter; why, only for those who may know."""
    today = clock.today()
    rows = queries.absences_in(department, today, today + queries.AHEAD)
    return render_template(
        "absences/of_department.html",
        department=department,
        absences=rows,
        kinds={row.id: labels.kind_word(row.kind if _may_know(row) else None) for row in rows},
        today=today,
    )


def _may_know(absence: Absence) -> bool:
    return rules.read_kind(current_user, absence.person)


@bp.get("/absences/<int:absence_id>")
@require(rules.read, of=queries.absence_by_id)
def show(absence: Absence) -> Any:
    return render_template(
        "absences/show.html",
        absence=absence,
        may_know=_may_know(absence),
        kind_word=labels.kind_word,
        history=history_of(absence),
        today=clock.today(),
    )


@bp.route("/people/<int:person_id>/absences/new", methods=["GET", "POST"])
@require(rules.record, of=person_by_id)
def new(person: Person) -> Any:
    form = AbsenceForm(may_name_substitute=rules.name_substitute(current_user, person))
    if form.submitted():
        try:
            made = operations.record_absence(person, **form.values(), **_by())
            flash(_("The absence is recorded."), "good")
            return _to(made)
        except Invalid as error:
            form.reject(error)
    page = render_template("absences/new.html", form=form, person=person, is_own=person.id == current_user.id)
    return page, 422 if form.errors else 200


@bp.route("/absences/<int:absence_id>/edit", methods=["GET", "POST"])
@require(rules.edit, of=queries.absence_by_id)
def edit(absence: Absence) -> Any:
    absence.insist_on_standing()
    form = AbsenceForm(obj=absence)
    if form.submitted():
        check_version(absence, form.version.data, _compared(absence, form))
        try:
            operations.edit_absence(absence, **form.values(), **_by())
            flash(_("Saved."), "good")
            return _to(absence)
        except Invalid as error:
            form.reject(error)
    return render_template("absences/edit.html", form=form, absence=absence), 422 if form.errors else 200


def _compared(absence: Absence, form: AbsenceForm) -> list[tuple[str, str, str]]:
    """What is stored beside what was submitted."""
    return [
        (str(labels.FIELDS[name]), _shown(name, getattr(absence, name)), _shown(name, value))
        for name, value in form.values().items()
    ]


def _shown(name: str, value: Any) -> str:
    return labels.kind_word(value) if name == "kind" else str(value or "")


@bp.route("/absences/<int:absence_id>/cancellation", methods=["GET", "POST"])
@require(rules.cancel, of=queries.absence_by_id)
def cancellation(absence: Absence) -> Any:
    form = CancellationForm()
    if not form.submitted():
        page = render_template("absences/cancellation.html", form=form, absence=absence)
        return page, 422 if form.errors else 200
    operations.cancel_absence(absence, **_by())
    flash(_("The absence is cancelled."), "good")
    return redirect(url_for("absences.of_person", person_id=absence.person_id), 303)


@bp.route("/people/<int:person_id>/absences/import", methods=["GET", "POST"])
@require(rules.record, of=person_by_id)
def calendar(person: Person) -> Any:
    form, outcome, today = AbsenceCalendarForm(), None, clock.today()
    if form.submitted():
        try:
            span = (today - importing.BEFORE, today + importing.AHEAD)
            reading = read_calendar(form.content, *span, clock.timezone())
            outcome = importing.import_absences(person, reading, kind=form.kind.data, **_by())
        except Unreadable as error:
            form.reject(Invalid(file=error.sentence))
        if outcome and outcome.did_something:
            _flash(outcome)
            return redirect(url_for("absences.of_person", person_id=person.id), 303)
        if outcome:
            form.reject(Invalid(file=_nothing_taken(outcome)))
    page = render_template("absences/import.html", form=form, person=person, outcome=outcome)
    return page, 422 if form.errors else 200


def _nothing_taken(outcome: Outcome) -> str:
    if outcome.left_out:
        return _("Nothing could be taken from this file: see why below.")
    return _("There are no whole days in this file that lie ahead.")


def _flash(outcome: Outcome) -> None:
    """How much was taken, and the first things that were not, with the reason."""
    numbers = {"taken": outcome.taken, "changed": outcome.changed, "unchanged": outcome.unchanged}
    flash(_("Recorded: %(taken)d. Moved: %(changed)d. Known already: %(unchanged)d.", **numbers), "good")
    if outcome.cancelled:
        flash(_("Cancelled in the calendar: %(count)d.", count=outcome.cancelled), "good")
    if outcome.left_out:
        first = "; ".join(f"{what}: {why}" for what, why in outcome.left_out[:SHOWN_LEFT_OUT])
        count = len(outcome.left_out)
        told = ngettext(
            "%(num)d entry was left out. %(first)s",
            "%(num)d entries were left out. %(first)s",
            count,
            first=first,
        )
        flash(told, "warning")


@bp.get("/public-holidays")
@require(rules.read)
def public_holidays() -> Any:
    today = clock.today()
    rows = queries.public_holidays(today.replace(month=1, day=1))
    return render_template("absences/public_holidays.html", holidays=rows, today=today)


@bp.route("/public-holidays/new", methods=["GET", "POST"])
@require(rules.keep_holidays)
def new_public_holiday() -> Any:
    form = HolidayForm()
    if form.submitted():
        try:
            operations.add_public_holiday(**form.values(), by=current_user.person, now=clock.now())
            flash(_("Saved."), "good")
            return redirect(url_for("absences.public_holidays"), 303)
        except Invalid as error:
            form.reject(error)
    return render_template("absences/public_holiday_new.html", form=form), 422 if form.errors else 200


@bp.route("/public-holidays/import", methods=["GET", "POST"])
@require(rules.keep_holidays)
def holiday_calendar() -> Any:
    form, today = HolidayCalendarForm(), clock.today()
    if form.submitted():
        try:
            span = (today - importing.HOLIDAYS_BEFORE, today + importing.HOLIDAYS_AHEAD)
            reading = read_calendar(form.content, *span, clock.timezone(), free_too=True)
            outcome = importing.import_public_holidays(reading, by=current_user.person, now=clock.now())
            if outcome.did_something:
                _flash(outcome)
                return redirect(url_for("absences.public_holidays"), 303)
            form.reject(Invalid(file=_nothing_taken(outcome)))
        except Unreadable as error:
            form.reject(Invalid(file=error.sentence))
    return render_template("absences/holiday_import.html", form=form), 422 if form.errors else 200


@bp.route("/public-holidays/<int:holiday_id>/removal", methods=["GET", "POST"])
@require(rules.keep_holidays, of=queries.holiday_by_id)
def public_holiday_removal(holiday: PublicHoliday) -> Any:
    form = RemovalForm()
    if not form.submitted():
        page = render_template("absences/public_holiday_removal.html", form=form, holiday=holiday)
        return page, 422 if form.errors else 200
    operations.remove_public_holiday(holiday, **form.values(), by=current_user.person, now=clock.now())
    flash(_("%(name)s is a working day again.", name=holiday.name), "good")
    return redirect(url_for("absences.public_holidays"), 303)


def _to(absence: Absence) -> Any:
    return redirect(url_for("absences.show", absence_id=absence.id), 303)


def _by() -> dict[str, Any]:
    return {"by": current_user.person, "now": clock.now(), "today": clock.today()}


def _person_panel(person: Person, actor: Actor) -> Any:
    """The next absences; nothing where there is none and the reader could not record one."""
    rows = queries.absences_of(person, actor.today)[:5]
    return rows if rows or rules.record(actor, person) else None


def _department_panel(department: Department, actor: Actor) -> Any:
    return queries.absences_in(department, actor.today, actor.today + IN_PANEL, 10) or None


add_person_panel(60, _l("Absences"), "absences/_person_panel.html", _person_panel)
add_department_panel(
    60, _l("Away in the next four weeks"), "absences/_department_panel.html", _department_panel
)
