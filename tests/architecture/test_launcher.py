"""The launcher in a folder of its own, with a lock of one tiny package: real environments, no network."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The interpreter below any virtual environment: what somebody with a fresh checkout types `./run` with.
SYSTEM_PYTHON: str = getattr(sys, "_base_executable", sys.executable)
PROGRAM = "import sys\nimport probe\nprint('portal', *sys.argv[1:])\n"
COMPILE = (
    "from pathlib import Path\nfor po in Path(__file__).parent.rglob('*.po'): po.with_suffix('.mo').touch()\n"
)


def build_wheel(folder: Path) -> str:
    """A package `probe` as a wheel; returns its line in a lock."""
    path = folder / "probe-1.0-py3-none-any.whl"
    files = {
        "probe.py": "",
        "probe-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: probe\nVersion: 1.0\n",
        "probe-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},\n"
        for name, text in files.items()
    )
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, "probe-1.0.dist-info/RECORD": record}.items():
            wheel.writestr(name, text)
    return f"probe==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@dataclass
class Checkout:
    """A fresh checkout; `run` starts its launcher as a person would."""

    folder: Path
    environment: dict[str, str]

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / "accord-setup.json"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [SYSTEM_PYTHON, self.folder / "run", *arguments],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def lock(self, line: str) -> None:
        for name in ("base", "test"):
            (self.folder / "requirements" / f"{name}.lock").write_text(line)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder, wheels, path = tmp_path / "check out", tmp_path / "wheels", tmp_path / "path"
    for each in (folder, wheels, path, folder / "requirements", folder / "portal", folder / "translations"):
        each.mkdir()
    shutil.copy2(ROOT / "run", folder)
    (folder / "portal" / "__init__.py").touch()
    (folder / "portal" / "__main__.py").write_text(PROGRAM)
    (folder / "translations" / "compile.py").write_text(COMPILE)
    environment = {
        "PATH": str(path),  # neither uv nor another Python
        "HOME": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
    }
    checkout = Checkout(folder, environment)
    checkout.lock(build_wheel(wheels))
    return checkout


def test_the_first_start_sets_up_and_the_second_has_nothing_to_do(checkout: Checkout) -> None:
    first = checkout.run("jobs", "--every", "3")
    assert first.stdout == "portal jobs --every 3\n", first.stderr
    assert "First start" in first.stderr
    second = checkout.run("jobs")
    assert (second.stdout, second.stderr) == ("portal jobs\n", "")


def test_without_a_command_it_serves(checkout: Checkout) -> None:
    assert checkout.run().stdout == "portal serve\n"
    assert checkout.run("--port", "9000", "--empty").stdout == "portal serve --port 9000 --empty\n"


def test_a_set_up_killed_half_way_is_noticed_and_done_anew(checkout: Checkout) -> None:
    process = checkout.start("jobs")
    python = checkout.folder / ".venv" / "bin" / "python"
    until = time.monotonic() + 60
    while not python.exists() and time.monotonic() < until:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not checkout.stamp.exists()
    again = checkout.run("jobs")
    assert "was not finished" in again.stderr
    assert again.stdout == "portal jobs\n"


def test_a_python_that_went_away_means_a_new_environment(checkout: Checkout) -> None:
    checkout.run("jobs")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    again = checkout.run("jobs")
    assert again.stdout == "portal jobs\n", again.stderr


def test_a_changed_lock_is_installed_at_the_next_start(checkout: Checkout) -> None:
    checkout.run("jobs")
    before = json.loads(checkout.stamp.read_text())["base"]
    checkout.lock((checkout.folder / "requirements" / "base.lock").read_text() + "# newer\n")
    again = checkout.run("jobs")
    assert "Installing" in again.stderr
    assert json.loads(checkout.stamp.read_text())["base"] != before


def test_two_starts_at_once_set_up_once(checkout: Checkout) -> None:
    both: Sequence[subprocess.Popen[str]] = [checkout.start("jobs"), checkout.start("jobs")]
    answers = [process.communicate(timeout=120) for process in both]
    assert [out for out, _ in answers] == ["portal jobs\n", "portal jobs\n"], answers
    assert sum("Installing" in err for _, err in answers) == 1


def test_a_package_that_is_not_the_recorded_one_is_refused(checkout: Checkout) -> None:
    checkout.lock(f"probe==1.0 --hash=sha256:{'0' * 64}\n")
    refused = checkout.run("jobs")
    assert refused.returncode == 1
    assert "differs from its recorded hash" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not checkout.stamp.exists()


def test_a_missing_network_is_said_in_a_sentence(checkout: Checkout) -> None:
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    refused = checkout.run("jobs", PIP_FIND_LINKS="", **nowhere)
    assert refused.returncode == 1
    assert "Check the network" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_help_needs_no_set_up(checkout: Checkout) -> None:
    answer = checkout.run("--help")
    assert answer.returncode == 0
    assert "./run check" in answer.stdout
    assert not (checkout.folder / ".venv").exists()


def test_translations_are_compiled_when_their_source_is_newer(checkout: Checkout) -> None:
    source = checkout.folder / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.touch()
    checkout.run("jobs")
    compiled = source.with_suffix(".mo")
    os.utime(compiled, (1, 1))
    checkout.run("jobs")
    assert compiled.stat().st_mtime > 1


def as_old_python(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 10, 4); sys.argv = ['run', 'jobs']; runpy.run_path({!r})"
    )
    command = [SYSTEM_PYTHON, "-c", pretend.format(str(checkout.folder / "run"))]
    return subprocess.run(command, env=checkout.environment, capture_output=True, text=True)


def test_an_old_python_gets_a_sentence(checkout: Checkout) -> None:
    answer = as_old_python(checkout)
    assert answer.returncode == 1
    assert "needs Python 3.11 or newer; this is Python 3.10" in answer.stderr


def test_an_old_python_steps_aside_for_a_newer_one(checkout: Checkout) -> None:
    newer = Path(checkout.environment["PATH"]) / "python3.12"
    newer.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "newer: $2"\n')
    newer.chmod(0o755)
    assert as_old_python(checkout).stdout == "newer: jobs\n"


def test_an_old_python_can_read_the_launcher_up_to_its_version_check() -> None:
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 7))


def test_the_launcher_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "run").read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["base", "test"])
def test_a_lock_names_no_place_to_fetch_from(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_the_test_lock_holds_everything_of_the_base_lock() -> None:
    base, test = (
        {
            line.split()[0]
            for line in (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
            if "==" in line
        }
        for name in ("base", "test")
    )
    assert base <= test
