"""What every test stands on: the application on a fresh database, SQLite and PostgreSQL in turn.

`app` is parametrized over both databases; whatever uses it (or `browser`, `api`, `world`) runs twice.
"""

from __future__ import annotations

import os
import runpy
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import time_machine
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import MetaData, insert, inspect, select

from portal import create_app
from portal.assembly import Portal
from portal.database import db
from tests.factories.accounts import World, make_world
from tests.support.api import Api
from tests.support.browser import Browser
from tests.support.postgres import Absent, cluster
from tests.support.times import NOW

# plain traces: the default ones print every local variable, and take seconds
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

REQUIRED = os.environ.get("PORTAL_REQUIRE", "").split(",")
SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "SECRET_KEY": "not a secret: tests only",
    "RATELIMIT_ENABLED": False,
    "BASE_URL": "http://localhost",
}


def pytest_configure(config: pytest.Config) -> None:
    """The pages of the tests speak Chinese, too: bring the compiled catalogues up to date, once."""
    if not hasattr(config, "workerinput"):
        folder = Path(__file__).resolve().parents[1] / "translations"
        runpy.run_path(str(folder / "compile.py"))["compile_catalogues"](folder)


class Engine:
    """An application on one kind of database, and how to give it a fresh one."""

    def __init__(self, kind: str, folder: Path, worker: str) -> None:
        self.kind, self.folder, self.worker = kind, folder, worker
        self.disk = memory_or(folder)
        self.template = self._make_template()
        url = f"sqlite:///{self.disk / 'test.db'}" if kind == "sqlite" else self._copy()
        self.app = create_app(self._settings(url))
        self.app.jinja_env.bytecode_cache = compiled_templates(folder)
        self.resets = 0
        if kind == "postgresql":
            self._remember_seeds()

    def _settings(self, url: str) -> dict[str, Any]:
        return {
            **SETTINGS,
            "SQLALCHEMY_DATABASE_URI": url,
            "DATA_DIR": self.folder,
            "MAIL_URL": f"file:{self.folder / 'letters'}",
        }

    def _make_template(self) -> str:
        if self.kind == "sqlite":
            name = str(self.disk / "template.db")
            url = f"sqlite:///{name}"
        else:
            name = f"template_{self.worker}"
            url = cluster().create_database(name)  # type: ignore[union-attr]  # absence was checked
        app = create_app(self._settings(url))
        with app.app_context():
            upgrade()
            db.engine.dispose()
        return name

    def _copy(self) -> str:
        return cluster().create_database(f"test_{self.worker}", template=self.template)  # type: ignore[union-attr]

    def reset(self) -> None:
        """Give the application a migrated, empty database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        if self.kind == "postgresql":
            self._reset_postgresql()
            return
        target = self.disk / "test.db"
        for leftover in self.disk.glob("test.db*"):
            leftover.unlink()
        shutil.copy(self.template, target)

    def _reset_postgresql(self) -> None:
        """Emptying the few tables that a test filled is ten times quicker than a new copy of the template."""
        self.resets += 1
        if self.resets % FRESH_COPY_EVERY == 0 or not self._empty():
            self._copy()

    def _empty(self) -> bool:
        """Empty the database in place; False where its tables are no longer those of the template."""
        with self.app.app_context(), db.engine.begin() as connection:
            if set(inspect(connection).get_table_names()) != self.tables:
                return False
            connection.exec_driver_sql(EMPTY_EVERY_TABLE)
            for table, rows in self.seeds.items():
                connection.execute(insert(table), rows)
        with self.app.app_context():
            db.engine.dispose()
        return True

    def _remember_seeds(self) -> None:
        """What the migrations themselves put into tables."""
        with self.app.app_context(), db.engine.begin() as connection:
            found = MetaData()
            found.reflect(connection)
            self.tables = set(found.tables)
            contents = {
                table: list(connection.execute(select(table)).mappings()) for table in found.sorted_tables
            }
            self.seeds = {table: [dict(row) for row in rows] for table, rows in contents.items() if rows}


def memory_or(folder: Path) -> Path:
    """Where SQLite's file lies: in memory if there is much of it, for every commit waits for the disk."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < ROOMY:
        return folder
    return Path(tempfile.mkdtemp(prefix="accord-", dir=memory))


ROOMY = 2 * 1024**3


def compiled_templates(folder: Path) -> FileSystemBytecodeCache:
    """Both applications of a worker, and all workers of a run, compile each template once between them."""
    shared = folder.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else folder.parent
    place = shared / "templates"
    place.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(place))


FRESH_COPY_EVERY = 150
#: Guards and foreign keys are put aside for the moment, and put back exactly as they were.
EMPTY_EVERY_TABLE = """
DO $$
DECLARE
  place record;
  guard record;
  is_filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR place IN
    SELECT c.oid, c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %%I)', place.relname) INTO is_filled;
    CONTINUE WHEN NOT is_filled;
    FOR guard IN SELECT tgname FROM pg_trigger WHERE tgrelid = place.oid AND tgenabled = 'A' AND NOT
    tgisinternal LOOP
      EXECUTE format('ALTER TABLE %%I DISABLE TRIGGER %%I', place.relname, guard.tgname);
    END LOOP;
    EXECUTE format('DELETE FROM %%I', place.relname);
    FOR guard IN SELECT tgname FROM pg_trigger WHERE tgrelid = place.oid AND tgenabled = 'D' AND NOT
    tgisinternal LOOP
      EXECUTE format('ALTER TABLE %%I ENABLE ALWAYS TRIGGER %%I', place.relname, guard.tgname);
    END LOOP;
    IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = place.oid AND attname = 'id' AND NOT attisdropped)
       AND pg_get_serial_sequence(quote_ident(place.relname), 'id') IS NOT NULL THEN
      PERFORM setval(pg_get_serial_sequence(quote_ident(place.relname), 'id'), 1, false);
    END IF;
  END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    made: dict[str, Engine] = {}
    yield made
    for engine in made.values():
        shutil.rmtree(engine.disk, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, engines: dict[str, Engine], tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    kind = request.param
    if kind == "postgresql" and isinstance(found := cluster(), Absent):
        (pytest.fail if "postgresql" in REQUIRED else pytest.skip)(found.reason)
    if kind not in engines:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        engines[kind] = Engine(kind, tmp_path_factory.mktemp(kind), worker)
    return engines[kind]


@pytest.fixture
def app(engine: Engine) -> Iterator[Portal]:
    """The portal on an empty, migrated database, inside an app context whose `session()` is the test's own.

    Requests (`browser`, `api`) have sessions of their own: commit before, and read again after.
    """
    engine.reset()
    with engine.app.app_context():
        yield engine.app
        db.session.remove()


@pytest.fixture
def commit(app: Portal) -> Callable[[], None]:
    return db.session.commit


@pytest.fixture
def world(app: Portal) -> World:
    """People in every role, two departments with heads, an open project and a confidential one; committed."""
    made = make_world()
    db.session.commit()
    return made


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A client that fills real forms and checks the house rules on every page. Not signed in."""
    return Browser(app)


@pytest.fixture
def api(app: Portal) -> Api:
    """A client of `/api/v1`: `api.as_(person).get("/projects")`."""
    return Api(app)


@pytest.fixture(autouse=True)
def fixed_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests live on a Tuesday in March; only real browsers and subprocesses live today."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("real_time"):
        yield
        return
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the public data is not beside this checkout")
    return folder
