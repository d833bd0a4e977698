"""A week of all promises to a project on one page; each row is recorded on its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.commitments.capacity import monday_of
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid, Refused
from portal.core.language import number
from portal.database import session
from portal.fulfilment import forms, operations, queries, rules
from portal.fulfilment.amounts import said
from portal.fulfilment.views.blueprint import bp
from portal.fulfilment.weeks import Standing, Week, whole_of
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.projects.queries import project_by_code

THURSDAY = 3
WEEK = dt.timedelta(weeks=1)
#: What a row shows and takes; longer than anything meant.
LONGEST = 20


@dataclass
class Row:
    """One person's week on the page: the text in its field, and what is wrong with it."""

    week: Week
    text: str
    can_enter: bool
    error: str = ""

    @property
    def shown(self) -> str:
        """The figure as the page showed it: who changed it meanwhile is noticed."""
        return as_text(self.week.given)


def as_text(hours: Decimal | None) -> str:
    return "" if hours is None else f"{hours.normalize():f}"


@bp.get("/projects/<code>/given")
@require(projects.read, of=project_by_code)
def of_project(project: Project) -> Any:
    """What was promised and given in one week, person by person; who enters finds fields instead of figures."""
    monday = chosen_week(request.args.get("week", ""), current_user.today)
    return _page(project, monday, _rows(project, monday))


@bp.post("/projects/<code>/given")
@require(rules.enter_many, of=project_by_code)
def enter_many(project: Project) -> Any:
    """Every row that was changed is recorded on its own; one that cannot be leaves the others in peace."""
    monday = chosen_week(request.form.get("week", ""), current_user.today)
    rows = _rows(project, monday)
    entered = sum(_enter(row) for row in rows if _is_changed(row))
    wrong = [row for row in rows if row.error]
    if entered:
        flash(ngettext("%(num)d week is entered.", "%(num)d weeks are entered.", entered), "success")
    if not wrong:
        if not entered:
            flash(_("Nothing was changed."), "info")
        return redirect(url_for("fulfilment.of_project", code=project.code, week=monday.isoformat()), 303)
    session().expire_all()
    return _page(project, monday, _shown_again(project, monday, rows), 200 if entered else 422)


def _is_changed(row: Row) -> bool:
    """Did somebody type into this row? One that is left as it was shown is left alone."""
    name = f"hours_{row.week.commitment.id}"
    if name not in request.form or not row.can_enter:
        return False
    row.text = request.form[name].strip()
    return (
        row.text != request.form.get(f"shown_{row.week.commitment.id}", row.shown) and row.text != row.shown
    )


def _enter(row: Row) -> bool:
    week = row.week
    was = request.form.get(f"shown_{week.commitment.id}", row.shown)
    try:
        with session().begin_nested():
            _insist_as_shown(row, was)
            hours = said(row.text).hours(week.commitment)
            by, now = current_user.person, clock.now()
            operations.enter_week(week.commitment, week_on=week.week_on, hours=hours, by=by, now=now)
    except Invalid as error:
        row.error = " ".join(error.errors.values())
    except Refused as refusal:
        row.error = refusal.sentence
    return not row.error


def _insist_as_shown(row: Row, was: str) -> None:
    """Two people with the same page open: the second sees what the first entered before they change it."""
    delivery = row.week.delivery
    if delivery is not None and was != row.shown:
        raise Refused(
            _(
                "%(name)s has entered %(hours)s hours meanwhile.",
                name=delivery.entered_by.name if delivery.entered_by else _("Somebody"),
                hours=number(delivery.hours),
            )
        )


def chosen_week(text: str, today: dt.date) -> dt.date:
    """The Monday that was asked for; else from Thursday on this week, before that the last one."""
    this_week = monday_of(today)
    try:
        wanted = monday_of(dt.date.fromisoformat(text[:10]))
    except (ValueError, OverflowError):
        return this_week if today.weekday() >= THURSDAY else this_week - WEEK
    return min(max(wanted, dt.date(1900, 1, 1)), this_week)


def _rows(project: Project, monday: dt.date) -> list[Row]:
    may = rules.enter_many(current_user, project)
    return [
        Row(
            week,
            as_text(week.given),
            may and rules.enter(current_user, week.commitment) and _is_enterable(week),
        )
        for week in queries.weeks_of_project(project, monday, current_user)
    ]


def _is_enterable(week: Week) -> bool:
    return week.commitment.can_be("deliver") and not week.is_settled and week.standing != Standing.DISPUTED


def _shown_again(project: Project, monday: dt.date, rows: list[Row]) -> list[Row]:
    """The rows as they are stored now; those that could not be recorded keep what was typed, and why."""
    failed = {row.week.commitment.id: row for row in rows if row.error}
    fresh = _rows(project, monday)
    for row in fresh:
        if old := failed.get(row.week.commitment.id):
            row.text, row.error = old.text[:LONGEST], old.error
    return fresh


def _page(project: Project, monday: dt.date, rows: list[Row], status: int = 200) -> Any:
    this_week = monday_of(current_user.today)
    return (
        render_template(
            "fulfilment/of_project.html",
            project=project,
            monday=monday,
            rows=rows,
            whole=whole_of(row.week for row in rows),
            form=forms.ManyForm(formdata=None),  # another page, another submission
            can_enter=any(row.can_enter for row in rows),
            before=monday - WEEK if monday.year > 1900 else None,
            after=monday + WEEK if monday < this_week else None,
        ),
        status,
    )
