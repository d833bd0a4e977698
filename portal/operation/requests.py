"""The life of a request as those who run the portal see it: an id, one line in the log, one observation.

What people typed, looked for or are called is never logged: the route stands for the address, a pseudonymous
id for the person.
"""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from portal.operation.metrics import DURATION

HEADER = "X-Request-ID"
STARTED, ID, OUTCOME = "accord.started", "accord.request_id", "accord.outcome"
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Asked for all the time by machines; written down only where something is wrong.
QUIET = frozenset({"static", "operation.healthz", "operation.readyz", "operation.metrics_page"})

log = structlog.get_logger("portal.request")


def watch(app: Flask) -> None:
    """Install the hooks; `begin` comes before everything else that happens to a request."""
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(note_status)
    app.teardown_request(end)


def begin() -> None:
    """A repetition after a serialization failure is the same request: its clock goes on."""
    request.environ.setdefault(STARTED, time.perf_counter())
    clear_contextvars()
    bind_contextvars(request_id=request_id())


def request_id() -> str:
    """The id that a proxy gave, if it looks like one, else our own."""
    if ID not in request.environ:
        given = request.headers.get(HEADER, "")
        request.environ[ID] = given if ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
    return str(request.environ[ID])


def note_status(response: Response) -> Response:
    request.environ[OUTCOME] = response.status_code, _person()
    response.headers[HEADER] = request_id()
    return response


def end(_error: BaseException | None = None) -> None:
    """After the commit: the line in the log and the observation."""
    started = request.environ.pop(STARTED, None)
    if started is None:
        return
    seconds = time.perf_counter() - started
    status, person = request.environ.get(OUTCOME, (500, None))
    DURATION.labels(request.endpoint or "none", request.method, f"{status // 100}xx").observe(seconds)
    if status >= 500:
        _tell(log.error, status, seconds, person)
    elif request.endpoint not in QUIET:
        _tell(log.info, status, seconds, person)
    clear_contextvars()


def _tell(write: Any, status: int, seconds: float, person: str | None) -> None:
    write(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=status,
        ms=round(seconds * 1000, 1),
        person=person,
    )


def _person() -> str | None:
    """The pseudonymous id of who asked, if it is known already: no line in a log is worth a question to the
    database.
    """
    person = getattr(g.get("_login_user"), "person", None)
    uid = vars(person).get("uid") if person is not None else None
    return str(uid) if uid else None
