"""What is marked in titles and excerpts, and that nothing of a record is ever markup."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.finding.excerpts import LENGTH, excerpt, marked
from portal.search.questions import parse


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Store system", "store", "<mark>Store</mark> system"),
        ("Stores", "store", "<mark>Store</mark>s"),
        ("Stores", '"store"', "Stores"),
        ("restore", "store", "restore"),
        ("供应商付款风险很大", "風險", "供应商付款<mark>风险</mark>很大"),
        ("风险管理", "风险管理", "<mark>风险管理</mark>"),
        ("ERP系统上线", "erp 上线", "<mark>ERP</mark>系统<mark>上线</mark>"),
        ("José & ＳＴＯＲＥ", "jose store", "<mark>José</mark> &amp; <mark>ＳＴＯＲＥ</mark>"),
        ("Straße 5", "strasse", "<mark>Straße</mark> 5"),
        ("<b>bold</b>", "bold", "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;"),
        ("<mark>x</mark>", "y", "&lt;mark&gt;x&lt;/mark&gt;"),
        ("大风 plan", '"风 plan"', "大<mark>风</mark> <mark>plan</mark>"),
    ],
)
def test_asked_words_are_marked_and_the_rest_is_escaped(text: str, question: str, expected: str) -> None:
    assert marked(text, parse(question)) == expected


def test_an_excerpt_shows_the_surroundings_of_the_first_hit() -> None:
    text = "# Heading\n\n" + "before " * 60 + "**needle** " + "after " * 60
    found = excerpt(text, parse("needle"))
    assert "<mark>needle</mark>" in found
    assert found.startswith("…before")
    assert found.endswith("…")
    assert "*" not in found
    assert "#" not in found


def test_without_a_hit_in_the_text_the_excerpt_is_its_beginning() -> None:
    assert excerpt("The beginning. " * 50, parse("title")).startswith("The beginning.")
    assert excerpt("", parse("title")) == ""


@given(text=st.text(max_size=400), question=st.text(max_size=30))
def test_marks_never_change_the_words(text: str, question: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert marked(text, parse(question)).replace("<mark>", "").replace("</mark>", "") == str(
        marked(text, parse(""))
    )
    assert marked(text, parse("")).unescape() == composed


@given(text=st.text(max_size=600), question=st.text(max_size=30))
def test_an_excerpt_is_short(text: str, question: str) -> None:
    bare = excerpt(text, parse(question)).replace("<mark>", "").replace("</mark>", "")
    assert len(bare.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")) <= LENGTH * 5 + 2
