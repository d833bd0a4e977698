"""The description of the API is true and well formed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.core.result import Err

from portal.assembly import Portal, create_app
from portal.core.access import PUBLIC, access_rule

Json = dict[str, Any]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """The description needs no database."""
    settings = {"TESTING": True, "SECRET_KEY": "x", "BASE_URL": "http://localhost"}
    folder = tmp_path_factory.mktemp("described")
    return create_app({**settings, "DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": "sqlite://"})


@pytest.fixture(scope="module")
def spec(app: Portal) -> Json:
    response = app.test_client().get("/api/v1/openapi.json", headers={"Host": "evil.example"})
    assert response.status_code == 200
    return dict(json.loads(response.data))


def operations(spec: Json) -> Iterator[tuple[str, Json]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(spec: Json, reference: str) -> Any:
    node: Any = spec
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_it_says_what_it_is_and_where(spec: Json) -> None:
    assert spec["openapi"] == "3.1.0"
    assert spec["info"]["title"] == "Accord"
    assert spec["servers"] == [{"url": "http://localhost"}]
    assert "evil" not in json.dumps(spec)


def test_every_route_of_the_api_is_described(app: Portal, spec: Json) -> None:
    routes = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api_") and rule.endpoint != "api_operation.description":
            path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
            routes |= {f"{method} {path}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert {name for name, _operation in operations(spec)} == routes


def test_names_are_unique_and_references_lead_somewhere(spec: Json) -> None:
    ids = [operation["operationId"] for _name, operation in operations(spec)]
    assert len(ids) == len(set(ids))
    for group in spec["components"].values():
        assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in group)
    for reference in references(spec):
        assert resolve(spec, reference)


def test_every_operation_wants_a_token_and_answers_with_problems(app: Portal, spec: Json) -> None:
    assert spec["security"] == [{"bearer": []}]
    assert spec["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}
    for name, operation in operations(spec):
        assert {"401", "403", "default"} <= set(operation["responses"]), name
        for code, response in operation["responses"].items():
            if not code.startswith("2"):
                assert list(resolve(spec, response["$ref"])["content"]) == ["application/problem+json"], name
    public = {
        name
        for name, view in app.view_functions.items()
        if name.startswith("api_") and access_rule(view) is PUBLIC
    }
    assert public == {"api_operation.description"}


def test_every_operation_says_in_a_sentence_what_it_does(spec: Json) -> None:
    for name, operation in operations(spec):
        assert operation["summary"], name
        assert "\n" not in operation["summary"], name


def test_writes_take_an_idempotency_key(spec: Json) -> None:
    for name, operation in operations(spec):
        keys = [each for each in operation["parameters"] if each["name"] == "Idempotency-Key"]
        assert len(keys) == (0 if name.startswith("GET") else 1), name


def test_an_independent_reader_understands_it(app: Portal, spec: Json) -> None:
    read = list(schemathesis.openapi.from_dict(spec).get_all_operations())
    assert [each for each in read if isinstance(each, Err)] == []
    assert len(read) == len(list(operations(spec)))
