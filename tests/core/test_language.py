"""Which language, and dates and numbers in it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from flask_babel import force_locale

from portal.assembly import Portal
from portal.core import language
from tests.support.times import days


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-GB", "en"),
        ("zh-CN", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
        ("zh_HK", "zh_Hant"),
        ("fr", None),
        (None, None),
        ("", None),
    ],
)
def test_a_browsers_tag_finds_our_language(tag: str | None, expected: str | None) -> None:
    assert language.matching(tag) == expected


@pytest.mark.parametrize(
    ("header", "lang"),
    [("zh-TW,en;q=0.5", "zh-Hant"), ("fr,zh-CN;q=0.8", "zh-Hans"), ("fr", "en"), ("", "en")],
)
def test_the_page_speaks_the_browsers_language(app: Portal, header: str, lang: str) -> None:
    answer = app.test_client().get("/sign-in", headers={"Accept-Language": header})
    assert f'lang="{lang}"' in answer.get_data(as_text=True)


def test_dates_numbers_and_money_in_the_readers_language(app: Portal) -> None:
    with app.test_request_context("/"):
        with force_locale("zh_Hans"):
            assert language.date(dt.date(2026, 3, 3)) == "2026年3月3日"
            assert language.money(Decimal("1200"), "CNY") == "¥1,200"
        with force_locale("en"):
            assert language.date(dt.date(2026, 3, 3)) == "3 Mar 2026"
            assert language.money(Decimal("1200.50"), "EUR") == "€1,200.50"
            assert language.percent(50) == "50%"
            assert language.date(None) == language.number(None) == language.money(None) == "–"


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-5, "5 days ago"),
        (21, "in 3 weeks"),
        (-400, "13 months ago"),
    ],
)
def test_how_long_ago(app: Portal, offset: int, words: str) -> None:
    with app.test_request_context("/"), force_locale("en"):
        assert language.ago(days(offset)) == words


def test_a_catalogue_is_read_once_in_the_life_of_the_process(app: Portal) -> None:
    found = []
    for _request in range(2):
        with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
            found.append(language.catalogue())
    assert found[0] is found[1]
    assert found[0].ugettext("Desk") != "Desk"
