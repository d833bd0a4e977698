"""`./run`: a real server process, as a person at a terminal has it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.commands.serve import address_of
from tests.support.server import RunningServer

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "-m", "portal", "serve", "--empty"]
HERE = {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
pytestmark = pytest.mark.real_time


def server(data: Path, *options: str) -> RunningServer:
    return RunningServer([*SERVE, *options], data=data, environment=HERE)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pids: list[int], seconds: float = 30) -> list[int]:
    until = time.monotonic() + seconds
    while (alive := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def test_it_serves_and_ctrl_c_ends_it_with_everything_it_started(tmp_path: Path) -> None:
    with server(tmp_path / "data") as running:
        assert running.get("/sign-in")[0] == 200
        started = children(running.process.pid)
        assert len(started) == 2, "a worker and the jobs"
        assert running.stop() == 0
    assert wait_until_gone(started) == []
    assert "Traceback" not in "".join(running.output)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_nothing_outlives_a_server_that_was_killed(tmp_path: Path) -> None:
    with server(tmp_path / "data") as running:
        started = children(running.process.pid)
        running.kill()
        assert wait_until_gone(started) == []


def test_a_second_start_finds_the_database_and_the_address_it_had(tmp_path: Path) -> None:
    with server(tmp_path / "data", "--no-jobs") as running:
        key = (tmp_path / "data" / "secret-key").read_text()
        running.stop()
    with server(tmp_path / "data", "--no-jobs") as running:
        assert running.get("/sign-in")[0] == 200
        assert (tmp_path / "data" / "secret-key").read_text() == key


def test_a_taken_port_is_said_in_a_sentence_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = {**os.environ, **HERE, "PORTAL_DATA_DIR": str(tmp_path)}
        command = [*SERVE, "--port", str(port)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    with server(tmp_path / "data", "--no-jobs"):
        assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("portal.example", "http://portal.example:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, shown: str) -> None:
    assert address_of(host, 8000) == shown


def test_a_terminated_server_answers_what_it_was_asked(tmp_path: Path) -> None:
    """A service manager sends TERM: the exit is clean."""
    with server(tmp_path / "data", "--no-jobs") as running:
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(40) == 0
