"""One request, one transaction, one commit, decided by the response; and one submission, one effect."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Response, request
from sqlalchemy import event, func, select

from portal.accounts.models import Department
from portal.assembly import Portal
from portal.core import idempotency
from portal.core.access import PUBLIC
from portal.core.errors import Refused, Stale
from portal.core.transactions import check_version
from portal.database import db, session


def store(name: str) -> Department:
    department = Department(code=name, name=name)
    session().add(department)
    session().flush()
    return department


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Department)) or 0


@pytest.fixture
def client(app: Portal) -> Iterator[Any]:
    """Routes that exist only here: each stores a department and then answers in its own way."""

    def answer(status: int) -> Any:
        store(request.form.get("code", f"S{status}"))
        return Response("done", status)

    def refuse() -> Any:
        store("REFUSED")
        raise Refused("not now")

    def stale() -> Any:
        check_version(store("STALE"), "99")

    def explode() -> Any:
        store("BOOM")
        raise RuntimeError("a bug")

    views = {"answer/<int:status>": answer, "refuse": refuse, "stale": stale, "explode": explode}
    added = [f"probe_{name.split('/')[0]}" for name in views]
    app._got_first_request = False
    for name, view in views.items():
        endpoint = f"probe_{name.split('/')[0]}"
        if endpoint not in app.view_functions:
            app.add_url_rule(f"/probe/{name}", endpoint, methods=["GET", "POST"], view_func=view)
    for endpoint, view in zip(added, views.values(), strict=True):
        view.access_rule = PUBLIC  # type: ignore[attr-defined]
        app.view_functions[endpoint] = view
    app.config["WTF_CSRF_ENABLED"] = False
    db.session.rollback()
    yield app.test_client()
    app.config["WTF_CSRF_ENABLED"] = True
    for rule in [rule for rule in app.url_map._rules if rule.endpoint in added]:
        app.view_functions.pop(rule.endpoint, None)
        app.url_map._rules.remove(rule)
        app.url_map._rules_by_endpoint.pop(rule.endpoint, None)


@pytest.mark.parametrize(
    ("status", "stored"), [(200, 1), (201, 1), (303, 1), (400, 0), (409, 0), (422, 0), (500, 0)]
)
def test_a_status_below_400_is_what_commits(client: Any, status: int, stored: int) -> None:
    assert client.post(f"/probe/answer/{status}").status_code == status
    assert count() == stored


def test_reading_never_writes(client: Any) -> None:
    assert client.get("/probe/answer/200").status_code == 200
    assert count() == 0


@pytest.mark.parametrize(("path", "status"), [("refuse", 409), ("stale", 409)])
def test_a_refusal_leaves_nothing_half_stored(client: Any, path: str, status: int) -> None:
    assert client.post(f"/probe/{path}").status_code == status
    assert count() == 0


def test_a_bug_leaves_nothing_half_stored(client: Any, app: Portal) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.post("/probe/explode")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "a bug" not in answer.get_data(as_text=True)
    assert count() == 0


def test_the_same_submission_twice_does_one_thing_and_answers_the_same(client: Any) -> None:
    first = client.post("/probe/answer/201", data={"once": "k1", "code": "ONE"})
    second = client.post("/probe/answer/201", data={"once": "k1", "code": "ONE"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.get_data() == b"done"
    assert second.headers["Idempotent-Replay"] == "true"
    assert count() == 1


def test_the_same_key_with_other_content_is_refused(client: Any) -> None:
    client.post("/probe/answer/201", data={"once": "k1", "code": "ONE"})
    assert client.post("/probe/answer/201", data={"once": "k1", "code": "TWO"}).status_code == 409
    assert count() == 1


def test_a_refused_submission_may_be_corrected_and_sent_again(client: Any) -> None:
    client.post("/probe/answer/422", data={"once": "k1", "code": "ONE"})
    assert client.post("/probe/answer/201", data={"once": "k1", "code": "ONE"}).status_code == 201
    assert count() == 1


def test_eight_identical_submissions_at_the_same_instant_do_one_thing(client: Any, app: Portal) -> None:
    answers: list[int] = []
    gate = threading.Barrier(8)

    def submit() -> None:
        gate.wait()
        answers.append(
            app.test_client().post("/probe/answer/201", data={"once": "k8", "code": "EIGHT"}).status_code
        )

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [201] * 8
    assert count() == 1


def test_who_waits_too_long_for_a_writer_is_told_so(client: Any, app: Portal) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL lets writers of different rows pass")
    store("HOLDS")  # this transaction stays open and holds the only writer's place
    db.engine.dispose(close=False)

    def impatient(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=100")

    event.listen(db.engine, "connect", impatient)
    try:
        with app.app_context():
            answer = client.post("/probe/answer/201", data={"code": "LATE"})
    finally:
        event.remove(db.engine, "connect", impatient)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "<h1>Busy for a moment</h1>" in answer.get_data(as_text=True)
    assert count() == 0


def test_old_keys_are_forgotten(client: Any, app: Portal) -> None:
    from tests.support.times import NOW

    client.post("/probe/answer/201", data={"once": "k1", "code": "ONE"})
    assert idempotency.forget_old(NOW) == 0
    assert idempotency.forget_old(NOW + idempotency.KEEP * 2) == 1


def test_an_edit_on_an_older_version_is_stale(app: Portal) -> None:
    department = store("D")
    check_version(department, str(department.version))
    check_version(department, "")
    with pytest.raises(Stale):
        check_version(department, "0")
