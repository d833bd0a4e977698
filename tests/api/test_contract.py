"""The API does what its own description says, whatever it is sent."""

from __future__ import annotations

import re
import secrets
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from portal.accounts.actors import digest_of
from portal.accounts.models import ApiToken, Person
from portal.assembly import Portal
from portal.core.api import Items
from portal.database import db
from tests.api.walk import described, faults
from tests.architecture.test_access import number_of, tables
from tests.conftest import Engine
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.times import NOW

FEATURES = [name for name, table in tables() if any(each.startswith("api_") for each in table.ACCESS)]


def token_of(person: Person) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(ApiToken(person_id=person.id, name="contract", digest=digest_of(token), created_at=NOW))
    db.session.commit()
    return token


@pytest.mark.parametrize("role", ["administrator", "manager"])
@pytest.mark.parametrize("feature", FEATURES)
def test_every_answer_is_one_that_is_described(
    feature: str, role: str, world: World, app: Portal, engine: Engine
) -> None:
    table = dict(tables())[feature]
    places = addresses(table, world)
    operations = {name: each for name, each in described(app).items() if name in table.ACCESS}
    wrong = []
    for endpoint, operation in sorted(operations.items()):
        token = token_of(getattr(world, role))  # each its own: some operations end the caller's sessions
        variety = f"{engine.kind} {role} {endpoint}"
        wrong += faults(app, operation, token, places.get(endpoint, {}), variety)
    assert operations
    assert not wrong, "\n".join(wrong)


def addresses(table: ModuleType, world: World) -> dict[str, dict[str, Any]]:
    """Endpoint → the part of its address, of a record in the state in which the endpoint does something."""
    prepare = getattr(table, "prepare", None)
    arguments = prepare(world) if prepare else {}
    db.session.commit()
    return {
        endpoint: {key: number_of(value() if callable(value) else value) for key, value in given.items()}
        for endpoint, given in arguments.items()
    }


@pytest.fixture
def spec(app: Portal) -> Any:
    return app.test_client().get("/api/v1/openapi.json").get_json()


def test_every_schema_is_json_schema_as_openapi_3_1_has_it(spec: Any) -> None:
    assert spec["openapi"].startswith("3.1")
    for name, schema in spec["components"]["schemas"].items():
        described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        assert jsonschema_rs.meta.is_valid(described), name


def test_nobody_gets_an_answer_without_a_token(app: Portal, world: World, spec: Any) -> None:
    client = app.test_client()
    for path, methods in spec["paths"].items():
        for method in methods:
            address = re.sub(r"\{\w+\}", "1", path)
            response = client.open(address, method=method.upper(), json=None if method == "get" else {})
            assert response.status_code == 401, f"{method} {path}"
            assert response.content_type.startswith("application/problem+json"), f"{method} {path}"
            assert response.get_json()["errors"] == []
            assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_field_that_does_not_exist_is_named_in_the_refusal(
    app: Portal, world: World, api: Api, spec: Any
) -> None:
    """A misspelt field must never be taken for one that was left out."""
    api.as_(world.administrator)
    takers = [
        path
        for path, methods in spec["paths"].items()
        if "{" not in path and "requestBody" in methods.get("post", {})
    ]
    assert len(takers) > 5
    for path in takers:
        response = api.post(path.removeprefix("/api/v1"), {"nonsense": 1})
        assert response.status_code == 422, path
        problem = response.json
        assert problem["status"] == 422
        assert any("nonsense" in each["field"] for each in problem["errors"]), path
        assert all(each["message"] for each in problem["errors"])


def test_what_is_no_json_or_no_address_is_a_problem_document(world: World, app: Portal) -> None:
    headers = {"Authorization": f"Bearer {token_of(world.administrator)}"}
    client = app.test_client()
    answers = [
        (
            client.post("/api/v1/risks", data="{", content_type="application/json", headers=headers),
            {400, 422},
        ),
        (
            client.post("/api/v1/risks", data="<a/>", content_type="text/xml", headers=headers),
            {400, 415, 422},
        ),
        (client.get("/api/v1/nowhere", headers=headers), {404}),
        (client.delete("/api/v1/risks", headers=headers), {405}),
        (client.get("/api/v1/risks?limit=nine", headers=headers), {422}),
    ]
    for response, expected in answers:
        assert response.status_code in expected, response.request.path
        assert response.content_type.startswith("application/problem+json"), response.request.path
        assert isinstance(response.get_json()["errors"], list)


def test_the_same_key_twice_does_one_thing(world: World, api: Api) -> None:
    api.as_(world.office)
    programme = {"code": "ONCE", "name": "Once and for all", "purpose": "To see that once is once."}
    first = api.post("/programmes", programme, **{"Idempotency-Key": "a-key"})
    again = api.post("/programmes", programme, **{"Idempotency-Key": "a-key"})
    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    other = api.post("/programmes", {**programme, "name": "Another"}, **{"Idempotency-Key": "a-key"})
    assert other.status_code == 409
    assert [each["code"] for each in api.get("/programmes").json["items"]].count("ONCE") == 1


def test_lists_of_different_things_have_different_names(app: Portal) -> None:
    """The description tells lists apart by the names of what they hold."""
    names = [each.__name__ for each in Items.__subclasses__()]
    assert names
    assert sorted(names) == sorted(set(names))
