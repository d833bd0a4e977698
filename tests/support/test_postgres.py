"""The temporary PostgreSQL: it starts, it is shared, and nothing of it stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support import postgres
from tests.support.postgres import Absent, Cluster

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.postgresql


@pytest.fixture
def server() -> Cluster:
    found = postgres.cluster()
    if isinstance(found, Absent):
        if postgres.is_required():
            pytest.fail(found.reason)
        pytest.skip(found.reason)
    return found


def _rows(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def test_a_database_made_from_a_template_has_its_rows_and_no_tie_to_it(server: Cluster) -> None:
    template, copy = f"template_{os.getpid()}", f"copy_{os.getpid()}"
    origin = server.create_database(template)
    _rows(origin, "CREATE TABLE promise (words text)")
    _rows(origin, "INSERT INTO promise VALUES ('三月底之前')")
    duplicate = server.create_database(copy, template=template)
    _rows(duplicate, "INSERT INTO promise VALUES ('second')")
    try:
        assert _rows(duplicate, "SELECT words FROM promise") == [("三月底之前",), ("second",)]
        assert _rows(origin, "SELECT words FROM promise") == [("三月底之前",)]
    finally:
        server.drop_database(copy)
        server.drop_database(template)


def test_a_database_made_again_under_the_same_name_is_empty(server: Cluster) -> None:
    name = f"again_{os.getpid()}"
    _rows(server.create_database(name), "CREATE TABLE promise (words text)")
    try:
        tables = _rows(
            server.create_database(name), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        assert tables == []
    finally:
        server.drop_database(name)


def test_asking_twice_gives_the_same_server(server: Cluster) -> None:
    assert postgres.cluster() is server


def test_an_existing_server_is_used_when_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TEST_DATABASE_URL", "postgresql://tester:secret@127.0.0.1:5999/postgres")
    found = postgres.cluster.__wrapped__()
    assert isinstance(found, Cluster)
    assert found.database_url("gw1") == "postgresql+psycopg://tester:secret@127.0.0.1:5999/gw1"


def test_without_programs_the_reason_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    found = postgres.cluster.__wrapped__()
    assert isinstance(found, Absent)
    assert "not installed" in found.reason


def test_a_killed_test_run_leaves_no_server_and_no_folder_behind(server: Cluster) -> None:
    if os.environ.get("PORTAL_TEST_DATABASE_URL"):
        pytest.skip("an existing server is not ours to stop")
    script = (
        "import time; from tests.support.postgres import cluster; "
        "print(cluster().url, flush=True); time.sleep(60)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_XDIST")}
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        sockets = make_url(run.stdout.readline().strip()).query["host"]
        assert isinstance(sockets, str)
        folder = Path(sockets).parent
        assert folder.exists()
        run.kill()
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not folder.exists()
