"""The log: one line a request, with everything that helps and nothing that anybody wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from portal.assembly import Portal
from portal.operation.logs import without_values
from tests.factories.accounts import World
from tests.support.browser import Browser


def lines(found: list[Any]) -> list[dict[str, Any]]:
    return [line for line in found if line["event"] == "request"]


def test_a_request_is_one_line(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    with capture_logs() as found:
        page = browser.get("/search?q=secret-question")
    (line,) = lines(found)
    assert line["ms"] >= 0
    expected = {
        "method": "GET",
        "route": "/search",
        "status": 200,
        "person": str(world.employee.uid),
        "log_level": "info",
    }
    assert expected.items() <= line.items()
    assert len(page.response.headers["X-Request-ID"]) == 32


def test_nothing_that_people_write_or_are_called_is_logged(world: World, browser: Browser) -> None:
    with capture_logs() as found:
        page = browser.get("/sign-in?next=/secret-place")
        browser.submit(page, {"email": "secret@example.org", "password": "secret-word"}, follow=False)
        browser.get("/projects/SECRET")
        browser.get("/secret-address")
    assert [line["route"] for line in lines(found)] == ["/sign-in", "/sign-in", "/projects/<code>", None]
    assert "secret" not in json.dumps(found, default=str).lower()


def test_the_log_costs_no_question_to_the_database(world: World, app: Portal) -> None:
    with capture_logs() as found:
        app.test_client().get("/healthz")
        app.test_client().get("/static/css/base.css")
    assert found == []


def test_the_id_of_a_proxy_is_kept_if_it_is_one(app: Portal) -> None:
    client = app.test_client()
    given = client.get("/healthz", headers={"X-Request-ID": "abc-123-def"}).headers["X-Request-ID"]
    assert given == "abc-123-def"
    forged = client.get("/healthz", headers={"X-Request-ID": 'x" injected="1'}).headers["X-Request-ID"]
    assert len(forged) == 32


@pytest.mark.parametrize(
    "text",
    [
        "DataError: bad\n[SQL: INSERT INTO x VALUES (?)]\n[parameters: ('secret', 'more\nsecret')]\n(see)",
        "UniqueViolation: duplicate key\nDETAIL:  Key (email)=(secret) already exists.\nmore",
        "[parameters: {'name': 'secret'}]",
    ],
)
def test_values_of_statements_are_taken_out_of_traces(text: str) -> None:
    told = without_values(None, "error", {"exception": text})["exception"]
    assert "secret" not in told
    assert "[values withheld]" in told


def test_our_lines_and_those_of_libraries_are_json(tmp_path: Path) -> None:
    program = """
import logging, structlog
from portal.operation.logs import configure
configure("json")
structlog.get_logger("portal.x").info("said", number=1, words="风险")
logging.getLogger("library").warning("spoke %s", "too")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("portal.x").exception("failed")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    said, spoke, failed = (json.loads(line) for line in done.stderr.splitlines())
    assert {
        "event": "said",
        "number": 1,
        "words": "风险",
        "level": "info",
        "logger": "portal.x",
    }.items() <= said.items()
    assert {"event": "spoke too", "level": "warning", "logger": "library"}.items() <= spoke.items()
    assert "ZeroDivisionError" in failed["exception"]
    assert done.stdout == ""


def test_a_line_carries_the_id_of_its_request(app: Portal) -> None:
    seen: list[dict[str, Any]] = []

    def note() -> None:
        seen.append(dict(structlog.contextvars.get_contextvars()))

    app.before_request_funcs[None].append(note)
    try:
        app.test_client().get("/healthz", headers={"X-Request-ID": "abc-123-def"})
    finally:
        app.before_request_funcs[None].remove(note)
    assert seen == [{"request_id": "abc-123-def"}]
    assert structlog.contextvars.get_contextvars() == {}
