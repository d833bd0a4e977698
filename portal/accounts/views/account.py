"""My account: what people keep about themselves."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import operations, queries, rules
from portal.accounts.forms import PasswordForm, ProfileForm, TokenForm, compared, in_a_quarter
from portal.accounts.labels import FIELDS, ROLES, word
from portal.accounts.limits import PER_ACCOUNT, current_account, has_failed
from portal.accounts.models import ApiToken, Person
from portal.accounts.views.blueprint import bp
from portal.accounts.views.preferences import keep_cookie
from portal.accounts.views.sessions import begin_session
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.extensions import limiter
from portal.core.idempotency import conceal
from portal.core.transactions import check_version


def _me() -> Person:
    person: Person = current_user.person
    return person


@bp.route("/account", methods=["GET", "POST"])
@require(rules.keep_own)
def account() -> Any:
    person = _me()
    form = ProfileForm(obj=person)
    if not form.submitted():
        held = [word(ROLES, role) for role in sorted(current_user.roles)]
        page = render_template("accounts/account.html", form=form, person=person, held=held)
        return page, 422 if form.errors else 200
    check_version(person, form.version.data, compared(person, form, FIELDS))
    operations.edit_profile(person, **form.values(), by=person, now=clock.now())
    flash(_("Saved."), "good")
    response = redirect(url_for("accounts.account"), 303)
    return keep_cookie(keep_cookie(response, "theme", person.theme), "language", person.language)


@bp.route("/account/password", methods=["GET", "POST"])
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=current_account, deduct_when=has_failed)
@require(rules.keep_own)
def password() -> Any:
    person, form = _me(), PasswordForm()
    if form.submitted():
        try:
            operations.change_password(
                person,
                current=form.current.data,
                password=form.password.data,
                by=person,
                now=clock.now(),
            )
            begin_session(person)
            flash(_("Your password is changed. Every other session has ended."), "good")
            return redirect(url_for("accounts.account"), 303)
        except Invalid as error:
            form.reject(error)
    return render_template("accounts/password.html", form=form, person=person), 422 if form.errors else 200


@bp.route("/account/tokens", methods=["GET", "POST"])
@require(rules.keep_own)
def tokens() -> Any:
    person, form, text = _me(), TokenForm(expires_on=in_a_quarter(clock.today())), None
    if form.submitted():
        try:
            now, today = clock.now(), clock.today()
            _token, text = operations.create_token(person, **form.values(), by=person, now=now, today=today)
            conceal()
        except Invalid as error:
            form.reject(error)
    page = render_template(
        "accounts/tokens.html",
        form=form,
        person=person,
        tokens=queries.tokens_of(person),
        text=text,
        today=clock.today(),
    )
    return page, 422 if form.errors else 201 if text else 200


@bp.post("/account/tokens/<int:token_id>/revocation")
@require(rules.revoke_token, of=queries.token_by_id)
def token_revocation(token: ApiToken) -> Any:
    operations.revoke_token(token, by=_me(), now=clock.now())
    flash(_("The token is revoked."), "good")
    return redirect(url_for("accounts.tokens"), 303)


@bp.post("/account/sign-out-everywhere")
@require(rules.keep_own)
def sign_out_everywhere() -> Any:
    """Ends this session as well: whoever asks for this may not be the only one at this screen."""
    operations.sign_out_everywhere(_me(), by=_me(), now=clock.now())
    flash(_("Every session has ended. Sign in again here."), "good")
    return redirect(url_for("accounts.sign_in"), 303)
