"""Every form and every write of the API with values that nobody should send: no 500, nothing half-stored."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, union_all

from portal.accounts.models import DepartmentHead, RoleGrant
from portal.database import Base, session
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.times import TODAY, days

SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
#: What a browser or script may send where a word is expected; some of it is acceptable.
TEXTS = [
    *("", " ", "\x00", "a\x00b", "a\nb", "\u202egnp.exe", "\u200b\u200b", "x" * 10_000, "名" * 400),
    *("'; DROP TABLE person; --", "{{ 7*7 }}", "<script>alert(1)</script>", "=1+1", "../../etc/passwd"),
    *("-1", "0", "1", "2147483648", "9" * 400, "1e309", "NaN", "Infinity", "١٢", "0x10", "1,5", "40"),
    *("2026-03-03", "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-03T10:00", "yesterday"),
    *("administrator", "emperor", "en", "tlh", "dark", "y", "on", "true", "null", "[]"),
    *(
        "manager@example.org",
        "Mia Manager",
        "Mia <",
        "<>",
        "nobody@example.org",
        "a@b",
        "É" * 300,
        "🦜 Ünïcode 测试",
    ),
]
VALUES: list[Any] = [
    *TEXTS,
    *(None, True, False, 0, -1, 2**31, 2**63, 10**400, 1.5, 1e308, [], ["x"], {}, {"a": 1}, "\ud800"),
]

FORMS: dict[str, list[str]] = {
    "/sign-in": ["email", "password"],
    "/language": ["language", "next"],
    "/theme": ["theme", "next"],
    "/set-password/x": ["password", "repeated"],
    "/account": ["name", "hours_per_week", "language", "theme", "version"],
    "/account/password": ["current", "password", "repeated"],
    "/account/tokens": ["name", "expires_on"],
    "/people/new": ["name", "email", "key", "title", "department", "hours_per_week"],
    "/people/{person}/edit": ["name", "email", "key", "title", "department", "hours_per_week", "version"],
    "/people/{person}/deactivation": ["reason"],
    "/people/{person}/merger": ["into", "version"],
    "/people/{person}/roles/new": ["role", "valid_from", "valid_to"],
    "/roles/{grant}/ending": ["valid_to"],
    "/departments/new": ["code", "name", "parent"],
    "/departments/{department}/edit": ["code", "name", "parent", "version"],
    "/departments/{department}/heads/new": ["person", "valid_from"],
    "/heads/{head}/ending": ["valid_to"],
    "/heads/{head}/withdrawal": ["reason"],
}
WRITES: dict[str, list[str]] = {
    "PATCH /account": ["name", "hours_per_week", "language", "theme", "version"],
    "POST /account/password": ["current", "password"],
    "POST /tokens": ["name", "expires_on"],
    "POST /people": ["name", "email", "key", "title", "department", "hours_per_week"],
    "PATCH /people/{person}": ["name", "email", "key", "title", "department", "hours_per_week", "version"],
    "POST /people/{person}/deactivation": ["reason"],
    "POST /people/{person}/merger": ["into"],
    "POST /people/{person}/roles": ["role", "valid_from", "valid_to"],
    "POST /roles/{grant}/ending": ["valid_to"],
    "POST /departments": ["code", "name", "parent"],
    "PATCH /departments/{department}": ["code", "name", "parent", "version"],
    "POST /departments/{department}/heads": ["person", "valid_from"],
    "POST /heads/{head}/ending": ["valid_to"],
    "POST /heads/{head}/withdrawal": ["reason"],
}


def a_submission(
    places: dict[str, list[str]], values: list[Any]
) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A place with some of its fields, each with any of the values, and perhaps one that it does not know."""

    def of(place: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
        fields = {name: st.sampled_from(values) for name in [*places[place], "once"]}
        return st.tuples(st.just(place), st.fixed_dictionaries({}, optional=fields))

    return st.sampled_from(sorted(places)).flatmap(of)


def targets(world: World) -> dict[str, int]:
    """Subjects for the addresses, and one that does not exist often enough."""
    grant = RoleGrant(person=world.employee, role="cio", valid_from=TODAY, granted_by=world.administrator)
    head = DepartmentHead(department=world.logistics, person=world.member, valid_from=days(30))
    session().add_all([grant, head])
    session().commit()
    return {
        "person": world.employee.id,
        "department": world.logistics.id,
        "grant": grant.id,
        "head": head.id,
    }


def rows() -> dict[str, int]:
    """How many rows every table has."""
    tables = Base.metadata.sorted_tables
    parts = [
        select(literal(table.name), select(func.count()).select_from(table).scalar_subquery())
        for table in tables
    ]
    found: dict[str, int] = dict(session().execute(union_all(*parts)).tuples().all())
    session().rollback()
    return found


def test_no_form_falls_over(world: World, browser: Browser) -> None:
    numbers = targets(world)

    @SETTINGS
    @given(a_submission(FORMS, TEXTS))
    def send(submission: tuple[str, dict[str, Any]]) -> None:
        place, fields = submission
        address = place.format(**numbers)
        browser.as_(None if place in {"/sign-in", "/set-password/x"} else world.administrator)
        before = rows()
        page = browser.post(address, fields)
        assert page.status in {200, 201, 302, 303, 404, 409, 410, 422}, (page.status, page.text[:300])
        if page.status >= 400:
            assert rows() == before

    send()


def test_no_write_of_the_api_falls_over(world: World, api: Api) -> None:
    numbers = targets(world)
    api.as_(world.administrator)

    @SETTINGS
    @given(a_submission(WRITES, VALUES))
    def send(submission: tuple[str, dict[str, Any]]) -> None:
        place, body = submission
        method, _space, address = place.format(**numbers).partition(" ")
        before = rows()
        answer = api.open(method, address, body)
        assert answer.status_code in {200, 201, 204, 404, 409, 422}, (
            answer.status_code,
            answer.get_data(as_text=True),
        )
        if answer.status_code >= 400:
            assert rows() == before
            assert answer.content_type.startswith("application/problem+json")
        if answer.status_code == 422:
            assert answer.get_json()["errors"]

    send()


@settings(SETTINGS, max_examples=15)
@given(
    body=st.sampled_from(
        ["", "{", "[]", "null", '"x"', "NaN", '{"name": NaN}', "[" * 5000, '{"a":1,"a":2}', "\xff"]
    )
)
def test_what_is_no_json_object_is_refused(world: World, api: Api, body: str) -> None:
    api.as_(world.administrator)
    session().commit()
    for address in ("/people", "/tokens", "/departments"):
        with api.app.app_context():
            answer = api.client.post(
                f"/api/v1{address}",
                data=body.encode("latin-1"),
                headers={**api.headers, "Content-Type": "application/json"},
            )
        assert answer.status_code in {400, 422}, (body[:20], answer.status_code)


@settings(SETTINGS, max_examples=15)
@given(text=st.sampled_from(TEXTS))
def test_no_address_falls_over(world: World, browser: Browser, text: str) -> None:
    browser.as_(world.administrator)
    names = ("q", "department", "account", "state", "sort", "after", "limit")
    assert browser.get("/people", query_string=dict.fromkeys(names, text)).status == 200
    assert browser.get("/people/suggestions", query_string={"field": text, text: text}).status == 200
    assert browser.get("/departments", query_string={"on": text}).status == 200
    assert browser.get(f"/people/{world.member.id}/merger", query_string={"into": text}).status in {200, 422}


def test_an_unknown_token_of_any_shape_is_nobody(world: World, api: Api) -> None:
    session().commit()
    for token in ("", "x", "é", "x" * 5000, "accord_" + "0" * 43):
        api.headers["Authorization"] = f"Bearer {token}"
        assert api.get("/account").status_code == 401
    for scheme in ("Basic eDp4", "bearer", "Token x"):
        api.headers["Authorization"] = scheme
        assert api.get("/account").status_code == 401


def test_a_cookie_of_any_shape_is_nobody(world: World, browser: Browser) -> None:
    for planted in ("", ":", "1", "1:x", "x:1", f"{world.employee.id}:99", "9" * 40 + ":1", "١:1", "-1:1"):
        with browser.client.session_transaction() as stored:
            stored["_user_id"] = planted
        assert browser.get("/account").status == 302, planted
