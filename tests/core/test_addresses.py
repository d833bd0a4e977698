"""Addresses with numbers that no record can have."""

from __future__ import annotations

import pytest

from tests.factories.accounts import World
from tests.support.browser import Browser


@pytest.mark.parametrize("number", ["2147483648", "9" * 40, "-1", "1.0"])
def test_a_number_that_no_column_can_hold_names_nothing(world: World, browser: Browser, number: str) -> None:
    assert browser.as_(world.office).get(f"/projects/STORE/milestones/{number}").status == 404


@pytest.mark.parametrize("code", ["%00", "STORE%00", "%ff", "%ed%a0%80", "x" * 5000, "."])
def test_a_code_that_no_record_can_have_names_nothing(world: World, browser: Browser, code: str) -> None:
    assert browser.as_(world.office).get(f"/projects/{code}").status == 404
