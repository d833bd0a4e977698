"""A register on each database, without the application: it needs nothing but a session."""

from __future__ import annotations

import importlib.util
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portal.database import prepare_engine
from tests.support.postgres import Absent, Cluster, cluster

ROOT = Path(__file__).resolve().parents[2]


class Outside(DeclarativeBase):
    """Tables of these tests only; they must not appear among the portal's own."""


class Letter(Outside):
    """A record that acts are about, as a feature's models are."""

    __tablename__ = "letter"
    register_kind = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def register_label(self) -> str:
        return f"letter “{self.title}”"


@dataclass
class Somebody:
    uid: uuid.UUID
    name: str


HEAD = Somebody(uuid.UUID(int=1), "Li Wei 李伟")
CIO = Somebody(uuid.UUID(int=2), "Ann O’Hara")


def migration() -> ModuleType:
    path = ROOT / "migrations" / "versions" / "0001_register.py"
    spec = importlib.util.spec_from_file_location("register_migration", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def migrate(store: Engine, step: str = "upgrade") -> None:
    with store.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        getattr(migration(), step)()


def make_tables(url: str) -> None:
    engine = create_engine(url)
    prepare_engine(engine)
    migrate(engine)
    Outside.metadata.create_all(engine)
    engine.dispose()


def empty(url: str) -> None:
    """The guards let nobody clear the tables; a new schema costs less than a new database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "template.db"
    make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def server() -> Cluster:
    found = cluster()
    if isinstance(found, Absent):
        required = "postgresql" in os.environ.get("PORTAL_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(found.reason)
    return found


@pytest.fixture(scope="session")
def postgresql_url(server: Cluster) -> str:
    return server.create_database(f"register_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")


@pytest.fixture
def sqlite_path(sqlite_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "accord.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_path')}"
    url = str(request.getfixturevalue("postgresql_url"))
    empty(url)
    make_tables(url)
    return url


@pytest.fixture
def store(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    prepare_engine(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(store: Engine) -> Iterator[Session]:
    with Session(store) as session:
        yield session


@pytest.fixture
def letter(session: Session) -> Letter:
    letter = Letter(title="Welcome")
    session.add(letter)
    session.commit()
    return letter


def stored(session: Session, table: str) -> list[Any]:
    return list(session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1"))
