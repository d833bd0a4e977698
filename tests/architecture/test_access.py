"""Every route × every role × the open and the confidential project: deny unless a rule allows."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest
from werkzeug.routing import Rule as UrlRule

from portal.assembly import FEATURES, Portal
from portal.database import db
from tests.architecture.access.kinds import ROLES, Expected
from tests.factories.accounts import World
from tests.support.browser import Browser

REFUSED = {403, 404}


def tables() -> list[tuple[str, ModuleType]]:
    found = []
    for feature in FEATURES:
        try:
            found.append((feature, importlib.import_module(f"tests.architecture.access.{feature}")))
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("tests.architecture.access"):
                raise
    return found


def expectations() -> dict[str, Expected]:
    return {endpoint: rule for _feature, table in tables() for endpoint, rule in table.ACCESS.items()}


def routes(app: Portal) -> dict[str, UrlRule]:
    return {
        rule.endpoint: rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in {"static", "_apispec.docs"}
    }


def test_every_route_stands_in_the_table(app: Portal) -> None:
    known = expectations()
    assert sorted(set(routes(app)) - set(known)) == []
    assert sorted(set(known) - set(routes(app))) == []


@pytest.mark.parametrize("feature", [name for name, _table in tables()])
@pytest.mark.parametrize("place", ["open", "confidential"])
def test_each_role_gets_what_the_table_says(
    feature: str, place: str, world: World, app: Portal, browser: Browser
) -> None:
    table = dict(tables())[feature]
    prepare = getattr(table, "prepare" if place == "open" else "prepare_secret", None)
    arguments = prepare(world) if prepare else {}
    db.session.commit()
    wrong = []
    for endpoint, expected in table.ACCESS.items():
        if place == "confidential" and expected.secret is None:
            continue
        allowed = expected.allowed if place == "open" else expected.secret
        assert allowed is not None
        url_rule = routes(app)[endpoint]
        given = {key: number_of(value) for key, value in arguments.get(endpoint, {}).items()}
        missing = url_rule.arguments - set(given)
        assert not missing, f"{endpoint}: prepare() names no {missing}"
        for role in (*sorted(ROLES), None):
            for method in sorted((url_rule.methods or set()) - {"HEAD", "OPTIONS"}):
                may = (role in allowed) if role else expected.anonymous
                status = attempt(app, browser, world, role, method, endpoint, given)
                if not is_as_expected(status, may, role, place, expected):
                    wrong.append(
                        f"{method} {endpoint} as {role or 'nobody'}, {place} project: {status}, may={may}"
                    )
    assert wrong == []


def attempt(
    app: Portal,
    browser: Browser,
    world: World,
    role: str | None,
    method: str,
    endpoint: str,
    given: dict[str, object],
) -> int:
    """The status; a write is sent empty (422 shows that the rule let it pass) and leaves nothing behind."""
    place = {key: number_of(value()) if callable(value) else value for key, value in given.items()}
    with app.test_request_context():
        from flask import url_for

        address = url_for(endpoint, **place)
    person = getattr(world, role) if role else None
    if endpoint.startswith("api_"):
        from tests.support.api import Api

        client = Api(app)
        if person:
            client.as_(person)
        body = None if method == "GET" else {"nonsense": "this field does not exist"}
        return client.open(method, address.removeprefix("/api/v1"), body).status_code
    browser.as_(person)
    if method == "GET":
        return browser.get(address).status
    return browser.post(address, {"nonsense": "1"}).status


def number_of(value: object) -> object:
    return getattr(value, "id", value)


def is_as_expected(status: int, may: bool, role: str | None, place: str, expected: Expected) -> bool:
    if may:
        return status not in {401, 403, 404} and status < 500
    if role is None:
        return status in {401, 302}
    if place == "confidential" and role not in expected.seen_by:
        return status == 404
    return status in REFUSED
