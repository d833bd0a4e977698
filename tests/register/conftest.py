"""A register on each database, without the application: it needs nothing but a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from portal.database import prepare_engine
from portal.register.checkpoints import checkpoint
from portal.register.operations import erase
from portal.register.queries import log_id
from portal.register.signing import load_key, origin
from tests.register.acts import burn, later, read, send
from tests.register.letters import CIO, HEAD, Letter, empty, make_tables
from tests.register.stranger import Sound
from tests.support.postgres import Absent, Cluster, cluster


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


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{path}")
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Sound:
    folder = tmp_path_factory.mktemp("sound")
    path = Path(shutil.copy(sqlite_template, folder / "accord.db"))
    key, note = load_key(folder), None
    with opened(path) as session:
        letter = Letter(title="Welcome")
        session.add(letter)
        session.commit()
        for number in range(12):
            read(letter, minutes=10 * number)
            send(letter, minutes=10 * number, supersedes=4 if number > 3 else None)
            burn(letter, minutes=10 * number)
            session.commit()
            if number in (3, 8):
                target = 3 * number - 1
                erase(
                    target,
                    reason="asked for",
                    approved_by=[HEAD, CIO],
                    by=CIO,
                    now=later(500),
                    session=session,
                )
            if number in (4, 9):
                note = checkpoint(later(10 * number), key, session=session)
            session.commit()
        verifier = key.verifier(origin(log_id(session=session)))
    (folder / "note").write_text(note or "")
    return Sound(path, folder / "note", verifier)


@pytest.fixture
def copy(sound: Sound, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound.path, tmp_path / "copy.db"))
