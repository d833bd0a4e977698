"""The verifier as a stranger runs it: one file, one database or export, nothing installed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.register import standalone
from portal.register.export import export
from tests.register.tampering import ANY, Expected

SCRIPT = Path(standalone.__file__)


@dataclass
class Sound:
    """A register with everything in it, a note that was kept outside, and its public key."""

    path: Path
    note: Path
    key: str


def run(*arguments: object) -> tuple[int, str]:
    """Isolated from the portal and from everything that is installed."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), "verify", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def findings(output: str) -> list[tuple[int | None, str]]:
    found = re.findall(r"^  (?:entry (-?\d+)|register): (\w+): ", output, re.MULTILINE)
    return [(int(seq) if seq else None, reason) for seq, reason in found]


def exported(path: Path, target: Path) -> Path:
    with standalone.opened(path) as source, target.open("w", encoding="utf-8") as file:
        export(source, file)
    return target


def assert_found(expected: Expected, code: int, output: str) -> None:
    assert code == 1, output
    found = findings(output)
    if expected.seq == ANY:
        assert expected.reason in [reason for _seq, reason in found], output
    else:
        assert (expected.seq, expected.reason) in found, output
