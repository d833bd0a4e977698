"""Mappings as they are saved, and the codes that they make."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from portal.exchange.mapping.rules import parse_mapping
from portal.exchange.mapping.transform import CODE_LENGTH, code_for
from tests.exchange.bringing import MAPPINGS, saved_mapping

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "import.md"


def test_the_example_of_the_manual_is_a_mapping(words: Flask) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert parse_mapping(json.loads(example)).tables[0].sheets[0].sheet == "projects"


@pytest.mark.parametrize("name", sorted(path.stem for path in MAPPINGS.glob("*.json")))
def test_a_mapping_that_is_saved_reads_back_the_same(words: Flask, name: str) -> None:
    parsed = parse_mapping(saved_mapping(name))
    assert parse_mapping(parsed.as_json()) == parsed


@pytest.mark.parametrize(
    "name", ["Crossrail", "Public Services Network for Health (PSNH)", "门店系统", "x" * 500, "—"]
)
def test_a_code_is_short_and_always_the_same_for_a_name(words: Flask, name: str) -> None:
    made = code_for(name, "GMPP-")
    assert made == code_for(f" {name.upper()} ", "GMPP-")
    assert made.startswith("GMPP-")
    assert len("GMPP-") < len(made) <= CODE_LENGTH


def test_long_names_with_the_same_beginning_have_codes_of_their_own(words: Flask) -> None:
    names = [f"Replacement of the tills in all stores of the north, part {part}" for part in range(200)]
    assert len({code_for(name, "P-") for name in names}) == 200
