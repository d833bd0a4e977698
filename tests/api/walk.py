"""Walks the described operations of the API with generated requests, at records that exist."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.assembly import Portal
from portal.database import db

CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: Per operation, role and database: eight in all. More to hunt: `PORTAL_EXAMPLES=50 ./run test tests/api`.
EXAMPLES = int(os.environ.get("PORTAL_EXAMPLES", "2"))
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def described(app: Portal) -> dict[str, Any]:
    """Endpoint name → the described operation."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = {
        f"{each.ok().method.upper()} {each.ok().path}": each.ok() for each in schema.get_all_operations()
    }
    return {endpoint: found[name] for endpoint, name in _routes(app) if name in found}


def _routes(app: Portal) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, f"{method} {path}"


def faults(app: Portal, operation: Any, token: str, place: dict[str, Any], variety: str) -> list[str]:
    """What generated requests to this operation find. Most go to a record that exists (`place`).

    Each `variety` gets requests of its own, the same in every run.
    """
    positive = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    found: list[str] = []

    @seed(zlib.crc32(variety.encode()))
    @BOUNDED
    @given(data=st.data())
    def attempt(data: st.DataObject) -> None:
        case = data.draw(positive)
        if place and data.draw(st.integers(0, 7)):
            case.path_parameters = {**(case.path_parameters or {}), **place}
        with app.app_context():
            response = case.call(headers={"Authorization": f"Bearer {token}"})
            db.session.remove()
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, AssertionError) as failure:
            told = "; ".join(str(each) for each in getattr(failure, "exceptions", [failure]))
            found.append(f"{case.method} {case.formatted_path} {case.body!r:.300}\n    {told[:1500]}")

    attempt()
    return found[:2]
