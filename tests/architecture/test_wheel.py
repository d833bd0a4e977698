"""The program in one file: built here, installed elsewhere, serving from there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.server import RunningServer

ROOT = Path(__file__).resolve().parents[2]
#: It has pip; the environment that runs the tests need not.
SYSTEM_PYTHON: str = getattr(sys, "_base_executable", sys.executable)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has our wheel; what the wheel depends on is borrowed from ours."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    purelib = folder / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    (purelib / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [SYSTEM_PYTHON, "-m", "pip", "--python", str(python), "install", "-q", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    return folder


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"portal/assembly.py", "portal/_root/config.py", "portal/_root/migrations/env.py"} <= names
    assert "portal/_root/templates/layout/base.html" in names
    strangers = [name for name in names if not name.startswith(("portal/", "accord_portal-"))]
    assert strangers == []
    assert [name for name in names if name.endswith((".pyc", ".db", ".partial"))] == []


def test_every_catalogue_of_the_repository_is_compiled_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = [
        path.relative_to(ROOT).with_suffix(".mo") for path in ROOT.glob("translations/*/LC_MESSAGES/*.po")
    ]
    assert {f"portal/_root/{path}" for path in sources} <= names


def test_the_installed_wheel_serves_outside_the_repository(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "bin" / "accord"), "serve", "--empty", "--no-jobs"]
    with RunningServer(command, data=tmp_path / "data", environment={"PYTHONPATH": ""}) as server:
        assert server.get("/healthz")[0] == 200
        status, page = server.get("/sign-in")
        assert status == 200
        assert 'name="password"' in page
        assert server.get("/static/js/")[0] == 404
    assert (tmp_path / "data" / "accord.db").exists()
