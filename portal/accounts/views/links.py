"""Pages behind one-time links. Opening one changes nothing; sending the form uses it up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from portal.accounts import operations, queries
from portal.accounts.forms import FirstAdministratorForm, NewPasswordForm
from portal.accounts.limits import LINKS_PER_ADDRESS
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.access import PUBLIC, require
from portal.core.errors import Invalid
from portal.core.extensions import limiter
from portal.core.forms import is_submitted


@bp.route("/set-password/<token>", methods=["GET", "POST"])
@limiter.limit(LINKS_PER_ADDRESS)
@require(PUBLIC)
def set_password(token: str) -> Any:
    link = queries.link_by_token(token, clock.now(), for_use=is_submitted())
    if link is None or link.person is None:
        return render_template("accounts/link_void.html"), 410
    form = NewPasswordForm()
    if form.submitted():
        try:
            operations.set_password(link, password=form.password.data, now=clock.now())
            return _on_to_sign_in(_("Your password is set. Sign in with it."))
        except Invalid as error:
            form.reject(error)
    return render_template(
        "accounts/set_password.html", form=form, person=link.person
    ), 422 if form.errors else 200


@bp.route("/first-administrator/<token>", methods=["GET", "POST"])
@limiter.limit(LINKS_PER_ADDRESS)
@require(PUBLIC)
def first_administrator(token: str) -> Any:
    link = queries.link_by_token(token, clock.now(), for_use=is_submitted())
    if link is None or link.person is not None or queries.has_accounts():
        return render_template("accounts/link_void.html"), 410
    form = FirstAdministratorForm()
    if form.submitted():
        values = {name: form.values()[name] for name in ("name", "email", "password")}
        try:
            operations.create_first_administrator(link, **values, now=clock.now(), today=clock.today())
            return _on_to_sign_in(_("The portal is yours. Sign in with your e-mail address and password."))
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/first_administrator.html", form=form), 422 if form.errors else 200


def _on_to_sign_in(sentence: str) -> Any:
    session.clear()
    flash(sentence, "good")
    return redirect(url_for("accounts.sign_in"), 303)
