"""Turns every way of saying no into a page, a fragment or a problem document; never a trace, never a
half-effect.
"""

from __future__ import annotations

from typing import Any

import structlog
from apiflask import HTTPError
from apiflask.exceptions import _ValidationError
from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.core.api import problem
from portal.core.errors import Invalid, Refused, Stale
from portal.core.transactions import abandon
from portal.core.web import is_api, is_htmx

log = structlog.get_logger()
PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(HTTPError, on_api_error)
    app.register_error_handler(_ValidationError, on_schema)
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(Invalid, on_invalid)
    app.register_error_handler(Stale, on_stale)
    app.register_error_handler(StaleDataError, on_overtaken)
    app.register_error_handler(IntegrityError, on_integrity)
    app.register_error_handler(RecursionError, on_recursion)
    app.register_error_handler(OperationalError, on_busy)


def answer(status: int, sentence: str = "", *, template: str | None = None, **context: Any) -> Response:
    """An error in the form that the client understands."""
    if is_api():
        return problem(status, sentence)
    if is_htmx():
        body = render_template("errors/_fragment.html", status=status, sentence=sentence)
        return make_response(body, status)
    name = template or f"errors/{status if status in PAGES else 400}.html"
    return make_response(render_template(name, status=status, sentence=sentence, **context), status)


def on_csrf(error: CSRFError) -> Response:
    return answer(
        400,
        _("This page was open for too long or came from elsewhere. Nothing was stored; please try again."),
    )


def on_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect
    response = answer(error.code, "" if error.code != 400 else _("The request could not be understood."))
    if error.code == 500:
        abandon()
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    return response


def on_api_error(error: HTTPError) -> Response:
    return problem(error.status_code, error.message or "")


def on_schema(error: Any) -> Response:
    """Pydantic's complaints, flattened to `field: message`."""
    rows = []
    for place in (error.detail or {}).values():
        for field, messages in place.items():
            rows += [(str(field), str(message)) for message in messages]
    return problem(422, _("Some values are not acceptable."), errors=rows)


def on_invalid(error: Invalid) -> Response:
    if is_api():
        return problem(422, _("Some values are not acceptable."), errors=list(error.errors.items()))
    return answer(422, " ".join(error.errors.values()), template="errors/409.html")


def on_refused(error: Refused) -> Response:
    return answer(409, error.sentence)


def on_stale(error: Stale) -> Response:
    sentence = _("Somebody else changed this meanwhile. Nothing of yours was stored.")
    return answer(409, sentence, template="errors/stale.html", fields=error.fields, record=error.record)


def on_overtaken(_error: StaleDataError) -> Response:
    """Somebody else was faster by an instant: noticed by the database while the view was still at work."""
    abandon()
    return on_stale(Stale(None))


def on_recursion(error: RecursionError) -> Response:
    """JSON that is nested thousands of levels deep means nothing; anything else of this kind is a bug of
    ours.
    """
    if not (is_api() and request.is_json):
        raise error
    abandon()
    return problem(400, _("The request could not be understood."))


def on_integrity(error: IntegrityError) -> Response:
    """Two people did the same at the same instant: a constraint held. Logged, and told plainly."""
    abandon()
    log.warning("constraint held", constraint=str(error.orig).splitlines()[0])
    return answer(
        409, _("Somebody else stored the same at this moment. Please look at the list and try again.")
    )


def on_busy(error: OperationalError) -> Response:
    """Another writer kept the embedded database for longer than a request waits; everything else is a bug."""
    abandon()
    if not is_busy(error):
        raise error
    sentence = _(
        "Somebody else is storing a lot at this moment. Nothing of yours was stored; please try again."
    )
    response = answer(503, sentence)
    response.headers["Retry-After"] = "10"
    return response


def is_busy(error: DBAPIError) -> bool:
    """Did SQLite give up waiting for its writer?"""
    return "database is locked" in str(error.orig)
