"""Pages of roles: who has which, granting and ending."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts.forms import EndForm, GrantForm
from portal.accounts.labels import ROLE_MEANINGS, ROLES, word
from portal.accounts.models import Person, RoleGrant
from portal.accounts.queries import GrantFilters
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid


@bp.get("/roles")
@require(rules.read)
def roles() -> Any:
    filters, today = GrantFilters.from_request(), clock.today()
    page = queries.grants(filters, today)
    return render_template(
        "accounts/roles.html", page=page, filters=filters, today=today, roles=ROLES, meanings=ROLE_MEANINGS
    )


@bp.route("/people/<int:person_id>/roles/new", methods=["GET", "POST"])
@require(rules.grant_role, of=queries.person_by_id)
def grant_role(person: Person) -> Any:
    form = GrantForm(valid_from=clock.today())
    if form.submitted():
        try:
            operations.grant_role(person, **form.values(), by=current_user.person, now=clock.now())
            flash(_("%(name)s has the role.", name=person.name), "good")
            return redirect(url_for("accounts.person", person_id=person.id), 303)
        except Invalid as error:
            form.reject(error)
    page = render_template("accounts/role_grant.html", form=form, person=person, meanings=ROLE_MEANINGS)
    return page, 422 if form.errors else 200


@bp.route("/roles/<int:grant_id>/ending", methods=["GET", "POST"])
@require(rules.end_role, of=queries.grant_by_id)
def role_ending(grant: RoleGrant) -> Any:
    form, today, person = EndForm(valid_to=clock.today()), clock.today(), grant.person
    if form.submitted():
        try:
            operations.end_role(grant, **form.values(), by=current_user.person, now=clock.now(), today=today)
            flash(_("The end of the role is recorded."), "good")
            return redirect(url_for("accounts.person", person_id=person.id), 303)
        except Invalid as error:
            form.reject(error)
    role = word(ROLES, grant.role)
    page = render_template("accounts/role_ending.html", form=form, grant=grant, person=person, role=role)
    return page, 422 if form.errors else 200
