"""What a password must be."""

from __future__ import annotations

import statistics
import time

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts import passwords

GOOD = [
    "correct horse battery",
    "839201748291",
    "!@#$%^&*()_+",
    "我爱北京天安门上太阳升起",
    "tr0ub4dor&3xyz",
    "x" * 5 + " and a long sentence behind it",
    "w8n q? " * 28,
]
GUESSED = [
    "password20262026",
    "P4$$w0rd2024!!",
    "qwertyuiop123",
    "aaaaaaaaaaaaa",
    "121212121212",
    "123456789012",
    "abcdefghijklm",
    "1q2w3e4r5t6y",
    "iloveyou1314520",
    "woaini1314woaini",
    "Accord-2026-Portal",
]
OWN = ["tanaka.yumi.2024", "yumi.tanaka@harborline.example", "Harborline2024!", "Yumi Tanaka 1999"]


def objection(password: str) -> str | None:
    return passwords.objection(password, name="Yumi Tanaka 田中", email="yumi.tanaka@harborline.example")


@pytest.mark.parametrize("password", GOOD)
def test_any_kind_of_character_is_welcome(password: str) -> None:
    assert objection(password) is None


def test_what_is_too_short_or_too_long_is_refused() -> None:
    assert "at least 12" in str(objection("elevenchars"))
    assert "at most 200" in str(objection("ab cd efgh" * 20 + "x"))


def test_what_is_tried_first_is_refused() -> None:
    assert {word: objection(word) for word in GUESSED if "tried first" not in str(objection(word))} == {}


def test_name_and_address_are_refused() -> None:
    assert {word: objection(word) for word in OWN if "Your name" not in str(objection(word))} == {}


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_a_password_is_kept_exactly_as_typed(password: str) -> None:
    stored = passwords.hash_password(password)
    assert passwords.verify(stored, password)
    assert not passwords.verify(stored, password + " ")
    assert not passwords.verify(stored, password[:-1])


def test_checking_nobodys_password_takes_as_long_as_checking_somebodys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16384))
    passwords._nobody.cache_clear()
    stored = passwords.hash_password("correct horse battery")
    passwords.verify(None, "warm up")

    def seconds(given_hash: str | None) -> float:
        started = time.perf_counter()
        passwords.verify(given_hash, "a wrong password")
        return time.perf_counter() - started

    somebody = statistics.median(seconds(stored) for _ in range(5))
    nobody = statistics.median(seconds(None) for _ in range(5))
    assert somebody / 4 < nobody < somebody * 4
