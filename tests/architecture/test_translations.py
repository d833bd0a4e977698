"""Both Chinese catalogues are complete, correct and up to date with the code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "translations"))

from update import LANGUAGES, catalogue, extracted, untranslated

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_visible_word_has_a_translation(language: str) -> None:
    stored = {message.id for message in catalogue(language) if message.id}
    wanted = {message.id for message in extracted() if message.id}
    assert sorted(map(str, wanted - stored)) == [], "run: python translations/update.py"
    assert untranslated(catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess_or_breaks_its_placeholders(language: str) -> None:
    stored = catalogue(language)
    assert [message.id for message in stored if message.fuzzy and message.id] == []
    problems = [(message.id, [str(error) for error in errors]) for message, errors in stored.check()]
    assert problems == []
    for message in stored:
        if not message.id:
            continue
        singular = message.id if isinstance(message.id, str) else message.id[-1]
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(singular)), singular


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_chinese(language: str) -> None:
    """A sentence that was only copied over is no translation; names and formulas may stay."""
    copied = [
        message.id
        for message in catalogue(language)
        if isinstance(message.id, str) and message.string == message.id and len(message.id.split()) > 3
    ]
    assert copied == []


def test_the_traditional_catalogue_is_traditional() -> None:
    simplified_only = set("项责诺险议务页认选择员组织办会议记录应数据说对关闭开发发现务书")
    traditional = set("項責諾險議務頁認選擇員組織辦會議記錄應數據說對關閉開發發現務書")
    marks = simplified_only - traditional - set("会议记对现")
    for message in catalogue("zh_Hant"):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        found = marks & set("".join(strings))
        assert not found, f"{message.id}: {''.join(sorted(found))}"
