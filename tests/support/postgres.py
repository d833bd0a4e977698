"""A throw-away PostgreSQL for the tests: started on first use, shared by all workers, gone at the end.

`cluster()` gives a running server or says why there is none. Under pytest-xdist the first worker that asks
starts it; a small guardian process stops it and removes its folder as soon as the last test process is gone,
even when the tests were killed. With PORTAL_TEST_DATABASE_URL an existing server is used instead.
"""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

DRIVER = "postgresql+psycopg"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Absent:
    """There is no PostgreSQL here; `reason` is a sentence for the person who reads the skip."""

    reason: str


@dataclass(frozen=True)
class Cluster:
    """A running server; `url` names its maintenance database."""

    url: str

    def create_database(self, name: str, template: str | None = None) -> str:
        """A new, empty database (or a copy of `template`), replacing one of that name; gives its address."""
        statement = sql.SQL(
            "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        )
        with self._maintenance() as connection:
            connection.execute(_drop(name))
            connection.execute(
                statement.format(sql.Identifier(name), sql.Identifier(template or "template0"))
            )
        return self.database_url(name)

    def drop_database(self, name: str) -> None:
        with self._maintenance() as connection:
            connection.execute(_drop(name))

    def database_url(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(_plain(self.url), autocommit=True) as connection:
            yield connection


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def is_required() -> bool:
    """Continuous integration must not pass by skipping."""
    return "postgresql" in os.environ.get("PORTAL_REQUIRE", "").split(",")


@functools.cache
def cluster() -> Cluster | Absent:
    """The server for this test run, the same one for every worker."""
    if existing := os.environ.get("PORTAL_TEST_DATABASE_URL"):
        return Cluster(make_url(existing).set(drivername=DRIVER).render_as_string(hide_password=False))
    programs = find_programs()
    if programs is None:
        return Absent("PostgreSQL is not installed (looked for initdb on PATH and in /usr/lib/postgresql)")
    try:
        return _shared(programs)
    except (OSError, subprocess.SubprocessError, TimeoutError) as error:
        return Absent(f"PostgreSQL did not start: {error}")


def find_programs() -> Path | None:
    """The folder with initdb and postgres, newest version first; Debian keeps it off the PATH."""
    packaged = Path("/usr/lib/postgresql")
    versions = sorted(packaged.glob("*/bin"), key=lambda found: _version(found.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*versions, *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (each for each in candidates if (each / "initdb").exists() and (each / "postgres").exists()), None
    )


def _version(name: str) -> int:
    return int(name) if name.isdigit() else 0


def _shared(programs: Path) -> Cluster:
    """One server per test run: whoever comes first starts it, everybody keeps it alive while they live."""
    folder = _run_folder()
    address = folder / "url"
    with _locked(folder / "lock"):
        if not (address.exists() and _answers(address.read_text())):
            address.write_text(_start(programs, folder))
        _keep_alive(folder)
        return Cluster(address.read_text())


def _run_folder() -> Path:
    """Named after the run: xdist tells its workers which one they belong to; alone we are our own run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"single-{os.getpid()}"
    folder = Path(tempfile.gettempdir()) / f"accord-postgres-{os.getuid()}-{run}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


_alive: list[int] = []


def _keep_alive(folder: Path) -> None:
    """A shared lock held until this process ends, however it ends: the guardian waits for the last one."""
    handle = os.open(folder / "alive", os.O_RDONLY | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    _alive.append(handle)


def _start(programs: Path, folder: Path) -> str:
    data, sockets = folder / "data", folder / "socket"
    for each in (data, sockets):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(each, "postgres", "postgres")
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    done = subprocess.run([*initdb, "--locale=C.UTF-8"], capture_output=True, text=True, **_as_postgres())
    if done.returncode:
        raise OSError(done.stderr.strip() or "initdb failed")
    _guard(programs, folder)
    url = URL.create(DRIVER, username="postgres", database="postgres", query={"host": str(sockets)})
    address = url.render_as_string(hide_password=False)
    _wait_for(address, folder / "log")
    return address


class _As(TypedDict):
    user: NotRequired[str]
    group: NotRequired[str]
    extra_groups: NotRequired[list[str]]
    cwd: str


def _as_postgres() -> _As:
    """PostgreSQL refuses to run as root, and containers often do."""
    if os.getuid() != 0:
        return {"cwd": "/"}
    return {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}


def _guard(programs: Path, folder: Path) -> None:
    """Start the server under a guardian that outlives us just long enough to stop it and tidy up."""
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder / "socket"), *options]
    command = [sys.executable, __file__, str(folder), *server]
    with (folder / "log").open("w") as log:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _wait_for(address: str, log: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not _answers(address):
        if time.monotonic() > until:
            raise TimeoutError(log.read_text())
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        psycopg.connect(_plain(address), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _plain(address: str) -> str:
    """The address as psycopg itself wants it, without SQLAlchemy's driver name."""
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)


def guardian(folder: Path, server: Sequence[str]) -> None:
    """Run the server until nobody holds the `alive` lock any more, then stop it at once and remove all.

    A child of a test process would live on when that is killed; the kernel frees its lock in every case.
    """
    with subprocess.Popen(server, **_as_postgres()) as process:
        while process.poll() is None:
            with _locked(folder / "lock"), (folder / "alive").open("a") as handle:
                if _is_free(handle.fileno()):
                    process.send_signal(signal.SIGQUIT)  # immediately: nobody wants these data any more
                    process.wait(20)
                    shutil.rmtree(folder, ignore_errors=True)
            time.sleep(0.5)


def _is_free(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    guardian(Path(sys.argv[1]), sys.argv[2:])
