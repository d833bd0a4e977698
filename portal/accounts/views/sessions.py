"""Signing in and out, and how a request is recognized."""

from __future__ import annotations

import ipaddress
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from portal.accounts import operations
from portal.accounts.actors import Actor, actor_from_cookie, actor_from_token, actor_of
from portal.accounts.forms import SignInForm
from portal.accounts.limits import PER_ACCOUNT, PER_ADDRESS, account_tried, has_failed
from portal.accounts.models import Person
from portal.accounts.views.blueprint import bp
from portal.accounts.views.preferences import keep_preferences
from portal.core import clock
from portal.core.access import PUBLIC, SIGNED_IN, require
from portal.core.api import problem
from portal.core.extensions import limiter, login_manager
from portal.core.web import back_to, is_api


@login_manager.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def load_from_cookie(value: str) -> Actor | None:
    """Pages know people by their session; the API does not accept cookies (so it needs no CSRF token)."""
    return None if is_api() else actor_from_cookie(value, clock.today())


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load_from_token(incoming: Any) -> Actor | None:
    scheme, _space, token = incoming.headers.get("Authorization", "").partition(" ")
    if not is_api() or scheme.lower() != "bearer" or not token:
        return None
    return actor_from_token(token.strip(), clock.today())


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> Any:
    if is_api():
        response = problem(401, _("Send an API token as 'Authorization: Bearer …'."))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"])
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=account_tried, deduct_when=has_failed)
@require(PUBLIC)
def sign_in() -> Any:
    if current_user.is_authenticated:
        return back_to(request.args.get("next"), "/")
    form = SignInForm()
    if not form.submitted():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    person = operations.authenticate(form.email.data, form.password.data, from_loopback=_is_loopback())
    if person is None:
        form.password.errors = [_("This address and password do not go together.")]
        return render_template("accounts/sign_in.html", form=form), 422
    begin_session(person)
    return keep_preferences(back_to(request.args.get("next"), "/"), person)


@bp.post("/sign-out")
@require(SIGNED_IN)
def sign_out() -> Any:
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


def begin_session(person: Person) -> None:
    """A session that owes nothing to the one before: whatever was planted in it is gone."""
    session.clear()
    login_user(actor_of(person, clock.today()))
    session.permanent = True


def _is_loopback() -> bool:
    """Does the browser sit on this very machine? A proxy before us, or a public address of ours, says no."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP")):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
