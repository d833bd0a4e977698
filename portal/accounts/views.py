"""Pages: signing in and out; people and departments."""

from __future__ import annotations

import ipaddress
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from portal.accounts.actors import Actor, actor_from_cookie, actor_from_token, actor_of
from portal.accounts.forms import SignInForm
from portal.accounts.operations import authenticate
from portal.assembly import limiter, login_manager
from portal.core import clock
from portal.core.access import PUBLIC, SIGNED_IN, require
from portal.core.api import problem
from portal.core.web import PageBlueprint, back_to, is_api

bp = PageBlueprint("accounts", __name__)


@login_manager.user_loader
def load_from_cookie(value: str) -> Actor | None:
    """Pages know people by their session; the API does not accept cookies (so it needs no CSRF token)."""
    return None if is_api() else actor_from_cookie(value, clock.today())


@login_manager.request_loader
def load_from_token(incoming: Any) -> Actor | None:
    scheme, _space, token = incoming.headers.get("Authorization", "").partition(" ")
    if not is_api() or scheme.lower() != "bearer" or not token:
        return None
    return actor_from_token(token.strip(), clock.today())


@login_manager.unauthorized_handler
def ask_to_sign_in() -> Any:
    if is_api():
        response = problem(401, _("Send an API token as 'Authorization: Bearer …'."))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("10 per minute; 100 per hour", methods=["POST"])
@require(PUBLIC)
def sign_in() -> Any:
    if current_user.is_authenticated:
        return back_to(request.args.get("next"), "/")
    form = SignInForm()
    if not form.submitted():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    person = authenticate(form.email.data, form.password.data, from_loopback=_is_loopback())
    if person is None:
        form.password.errors = [_("This address and password do not go together.")]
        return render_template("accounts/sign_in.html", form=form), 422
    session.clear()
    login_user(actor_of(person, clock.today()))
    session.permanent = True
    return back_to(request.args.get("next"), "/")


@bp.post("/sign-out")
@require(SIGNED_IN)
def sign_out() -> Any:
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


def _is_loopback() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
