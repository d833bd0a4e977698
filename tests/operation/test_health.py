"""Health, readiness and metrics: true, plain, and of no use to an attacker."""

from __future__ import annotations

import datetime as dt

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from portal.assembly import Portal, create_app
from portal.database import session
from portal.outbox.models import LetterState
from tests.factories.accounts import World
from tests.factories.outbox import make_letter
from tests.support.statements import statements
from tests.support.times import NOW


def test_the_process_lives_without_a_question_to_the_database(app: Portal) -> None:
    with statements() as seen:
        response = app.test_client().get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert seen == []


def test_a_portal_in_order_is_ready(world: World, app: Portal) -> None:
    response = app.test_client().get("/readyz")
    assert response.status_code == 200
    assert response.json == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "letters": "ok"},
    }


def test_letters_that_do_not_leave_are_noticed(world: World, app: Portal) -> None:
    letter = make_letter(world, LetterState.WAITING, next_try_at=NOW - dt.timedelta(minutes=59))
    session().commit()
    assert app.test_client().get("/readyz").status_code == 200
    letter.next_try_at = NOW - dt.timedelta(minutes=61)
    session().commit()
    response = app.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.json == {
        "status": "not ready",
        "checks": {"database": "ok", "migrations": "ok", "letters": "late"},
    }


def test_a_database_of_another_version_is_not_ready(app: Portal) -> None:
    session().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    session().commit()
    response = app.test_client().get("/readyz")
    assert (response.status_code, response.json) == (
        503,
        {"status": "not ready", "checks": {"database": "ok", "migrations": "pending"}},
    )


@pytest.fixture
def lost(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal whose database server is not there."""
    url = "postgresql+psycopg://somebody:very-secret@127.0.0.1:1/nothing"
    folder = tmp_path_factory.mktemp("lost")
    settings = {"TESTING": True, "DATA_DIR": folder, "SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": url}
    return create_app(settings)


def test_without_its_database_the_portal_says_so_and_no_more(lost: Portal) -> None:
    response = lost.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.json == {"status": "not ready", "checks": {"database": "unreachable"}}
    assert lost.test_client().get("/healthz").status_code == 200


def sample(exposed: str, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(exposed):
        for each in family.samples:
            if each.name == name and labels.items() <= each.labels.items():
                return each.value
    raise AssertionError(f"no {name} {labels} in {exposed}")


def test_prometheus_reads_durations_letters_and_the_register(world: World, app: Portal) -> None:
    make_letter(world, LetterState.WAITING, next_try_at=NOW - dt.timedelta(minutes=10))
    make_letter(world, LetterState.GIVEN_UP)
    session().commit()
    client = app.test_client()
    client.get("/healthz")
    before = sample(client.get("/metrics").text, "accord_request_seconds_count", endpoint="operation.healthz")
    client.get("/healthz")
    exposed = client.get("/metrics").text
    assert (
        sample(exposed, "accord_request_seconds_count", endpoint="operation.healthz", status="2xx")
        == before + 1
    )
    assert 600 <= sample(exposed, "accord_outbox_lag_seconds") < 660
    assert sample(exposed, "accord_letters", state="given_up") == 1
    assert sample(exposed, "accord_register_entries") == 0


def test_metrics_are_for_this_machine_unless_there_is_a_token(app: Portal) -> None:
    client = app.test_client()
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base=elsewhere).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403
    app.config["METRICS_TOKEN"] = "söme-token"
    try:
        assert client.get("/metrics").status_code == 403
        wrong = {"Authorization": "Bearer some-token"}
        assert client.get("/metrics", headers=wrong, environ_base=elsewhere).status_code == 403
        app.config["METRICS_TOKEN"] = "some-token"
        assert client.get("/metrics", headers=wrong, environ_base=elsewhere).status_code == 200
    finally:
        app.config["METRICS_TOKEN"] = None
