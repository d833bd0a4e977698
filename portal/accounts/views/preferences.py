"""Language and appearance: a person's setting when signed in, a cookie before."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import operations
from portal.accounts.models import Person
from portal.accounts.operations.profile import THEMES
from portal.accounts.views.blueprint import bp
from portal.core.access import PUBLIC, require
from portal.core.language import LANGUAGES
from portal.core.web import back_to

YEAR = 60 * 60 * 24 * 365


@bp.post("/language")
@require(PUBLIC)
def language() -> Any:
    chosen = request.form.get("language")
    if chosen not in LANGUAGES:
        abort(422)
    if current_user.is_authenticated:
        operations.choose_language(current_user.person, chosen)
    return keep_cookie(back_to(request.form.get("next"), "/"), "language", chosen)


@bp.post("/theme")
@require(PUBLIC)
def theme() -> Any:
    chosen = request.form.get("theme")
    if chosen not in {*THEMES, "auto"}:
        abort(422)
    if current_user.is_authenticated:
        operations.choose_theme(current_user.person, chosen)
    return keep_cookie(back_to(request.form.get("next"), "/"), "theme", chosen if chosen in THEMES else None)


def keep_preferences(response: Response, person: Person) -> Response:
    """Give this browser what the person chose elsewhere; without a choice it keeps its own.

    The cookie decides, so that the switch in the bar can, too.
    """
    for name, value in (("theme", person.theme), ("language", person.language)):
        if value:
            keep_cookie(response, name, value)
    return response


def keep_cookie(response: Response, name: str, value: str | None) -> Response:
    """Nothing secret: scripts of the page may read it (the switch in the bar writes the theme)."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if value is None:
        response.delete_cookie(name, secure=is_secure, samesite="Lax")
    else:
        response.set_cookie(name, value, max_age=YEAR, secure=is_secure, samesite="Lax")
    return response
