"""Pages of departments: the tree, one department, and its heads over time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import operations, panels, queries, rules
from portal.accounts.forms import DepartmentForm, EndForm, HeadForm, ReasonForm, compared
from portal.accounts.labels import FIELDS
from portal.accounts.models import Department, DepartmentHead
from portal.accounts.queries import PeopleFilters
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.forms import FIRST_DAY, LAST_DAY
from portal.core.transactions import check_version
from portal.register.queries import history_of


def _to(department: Department) -> Any:
    return redirect(url_for("accounts.department", department_id=department.id), 303)


def _day_asked_for() -> dt.date:
    """The day of the address; today for none or nonsense."""
    try:
        day = dt.date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()
    return day if FIRST_DAY <= day <= LAST_DAY else clock.today()


@bp.get("/departments")
@require(rules.read)
def departments() -> Any:
    day = _day_asked_for()
    return render_template(
        "accounts/departments.html", branches=queries.department_tree(day), day=day, today=clock.today()
    )


@bp.get("/departments/<int:department_id>")
@require(rules.read, of=queries.department_by_id)
def department(department: Department) -> Any:
    day, heads = _day_asked_for(), queries.heads_of(department)
    people = queries.people(PeopleFilters(department=department.code, limit=10))
    return render_template(
        "accounts/department.html",
        department=department,
        heads=heads,
        head=next((head for head in heads if head.holds_on(day)), None),
        people=people,
        panels=panels.panels_of_department(department, current_user),
        history=history_of(department),
        day=day,
        today=clock.today(),
    )


@bp.route("/departments/new", methods=["GET", "POST"])
@require(rules.administer)
def new_department() -> Any:
    form = DepartmentForm()
    if form.submitted():
        try:
            made = operations.create_department(**form.values(), by=current_user.person, now=clock.now())
            flash(_("%(name)s is added. Appoint its head next.", name=made.name), "good")
            return _to(made)
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/department_new.html", form=form), 422 if form.errors else 200


@bp.route("/departments/<int:department_id>/edit", methods=["GET", "POST"])
@require(rules.administer, of=queries.department_by_id)
def edit_department(department: Department) -> Any:
    form = DepartmentForm(obj=department)
    if form.submitted():
        check_version(department, form.version.data, compared(department, form, FIELDS))
        try:
            operations.edit_department(department, **form.values(), by=current_user.person, now=clock.now())
            flash(_("Saved."), "good")
            return _to(department)
        except Invalid as error:
            form.reject(error)
    page = render_template("accounts/department_edit.html", form=form, department=department)
    return page, 422 if form.errors else 200


@bp.route("/departments/<int:department_id>/heads/new", methods=["GET", "POST"])
@require(rules.administer, of=queries.department_by_id)
def appoint_head(department: Department) -> Any:
    form, today = HeadForm(valid_from=clock.today()), clock.today()
    if form.submitted():
        try:
            by, now = current_user.person, clock.now()
            operations.appoint_head(department, **form.values(), by=by, now=now, today=today)
            flash(_("The head of %(name)s is recorded.", name=department.name), "good")
            return _to(department)
        except Invalid as error:
            form.reject(error)
    heads = queries.heads_of(department)
    page = render_template(
        "accounts/head_appointment.html", form=form, department=department, heads=heads, today=today
    )
    return page, 422 if form.errors else 200


@bp.route("/heads/<int:head_id>/ending", methods=["GET", "POST"])
@require(rules.administer, of=queries.head_by_id)
def head_ending(head: DepartmentHead) -> Any:
    form, today = EndForm(valid_to=clock.today()), clock.today()
    if form.submitted():
        try:
            operations.end_head(head, **form.values(), by=current_user.person, now=clock.now(), today=today)
            flash(_("The end is recorded."), "good")
            return _to(head.department)
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/head_ending.html", form=form, head=head), 422 if form.errors else 200


@bp.route("/heads/<int:head_id>/withdrawal", methods=["GET", "POST"])
@require(rules.administer, of=queries.head_by_id)
def head_withdrawal(head: DepartmentHead) -> Any:
    form, department = ReasonForm(), head.department
    if not form.submitted():
        return render_template(
            "accounts/head_withdrawal.html", form=form, head=head
        ), 422 if form.errors else 200
    by, now, today = current_user.person, clock.now(), clock.today()
    operations.withdraw_head(head, **form.values(), by=by, now=now, today=today)
    flash(_("The appointment is withdrawn."), "good")
    return _to(department)
