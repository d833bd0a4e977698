"""The operations manual and the program agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands import cli

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "operations.md").read_text()


def test_every_setting_of_the_manual_is_one_that_the_program_reads() -> None:
    settings = set(re.findall(r"PORTAL_[A-Z_]+", MANUAL))
    assert settings <= set(re.findall(r"PORTAL_[A-Z_]+", (ROOT / "config.py").read_text()))


@pytest.mark.parametrize("name", ["serve", "migrate", "jobs", "bench", "backup", "restore", "verify"])
def test_every_command_says_what_it_does(name: str) -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert re.search(rf"^  {name} +\S", result.output, re.MULTILINE)
