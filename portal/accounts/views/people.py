"""Pages of people: list, one person, and what administrators do with them."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import operations, panels, queries, rules
from portal.accounts.fields import shown
from portal.accounts.forms import MergerForm, PersonForm, ReasonForm, compared
from portal.accounts.labels import FIELDS, REFERENCES, ROLES
from portal.accounts.models import Person
from portal.accounts.queries import PeopleFilters
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid, Refused
from portal.core.idempotency import conceal
from portal.core.transactions import check_version
from portal.register.queries import history_of


@bp.get("/people")
@require(rules.read)
def people() -> Any:
    filters = PeopleFilters.from_request()
    departments = queries.department_choices()
    return render_template(
        "accounts/people.html", page=queries.people(filters), filters=filters, departments=departments
    )


@bp.get("/people/suggestions")
@require(rules.read)
def suggestions() -> Any:
    """For the person field: options of a datalist, or JSON for those who ask for it."""
    name = request.args.get("field", "q")
    found = queries.suggestions(request.args.get(name) or request.args.get("q", ""))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(
            [{"id": one.id, "name": one.name, "key": one.key, "value": shown(one)} for one in found]
        )
    return render_template("accounts/_suggestions.html", people=[(shown(one), one) for one in found])


@bp.get("/people/<int:person_id>")
@require(rules.read, of=queries.person_by_id)
def person(person: Person) -> Any:
    if person.is_merged:
        return render_template("accounts/person_merged.html", person=person, history=history_of(person))
    return render_template(
        "accounts/person.html",
        person=person,
        grants=queries.grants_of(person),
        headships=queries.headships_of(person),
        panels=panels.panels_of_person(person, current_user),
        history=history_of(person),
        today=clock.today(),
        roles=ROLES,
    )


@bp.route("/people/new", methods=["GET", "POST"])
@require(rules.administer)
def new_person() -> Any:
    form = PersonForm()
    if form.submitted():
        try:
            made = operations.create_person(**form.values(), by=current_user.person, now=clock.now())
            flash(_("%(name)s is added.", name=made.name), "good")
            return redirect(url_for("accounts.person", person_id=made.id), 303)
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/person_new.html", form=form), 422 if form.errors else 200


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@require(rules.administer, of=queries.person_by_id)
def edit_person(person: Person) -> Any:
    form = PersonForm(obj=person)
    if form.submitted():
        check_version(person, form.version.data, compared(person, form, FIELDS))
        try:
            operations.edit_person(person, **form.values(), by=current_user.person, now=clock.now())
            flash(_("Saved."), "good")
            return redirect(url_for("accounts.person", person_id=person.id), 303)
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/person_edit.html", form=form, person=person), 422 if form.errors else 200


@bp.route("/people/<int:person_id>/deactivation", methods=["GET", "POST"])
@require(rules.deactivate, of=queries.person_by_id)
def deactivation(person: Person) -> Any:
    form = ReasonForm()
    if not form.submitted():
        page = render_template("accounts/deactivation.html", form=form, person=person)
        return page, 422 if form.errors else 200
    operations.deactivate(
        person, **form.values(), by=current_user.person, now=clock.now(), today=clock.today()
    )
    flash(_("The account of %(name)s is closed.", name=person.name), "good")
    return redirect(url_for("accounts.person", person_id=person.id), 303)


@bp.route("/people/<int:person_id>/reactivation", methods=["GET", "POST"])
@require(rules.reactivate, of=queries.person_by_id)
def reactivation(person: Person) -> Any:
    form = ReasonForm()
    if not form.submitted():
        page = render_template("accounts/reactivation.html", form=form, person=person)
        return page, 422 if form.errors else 200
    operations.reactivate(person, **form.values(), by=current_user.person, now=clock.now())
    flash(_("The account of %(name)s is open again.", name=person.name), "good")
    return redirect(url_for("accounts.person", person_id=person.id), 303)


@bp.route("/people/<int:person_id>/invitation", methods=["GET", "POST"])
@require(rules.invite, of=queries.person_by_id)
def invitation(person: Person) -> Any:
    """The link is on the answer to the form and nowhere else."""
    if request.method == "GET":
        return render_template("accounts/invitation.html", person=person)
    base_url = current_app.config["BASE_URL"]
    link = operations.invite(person, by=current_user.person, now=clock.now(), base_url=base_url)
    conceal()
    return render_template("accounts/invitation_link.html", person=person, link=link), 201


@bp.post("/people/<int:person_id>/sign-out")
@require(rules.sign_out, of=queries.person_by_id)
def sign_out_person(person: Person) -> Any:
    operations.sign_out_everywhere(person, by=current_user.person, now=clock.now())
    flash(_("Every session of %(name)s has ended.", name=person.name), "good")
    return redirect(url_for("accounts.person", person_id=person.id), 303)


@bp.get("/people/<int:person_id>/merger")
@require(rules.merge, of=queries.person_by_id)
def merger(person: Person) -> Any:
    """First who the other is, then both side by side with what would move."""
    form = MergerForm(request.args, meta={"csrf": False})
    if not request.args.get("into"):
        return render_template("accounts/merger_choice.html", form=form, person=person, is_asked=False)
    if not form.validate():
        return render_template("accounts/merger_choice.html", form=form, person=person, is_asked=True), 422
    into = form.into.data
    assert into is not None
    try:
        moving = operations.preview_merger(person, into)
    except Refused as refusal:
        form.into.errors = [refusal.sentence]
        return render_template("accounts/merger_choice.html", form=form, person=person, is_asked=True), 422
    return render_template("accounts/merger.html", person=person, into=into, moving=moving, words=REFERENCES)


@bp.post("/people/<int:person_id>/merger")
@require(rules.merge, of=queries.person_by_id)
def merge(person: Person) -> Any:
    into = queries.person_by_id(request.form.get("into", 0, type=int))
    if into is None:
        abort(422)
    check_version(person, request.form.get("version"))
    operations.merge_people(person, into=into, by=current_user.person, now=clock.now())
    flash(_("%(name)s is merged.", name=person.name), "good")
    return redirect(url_for("accounts.person", person_id=into.id), 303)
